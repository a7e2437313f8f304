"""The rules of zones in calendar files give the right instant on every date, read by others than who wrote them.

`SOAK=1` tries every zone that there is.
"""

import datetime as dt
import io
import os
import random
import re
from bisect import bisect_right
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dateutil import tz

from bookings.localized import Reader
from bookings.notifications import calendar, timezones
from tests import factories
from tests.bookings.notifications import entries

YEARS = range(2024, 2031)
KNOWN = (
    *("Africa/Casablanca", "Africa/El_Aaiun", "Africa/Cairo", "America/Chicago", "America/Havana", "America/Nuuk"),
    *("America/Santiago", "America/St_Johns", "Antarctica/Troll", "Asia/Almaty", "Asia/Beirut", "Asia/Gaza"),
    *("Asia/Jerusalem", "Asia/Kathmandu", "Australia/Lord_Howe", "Europe/Berlin", "Europe/Dublin", "Europe/Kyiv"),
    *("Pacific/Apia", "Pacific/Chatham", "Pacific/Kiritimati", "UTC", "US/Eastern", "America/Asuncion"),
)
ZONES = sorted(available_timezones() - {"Factory", "localtime"})
SOME = ZONES if os.environ.get("SOAK") else sorted({*KNOWN, *random.Random(7).sample(ZONES, 8)})


def instants(zone):
    """Noon of some days, and both sides of every change of the clock by an hour, a minute, and on the very instant."""
    begin, end = dt.datetime(YEARS[0], 1, 1, tzinfo=dt.UTC), dt.datetime(YEARS[-1] + 1, 1, 1, tzinfo=dt.UTC)
    hours = [begin + n * dt.timedelta(days=9, hours=5) for n in range((end - begin).days // 10)]
    hours += [begin + n * dt.timedelta(hours=24) for n in range(3)]
    for earlier, later in pairwise(begin + n * dt.timedelta(hours=6) for n in range((end - begin).days * 4)):
        if earlier.astimezone(zone).utcoffset() != later.astimezone(zone).utcoffset():
            hours += [earlier + n * dt.timedelta(minutes=30) for n in range(-4, 18)]
    return hours


def by_dateutil(component):
    return tz.tzical(io.StringIO(component.to_ical().decode())).get()


def by_icalendar(component):
    """Its own list of the changes, in UTC, and how far the clock is ahead from each on."""
    times, facts = component.get_transitions()
    return lambda instant: facts[bisect_right(times, instant.replace(tzinfo=None)) - 1][0]


def unfaithful(name):
    """The first instant that a reader of the rules takes for another one; None: there is none."""
    zone, read = ZoneInfo(name), {}
    for instant in instants(zone):
        local = instant.astimezone(zone)
        if local.year not in read:
            rules = timezones.rules(name, local.year, local.year)
            read[local.year] = (by_dateutil(rules), by_icalendar(rules)) if rules is not None else None
        if read[local.year] is None:
            continue  # written in UTC
        there, ahead = read[local.year]
        if not local.fold and local.replace(tzinfo=there).astimezone(dt.UTC) != instant:
            return "dateutil", local.isoformat()
        if ahead(instant) != local.utcoffset():
            return "icalendar", local.isoformat()
    return None


@pytest.mark.parametrize("name", SOME)
def test_two_readers_of_the_rules_find_every_instant(name):
    assert unfaithful(name) is None


@pytest.mark.parametrize("name", SOME)
def test_no_rule_is_one_that_outlook_passes_over(name):
    """It reads one summer and one winter time, each by a yearly date; it ignores RDATE and is an hour off."""
    for year in YEARS:
        if (rules := timezones.rules(name, year, year + 1)) is None:
            continue
        kinds = [each.name for each in rules.subcomponents]
        assert sorted(kinds) in (["STANDARD"], ["DAYLIGHT", "STANDARD"])
        for each in rules.subcomponents:
            assert "RDATE" not in each
            written = each["RRULE"].to_ical().decode() if len(kinds) > 1 else ""
            assert not written or re.fullmatch(r"FREQ=YEARLY;BYDAY=(-1|[1-4])(SU|FR|SA|TH);BYMONTH=\d+", written)


@pytest.mark.parametrize(
    "name", ["Europe/Berlin", "Europe/Dublin", "America/Chicago", "Australia/Lord_Howe", "Asia/Kolkata"]
)
def test_where_there_is_a_rule_the_file_has_it(name):
    assert timezones.rules(name, 2026, 2027) is not None
    assert timezones.rules(name, 2041, 2041) is not None


def test_the_rules_are_those_of_about_then():
    content = timezones.rules("America/Chicago", 2026, 2026).to_ical()
    assert len(content) < 500
    assert b"DTSTART:2025" in content


@pytest.mark.parametrize(
    ("zone", "day", "written"),
    [
        ("Europe/Berlin", "2026-10-26", "DTSTART;TZID=Europe/Berlin:20261026T130000"),
        ("Australia/Lord_Howe", "2026-10-05", "DTSTART;TZID=Australia/Lord_Howe:20261005T130000"),
        ("Asia/Kathmandu", "2026-06-01", "DTSTART;TZID=Asia/Kathmandu:20260601T130000"),
        ("Africa/Casablanca", "2026-02-13", "DTSTART:20260213T120000Z"),
        ("Africa/Casablanca", "2027-02-23", "DTSTART:20270223T130000Z"),  # Ramadan
        ("Africa/Casablanca", "2026-03-23", "DTSTART:20260323T120000Z"),
        ("UTC", "2026-06-01", "DTSTART:20260601T130000Z"),
    ],
)
def test_a_file_has_the_rules_of_the_zone_it_names_and_is_in_utc_where_there_are_none(db, now, zone, day, written):
    start = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(11), ZoneInfo(zone))
    shop = factories.load({**factories.KARACHI, "slug": "far", "timezone": zone}, now=start)
    booking = factories.book(shop, "Haircut", start.date(), "13:00", now=start - dt.timedelta(hours=5))
    entry = calendar.Entry(booking, calendar.Guest(lambda _: "https://book.example/b/x/"))
    content = calendar.entries([entry], reader=Reader("en", "US", booking.business.zone), now=start).decode()
    assert f"\r\n{written}\r\n" in content
    assert (f"BEGIN:VTIMEZONE\r\nTZID:{zone}\r\n" in content) is ("TZID" in written)
    assert entries.read(content.encode()).walk("VEVENT")[0].start == booking.starts_at
