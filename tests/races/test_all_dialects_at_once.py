"""Programs of all dialects, guests on the page and owners at the counter want the same at the same moment."""

import itertools
from contextlib import suppress
from functools import partial

import pytest

from bookings import errors, operations
from bookings.models import Appointment, Booking
from tests import clerks, factories
from tests.races.cast import NOW, TAKER, birch, day
from tests.races.runner import LONG, assert_sound, race

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("now", "as_served")]

PLACES, FIFTY = 3, 50
TIMES = 20 if LONG else 1


class TooLate(errors.Taken):
    """Somebody else has it."""


def crowd(shop, size):
    """So many of all kinds, each known by name."""
    return [kind(shop, number) for number, kind in zip(range(size), itertools.cycle(clerks.EVERYBODY), strict=False)]


def want(clerk, service, on):
    """Books noon of a date, or is too late."""
    if not clerk.book(service, on, "12:00"):
        raise TooLate
    return clerk.name


def plan(shop, on):
    """A class at noon of a date, with nobody in it."""
    starts_at = factories.at(shop, on, "12:00")
    wish = operations.one(shop.business, shop.services["Yoga"], starts_at, policy=operations.STAFF)
    return operations.plan_class(wish=wish, taker=TAKER, now=NOW)


def booked():
    """How many bookings stand."""
    return Booking.objects.visible().exclude(status="cancelled").count()


def test_a_class_is_sold_to_as_many_of_fifty_as_it_has_places():
    shop = birch()
    for n in range(TIMES):
        plan(shop, day(n))
    everybody = crowd(shop, FIFTY)
    result = race([[partial(want, each, "Yoga", day(n)) for each in everybody] for n in range(TIMES)])
    assert result.faults == []
    assert [len(names) for names in result.won] == [PLACES] * TIMES
    assert booked() == PLACES * TIMES
    assert_sound()


def test_the_last_place_is_sold_once_to_one_of_fifty():
    shop = birch()
    for n in range(TIMES):
        factories.book(shop, "Yoga", day(n), "12:00", party_size=PLACES - 1)
    everybody = crowd(shop, FIFTY)
    result = race([[partial(want, each, "Yoga", day(n)) for each in everybody] for n in range(TIMES)])
    assert result.faults == []
    assert [len(names) for names in result.won] == [1] * TIMES
    assert list(Appointment.objects.values_list("places_taken", flat=True)) == [PLACES] * TIMES
    assert_sound()


def test_one_start_is_sold_once_to_one_of_twenty():
    shop, slots = birch(), 4 * TIMES
    everybody = crowd(shop, 20)
    result = race([[partial(want, each, "Trim", day(n)) for each in everybody] for n in range(slots)])
    assert result.faults == []
    assert [len(names) for names in result.won] == [1] * slots
    assert booked() == slots
    if LONG:
        assert len(set(itertools.chain(*result.won))) > 1  # no dialect is always the first
    assert_sound()


def test_a_class_that_is_called_off_while_people_join_leaves_nobody_in_it():
    """Whoever joined before is told so; whoever comes after opens a class of their own."""
    shop, rows = birch(), []
    everybody = crowd(shop, 16)
    slots = []
    for n in range(TIMES):
        rows.append(plan(shop, day(n)))
        off = partial(operations.call_off, appointment=rows[-1], now=NOW, by="dashboard:olive")
        slots.append([off, *[partial(want, each, "Yoga", day(n)) for each in everybody]])
    result = race(slots)
    assert result.faults == []
    for row in rows:
        row.refresh_from_db()
        assert (row.live, row.places_taken) == (False, 0)
        assert not Booking.objects.filter(places__appointment=row).exclude(status__in=("cancelled", "expired")).exists()
    assert booked() <= PLACES * TIMES
    for n, each in itertools.product(range(TIMES), everybody):  # whoever came while the other was full, comes again
        with suppress(errors.Taken):
            want(each, "Yoga", day(n))
    assert booked() == PLACES * TIMES  # of the class that was opened anew
    assert_sound()
