"""The bookings of a series: those that somebody means who has one of them before them."""

import datetime as dt

from django.db.models import Q

from bookings.models import Booking, Series

MOVABLE = (Booking.Status.PENDING, Booking.Status.CONFIRMED)


def occurrences(booking: Booking, scope: str, *, now: dt.datetime) -> list[Booking]:
    """This will give a booking and those of its series that the scope takes with it, in order, with their details.

    Those that are over, or that nobody waits for any more, are not among them; the booking itself always is.
    """
    rows = Q(pk=booking.pk)
    if scope != Series.Scope.THIS and booking.series_id is not None:
        others = Q(business=booking.business_id, series=booking.series_id, status__in=MOVABLE)
        rows |= others & Q(series_index__gt=booking.series_index) if scope == Series.Scope.AFTER else others
    found = Booking.objects.filter(rows).with_details().order_by("series_index", "pk")
    return [each for each in found if each.pk == booking.pk or each.starts_at >= now]


def whole_series(booking: Booking) -> list[Booking]:
    """This will give every booking of a series that was not erased, in order, with its details."""
    rows = Booking.objects.visible().filter(business=booking.business_id, series=booking.series_id)
    return list(rows.with_details().order_by("series_index", "pk"))
