"""What dateutil gives is what comes, at the same wall time all the way."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from dateutil import rrule
from hypothesis import given
from hypothesis import strategies as st

from bookings import errors
from bookings.availability import wall_minute
from bookings.recurrence import MOST, WEEKDAYS, Recurrence

wall = dt.datetime.fromisoformat

CHICAGO, HAVANA = ZoneInfo("America/Chicago"), ZoneInfo("America/Havana")
ZONES = [CHICAGO, HAVANA, *map(ZoneInfo, ("UTC", "Asia/Karachi", "Australia/Lord_Howe", "Africa/Cairo"))]
LONG_AGO, FAR = wall("2026-01-01 00:00"), wall("2030-12-31 00:00")

rules = st.builds(
    Recurrence,
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.integers(1, 6),
    st.lists(st.sampled_from(WEEKDAYS), unique=True, max_size=4),
    count=st.integers(1, 40),
)
firsts = st.datetimes(LONG_AGO, FAR).map(lambda local: local.replace(second=0, microsecond=0))


def instant(local, zone):
    return local.replace(tzinfo=zone).astimezone(dt.UTC)


def dates(rule, first, zone=CHICAGO):
    return [f"{start.astimezone(zone):%Y-%m-%d %H:%M}" for start in rule.starts(instant(first, zone), zone)]


@given(rules, firsts, st.sampled_from(ZONES))
def test_what_dateutil_gives_on_the_wall_is_what_comes(rule, local, zone):
    first = instant(local, zone)
    local = first.astimezone(zone).replace(tzinfo=None)  # what the clock shows, where it skips what was asked
    try:
        starts = rule.starts(first, zone)
    except errors.SeriesTooLong:
        return
    whole = rrule.rrulestr(rule.text, dtstart=local, ignoretz=True).replace(count=None)
    expected = [local]
    for each in whole:
        if len(expected) == rule.count:
            break
        is_there = instant(each, zone).astimezone(zone).replace(tzinfo=None) == each
        expected += [each] if is_there and each != local else []
    minutes = [wall_minute(each.date(), each.hour * 60 + each.minute, zone) for each in expected]
    assert starts[0] == first
    assert [int(start.timestamp()) // 60 for start in starts[1:]] == minutes[1:]


@given(rules, firsts, st.sampled_from(ZONES))
def test_the_wall_time_is_the_same_on_every_date(rule, local, zone):
    first = instant(local, zone)
    local = first.astimezone(zone)  # what the clock shows, where it skips what was asked
    try:
        starts = rule.starts(first, zone)
    except errors.SeriesTooLong:
        return
    assert {start.astimezone(zone).time() for start in starts} == {local.time()}
    assert starts == sorted(set(starts))


@given(rules, st.none() | st.dates(dt.date(2026, 1, 1)) | st.datetimes(LONG_AGO, FAR))
def test_a_rule_is_read_as_it_was_written(rule, until):
    if isinstance(until, dt.datetime):
        until = until.replace(microsecond=0, tzinfo=dt.UTC)
    if until is not None:
        rule = Recurrence(rule.frequency, rule.interval, rule.weekdays, until=until)
    assert Recurrence.read(rule.text) == rule


def test_its_own_start_comes_first_and_counts_even_when_it_does_not_match():
    sunday = wall("2026-11-22 10:00")
    days = ("MO", "WE", "FR")
    assert dates(Recurrence("WEEKLY", weekdays=days, count=4), sunday) == [
        "2026-11-22 10:00",
        "2026-11-23 10:00",
        "2026-11-25 10:00",
        "2026-11-27 10:00",
    ]


def test_every_second_week_counts_weeks_that_begin_on_monday():
    sunday = wall("2026-11-22 10:00")
    rule = Recurrence("WEEKLY", 2, ("MO", "SU"), count=4)
    assert [text[:10] for text in dates(rule, sunday)] == ["2026-11-22", "2026-11-30", "2026-12-06", "2026-12-14"]


def test_the_31st_of_each_month_skips_the_short_ones():
    assert [text[5:10] for text in dates(Recurrence("MONTHLY", count=4), wall("2027-01-31 09:00"))] == [
        "01-31",
        "03-31",
        "05-31",
        "07-31",
    ]


def test_a_wall_time_that_a_date_does_not_have_is_left_out_and_not_counted():
    rule = Recurrence("DAILY", count=3)
    assert dates(rule, wall("2027-03-13 02:30")) == ["2027-03-13 02:30", "2027-03-15 02:30", "2027-03-16 02:30"]
    until = Recurrence("DAILY", until=instant(wall("2027-03-14 03:30"), CHICAGO))
    assert dates(until, wall("2027-03-13 02:30")) == ["2027-03-13 02:30"]


def test_of_a_wall_time_that_comes_twice_the_first_start_is_the_one_that_was_asked_for():
    second = dt.datetime(2027, 11, 7, 1, 30, tzinfo=CHICAGO, fold=1)
    starts = Recurrence("DAILY", count=2).starts(second, CHICAGO)
    assert starts == [dt.datetime(2027, 11, 7, 7, 30, tzinfo=dt.UTC), dt.datetime(2027, 11, 8, 7, 30, tzinfo=dt.UTC)]


@pytest.mark.parametrize(
    ("until", "days"),
    [
        (dt.date(2026, 11, 26), 3),
        (dt.datetime(2026, 11, 26, 16, 0, tzinfo=dt.UTC), 3),  # 10:00 in Chicago
        (dt.datetime(2026, 11, 26, 15, 59, tzinfo=dt.UTC), 2),
        (dt.date(2026, 11, 23), 1),
    ],
)
def test_until_is_inclusive(until, days):
    rule = Recurrence("DAILY", until=until)
    assert len(dates(rule, wall("2026-11-24 10:00"))) == days
    assert len(dates(rule.ending_in(CHICAGO), wall("2026-11-24 10:00"))) == days


def test_a_date_at_its_end_becomes_an_instant_for_calendars():
    rule = Recurrence("DAILY", until=dt.date(2026, 11, 26)).ending_in(CHICAGO)
    assert rule.text == "FREQ=DAILY;UNTIL=20261127T055959Z"
    assert rule.ending_in(CHICAGO) == rule


@pytest.mark.parametrize(
    "rule",
    [
        Recurrence("DAILY", count=MOST + 1),
        Recurrence("DAILY", until=dt.date(2028, 3, 1)),
        Recurrence("WEEKLY", until=dt.date(2028, 11, 25)),
        Recurrence("WEEKLY", until=dt.datetime(2028, 11, 24, 16, 1, tzinfo=dt.UTC)),
        Recurrence("MONTHLY", count=26),
        Recurrence("YEARLY", count=4),
        Recurrence("DAILY", 10**9, count=2),
    ],
    ids=lambda rule: rule.text,
)
def test_what_is_longer_than_two_years_or_400_dates_is_refused(rule):
    with pytest.raises(errors.SeriesTooLong) as refused:
        rule.starts(dt.datetime(2026, 11, 24, 16, tzinfo=dt.UTC), CHICAGO)
    assert (refused.value.most, refused.value.until) == (400, dt.date(2028, 11, 24))


@pytest.mark.parametrize(
    ("rule", "many"),
    [
        (Recurrence("DAILY", count=MOST), 400),
        (Recurrence("WEEKLY", until=dt.date(2028, 11, 24)), 105),
        (Recurrence("MONTHLY", count=25), 25),
        (Recurrence("YEARLY", count=3), 3),
        (Recurrence("DAILY", 10**9, until=dt.date(2028, 1, 1)), 1),
    ],
    ids=lambda rule: rule.text if isinstance(rule, Recurrence) else "",
)
def test_two_years_and_400_dates_are_allowed(rule, many):
    assert len(rule.starts(dt.datetime(2026, 11, 24, 16, tzinfo=dt.UTC), CHICAGO)) == many


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"count": 3, "until": dt.date(2027, 1, 1)},
        {"count": 0},
        {"interval": 0, "count": 1},
        {"weekdays": ["mo"], "count": 1},
        {"frequency": "HOURLY", "count": 1},
        {"until": wall("2027-01-01 00:00")},
    ],
)
def test_what_is_no_rule_is_not_made(how):
    with pytest.raises(ValueError, match=r"."):
        Recurrence(**{"frequency": "DAILY", **how})


@pytest.mark.parametrize("text", ["", "COUNT=3", "FREQ=DAILY;COUNT=3;BYHOUR=3", "FREQ=DAILY;COUNT=3;WKST=SU", "x"])
def test_a_text_that_is_no_rule_of_the_house_is_not_read(text):
    with pytest.raises(ValueError, match=r"."):
        Recurrence.read(text)
