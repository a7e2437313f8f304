"""Weeks that take turns, from a date on."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.availability import Hours, Interval, Rota
from tests.bookings.availability.calendars import changes
from tests.bookings.availability.examples import BERLIN, MONDAY, ONE_DAY, facts, free, wall, week
from tests.bookings.availability.plain import Person
from tests.bookings.availability.reference import week_of

EARLY, LATE = {n: (wall("09:00-10:00"),) for n in range(5)}, {n: (wall("11:00-12:00"),) for n in range(5)}
WEEK = 7 * ONE_DAY


def works(*rotas: Rota) -> Hours:
    """At 10:00 every day, until the first of these."""
    return Hours(week("10:00-11:00").weekly, {}, rotas)


def offered(hours: Hours, *days: dt.date) -> list[str]:
    shop = facts(people=[Person(1, 60, hours=hours)])
    return [free(shop, day) for day in days]


def test_two_weeks_take_turns() -> None:
    hours = works(Rota(MONDAY, (EARLY, LATE)))
    assert offered(hours, *(MONDAY + n * WEEK for n in range(4))) == ["09:00", "11:00", "09:00", "11:00"]


def test_until_its_date_the_week_before_it_holds() -> None:
    hours = works(Rota(MONDAY, (EARLY,)))
    assert offered(hours, MONDAY - ONE_DAY, MONDAY) == ["10:00", "09:00"]


def test_a_date_in_the_middle_of_a_week_begins_with_the_first_of_the_weeks() -> None:
    thursday = MONDAY + 3 * ONE_DAY
    hours = works(Rota(thursday, (EARLY, LATE)))
    assert offered(hours, thursday - ONE_DAY, thursday, MONDAY + WEEK) == ["10:00", "09:00", "11:00"]


def test_one_follows_another() -> None:
    hours = works(Rota(MONDAY, (EARLY, LATE)), Rota(MONDAY + WEEK, (EARLY,)))
    assert offered(hours, MONDAY, MONDAY + WEEK, MONDAY + 2 * WEEK) == ["09:00", "09:00", "09:00"]


def test_a_week_off_is_a_week_in_turn() -> None:
    hours = works(Rota(MONDAY, (EARLY, {}, {})))
    assert offered(hours, *(MONDAY + n * WEEK for n in range(4))) == ["09:00", "", "", "09:00"]


def test_a_date_with_periods_of_its_own_has_these_in_every_week() -> None:
    hours = Hours({}, {MONDAY: (wall("09:30-10:30"),)}, (Rota(MONDAY, (EARLY, LATE)),))
    assert offered(hours, MONDAY) == ["09:30"]


@pytest.mark.parametrize("year", [2020, 2026, 2032])  # of 53 weeks
def test_a_year_of_53_weeks_skips_no_turn(year: int) -> None:
    last = dt.date.fromisocalendar(year, 53, 1)
    rota = Rota(dt.date.fromisocalendar(year, 1, 1), (EARLY, LATE))
    assert [rota.turn(last + n * WEEK) for n in (-1, 0, 1, 2)] == [1, 0, 1, 0]
    assert [rota.turn(last + n * ONE_DAY) for n in range(7)] == [0] * 7  # and the new year begins within it


def test_the_night_with_which_a_week_ends_belongs_to_it() -> None:
    night = {6: (wall("22:00-02:00"),)}
    hours = Hours({}, {}, (Rota(MONDAY, (night, {})),))
    found = [hours.on(MONDAY + 6 * ONE_DAY + n * WEEK, BERLIN) for n in range(3)]
    assert [[period.length for period in each] for each in found] == [[240], [], [240]]


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Havana", "Australia/Lord_Howe", "Antarctica/Troll"])
def test_clocks_that_change_do_not_move_a_turn(zone: str) -> None:
    for change in changes(zone)[:6]:
        monday = change.date - change.date.weekday() * ONE_DAY
        hours = Hours({}, {}, (Rota(monday - 2 * WEEK, (EARLY, LATE)),))
        for n in range(4):
            day = monday + n * WEEK
            start = hours.on(day, ZoneInfo(zone))[0].start
            shown = dt.datetime.fromtimestamp(start * 60, ZoneInfo(zone))
            assert (shown.date(), shown.hour) == (day, 11 if n % 2 else 9)


dates = st.dates(dt.date(2000, 1, 1), dt.date(2060, 12, 31))
weeks = st.lists(st.integers(0, 900).map(lambda n: {0: (Interval(n, n + 60),)}), min_size=1, max_size=8)


@given(st.lists(st.tuples(dates, weeks), max_size=3, unique_by=lambda rota: rota[0]), dates, st.integers(-30, 30))
def test_every_date_has_the_week_that_counting_from_monday_to_monday_gives(
    rotas: list[tuple[dt.date, list]], day: dt.date, away: int
) -> None:
    hours = works(*(Rota(first, tuple(found)) for first, found in sorted(rotas, key=lambda rota: rota[0])))
    near = [day, *(first + away * ONE_DAY for first, _ in rotas)]
    for date in near:
        assert hours.week_on(date) == week_of(hours, date)
        assert hours.week_on(date) in hours.weeks(since=date)
        assert hours.weeks(since=date) == hours.weeks()[-len(hours.weeks(since=date)) :]
