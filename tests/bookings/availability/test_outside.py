"""Whether what is booked stands within hours: the same as what is offered and explained."""

import dataclasses

import pytest
from hypothesis import given, settings

from bookings.availability import COUNTER, Interval, Rule, outside, reasons
from tests.bookings.availability import plain
from tests.bookings.availability.calendars import Case, cases, quickly
from tests.bookings.availability.examples import at, between, facts, opened, week
from tests.bookings.availability.plain import Person

WITHIN_HOURS = COUNTER.but(hours=True)
OF_HOURS = {Rule.CLOSED, Rule.FIT, Rule.NOT_WORKING, Rule.TIME_OFF}


@settings(quickly, max_examples=60)
@given(cases())
def test_an_appointment_is_outside_exactly_when_its_start_would_be_refused_for_hours(case: Case) -> None:
    known = dataclasses.replace(case.facts, groups=(), lessons=())
    first, last = case.days[0], case.days[-1]
    openings = plain.openings(known, first, last, now=case.now, policy=WITHIN_HOURS)
    begin = openings.span.midnight(first)
    for start in range(begin, begin + 1440 * len(case.days), 35):
        for key in openings.performers:
            refused = {each.rule for each in reasons(openings, start, key)} & OF_HOURS
            assert bool(refused) == bool(outside(openings.roster, key, openings.time_of(start, key)))


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"hours": week("09:30-12:00")}, [Rule.CLOSED]),
        ({"people": [Person(1, 60, hours=week("09:30-12:00"))]}, [Rule.NOT_WORKING]),
        ({"people": [Person(1, 60, time_off=[between("09:59", "12:00")])]}, [Rule.TIME_OFF]),
        ({"people": [Person(1, 60, time_off=[between("10:00", "12:00")])]}, []),
        ({"people": []}, [Rule.NOT_WORKING]),
        (
            {"people": [Person(1, 60, hours=week("13:00-14:00"), time_off=[between("09:00", "12:00")])]},
            [Rule.NOT_WORKING, Rule.TIME_OFF],
        ),
    ],
)
def test_each_rule_is_judged_by_itself(changed: dict[str, object], expected: list[Rule]) -> None:
    roster = opened(facts(**changed)).roster
    assert outside(roster, 1, Interval(at("09:00"), at("10:00"))) == expected
