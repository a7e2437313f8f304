"""How many places a start has, left and in all."""

from hypothesis import given

from bookings.availability import places_on
from tests.bookings.availability.booked import booked
from tests.bookings.availability.calendars import Case, cases
from tests.bookings.availability.examples import MONDAY, at, between, facts, opened, week
from tests.bookings.availability.plain import Demand, Facts, Group, Lesson, Person, Thing
from tests.bookings.availability.test_properties import anyhow


def places(known: Facts, clock: str) -> tuple[int, int]:
    """Those left and all of them at a start of Monday."""
    return next((each.free, each.total) for each in places_on(opened(known), MONDAY) if each.start == at(clock))


def one_after_another(case: Case, start: int) -> int:
    """How many parties of one find a place at a start, each as the engine gives it."""
    known, count = case.facts, 0
    while (openings := case._replace(facts=known).openings()).free_people(start):
        known = booked(known, openings, start, 1).facts
        count += 1
    return count


@anyhow
@given(cases())
def test_as_many_are_left_as_can_be_booked_one_after_another(case: Case) -> None:
    case = case._replace(party=1, last=case.first)
    openings = case.openings()
    same_length = len({person.length for person in openings.performers.values()}) < 2
    found = places_on(openings, case.first)
    assert [each.start for each in found] == openings.offered(case.first)
    for each in found[:4]:
        count = min(one_after_another(case, each.start), each.total)
        assert each.free == count if same_length or not case.facts.demand.needs_thing else each.free >= count


def test_everybody_at_work_for_the_whole_service_counts_booked_or_not() -> None:
    early = Person(2, 60, hours=week("09:00-10:30"))
    away = Person(3, 60, time_off=[between("09:00", "10:00")])
    shop = facts(people=[Person(1, 60, busy=[between("09:00", "10:00")]), early, away])
    assert places(shop, "09:00") == (1, 2)
    assert places(shop, "09:30") == (1, 2)
    assert places(shop, "10:00") == (2, 2)


def test_a_group_counts_with_what_it_has_left() -> None:
    shop = facts(
        demand=Demand(capacity=4),
        people=[Person(1, 60, busy=[between("10:00", "11:00")]), Person(2, 60)],
        groups=[Group(5, 1, at("10:00"), left=1)],
    )
    assert places(shop, "10:00") == (5, 8)


def test_no_more_are_left_than_there_are_things() -> None:
    people = [Person(1, 60), Person(2, 60), Person(3, 30)]
    things = [Thing(1), Thing(2, busy=[between("09:30", "10:00")])]
    shop = facts(people=people, things=things, demand=Demand(needs_thing=True))
    assert places(shop, "09:00") == (2, 3)  # who takes half an hour can have the second
    assert places(shop, "09:30") == (1, 3)


def test_nobody_at_work_leaves_none_of_none() -> None:
    assert places(facts(people=[Person(1, 60, time_off=[between("09:00", "12:00")])]), "09:00") == (0, 0)


def test_a_timetabled_class_has_its_teachers_places() -> None:
    studio = facts(
        demand=Demand(capacity=4, timetabled=True),
        people=[Person(1, 60), Person(2, 60)],
        lessons=[Lesson(1, 0, 600, 60)],
    )
    assert places(studio, "10:00") == (4, 4)
