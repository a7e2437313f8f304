"""What holds for every calendar, around every clock change. `SOAK=1` tries many more of them."""

import dataclasses
import datetime as dt
import itertools
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.availability import (
    Hours,
    Interval,
    Openings,
    Rules,
    opening_by,
    reasons,
    wall_minute,
)
from tests.bookings.availability.booked import booked, with_busy
from tests.bookings.availability.calendars import ZONES, Case, cases, changes, quickly
from tests.bookings.availability.examples import ONE_DAY
from tests.bookings.availability.plain import Demand, Facts, Person

anyhow = settings(quickly, max_examples=1500 if os.environ.get("SOAK") == "1" else 120)


def overlapping(openings: Openings, start: int, person: Person) -> list[Interval]:
    return [time for time in person.busy for work in openings.work_time(start, person.key) if time.overlaps(work)]


@anyhow
@given(cases())
def test_every_list_is_what_the_rules_say_minute_by_minute(case: Case) -> None:
    openings, reference = case.openings(), case.reference()
    for day in case.days:
        assert openings.offered(day) == reference.listed(day, free=False)
        assert openings.free(day) == reference.listed(day, free=True)
        for person in openings.performers:
            assert openings.offered(day, person) == reference.listed(day, person, free=False)
            assert openings.free(day, person) == reference.listed(day, person, free=True)


@anyhow
@given(cases(), st.integers(-3000, 3000))
def test_the_nearest_free_starts_are_those_of_the_lists(case: Case, away: int) -> None:
    openings = case.openings()
    free = [start for day in case.days for start in openings.free(day)]
    minute = openings.span.midnight(case.days[0]) + away
    by_distance = sorted(free, key=lambda start: (abs(start - minute), start))
    assert openings.nearest(minute, 3, case.days) == sorted(by_distance[:3])


@anyhow
@given(cases())
def test_a_free_start_touches_no_busy_time_and_lies_in_a_period_whole_minutes_elapsed(case: Case) -> None:
    openings = case.openings()
    for day in case.days:
        for start in openings.free(day):
            openers = openings.openers(start)
            for person in (person for person in case.facts.people if person.key in openers):
                assert not overlapping(openings, start, person)
                whole = openings.time_of(start, person.key)
                assert not any(time.overlaps(whole) for time in person.time_off)
                assert whole.length == person.length
                assert any(period.start <= start < period.end for period in openings.roster.periods(day))
                if case.facts.demand.needs_thing:
                    thing = opening_by(openings, start, person.key).thing
                    used = next(t.busy for t in case.facts.things if t.key == thing)
                    assert not any(time.overlaps(openings.blocked_time(start, person.key)) for time in used)


@anyhow
@given(cases())
def test_starts_rise_and_no_two_dates_have_the_same_one(case: Case) -> None:
    openings = case.openings()
    listed = [start for day in case.days for start in openings.offered(day)]
    assert len(listed) == len(set(listed))
    for day in case.days:
        starts = openings.offered(day)
        assert all(earlier < later for earlier, later in itertools.pairwise(starts))
        assert all(openings.date_of(start) == day for start in starts)


@anyhow
@given(cases(), st.data())
def test_all_questions_about_a_start_have_one_answer(case: Case, data: st.DataObject) -> None:
    openings = case.openings()
    begin, end = wall_minute(case.first + ONE_DAY, 0, case.facts.zone), openings.span.midnight(case.last + ONE_DAY)
    within = st.integers(begin, max(begin, end - 1))  # of these minutes both dates that could have them are looked at
    odd = data.draw(st.lists(within, max_size=20)) if begin < end else []
    listed = {start: day for day in case.days for start in openings.offered(day)}
    for person in (None, *openings.performers):
        for day in case.days:
            assert openings.count(day, person) == len(openings.free(day, person))
            assert set(openings.free(day, person)) <= set(openings.offered(day, person))
        for start in (*listed, *odd):
            day = listed.get(start, case.first)
            free = openings.free_people(start, person)
            assert openings.is_offered(start, person) == (start in openings.offered(day, person))
            assert bool(free) == (start in openings.free(day, person))
            joined = {who for who, _, _ in openings.rooms(start, person)}
            assert set(free) == joined | set(openings.openers(start, person))
            if person is not None:
                assert (reasons(openings, start, person) == []) == (free == [person])
                if case.facts.demand.needs_thing and start in listed and person in openings.openers(start):
                    assert openings.free_things(start, person)


