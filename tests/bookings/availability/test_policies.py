"""Each rule binds whoever it is meant to bind, and nobody else; and an explanation names it."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.availability import (
    COUNTER,
    GUEST,
    STAFF,
    Hours,
    Openings,
    Policy,
    Rule,
    Rules,
    reasons,
    why_not_free,
    why_not_offered,
)
from tests.bookings.availability.calendars import Case, cases, policies, quickly
from tests.bookings.availability.examples import BERLIN, MONDAY, ONE_DAY, at, facts, opened, wall
from tests.bookings.availability.plain import EXACT, Demand, Facts, Lesson


@settings(quickly, max_examples=80)
@given(cases(), policies)
def test_every_policy_is_what_the_rules_say_minute_by_minute(case: Case, policy: Policy) -> None:
    case = case._replace(policy=policy)
    openings, reference = case.openings(), case.reference()
    for day in case.days:
        assert openings.offered(day) == reference.listed(day, free=False)
        assert openings.count_offered(day) == len(openings.offered(day))
        assert openings.free(day) == reference.listed(day, free=True)
        for person in openings.performers:
            assert openings.free(day, person) == reference.listed(day, person, free=True)


def told(openings: Openings, start: int) -> None:
    """A rule is named exactly when it is in the way."""
    nobody, taken = why_not_offered(openings, start), why_not_free(openings, start)
    assert (nobody is None) == openings.is_offered(start)
    if openings.is_offered(start):
        assert (taken is None) == bool(openings.free_people(start))
    for person in openings.performers:
        assert (reasons(openings, start, person) == []) == (openings.free_people(start, person) == [person])


@settings(quickly, max_examples=80)
@given(cases(), policies, st.data())
def test_an_explanation_names_a_rule_exactly_when_one_is_in_the_way(
    case: Case, policy: Policy, data: st.DataObject
) -> None:
    openings = case._replace(policy=policy).openings()
    begin, end = openings.span.midnight(case.first + ONE_DAY), openings.span.midnight(case.last + ONE_DAY)
    listed = sorted({start for day in case.days[1:] for start in openings.offered(day)})
    for start in data.draw(st.lists(st.sampled_from(listed), max_size=12)) if listed else []:
        told(openings, start)
    for start in data.draw(st.lists(st.integers(begin, end - 1), max_size=12)) if begin < end else []:
        told(openings, start)


@settings(quickly, max_examples=80)
@given(cases(), policies, st.data())
def test_answers_are_the_same_whatever_dates_a_span_has_around_them(
    case: Case, policy: Policy, data: st.DataObject
) -> None:
    case = case._replace(policy=policy)
    weeks = data.draw(st.tuples(st.integers(0, 30), st.integers(0, 30)))
    exact, wide = case.openings(around=EXACT), case.openings(around=weeks)
    for day in case.days:
        assert exact.offered(day) == wide.offered(day)
        assert exact.works(day) == wide.works(day)
        for person in (None, *exact.performers):
            assert exact.free(day, person) == wide.free(day, person)
        for start in exact.offered(day)[:40]:
            assert exact.date_of(start) == wide.date_of(start)
            assert exact.free_people(start) == wide.free_people(start)
            assert exact.openers(start) == wide.openers(start)
            assert exact.joinable(start) == wide.joinable(start)
            assert exact.places_left(start) == wide.places_left(start)
            for person in exact.performers:
                assert exact.free_things(start, person) == wide.free_things(start, person)
                found, expected = reasons(wide, start, person), reasons(exact, start, person)
                assert [reason.rule for reason in found] == [reason.rule for reason in expected]


NIGHT = facts(hours=Hours({0: (wall("22:00-02:00"),)}))
CLASSES = Demand(timetabled=True)
ONCE = Lesson(1, 0, 9 * 60 + 40, 60)


@pytest.mark.parametrize(
    ("known", "policy", "clock", "expected"),
    [
        (facts(), GUEST, "09:15", Rule.GRID),
        (facts(), GUEST.but(grid=False), "09:15", None),
        (facts(), GUEST.but(grid=False), "11:15", Rule.FIT),
        (facts(), GUEST.but(hours=False), "11:30", None),  # on the grid, though it does not fit
        (facts(), GUEST.but(hours=False), "12:00", Rule.CLOSED),  # there is no grid
        (facts(), GUEST.but(grid=False), "12:00", Rule.CLOSED),
        (facts(), GUEST.but(grid=False, hours=False), "12:00", None),
        (facts(), STAFF, "03:03", None),
        (facts(lessons=[ONCE], demand=CLASSES), GUEST, "09:00", Rule.TIMETABLE),
        (facts(lessons=[ONCE], demand=CLASSES), STAFF, "09:00", None),
    ],
)
def test_grid_and_hours_bind_apart(known: Facts, policy: Policy, clock: str, expected: Rule | None) -> None:
    for around in (EXACT, (9, 9)):
        found = why_not_offered(opened(known, MONDAY - ONE_DAY, MONDAY, policy=policy, around=around), at(clock))
        assert (found and found.rule) == expected


def test_a_start_off_the_grid_stands_under_the_date_of_its_period_where_hours_bind() -> None:
    tuesday = MONDAY + ONE_DAY
    openings = opened(NIGHT, MONDAY, tuesday, policy=GUEST.but(grid=False))
    assert openings.count(MONDAY) == 181
    assert openings.count(tuesday) == 0
    assert openings.date_of(at("00:07", tuesday)) == MONDAY
    house = opened(NIGHT, MONDAY, tuesday, policy=STAFF)
    assert (house.count(MONDAY), house.count(tuesday)) == (1440, 1440)


def test_what_is_over_is_taken_at_the_counter_only() -> None:
    tuesday = MONDAY + ONE_DAY
    now, moment = at("01:00", tuesday), dt.datetime.combine(tuesday, dt.time(1), BERLIN)
    asked = {"first": MONDAY, "last": tuesday, "now": moment}
    assert [opened(facts(), policy=policy, **asked).is_offered(now - 1) for policy in (STAFF, COUNTER)] == [False, True]
    assert [opened(facts(), policy=policy, **asked).count(MONDAY) for policy in (STAFF, COUNTER)] == [0, 1440]
    assert opened(facts(), policy=STAFF, **asked).is_offered(now)
    bound = opened(facts(rules=Rules(60, 7, 30)), policy=COUNTER.but(lead_time=True), **asked)
    for start in (now - 1, now + 59):
        assert [reason.rule for reason in reasons(bound, start, 1)] == [Rule.LEAD_TIME]
    assert bound.is_offered(now + 60)
    later = {**asked, "now": moment + dt.timedelta(seconds=1)}
    assert [reason.rule for reason in reasons(opened(facts(), policy=STAFF, **later), now, 1)] == [Rule.PAST]
