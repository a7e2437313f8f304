"""Why a start is or is not free: every rule says so, with its value."""

import datetime as dt
from typing import Any

import pytest

from bookings.availability import COUNTER, Hours, Interval, Reason, Rule, Rules, reasons
from tests.bookings.availability.examples import BERLIN, EARLY, MONDAY, ONE_DAY, at, between, facts, opened, wall, week
from tests.bookings.availability.plain import Demand, Facts, Group, Lesson, Person, Thing

QUARTER_TO_TEN = dt.datetime(2026, 5, 4, 9, 45, tzinfo=BERLIN)


def why(known: Facts, start: int, person: int = 1, *, now: dt.datetime = EARLY, **asked: Any) -> list[Reason]:
    openings = opened(known, MONDAY - ONE_DAY, MONDAY, now=now, **asked)
    return reasons(openings, start, person)


def rules(*args: Any, **asked: Any) -> list[Rule]:
    return [reason.rule for reason in why(*args, **asked)]


def test_nothing_is_in_the_way_of_a_free_start() -> None:
    assert why(facts(), at("09:00")) == []


@pytest.mark.parametrize(
    ("known", "clock", "expected"),
    [
        (facts(), "12:00", Reason(Rule.CLOSED, times=(between("09:00", "12:00"),), on=MONDAY)),
        (facts(hours=Hours()), "09:00", Reason(Rule.CLOSED, on=MONDAY)),
        (facts(), "09:15", Reason(Rule.GRID, 30, (between("09:00", "12:00"),), on=MONDAY)),
        (facts(), "11:30", Reason(Rule.FIT, 60, (between("09:00", "12:00"),), on=MONDAY)),
        (
            facts(people=[Person(1, 60, hours=week("10:00-14:00"))]),
            "09:30",
            Reason(Rule.NOT_WORKING, times=(between("10:00", "14:00"),), on=MONDAY),
        ),
        (
            facts(people=[Person(1, 60, time_off=[between("08:00", "09:30"), between("10:00", "11:00")])]),
            "09:00",
            Reason(Rule.TIME_OFF, times=(between("08:00", "09:30"),)),
        ),
        (
            facts(people=[Person(1, 60, busy=[between("10:10", "11:00")])], demand=Demand(after=15)),
            "09:00",
            Reason(Rule.BUSY, times=(between("10:10", "11:00"),)),
        ),
        (facts(lessons=[Lesson(1, 0, 600, 60, own=False)]), "09:30", Reason(Rule.CLASS)),
        (
            facts(things=[Thing(1, busy=[between("09:00", "10:00")]), Thing(2, 5)], demand=Demand(needs_thing=True)),
            "09:30",
            Reason(Rule.RESOURCE, 1),
        ),
        (
            facts(demand=Demand(timetabled=True), lessons=[Lesson(1, 0, 600, 60), Lesson(2, 0, 570, 60)]),
            "09:30",
            Reason(Rule.TIMETABLE, times=(between("10:00", "11:00"),), on=MONDAY),
        ),
        (
            facts(demand=Demand(timetabled=True), lessons=[Lesson(1, 0, 690, 60)]),
            "11:30",
            Reason(Rule.FIT, 60, (between("09:00", "12:00"),), on=MONDAY),
        ),
    ],
    ids=lambda value: value.rule.name if isinstance(value, Reason) else "",
)
def test_the_rule_that_removes_a_start_is_named_with_its_value(known: Facts, clock: str, expected: Reason) -> None:
    assert expected in why(known, at(clock))
    assert {reason.rule for reason in why(known, at(clock))} <= {expected.rule, Rule.NOT_WORKING}


def test_a_start_is_past_or_too_soon() -> None:
    soon = facts(rules=Rules(60, 7, 30))
    assert why(soon, at("09:30"), now=QUARTER_TO_TEN) == [Reason(Rule.PAST)]
    assert why(soon, at("10:30"), now=QUARTER_TO_TEN) == [Reason(Rule.LEAD_TIME, 60)]
    assert why(soon, at("11:00"), now=QUARTER_TO_TEN) == []
    assert why(soon, at("10:30"), now=QUARTER_TO_TEN.replace(minute=30)) == []  # to the minute


def test_a_start_is_too_far_away() -> None:
    near = facts(rules=Rules(0, 2, 30))
    assert why(near, at("09:00")) == [Reason(Rule.WINDOW, 2, on=MONDAY)]
    assert why(near, at("09:00"), now=EARLY + ONE_DAY) == []


def test_a_night_that_opened_yesterday_is_over_for_guests_at_midnight() -> None:
    bar = facts(hours=Hours({6: (wall("22:00-04:00"),)}), rules=Rules(0, 2, 30))
    after_midnight = dt.datetime(2026, 5, 4, 0, 10, tzinfo=BERLIN)
    assert why(bar, at("02:00"), now=after_midnight) == [Reason(Rule.WINDOW, 2, on=MONDAY - ONE_DAY)]


def test_a_party_that_is_too_large_says_how_many_places_there_are() -> None:
    assert why(facts(demand=Demand(capacity=2)), at("09:00"), party=3) == [Reason(Rule.PARTY, 2)]


def test_several_rules_can_be_in_the_way_at_once() -> None:
    person = Person(1, 60, time_off=[between("11:00", "13:00")], busy=[between("12:00", "12:30")])
    known = facts(people=[person], demand=Demand(needs_thing=True))
    assert rules(known, at("11:45")) == [Rule.GRID, Rule.FIT, Rule.TIME_OFF, Rule.BUSY, Rule.RESOURCE]


def test_a_group_that_can_be_joined_is_free_and_a_full_one_says_what_it_has_left() -> None:
    people = [Person(1, 60, busy=[between("10:00", "11:00")])]
    shared = facts(people=people, demand=Demand(capacity=4), groups=[Group(5, 1, at("10:00"), left=2)])
    assert why(shared, at("10:00"), party=2) == []
    assert why(shared, at("10:00"), party=3) == [Reason(Rule.FULL, 2)]
    assert rules(shared, at("09:30")) == [Rule.BUSY]


def test_overlapping_nights_and_mornings_are_explained_by_the_date_that_comes_nearer() -> None:
    hours = Hours({6: (wall("22:00-02:00"),)}, {MONDAY: (wall("00:15-04:00"),)})
    assert why(facts(hours=hours), at("01:15")) == []
    assert why(facts(hours=hours), at("01:00")) == []
    assert rules(facts(hours=hours), at("01:20")) == [Rule.GRID]


def test_periods_of_one_date_that_overlap_both_count() -> None:
    assert why(facts(hours=week("09:00-11:00", "09:45-11:30")), at("10:15")) == []


def test_the_house_is_kept_from_nothing_but_time_off_and_what_is_taken() -> None:
    people = [Person(1, 60, time_off=[between("06:00", "07:00")], busy=[between("10:00", "11:00")])]
    for clock, expected in [("03:03", []), ("06:30", [Rule.TIME_OFF]), ("10:30", [Rule.BUSY])]:
        assert rules(facts(people=people), at(clock), policy=COUNTER, now=QUARTER_TO_TEN + 90 * ONE_DAY) == expected


def test_reasons_come_in_the_order_in_which_rules_are_looked_at() -> None:
    order = list(Rule)
    person = Person(1, 60, busy=[Interval(0, 2**26)], hours=Hours())
    found = rules(facts(people=[person]), at("11:45"), now=QUARTER_TO_TEN)
    assert found == sorted(found, key=order.index)
