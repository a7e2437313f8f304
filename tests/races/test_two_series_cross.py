"""Series that share a date, booked and moved at once: of each whole ones come true, and nothing half."""

import datetime as dt

import pytest

from bookings import errors, operations
from bookings.models import Booking, Series
from bookings.recurrence import Recurrence
from tests import factories
from tests.races import cast
from tests.races.runner import CROWD, SLOTS, assert_sound, race

pytestmark = pytest.mark.django_db(transaction=True)

WEEKS = 6
TWO = Recurrence("WEEKLY", count=WEEKS)


def book(shop, day, clock="12:00", staff=None):
    """A series from a date on; those that begin a week apart share all dates but one."""
    part = operations.Part(shop.services["Trim"], factories.at(shop, day, clock), staff and shop.staff[staff])
    wish = operations.Wish(shop.business, [part], operations.STAFF)
    return operations.book_series(wish=wish, recurrence=TWO, orders=[cast.ORDER], now=cast.NOW)[0][0]


def whole(series):
    """Whether every date of a series is booked."""
    return series.bookings.exclude(status="cancelled").count() == WEEKS


def test_of_series_that_share_dates_one_is_booked_whole_and_of_the_others_nothing():
    shop = cast.birch()
    slots = []
    for number in range(SLOTS):
        days = [cast.day(1 + 100 * number + 7 * (n % 3)) for n in range(CROWD)]  # all share four dates
        slots.append([lambda day=day: book(shop, day) for day in days])
    result = race(slots)
    assert result.faults == []
    assert result.winners == [1] * SLOTS
    assert Booking.objects.count() == WEEKS * SLOTS
    assert [series for series in Series.objects.all() if not whole(series)] == []
    assert_sound()


def test_two_series_that_change_places_both_stay_whole():
    """Each wants to go where the other is: whichever is first is refused, and neither is torn apart."""
    shop = cast.birch()
    one, other = book(shop, cast.day(1), "12:00"), book(shop, cast.day(1), "13:00")

    def move(booking, clock):
        start = factories.at(shop, cast.day(1), clock)
        how = {"scope": Series.Scope.ALL, "now": cast.NOW, "by": "x"}
        return operations.move_series(booking=booking, starts_at=start, **how)[0]

    result = race([[lambda: move(one, "13:00"), lambda: move(other, "12:00")] * 5])
    assert result.faults == []
    assert {type(refusal) for refusal in result.refused[0]} == {errors.SeriesTaken}
    assert_sound()


def test_a_series_moves_over_dates_that_others_book_one_by_one():
    shop = cast.birch()
    first = book(shop, cast.day(1), "12:00")

    def move():
        start = factories.at(shop, cast.day(2), "12:00")
        how = {"scope": Series.Scope.ALL, "now": cast.NOW, "by": "x"}
        return operations.move_series(booking=first, starts_at=start, **how)[0]

    days = [cast.day(2 + 7 * n) for n in range(WEEKS)]
    result = race([[move, *(lambda day=day: cast.book(shop, "Trim", day) for day in days)]])
    assert result.faults == []
    starts = {
        booking.starts_at.astimezone(shop.business.zone).date()
        for booking in Booking.objects.filter(series=first.series)
    }
    there = {cast.day(1) + n * dt.timedelta(days=7) for n in range(WEEKS)}
    assert starts in (there, {day + dt.timedelta(days=1) for day in there})
    assert_sound()
