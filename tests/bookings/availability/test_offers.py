"""Which starts are offered, and under which date: tables made by hand."""

import datetime as dt
import itertools

import pytest

from bookings.availability import GUEST, Hours, Rules
from tests.bookings.availability.examples import (
    BERLIN,
    MONDAY,
    ONE_DAY,
    at,
    facts,
    free,
    labels,
    opened,
    wall,
    week,
)
from tests.bookings.availability.plain import Person


def test_starts_are_laid_from_each_opening_while_the_whole_service_fits() -> None:
    assert free(facts(hours=week("09:10-12:00", "13:00-14:30"))) == "09:10 09:40 10:10 10:40 13:00 13:30"


def test_a_service_runs_on_into_a_period_that_opens_when_the_first_closes() -> None:
    split = facts(hours=week("09:00-13:00", "13:00-18:00"), people=[Person(1, 90)])
    assert free(split).split()[5:8] == ["11:30", "12:00", "12:30"]
    assert free(facts(hours=week("09:00-10:30", "10:45-12:00"))) == "09:00 09:30 10:45"


def test_the_grid_begins_anew_at_each_period() -> None:
    assert free(facts(hours=week("09:00-10:15", "10:15-12:00"))) == "09:00 09:30 10:00 10:15 10:45"


def test_a_closed_day_has_no_starts_and_a_special_day_has_its_own() -> None:
    hours = Hours({0: (wall("09:00-12:00"),)}, {MONDAY + 7 * ONE_DAY: (), MONDAY + ONE_DAY: (wall("15:00-16:00"),)})
    openings = opened(facts(hours=hours), MONDAY, MONDAY + 8 * ONE_DAY)
    counts = [openings.count(MONDAY + n * ONE_DAY) for n in range(9)]
    assert counts == [5, 1, 0, 0, 0, 0, 0, 0, 0]


def test_a_period_past_midnight_belongs_to_the_date_it_opens_on() -> None:
    bar = facts(hours=Hours({0: (wall("22:00-02:00"),)}))
    openings = opened(bar, MONDAY, MONDAY + ONE_DAY)
    assert labels(openings, openings.free(MONDAY)) == "22:00 22:30 23:00 23:30 00:00 00:30 01:00"
    assert openings.free(MONDAY + ONE_DAY) == []
    assert openings.date_of(at("00:30", MONDAY + ONE_DAY)) == MONDAY
    assert openings.date_of(at("02:00", MONDAY + ONE_DAY)) is None


def test_who_is_open_day_and_night_is_open_at_midnight() -> None:
    openings = opened(facts(hours=week("00:00-00:00")), MONDAY, MONDAY + 2 * ONE_DAY)
    for day in (MONDAY, MONDAY + ONE_DAY, MONDAY + 2 * ONE_DAY):
        assert openings.count(day) == 48
        assert (openings.free(day)[0], openings.free(day)[-1]) == (at("00:00", day), at("23:30", day))
        assert openings.date_of(at("23:30", day)) == day


def test_a_night_and_a_next_morning_that_overlap_share_their_starts() -> None:
    tuesday = MONDAY + ONE_DAY
    hours = Hours({0: (wall("22:00-02:00"),)}, {tuesday: (wall("00:00-04:00"),)})
    openings = opened(facts(hours=hours), MONDAY, tuesday)
    assert labels(openings, openings.free(MONDAY)) == "22:00 22:30 23:00 23:30 00:00 00:30 01:00 01:30"
    assert labels(openings, openings.free(tuesday)) == "02:00 02:30 03:00"
    assert openings.is_offered(at("01:30", tuesday))
    assert openings.date_of(at("01:30", tuesday)) == MONDAY


def test_a_start_stands_under_one_date_whoever_offers_it() -> None:
    tuesday = MONDAY + ONE_DAY
    hours = Hours({0: (wall("22:00-02:00"),)}, {tuesday: (wall("00:00-04:00"),)})
    openings = opened(facts(hours=hours, people=[Person(1, 30), Person(2, 60)]), MONDAY, tuesday)
    for person in (None, 1, 2):
        assert at("01:30", tuesday) in openings.free(MONDAY, person)
        assert at("01:30", tuesday) not in openings.free(tuesday, person)
    assert openings.free_people(at("01:30", tuesday)) == [1, 2]


