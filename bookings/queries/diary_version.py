"""What tells whether a diary still shows what it showed: asked for every few seconds, so it reads next to nothing."""

import datetime as dt
import hashlib

from django.db.models import Count, Q, Sum

from bookings import availability
from bookings.models import Booking, Place
from bookings.models.no_overlap import LONGEST_MINUTES
from bookings.queries.house import House

ONE_DAY = dt.timedelta(days=1)


def diary_version(house: House, *, first: dt.date, last: dt.date, now: dt.datetime) -> str:
    """This will give a text that is another one as soon as `day_sheet` or `week_sheet` of these dates is.

    One statement: the house's rows are at least as new as its versions. Whatever takes or frees time, or changes the
    set-up, raises a version; whatever else happens to a booking, its sequence. A hold that runs out does neither, and
    is counted no longer.
    """
    business, versions = house.business, sorted(house.versions.items())
    low = availability.wall_minute(first, 0, business.zone) - LONGEST_MINUTES
    high = availability.wall_minute(last + ONE_DAY, 0, business.zone) + availability.DAY
    around = availability.instant_of(low), availability.instant_of(high)
    places = Place.objects.filter(appointment__business=business, live=True, appointment__starts_at__range=around)
    places = places.exclude(Q(booking__status=Booking.Status.HELD) & Q(booking__hold_expires_at__lte=now))
    booked = places.aggregate(many=Count("pk"), happened=Sum("booking__sequence"))
    known = [business.pk, first, last, [(*key, version) for key, version in versions], sorted(booked.items())]
    return hashlib.sha256(repr(known).encode()).hexdigest()[:32]
