"""Why a date has nothing free."""

import datetime as dt

import pytest
from hypothesis import given, settings

from bookings.availability import Hours, Reason, Rule, reasons, why_nothing
from tests.bookings.availability.calendars import Case, cases, quickly
from tests.bookings.availability.examples import MONDAY, ONE_DAY, between, facts, opened, week
from tests.bookings.availability.plain import Demand, Person, Rules, Thing

ALL_DAY = between("09:00", "12:00")


@settings(quickly, max_examples=100)
@given(cases())
def test_every_date_has_a_free_start_or_a_reason_that_one_of_its_starts_has(case: Case) -> None:
    openings = case.openings()
    for day in case.days:
        reason = why_nothing(openings, day)
        assert (reason is None) == bool(openings.count(day) or not openings.performers)
        if reason and reason.rule not in (Rule.CLOSED, Rule.TIMETABLE, Rule.WINDOW, Rule.PAST):
            midnight = openings.span.midnight(day)
            minutes = range(midnight, midnight + 2 * 24 * 60)
            assert any(reason in reasons(openings, start, key) for start in minutes for key in openings.performers)


def why(day: dt.date = MONDAY, **changed: object) -> Reason:
    known = {name: changed.pop(name) for name in ("now", "party", "asked") if name in changed}
    return why_nothing(opened(facts(**changed), day, day, **known), day)


EXAMPLES = [
    ("closed", {"hours": Hours({})}, Rule.CLOSED),
    ("too short", {"people": [Person(1, 240)]}, Rule.FIT),
    ("soon", {"rules": Rules(lead_minutes=7 * 1440, window_days=30, step_minutes=30)}, Rule.LEAD_TIME),
    ("away", {"people": [Person(1, 60, time_off=[ALL_DAY])]}, Rule.TIME_OFF),
    ("other hours", {"people": [Person(1, 60, hours=week("13:00-15:00"))]}, Rule.NOT_WORKING),
    ("taken", {"people": [Person(1, 60, busy=[ALL_DAY])]}, Rule.BUSY),
    (
        "no room",
        {"things": [Thing(7, busy=[ALL_DAY])], "demand": Demand(needs_thing=True)},
        Rule.RESOURCE,
    ),
    ("too many", {"party": 3}, Rule.PARTY),
    ("no class", {"demand": Demand(timetabled=True)}, Rule.TIMETABLE),
]


@pytest.mark.parametrize(("changed", "rule"), [row[1:] for row in EXAMPLES], ids=[row[0] for row in EXAMPLES])
def test_the_rule_is_the_one_that_leaves_nothing(changed: dict[str, object], rule: Rule) -> None:
    assert why(**changed).rule is rule


def test_who_comes_nearest_has_the_word() -> None:
    away, taken = Person(1, 60, time_off=[ALL_DAY], busy=[ALL_DAY]), Person(2, 60, busy=[ALL_DAY])
    assert why(people=[away, taken]).rule is Rule.BUSY
    assert why(people=[away, taken], asked=[1]).rule is Rule.TIME_OFF


def test_a_date_beyond_the_window_is_not_open_yet_and_one_before_today_is_past() -> None:
    shop = facts(rules=Rules(lead_minutes=0, window_days=7, step_minutes=30))
    later, before = MONDAY + 14 * ONE_DAY, MONDAY - 7 * ONE_DAY
    assert why_nothing(opened(shop, MONDAY, later), later) == Reason(Rule.WINDOW, 7, on=later)
    assert why_nothing(opened(shop, before, MONDAY), before).rule is Rule.PAST