def test_a_night_that_is_not_offered_any_more_hides_nothing_of_the_morning() -> None:
    tuesday = MONDAY + ONE_DAY
    hours = Hours({0: (wall("22:00-02:00"),)}, {tuesday: (wall("00:00-04:00"),)})
    now = dt.datetime.combine(tuesday, dt.time(), BERLIN)
    openings = opened(facts(hours=hours), MONDAY, tuesday, now=now)
    assert openings.free(MONDAY) == []
    assert labels(openings, openings.free(tuesday)) == "00:00 00:30 01:00 01:30 02:00 02:30 03:00"
    assert openings.date_of(at("00:30", tuesday)) == tuesday
    unbound = opened(facts(hours=hours), MONDAY, tuesday, now=now, policy=GUEST.but(window=False))
    assert labels(unbound, unbound.free(MONDAY)) == "00:00 00:30 01:00 01:30"


def test_two_periods_of_one_date_that_overlap_give_both_their_starts_once() -> None:
    hours = week("09:00-11:00", "09:45-11:30")
    openings = opened(facts(hours=hours))
    assert labels(openings, openings.free(MONDAY)) == "09:00 09:30 09:45 10:00 10:15 10:30"


def test_dates_and_starts_that_are_not_looked_at_are_not_offered() -> None:
    openings = opened(facts(), MONDAY)
    for day in (MONDAY - 40 * ONE_DAY, MONDAY - ONE_DAY, MONDAY + ONE_DAY, MONDAY + 40 * ONE_DAY):
        assert (openings.offered(day), openings.free(day), openings.count(day)) == ([], [], 0)
        assert not openings.is_offered(at("09:00", day))
        assert (openings.free_people(at("09:00", day)), openings.openers(at("09:00", day))) == ([], [])


# Clock changes


@pytest.mark.parametrize(
    ("zone", "day", "period", "expected"),
    [
        ("Europe/Berlin", "2026-03-29", "00:00-05:00", "00:00 00:30 01:00 01:30 03:00 03:30 04:00"),
        ("Europe/Berlin", "2026-10-25", "01:00-04:00", "01:00 01:30 02:00 02:30 02:00 02:30 03:00"),
        ("America/New_York", "2026-03-08", "00:00-02:30", "00:00 00:30 01:00"),  # closes at 03:00, an hour after 01:00
        ("America/New_York", "2026-03-08", "02:30-05:00", "03:00 03:30 04:00"),
        ("America/New_York", "2026-11-01", "00:30-02:00", "00:30 01:00 01:30 01:00"),
        ("Europe/Berlin", "2026-03-28", "22:00-04:00", "22:00 22:30 23:00 23:30 00:00 00:30 01:00 01:30 03:00"),
        ("America/Havana", "2026-03-08", "00:00-03:00", "01:00 01:30 02:00"),  # 00:00 does not exist
        ("America/Havana", "2026-03-07", "22:00-00:00", "22:00 22:30 23:00"),
        ("America/Havana", "2026-03-07", "23:00-02:00", "23:00 23:30 01:00"),
        ("America/Havana", "2026-11-01", "00:00-01:00", "00:00 00:30 00:00"),
        ("Australia/Lord_Howe", "2026-10-04", "01:00-04:00", "01:00 01:30 02:30 03:00"),  # half an hour is missing
        ("Australia/Lord_Howe", "2026-04-05", "01:00-03:00", "01:00 01:30 01:30 02:00"),  # half an hour comes twice
        ("Africa/Cairo", "2026-10-29", "22:00-00:00", "22:00 22:30 23:00 23:30 23:00"),
    ],
)
def test_steps_count_elapsed_time_across_a_clock_change(zone: str, day: str, period: str, expected: str) -> None:
    date, shop = dt.date.fromisoformat(day), facts(zone, week(period))
    openings = opened(shop, date, now=dt.datetime.combine(date - ONE_DAY, dt.time(), shop.zone))
    starts = openings.free(date)
    assert labels(openings, starts) == expected
    assert {later - earlier for earlier, later in itertools.pairwise(starts)} == {30}


