"""Who gets it."""

from bookings.availability import Assignment, Interval, Openings, group_to_join, in_turn, opening_by
from tests.bookings.availability.examples import MONDAY, ONE_DAY, at, between, facts, opened
from tests.bookings.availability.plain import Demand, Group, Person, Thing


def classes(*groups: Group, party: int = 1, **changed: object) -> Openings:
    known = facts(people=[Person(1, 60), Person(2, 45)], demand=Demand(capacity=6), groups=groups, **changed)
    return opened(known, MONDAY, party=party)


def busy(*minutes: int) -> Openings:
    """The first person has so many minutes that day, the second …; and all of them much on the days around it."""
    around = [between("00:00", "23:00", MONDAY - ONE_DAY), between("00:00", "23:00", MONDAY + ONE_DAY)]
    begin = at("12:00")
    times = [[*around, Interval(begin, begin + length)] for length in minutes]
    return opened(facts(people=[Person(key, 60, busy=each) for key, each in enumerate(times, 1)]))


def test_it_is_the_turn_of_who_has_the_fewest_booked_minutes_that_day() -> None:
    assert in_turn(busy(60, 30, 45), [1, 2, 3], MONDAY, {}) == [2, 3, 1]


def test_then_of_who_was_booked_least_recently() -> None:
    assert in_turn(busy(30, 30, 30), [1, 2, 3], MONDAY, {1: 500, 2: 400}) == [3, 2, 1]
    assert in_turn(busy(30, 30, 20), [1, 2, 3], MONDAY, {1: 500, 2: 400, 3: 600}) == [3, 2, 1]


def test_then_of_the_lowest_id_and_who_has_no_record_comes_as_never_booked() -> None:
    assert in_turn(busy(0, 0, 0), [3, 2, 1], MONDAY, {}) == [1, 2, 3]
    assert in_turn(busy(0, 0, 0), [3, 2, 1], MONDAY, {1: 1}) == [2, 3, 1]
    assert in_turn(busy(0), [1], MONDAY, {}) == [1]


def test_the_fullest_group_that_can_hold_the_whole_party_is_joined() -> None:
    groups = [Group(7, 1, at("10:00"), left=5), Group(8, 2, at("10:00"), left=2), Group(9, 2, at("10:30"), left=1)]
    assert group_to_join(classes(*groups), at("10:00")) == Assignment(2, 45, group=8)
    assert group_to_join(classes(*groups, party=3), at("10:00")) == Assignment(1, 60, group=7)
    assert group_to_join(classes(*groups, party=6), at("10:00")) is None


def test_of_groups_equally_full_the_one_with_the_lowest_key_is_joined() -> None:
    groups = [Group(8, 1, at("10:00"), left=2), Group(7, 2, at("10:00"), left=2)]
    assert group_to_join(classes(*groups), at("10:00")) == Assignment(2, 45, group=7)


def test_a_group_that_is_named_is_joined_or_none() -> None:
    groups = [Group(7, 1, at("10:00"), left=5), Group(8, 2, at("10:00"), left=0)]
    assert group_to_join(classes(*groups), at("10:00"), key=7) == Assignment(1, 60, group=7)
    assert group_to_join(classes(*groups), at("10:00"), key=8) is None
    assert group_to_join(classes(*groups), at("10:30"), key=7) is None


def test_groups_are_joined_at_offered_starts_only_and_of_people_who_perform_the_service() -> None:
    groups = [Group(7, 1, at("10:05"), left=5), Group(8, 3, at("10:00"), left=5)]
    assert group_to_join(classes(*groups), at("10:05")) is None
    assert group_to_join(classes(*groups), at("10:00")) is None


def test_who_opens_takes_their_own_time_and_the_first_thing_that_is_free_where_they_work() -> None:
    things = [Thing(9, 1), Thing(8, 1), Thing(7, 1, [between("10:00", "10:15")]), Thing(6, 2)]
    known = facts(people=[Person(1, 50, place=1)], things=things, demand=Demand(needs_thing=True))
    openings = opened(known)
    assert opening_by(openings, at("10:00"), 1) == Assignment(1, 50, thing=8)
    assert opening_by(openings, at("10:30"), 1) == Assignment(1, 50, thing=7)
    assert opening_by(classes(), at("10:00"), 2) == Assignment(2, 45)
