"""Whose time is taken at a second: bookings that come, go, move and lapse."""

import dataclasses
import datetime as dt
import os

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bookings.availability import Booked, Busy, Group, Interval, Openings, Part, Span, group_however_full
from tests.bookings.availability import plain
from tests.bookings.availability.booked import Made, booked, same, with_busy
from tests.bookings.availability.calendars import Case, cases, quickly
from tests.bookings.availability.examples import BERLIN, EARLY, MONDAY, ONE_DAY, WIDE, at, between, facts, free, opened
from tests.bookings.availability.plain import Demand, Hold, Person, Thing

often = settings(quickly, max_examples=1000 if os.environ.get("SOAK") == "1" else 80)


@st.composite
def made(draw: st.DrawFn, until: int | None = None) -> tuple[Case, Made, int]:
    """A case, the same with one more booking, and where that begins."""
    case = draw(cases())
    case = case._replace(party=min(case.party, case.facts.demand.capacity))
    openings = case.openings()
    starts = [start for day in case.days for start in openings.free(day)]
    assume(starts)
    start = draw(st.sampled_from(starts))
    return case, booked(case.facts, openings, start, case.party, until=until), start


# A booking that moves


@often
@given(made())
def test_a_booking_that_moves_is_as_if_it_had_never_been(found: tuple[Case, Made, int]) -> None:
    case, made, start = found
    before, moving = case.openings(), case.openings(facts=made.facts, leaving=[made.part])
    same(moving, before, case.days)
    assert start in [each for day in case.days for each in moving.free(day)]
    for day in case.days:
        for person in before.performers:
            assert moving.diaries.minutes_on(day, person) == before.diaries.minutes_on(day, person)


def test_a_group_ends_with_its_last_party_and_not_before() -> None:
    taken = between("10:00", "11:00")
    people = [Person(1, 60, busy=[taken])]
    shared = facts(people=people, demand=Demand(capacity=4), groups=[plain.Group(5, 1, at("10:00"), left=2, taken=2)])
    part = Part(1, None, taken, group=5, party=2)
    assert free(shared) == "09:00 10:00 11:00"
    assert free(shared, leaving=[part]) == "09:00 09:30 10:00 10:30 11:00"
    assert free(shared, leaving=[part._replace(party=1)]) == "09:00 10:00 11:00"
    assert free(shared, leaving=[part._replace(party=1)], party=3) == "09:00 10:00 11:00"  # its own place is free
    assert free(shared, party=3) == "09:00 11:00"


def test_a_held_place_that_lapsed_does_not_keep_a_group_that_the_last_guest_leaves() -> None:
    taken, until = between("10:00", "11:00"), int(EARLY.timestamp())
    people, hold = [Person(1, 60, busy=[taken])], ((until, 1),)
    groups = [plain.Group(5, 1, at("10:00"), left=1, taken=2, holds=hold)]
    shared, part = facts(people=people, demand=Demand(capacity=3), groups=groups), Part(1, None, taken, 5)
    assert free(shared, leaving=[part]) == "09:00 09:30 10:00 10:30 11:00"
    assert free(shared, leaving=[part], now=EARLY - dt.timedelta(seconds=1)) == "09:00 10:00 11:00"


def test_a_thing_stays_with_a_group_that_one_party_leaves_whoever_is_asked_about() -> None:
    taken = between("10:00", "11:00")
    shared = facts(
        people=[Person(1, 60, busy=[taken]), Person(2, 60)],
        things=[Thing(7, busy=[taken])],
        demand=Demand(capacity=4, needs_thing=True),
        groups=[plain.Group(5, 1, at("10:00"), left=2, taken=2, thing=7)],
    )
    one, both = (Part(1, 7, taken, group=5, party=party) for party in (1, 2))
    offers, things = opened(shared).offers, opened(shared).diaries.things
    alone = {2: plain.diary(shared, offers.span, shared.people[1])}  # the group's own teacher is not in question
    for leaving, expected in (one, [False, False]), (both, [True, True]):
        openings = Openings(offers, alone, things, now=EARLY, leaving=[leaving], asked=[2])
        assert [openings.free_people(at(clock)) == [2] for clock in ("10:00", "10:30")] == expected


# Parts that the same wish has found already


@often
@given(made())
def test_what_the_same_wish_has_found_is_as_busy_as_what_is_booked(found: tuple[Case, Made, int]) -> None:
    case, made, start = found
    if made.joined:
        busier = with_busy(made.facts, made.part.time, person=made.part.person, waits=made.part.waits)
    else:  # what is not booked yet has no places for others
        busier = dataclasses.replace(made.facts, groups=case.facts.groups)
    part = made.part if made.joined else made.part._replace(group=None)
    wishing, booked = case.openings(taken=[part]), case.openings(facts=busier)
    same(wishing, booked, case.days)
    left = [sum(left for _, group, left in each.rooms(start) if group.key == part.group) for each in (wishing, booked)]
    assert left[0] == left[1]


