"""A time off that comes again: its times are those of RFC 5545 on the wall, nobody is offered in them, and the diary,
the answer to why, and the preview of a change all have the same."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from dateutil import rrule
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings import errors, queries
from bookings.availability import instant_of
from bookings.queries.absences import expanded, times_away
from businesses import diary
from businesses.models import TimeOff
from tests.bookings.operations.desk import book
from tests.factories import DAY, NOW, at

UTC = dt.UTC
WEEK = dt.timedelta(weeks=1)
LONG_AGO, FAR = map(dt.datetime.fromisoformat, ("2026-01-01", "2026-12-31"))
ZONES = [ZoneInfo(name) for name in ("UTC", "America/Chicago", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Cairo")]


def times_of(begins, ends, every, days, until, zone, excepted=()):
    """The wall times of each occurrence."""
    first, last = (dt.datetime.fromisoformat(each).replace(tzinfo=zone) for each in (begins, ends))
    found = expanded(first.astimezone(UTC), last.astimezone(UTC), every, days, until, excepted, zone)
    return [tuple(f"{instant_of(edge).astimezone(zone):%m-%d %H:%M}" for edge in each.time) for each in found]


def away(shop, name="Maria Gomez", day=DAY, begins="13:00", ends="19:00", weeks=1, days=None, until=None, excepted=()):
    """A time off of every week or every other week, saved as the dashboard does."""
    with diary.changing(shop.business.pk):
        return TimeOff.objects.create(
            business=shop.business,
            staff=shop.staff[name],
            starts_at=at(shop, day, begins),
            ends_at=at(shop, day, ends),
            every_weeks=weeks,
            weekdays=days or [day.weekday()],
            until=until or day + 8 * WEEK,
            excepted_dates=list(excepted),
            reason="School",
        )


def offered(shop, day, name="Maria Gomez"):
    """The clocks of a Trim, which only Maria Gomez does."""
    wanted = queries.Wanted(shop.staff[name])
    slots = queries.open_slots(shop.business, shop.services["Trim"], day=day, now=NOW, wanted=wanted)
    return [f"{each.starts_at.astimezone(shop.business.zone):%H:%M}" for each in slots if each.free]


@settings(max_examples=60)
@given(
    st.sampled_from(ZONES),
    st.datetimes(LONG_AGO, FAR),
    st.integers(1, 5),
    st.sets(st.integers(0, 6)),
    st.integers(0, 200),
)
def test_the_dates_are_those_that_rfc_5545_gives(zone, begin, every, days, length):
    begin = begin.replace(second=0, microsecond=0)
    days, until = sorted({*days, begin.weekday()}), begin.date() + dt.timedelta(days=length)
    midnight, last = (dt.datetime.combine(each, dt.time()) for each in (begin, until))
    rule = rrule.rrule(rrule.WEEKLY, interval=every, byweekday=days, dtstart=midnight, until=last, wkst=rrule.MO)
    starts_at = begin.replace(tzinfo=zone).astimezone(UTC)
    if starts_at.astimezone(zone).replace(tzinfo=None) == begin:  # else the clock skips it
        found = expanded(starts_at, starts_at + dt.timedelta(hours=1), every, days, until, (), zone)
        assert [each.on for each in found] == [each.date() for each in rule]
        assert all(each.time.length > 0 for each in found)


def test_it_keeps_its_clocks_when_these_change():
    berlin = ZoneInfo("Europe/Berlin")
    found = times_of("2026-10-22T13:00", "2026-10-22T18:00", 1, [3], dt.date(2026, 11, 1), berlin)
    assert found == [("10-22 13:00", "10-22 18:00"), ("10-29 13:00", "10-29 18:00")]


def test_a_whole_day_is_whole_where_it_has_no_midnight_and_where_it_has_two():
    cairo, havana = ZoneInfo("Africa/Cairo"), ZoneInfo("America/Havana")
    skipped = times_of("2026-04-17T00:00", "2026-04-18T00:00", 1, [4], dt.date(2026, 4, 24), cairo)
    assert skipped[1] == ("04-24 01:00", "04-25 00:00")
    (_, twice) = expanded(
        dt.datetime(2026, 10, 25, tzinfo=havana).astimezone(UTC),
        dt.datetime(2026, 10, 26, tzinfo=havana).astimezone(UTC),
        1,
        [6],
        dt.date(2026, 11, 1),
        (),
        havana,
    )
    assert twice.time.length == 25 * 60


def test_what_is_excepted_is_left_out():
    chicago = ZoneInfo("America/Chicago")
    rule = ("2026-11-24T13:00", "2026-11-24T18:00", 1, [1], dt.date(2026, 12, 8), chicago)
    assert times_of(*rule, excepted=["2026-12-01"]) == [("11-24 13:00", "11-24 18:00"), ("12-08 13:00", "12-08 18:00")]


def test_nobody_is_offered_in_it_and_everything_between_is(elm):
    away(elm, weeks=2)
    assert offered(elm, DAY) == offered(elm, DAY + 2 * WEEK) == ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30"]
    assert offered(elm, DAY + WEEK)[-1] == "18:30"
    assert offered(elm, DAY + dt.timedelta(days=1))[-1] == "18:30"


@pytest.mark.parametrize("clock", ["13:00", "18:30"])
def test_no_guest_is_booked_in_it(elm, clock):
    away(elm)
    with pytest.raises(errors.SlotTaken):
        book(elm, "Trim", clock, DAY + WEEK, staff="Maria Gomez")


def test_after_its_last_date_it_is_over(elm):
    away(elm, until=DAY + WEEK)
    assert (offered(elm, DAY + WEEK)[-1], offered(elm, DAY + 2 * WEEK)[-1]) == ("11:30", "18:30")


def test_the_answer_to_why_names_it(elm):
    away(elm)
    (told,) = queries.explain(
        elm.business,
        elm.services["Trim"],
        starts_at=at(elm, DAY + WEEK, "14:00"),
        staff=elm.staff["Maria Gomez"],
        now=NOW,
    )
    (finding,) = told.findings
    assert (finding.rule, finding.where) == ("time off", "staff[].time_off")
    assert "13:00" in finding.value


def test_the_preview_of_a_change_finds_the_bookings_of_every_date(elm):
    booked = [book(elm, "Trim", "14:00", DAY + n * WEEK, staff="Maria Gomez") for n in range(3)]
    before = queries.setup_now(elm.business.pk)
    away(elm, weeks=2)
    found = queries.newly_outside(before, queries.setup_now(elm.business.pk), now=NOW)
    assert [each.booking.pk for each in found] == [booked[0].pk, booked[2].pk]
    assert {rule for each in found for rule in each.rules} == {"time off"}


def test_the_diary_shows_each_time_with_what_says_which_one_it_is(elm):
    row = away(elm, excepted=[str(DAY + WEEK)])
    last = DAY + 2 * WEEK
    sheet = queries.day_sheet(elm.business, first=DAY, last=last, now=NOW, staff=elm.staff["Maria Gomez"])
    shown = [(column.day, each.on, each.id, each.reason) for column in sheet.columns for each in column.away]
    assert shown == [(DAY, DAY, row.pk, "School"), (last, last, row.pk, "School")]


def test_the_diary_shows_what_began_on_the_date_before(elm):
    row = away(elm, day=DAY, begins="00:00", ends="19:00")
    TimeOff.objects.filter(pk=row.pk).update(ends_at=at(elm, DAY + dt.timedelta(days=2), "12:00"), until=DAY + WEEK)
    (column,) = queries.day_sheet(
        elm.business, first=DAY + dt.timedelta(days=9), last=DAY + dt.timedelta(days=9), now=NOW,
        staff=elm.staff["Maria Gomez"],
    ).columns  # fmt: skip
    assert [each.on for each in column.away] == [DAY + WEEK]


def test_as_many_as_a_rule_may_have_are_quick_to_expand():
    zone = ZoneInfo("America/Chicago")
    row = TimeOff(
        starts_at=dt.datetime(2026, 1, 5, 18, tzinfo=UTC),
        ends_at=dt.datetime(2026, 1, 5, 19, tzinfo=UTC),
        every_weeks=1,
        weekdays=list(range(7)),
        until=dt.date(2028, 1, 5),
    )
    assert len(times_away(row, zone)) == 731
    assert times_away(row, zone) is times_away(row, zone)
