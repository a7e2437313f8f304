"""The timetable as guests read it: which classes are held when, by whom, and how many places they have left."""

import datetime as dt
from collections.abc import Collection
from decimal import Decimal
from typing import NamedTuple

from django.db.models import QuerySet

from bookings import availability
from bookings.models import Appointment
from bookings.queries.house import House, Wanted, house
from bookings.queries.openings import within_window
from businesses.models import Business, Service, StaffMember, Timetable


class Class(NamedTuple):
    """A class that is held: `date` is the local date it stands under, `price` is for one person (None: on request)."""

    starts_at: dt.datetime
    date: dt.date
    service: Service
    staff: StaffMember
    minutes: int
    price: Decimal | None
    places_left: int
    places: int

    @property
    def ends_at(self) -> dt.datetime:
        """When it is over, as an instant in UTC."""
        return self.starts_at + dt.timedelta(minutes=self.minutes)


def class_services(business: Business | House, *, now: dt.datetime) -> list[Service]:
    """This will give the services with classes that somebody gives, in the house's order.

    They are the timetable's, on single dates beside the grid, or planned by the house.
    """
    here = house(business)
    setup, planned = here.setup, set(_planned(here.business, now).values_list("service_id", flat=True))
    found = [each for each in setup.services.values() if each.active and setup.skills(each.pk)]
    found = [each for each in found if each.pk in planned or setup.has_lessons(each)]
    return sorted(found, key=lambda service: (service.position, service.pk))


def has_single_classes(business: Business, *, now: dt.datetime) -> bool:
    """This will tell whether there is a class to come on a single date, or one that the house planned."""
    today = now.astimezone(business.zone).date()
    dated = Timetable.objects.filter(business=business, date__gte=today, service__active=True)
    return dated.exists() or _planned(business, now).exists()


def _planned(business: Business, now: dt.datetime) -> QuerySet[Appointment]:
    return Appointment.objects.live().filter(business=business.pk, planned=True, starts_at__gte=now).order_by()


def class_timetable(
    business: Business | House,
    *,
    first: dt.date,
    last: dt.date,
    now: dt.datetime,
    services: Collection[Service] | None = None,
    wanted: Wanted | None = None,
) -> list[Class]:
    """This will give the classes of the local dates `first` … `last` within the window, in order of time.

    Of these services, else of all; full ones, too. `wanted` narrows them to a person or a place, and names the booking
    or hold that would move there; its party is not looked at. However many services and people there are, what is
    booked is read in one statement.
    """
    here = house(business)
    span = within_window(here.business, first, (last - first).days + 1, now)
    chosen = class_services(here, now=now) if services is None else services
    if span is None:
        return []
    here.look_ahead([(service, wanted or Wanted()) for service in chosen], *span, now=now)
    found = [each for service in chosen for each in _of(here, service, span, now, wanted or Wanted())]
    return sorted(found, key=lambda each: (each.starts_at, each.service.position, each.service.pk, each.staff.pk))


def _of(here: House, service: Service, span: tuple[dt.date, dt.date], now: dt.datetime, wanted: Wanted) -> list[Class]:
    openings = here.openings(service, *span, now=now, wanted=wanted._replace(party_size=1))
    skills = {skill.staff_id: skill for skill in here.setup.skills(service.pk)}
    return [
        Class(
            starts_at=availability.instant_of(each.start),
            date=each.day,
            service=service,
            staff=skills[each.person].staff,
            minutes=openings.performers[each.person].length,
            price=skills[each.person].cost,
            places_left=each.left,
            places=each.places,
        )
        for each in availability.classes_held(openings, *span)
        if each.person in skills
    ]