@pytest.mark.parametrize(
    ("zone", "day", "count"),
    [
        ("Europe/Berlin", "2026-03-29", 23),
        ("Europe/Berlin", "2026-10-25", 25),
        ("America/Havana", "2026-03-08", 23),
        ("America/Havana", "2026-11-01", 25),
        ("Australia/Lord_Howe", "2026-10-04", 24),  # 23 hours and a half
        ("Australia/Lord_Howe", "2026-04-05", 25),
        ("Asia/Kathmandu", "2026-03-29", 24),
    ],
)
def test_a_day_around_the_clock_has_a_start_for_each_hour_that_begins_on_it(zone: str, day: str, count: int) -> None:
    date, shop = dt.date.fromisoformat(day), facts(zone, week("00:00-00:00"), rules=Rules(0, 9, 60))
    now = dt.datetime.combine(date - ONE_DAY, dt.time(), shop.zone)
    openings = opened(shop, date - ONE_DAY, date + ONE_DAY, now=now)
    assert [openings.count(date + n * ONE_DAY) for n in (-1, 0, 1)] == [24, count, 24]


# Lead time and window


@pytest.mark.parametrize(
    ("now", "lead", "expected"),
    [
        ((9, 30, 0), 0, "09:30 10:00 10:30 11:00"),
        ((9, 30, 1), 0, "10:00 10:30 11:00"),
        ((9, 0, 0), 60, "10:00 10:30 11:00"),
        ((9, 0, 1), 60, "10:30 11:00"),
        ((11, 0, 1), 0, ""),
    ],
)
def test_a_start_is_offered_from_now_and_the_lead_time_on(now: tuple[int, int, int], lead: int, expected: str) -> None:
    moment = dt.datetime.combine(MONDAY, dt.time(*now), BERLIN)
    openings = opened(facts(rules=Rules(lead, 7, 30)), now=moment)
    assert labels(openings, openings.offered(MONDAY)) == expected


def test_lead_time_is_elapsed_time_across_a_clock_change() -> None:
    sunday = dt.date(2026, 3, 29)
    now = dt.datetime(2026, 3, 29, 1, 30, tzinfo=BERLIN)
    assert free(facts(hours=week("00:00-05:00"), rules=Rules(60, 7, 30)), sunday, now=now) == "03:30 04:00"


@pytest.mark.parametrize(
    ("now", "dates"),
    [
        (dt.datetime(2026, 5, 4, 23, 59, 59, tzinfo=BERLIN), ["2026-05-05", "2026-05-06"]),
        (dt.datetime(2026, 5, 5, 0, 0, 0, tzinfo=BERLIN), ["2026-05-05", "2026-05-06", "2026-05-07"]),
        (dt.datetime(2026, 5, 4, 22, 0, 0, tzinfo=dt.UTC), ["2026-05-05", "2026-05-06", "2026-05-07"]),
    ],
)
def test_today_and_the_window_are_dates_of_the_business(now: dt.datetime, dates: list[str]) -> None:
    openings = opened(facts(rules=Rules(0, 2, 30)), MONDAY, MONDAY + 9 * ONE_DAY, now=now)
    days = [MONDAY + n * ONE_DAY for n in range(10)]
    assert [day.isoformat() for day in days if openings.offered(day)] == dates


def test_the_last_date_of_the_window_keeps_its_night() -> None:
    bar = facts(hours=week("22:00-02:00"), rules=Rules(0, 3, 60))
    openings = opened(bar, MONDAY - ONE_DAY, MONDAY + ONE_DAY)
    assert labels(openings, openings.free(MONDAY)) == "22:00 23:00 00:00 01:00"
    assert not openings.is_offered(at("22:00", MONDAY + ONE_DAY))
