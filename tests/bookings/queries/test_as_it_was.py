"""A day as it was at any past minute is what it was then: against a week that was written down while it happened."""

import datetime as dt

from bookings import operations, queries
from bookings.models import Booking, Place
from tests import factories
from tests.factories import DAY, NOW, at

MINUTE = dt.timedelta(minutes=1)
DATES = [DAY + dt.timedelta(days=n) for n in range(-1, 3)]


def now_on(elm, day):
    """What takes time on a date, read from the tables as they are."""
    first = at(elm, day, "00:00")
    places = Place.objects.filter(
        business=elm.business, live=True, appointment__starts_at__range=(first, first + dt.timedelta(days=1))
    ).select_related("booking", "appointment")
    return sorted((p.booking_id, p.booking.status, p.appointment.starts_at, p.appointment.staff_id) for p in places)


def was_on(elm, day, instant):
    found = queries.as_it_was(elm.business, day=day, at=instant)
    return sorted((then.booking.pk, then.status, then.starts_at, then.staff) for then in found)


def deeds(elm):
    """What happens in the week, one deed a minute, each at an instant."""
    made = []

    def book(service, clock, staff="Maria Gomez", day=DAY):
        return lambda now: made.append(factories.book(elm, service, day, clock, staff=staff, now=now))

    def move(n, day, clock, **more):
        return lambda now: operations.move(
            booking=_again(made[n]), starts_at=at(elm, day, clock), now=now, by="dashboard:max", **more
        )

    yield book("Fade", "10:00")
    yield book("Trim", "11:00")
    yield move(0, DATES[2], "14:00")
    yield book("Fade", "10:00")
    yield move(0, DAY, "15:00")
    yield lambda now: operations.cancel(booking=_again(made[1]), now=now, by="guest")
    yield move(2, DAY, "10:00", staff=elm.staff["Ana Ruiz"])
    yield move(2, DATES[3], "10:00")
    yield book("Fade", "11:00", "Ana Ruiz", DATES[2])


def _again(booking):
    return Booking.objects.with_details().get(pk=booking.pk)


def test_every_minute_of_a_week_is_as_it_was(elm):
    written = []
    for n, deed in enumerate(deeds(elm)):
        deed(NOW + n * MINUTE)
        written.append((NOW + n * MINUTE, {day: now_on(elm, day) for day in DATES}))
    assert len({str(days) for _, days in written}) == len(written)
    for instant, days in written:
        for day, found in days.items():
            assert was_on(elm, day, instant + MINUTE / 2) == found, (instant, day)
    assert was_on(elm, DAY, NOW - MINUTE) == []


def test_it_is_read_in_few_statements(elm, django_assert_max_num_queries):
    for clock in ("09:00", "10:00", "11:00"):
        factories.book(elm, "Fade", clock=clock)
    with django_assert_max_num_queries(3):
        assert len(was_on(elm, DAY, NOW)) == 3