@anyhow
@given(cases(classes_with_things=False), st.data())
def test_busy_time_never_adds_a_start(case: Case, data: st.DataObject) -> None:
    start = wall_minute(case.first, data.draw(st.integers(0, 2880)), case.facts.zone)
    more = Interval(start, start + data.draw(st.integers(1, 300)))
    diaries = [{"person": p.key} for p in case.facts.people] + [{"thing": t.key} for t in case.facts.things]
    fuller = case._replace(facts=with_busy(case.facts, more, **data.draw(st.sampled_from(diaries))))
    emptier, later = case.openings(), fuller.openings()
    for day in case.days:
        assert later.offered(day) == emptier.offered(day)
        for person in (None, *emptier.performers):
            assert set(later.free(day, person)) <= set(emptier.free(day, person))


@anyhow
@given(cases(), st.data())
def test_at_one_start_n_places_are_n_bookings_one_after_another(case: Case, data: st.DataObject) -> None:
    facts, party = dataclasses.replace(case.facts, groups=()), min(case.party, case.facts.demand.capacity)
    case = case._replace(facts=facts, party=party)
    openings = case.openings()
    free = [start for day in case.days for start in openings.free(day)]
    if not free:
        return
    start = data.draw(st.sampled_from(free))
    could, ways = openings.free_people(start), []
    while openings.free_people(start):
        before = [openings.free(day) for day in case.days]
        facts, _, joined = booked(facts, openings, start, party)
        openings = case.openings(facts=facts)
        assert all(set(openings.free(day)) <= set(b) for day, b in zip(case.days, before, strict=True))
        ways.append(joined)
    times = facts.demand.capacity // party  # parties that one appointment holds: it is opened, then joined
    assert ways == [n % times > 0 for n in range(len(ways))]
    opened = [group.person for group in facts.groups]
    assert len(ways) == len(opened) * times
    assert len(set(opened)) == len(opened)
    assert set(opened) <= set(could)
    if not facts.demand.needs_thing:
        assert set(opened) == set(could)
    for group in facts.groups:
        whole = openings.time_of(start, group.person)
        others = set(range(whole.start, whole.end)) - {start}
        assert not any(openings.openers(other, group.person) for other in others)


def shapes(low: int, high: int) -> list[tuple[Interval, ...]]:
    """Hours that open, close and span inside the minutes `low` … `high` that a clock skips or shows twice."""
    middle = (low + high) // 2
    alone = [
        (low - 120, high + 120),
        (low, high),
        (low - 90, low),
        (low - 90, middle),
        (low - 90, high),
        (low, high + 90),
        (middle, high + 90),
        (high, high + 90),
        (middle - 5, middle + 5),
        (0, 1440),
        (low - 1440, low),
    ]
    pairs = [[(low - 90, middle), (middle, high + 90)], [(low - 60, low), (high, high + 60)]]
    both = [tuple(Interval(*period) for period in periods) for periods in [*([one] for one in alone), *pairs]]
    return [periods for periods in both if all(period.start >= 0 for period in periods)]


@pytest.mark.parametrize("zone", ZONES)
def test_hours_that_open_close_and_span_inside_a_clock_change_are_what_the_rules_say(zone: str) -> None:
    for change in changes(zone):
        first, last = change.date - ONE_DAY, change.date + ONE_DAY
        low, high = change.walls
        nights = shapes(low + 1440, high + 1440)  # the same, opening on the date before
        for date, walls in [*((change.date, s) for s in shapes(low, high)), *((first, s) for s in nights)]:
            hours = Hours({n: (Interval(600, 720),) for n in range(7)}, {date: walls})
            people = [Person(1, 30, busy=[Interval(change.minute + 20, change.minute + 40)]), Person(2, 45)]
            facts = Facts(change.zone, Rules(0, 9, 15), hours, Demand(after=5), people)
            case = Case(facts, first, last, dt.datetime.combine(first, dt.time(), change.zone), party=1)
            openings, reference = case.openings(), case.reference()
            for day in (first, change.date, last):
                assert openings.offered(day) == reference.listed(day, free=False), (change, walls, day)
                assert openings.free(day) == reference.listed(day, free=True), (change, walls, day)
                assert openings.free(day, 1) == reference.listed(day, 1, free=True), (change, walls, day)


def test_the_zones_have_the_clock_changes_that_are_tried() -> None:
    counts = {zone: len(changes(zone)) for zone in ZONES}
    assert counts.pop("Asia/Kathmandu") == 0
    assert all(count >= 14 for count in counts.values()), counts
    skipped = [change for zone in ZONES for change in changes(zone) if change.after > change.before]
    assert {change.after - change.before for change in skipped} == {dt.timedelta(minutes=n) for n in (30, 60, 120)}
