"""The diary as it was: a day's bookings at a past minute, and what became of each since."""

import datetime as dt
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings import queries
from bookings.dashboard.day.times import typed, within_reach
from bookings.dashboard.frame import pages, words
from bookings.dashboard.frame.owned import MANAGER, OWNER
from bookings.localized import Reader
from bookings.models import Booking
from businesses.models import Business, Service, StaffMember


class Row(NamedTuple):
    """A part of a booking as it was; `since` says what is otherwise by now."""

    booking: Booking
    when: str
    what: str
    status: str
    look: str
    since: str


@require_safe
def as_it_was(request: HttpRequest) -> HttpResponse:
    """The page; `?day=2026-11-24&on=2026-11-20&at=09:14` ask for the 24th as it was on the 20th at 09:14."""
    here, now = pages.business(request, OWNER, MANAGER), timezone.now()
    local = now.astimezone(here.zone)
    day = _near(typed(request.GET, "day"), local.date())
    on, clock = _near(typed(request.GET, "on"), local.date()), _clock(request.GET.get("at", ""), local)
    then = min(dt.datetime.combine(on, clock, here.zone).astimezone(dt.UTC), now)
    reader = Reader("en", here.country, here.zone)
    # the whole minute: what was done within it is seen
    found = queries.as_it_was(here, day=day, at=then + dt.timedelta(seconds=59, microseconds=999_999))
    context = {
        "day": f"{day}",
        "on": f"{on}",
        "at": f"{clock:%H:%M}",
        "heading": reader.day(day),
        "moment": reader.moment(then),
        "rows": _rows(here, found, reader),
        "settings": f"{reverse('admin:trail')}?{urlencode({'kind': 'settings', 'since': f'{on}'})}",
    }
    return pages.show(request, "admin/as_it_was.html", context, title="The diary as it was")


def _rows(here: Business, found: list[queries.Then], reader: Reader) -> list[Row]:
    services = dict(Service.objects.filter(business=here).values_list("pk", "name"))
    people = dict(StaffMember.objects.filter(business=here).values_list("pk", "name"))
    today = {
        each.pk: each for each in Booking.objects.filter(pk__in={then.booking.pk for then in found}).with_details()
    }
    return [_row(then, today[then.booking.pk], services, people, reader) for then in found]


def _row(then: queries.Then, booking: Booking, services: dict[int, str], people: dict[int, str], reader: Reader) -> Row:
    status, _, look = words.STATUS[Booking.Status(then.status)]
    service, person = services.get(then.service, "a service that is gone"), people.get(then.staff, "somebody")
    return Row(
        booking=booking,
        when=reader.span(then.starts_at, then.ends_at),
        what=f"{service} with {person}",
        status=status,
        look=look,
        since=_since(then, booking, people, reader),
    )


def _since(then: queries.Then, booking: Booking, people: dict[int, str], reader: Reader) -> str:
    """What is otherwise by now; empty: nothing."""
    is_there = booking.status not in Booking.OPEN or any(
        (place.appointment.starts_at, place.appointment.staff_id) == (then.starts_at, then.staff)
        for place in booking.places.all()
    )
    if not is_there:
        return f"Now: {reader.moment(booking.starts_at)} with {people.get(booking.staff.pk, 'somebody')}"
    now = words.STATUS[Booking.Status(booking.status)][0].lower()
    return "" if booking.status == then.status else f"Now: {now}"


def _near(day: dt.date | None, today: dt.date) -> dt.date:
    return within_reach(day, today) if day else today


def _clock(text: str, local: dt.datetime) -> dt.time:
    try:
        return dt.time.fromisoformat(text[:5]).replace(tzinfo=None)
    except ValueError:
        return local.time().replace(second=0, microsecond=0)