# Holds


@often
@given(made(until=0), st.data())
def test_a_hold_is_as_busy_as_a_booking_until_its_second_and_nothing_from_then_on(
    found: tuple[Case, Made, int], data: st.DataObject
) -> None:
    case, held, start = found
    case = case._replace(now=case.now.replace(microsecond=0))
    second = int(case.now.timestamp())
    booking = booked(case.facts, case.openings(), start, case.party)
    assert booking.part == held.part
    later = data.draw(st.sampled_from([1, 2, 600]))
    for until, expected in (second + later, booking.facts), (second, case.facts), (second - later, case.facts):
        facts = booked(case.facts, case.openings(), start, case.party, until=until).facts
        alike(case.openings(facts=facts), case.openings(facts=expected), case)


def alike(one: Openings, other: Openings, case: Case) -> None:
    same(one, other, case.days)
    for day in case.days:
        for person in one.performers:
            assert one.diaries.minutes_on(day, person) == other.diaries.minutes_on(day, person)


def test_a_hold_ends_to_the_second() -> None:
    until = int(dt.datetime(2026, 5, 4, 8, 0, 30, tzinfo=BERLIN).timestamp())
    held = facts(people=[Person(1, 60, holds=[Hold(between("10:00", "11:00"), until)])])
    moments = [
        dt.datetime(2026, 5, 4, 8, 0, 29, 999_999, tzinfo=BERLIN),
        dt.datetime(2026, 5, 4, 8, 0, 30, tzinfo=BERLIN),
    ]
    assert [free(held, now=now) for now in moments] == ["09:00 11:00", "09:00 09:30 10:00 10:30 11:00"]


def test_places_that_are_only_held_are_taken_until_their_second() -> None:
    group = Group(5, 1, at("10:00"), between("10:00", "11:00"), places=6, taken=5, holds=((100, 2), (200, 1)))
    assert [group.taken_at(second) for second in (99, 99.9, 100, 199, 200)] == [5, 5, 3, 3, 2]


def test_only_those_asked_about_are_looked_at_and_dates_stay_as_they_are() -> None:
    shop = facts(people=[Person(1, 60, busy=[between("09:00", "12:00")]), Person(2, 30)])
    assert free(shop, asked=[1]) == ""
    assert free(shop, asked=[2]) == free(shop)
    assert opened(shop, asked=[1]).offers.under(MONDAY, opened(shop).policy) == opened(shop).offers.under(
        MONDAY, opened(shop).policy
    )


# Minutes of service


def test_minutes_of_a_date_are_those_of_service_on_it_with_holds_and_without_what_leaves() -> None:
    begin, until = at("10:00"), int(EARLY.timestamp())
    served, time = Interval(begin, begin + 60), Interval(begin - 15, begin + 75)
    night = Interval(at("23:00"), at("23:00") + 120)
    held = Booked(3, between("14:00", "15:30"), between("14:10", "15:00"), until)
    busy = Busy(
        Span(BERLIN, MONDAY - 9 * ONE_DAY, MONDAY + 9 * ONE_DAY),
        [Booked(1, time, served), Booked(2, night, night), held],
    )
    offers = plain.offers(facts(), MONDAY, MONDAY, now=EARLY, around=(9, 9))

    def minutes_on(day: dt.date, now: dt.datetime, *leaving: Part) -> int:
        return Openings(offers, {1: busy}, now=now, leaving=leaving).diaries.minutes_on(day, 1)

    earlier = EARLY - dt.timedelta(seconds=1)
    assert minutes_on(MONDAY, EARLY) == 60 + 60
    assert minutes_on(MONDAY, earlier) == 60 + 60 + 50
    assert minutes_on(MONDAY + ONE_DAY, EARLY) == 60
    assert minutes_on(MONDAY, EARLY, Part(1, None, time)) == 60
    assert minutes_on(MONDAY, EARLY, Part(2, None, time)) == 120


def test_a_group_that_is_named_is_found_however_full() -> None:
    groups = [plain.Group(5, 1, at("10:00"), left=0, taken=2)]
    shared = facts(people=[Person(1, 60, busy=[between("10:00", "11:00")])], demand=Demand(capacity=2), groups=groups)
    for openings in opened(shared), opened(shared, around=WIDE):
        assert group_however_full(openings, at("10:00"), 5).group == 5
        assert group_however_full(openings, at("10:00"), 6) is None
        assert group_however_full(openings, at("10:30"), 5) is None
