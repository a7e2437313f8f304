"""Wall times become instants, also those that the clock skips or shows twice."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from bookings.availability import DAY, Hours, Interval, instant_of, local_date, minute_from, minute_of, wall_minute
from tests.bookings.availability.calendars import ZONES, Change, changes
from tests.bookings.availability.examples import ONE_DAY, wall

EVERY_CHANGE = [change for zone in ZONES for change in changes(zone)]


def utc(text: str) -> int:
    return minute_of(dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC))


def first_minute(change: Change, wanted: dt.datetime) -> int:
    """The first minute within hours of the change at which the wall shows a reading or a later one."""
    nearby = range(change.minute - 240, change.minute + 240)
    shown = (instant_of(minute).astimezone(change.zone).replace(tzinfo=None) for minute in nearby)
    return next(minute for minute, reading in zip(nearby, shown, strict=True) if reading >= wanted)


@pytest.mark.parametrize(
    ("zone", "day", "at", "expected"),
    [
        ("Europe/Berlin", "2026-07-01", 540, "2026-07-01 07:00"),
        ("Europe/Berlin", "2026-07-01", DAY + 120, "2026-07-02 00:00"),  # 02:00 on the next date
        ("Europe/Berlin", "2026-03-29", 120, "2026-03-29 01:00"),  # skipped: the moment it skips
        ("Europe/Berlin", "2026-03-29", 150, "2026-03-29 01:00"),
        ("Europe/Berlin", "2026-03-29", 180, "2026-03-29 01:00"),
        ("Europe/Berlin", "2026-03-29", 181, "2026-03-29 01:01"),
        ("Europe/Berlin", "2026-10-25", 150, "2026-10-25 00:30"),  # twice: the first
        ("Europe/Berlin", "2026-10-25", 180, "2026-10-25 02:00"),
        ("America/Havana", "2026-03-08", 0, "2026-03-08 05:00"),  # 00:00 does not exist, the date begins at 01:00
        ("America/Havana", "2026-03-07", DAY, "2026-03-08 05:00"),
        ("America/Havana", "2026-03-08", 60, "2026-03-08 05:00"),
        ("America/Havana", "2026-11-01", 0, "2026-11-01 04:00"),  # 00:00 twice
        ("America/Havana", "2026-11-01", 60, "2026-11-01 06:00"),
        ("Australia/Lord_Howe", "2026-10-04", 135, "2026-10-03 15:30"),  # half an hour is skipped
        ("Australia/Lord_Howe", "2026-04-05", 105, "2026-04-04 14:45"),  # half an hour comes twice
        ("Australia/Lord_Howe", "2026-04-05", 120, "2026-04-04 15:30"),
        ("Africa/Cairo", "2026-10-29", DAY, "2026-10-29 22:00"),  # 23:00 comes twice, and only then 00:00
        ("Asia/Kathmandu", "2026-03-29", 0, "2026-03-28 18:15"),
    ],
)
def test_a_wall_time_is_the_first_instant_at_which_the_clock_shows_it_or_later(
    zone: str, day: str, at: int, expected: str
) -> None:
    assert wall_minute(dt.date.fromisoformat(day), at, ZoneInfo(zone)) == utc(expected)


def test_so_it_is_at_every_clock_change() -> None:
    for change in EVERY_CHANGE:
        midnight = dt.datetime.combine(change.date, dt.time())
        low, high = change.walls
        for at in {low - 61, low - 1, low, low + 1, (low + high) // 2, high - 1, high, high + 1, high + 59}:
            wanted = midnight + dt.timedelta(minutes=at)
            assert wall_minute(change.date, at, change.zone) == first_minute(change, wanted), (change, wanted)


def test_later_wall_times_never_come_earlier_and_dates_meet() -> None:
    for change in EVERY_CHANGE:
        minutes = [wall_minute(change.date, at, change.zone) for at in range(0, 2 * DAY, 7)]
        assert minutes == sorted(minutes), change
        for at in (0, change.walls[0] % DAY, change.walls[1] % DAY):
            tomorrow = wall_minute(change.date + ONE_DAY, at, change.zone)
            assert wall_minute(change.date, DAY + at, change.zone) == tomorrow


def test_a_date_begins_at_its_first_minute_and_ends_before_the_next() -> None:
    for change in EVERY_CHANGE:
        for day in (change.date, change.date + ONE_DAY):
            begin = wall_minute(day, 0, change.zone)
            assert local_date(begin, change.zone) == day
            assert local_date(begin - 1, change.zone) == day - ONE_DAY


@pytest.mark.parametrize(
    ("instant", "dropped", "reached"),
    [
        (dt.datetime(1970, 1, 1, tzinfo=dt.UTC), 0, 0),
        (dt.datetime(1970, 1, 1, 0, 1, 0, 1, tzinfo=dt.UTC), 1, 2),
        (dt.datetime(1970, 1, 1, 0, 1, 59, 999999, tzinfo=dt.UTC), 1, 2),
        (dt.datetime(1969, 12, 31, 23, 59, 30, tzinfo=dt.UTC), -1, 0),
        (dt.datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"), fold=0), 29881470, 29881470),
        (dt.datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"), fold=1), 29881530, 29881530),
    ],
)
def test_an_instant_becomes_the_minute_it_is_in_or_the_first_not_before_it(
    instant: dt.datetime, dropped: int, reached: int
) -> None:
    assert minute_of(instant) == dropped
    assert minute_from(instant) == reached
    assert instant_of(dropped) <= instant <= instant_of(reached)


def test_periods_of_a_special_day_replace_those_of_the_weekday() -> None:
    zone, monday = ZoneInfo("Europe/Berlin"), dt.date(2026, 5, 4)
    hours = Hours(
        {0: (wall("13:00-19:00"), wall("09:00-12:00"))},
        {monday + 7 * ONE_DAY: (), monday + 14 * ONE_DAY: (wall("22:00-02:00"),)},
    )
    day = utc("2026-05-04 00:00")
    assert hours.on(monday, zone) == [Interval(day + 420, day + 600), Interval(day + 660, day + 1020)]
    assert hours.on(monday + ONE_DAY, zone) == []
    assert hours.on(monday + 7 * ONE_DAY, zone) == []
    assert [period.length for period in hours.on(monday + 14 * ONE_DAY, zone)] == [240]


@pytest.mark.parametrize(
    ("zone", "day", "period", "hours"),
    [
        ("Europe/Berlin", "2026-03-29", "00:00-00:00", 23),
        ("Europe/Berlin", "2026-10-25", "00:00-00:00", 25),
        ("Europe/Berlin", "2026-03-28", "22:00-06:00", 7),
        ("Europe/Berlin", "2026-10-24", "22:00-06:00", 9),
        ("Europe/Berlin", "2026-03-29", "02:10-02:50", None),  # lies in the gap: there is no such time
        ("Europe/Berlin", "2026-03-29", "02:30-04:00", 1),
        ("Europe/Berlin", "2026-03-29", "01:00-02:30", 1),
        ("Europe/Berlin", "2026-10-25", "02:00-03:00", 2),
        ("Europe/Berlin", "2026-10-25", "01:00-02:30", 1.5),  # closes at the first 02:30
        ("Europe/Berlin", "2026-10-25", "02:30-04:00", 2.5),  # opens at the first 02:30
        ("America/Havana", "2026-03-08", "00:00-00:00", 23),
        ("America/Havana", "2026-03-07", "00:00-00:00", 24),
        ("America/Havana", "2026-03-07", "20:00-00:30", 4),
        ("Australia/Lord_Howe", "2026-10-04", "00:00-00:00", 23.5),
        ("Australia/Lord_Howe", "2026-04-05", "00:00-00:00", 24.5),
        ("Antarctica/Troll", "2026-03-29", "00:00-00:00", 22),
    ],
)
def test_a_period_is_as_long_as_the_clock_makes_it(zone: str, day: str, period: str, hours: float | None) -> None:
    date = dt.date.fromisoformat(day)
    found = Hours(special={date: (wall(period),)}).on(date, ZoneInfo(zone))
    assert [period.length / 60 for period in found] == ([] if hours is None else [hours])
