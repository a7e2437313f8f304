"""Several services in sequence: the starts are those at which a patient clerk finds somebody for each of them."""

import dataclasses
import os
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.availability import GUEST, Openings, Rule, Visit
from tests.bookings.availability.calendars import BUFFERS, LENGTHS, Case, cases, quickly
from tests.bookings.availability.examples import MONDAY, ONE_DAY, at, between, facts, labels, opened, week
from tests.bookings.availability.plain import Demand, Person

anyhow = settings(quickly, max_examples=600 if os.environ.get("SOAK") == "1" else 60)
OFF_THE_GRID = GUEST.but(grid=False, window=False)


@st.composite
def visits(draw: st.DrawFn) -> tuple[Case, Visit]:
    """A business around a clock change, and two or three services, each with lengths and buffers of its own."""
    case, stages = draw(cases()), []
    for n in range(draw(st.integers(2, 3))):
        if n:
            people = [
                dataclasses.replace(person, length=draw(st.one_of(st.none(), LENGTHS))) for person in case.facts.people
            ]
            demand = Demand(draw(BUFFERS), draw(BUFFERS), case.facts.demand.capacity, draw(st.booleans()))
            known = dataclasses.replace(case.facts, people=people, demand=demand, groups=[], lessons=[])
            asked = draw(st.one_of(st.none(), st.sets(st.sampled_from([person.key for person in people]))))
            stages.append(case.openings(facts=known, policy=OFF_THE_GRID, asked=asked))
        else:
            stages.append(case.openings())
    return case, Visit(stages, together=draw(st.booleans()))


class Clerk:
    """Tries everybody for each stage in turn, and goes back where it leads nowhere."""

    def __init__(self, visit: Visit) -> None:
        self.stages, self.together = visit.stages, visit.together
        people = visit.first.roster.people.items()
        everybody = {key for openings in self.stages for key in openings.performers}
        self.place = {key: who.place for key, who in people if key in everybody}
        places = set(self.place.values())
        self.apart = not any(all(self._at(place, openings) for openings in self.stages) for place in places)

    def finds(self, start: int, stage: int = 0, with_: tuple[int, ...] = ()) -> bool:
        """Whether there is somebody for this stage at this start, and for all after it."""
        if stage == len(self.stages):
            return True
        openings = self.stages[stage]
        for person in openings.free_people(start):
            begin, end = openings.blocked_time(start, person)
            assert begin == start - openings.demand.before
            then = end + (self.stages[stage + 1].demand.before if stage + 1 < len(self.stages) else 0)
            if self._may(person, with_) and self.finds(then, stage + 1, (*with_, person)):
                return True
        return False

    def _may(self, person: int, with_: tuple[int, ...]) -> bool:
        if self.together:
            return all(person == other for other in with_)
        return self.apart or all(self.place[person] == self.place[other] for other in with_)

    def _at(self, place: int, openings: Openings) -> bool:
        return any(self.place[key] == place for key in openings.performers)


def listed(case: Case, visit: Visit) -> Iterator[int]:
    for day in case.days:
        yield from visit.free(day)


@anyhow
@given(visits())
def test_the_free_starts_are_those_for_which_somebody_is_found_for_every_stage(drawn: tuple[Case, Visit]) -> None:
    case, visit = drawn
    clerk = Clerk(visit)
    for day in case.days:
        starts = visit.first.offered(day)
        assert visit.free(day) == [start for start in starts if clerk.finds(start)]
        assert set(visit.free(day)) <= set(visit.offered(day)) <= set(starts)
        assert (visit.count(day), visit.count_offered(day)) == (len(visit.free(day)), len(visit.offered(day)))


@anyhow
@given(visits(), st.data())
def test_whoever_is_chosen_first_the_rest_is_free(drawn: tuple[Case, Visit], data: st.DataObject) -> None:
    case, visit = drawn
    for start in list(listed(case, visit))[:10]:
        begin, ways, chosen = start, visit.ways, []
        for stage in range(len(visit.stages)):
            person = data.draw(st.sampled_from(visit.people(stage, begin, ways)))
            assert person in visit.stages[stage].free_people(begin)
            ways = visit.after(stage, begin, person, ways)
            begin = visit.next_start(stage, begin, person)
            chosen.append(person)
        assert not visit.together or len(set(chosen)) == 1


@anyhow
@given(visits())
def test_what_is_not_free_has_a_stage_that_is_in_its_way(drawn: tuple[Case, Visit]) -> None:
    case, visit = drawn
    for day in case.days:
        for start in visit.first.offered(day)[:20]:
            stage, begin = visit.obstacle(start)
            assert begin >= start
            if not visit.is_free(start) and visit.ways == [None]:  # who works elsewhere may be free, and is of no use
                assert not visit.stages[stage].free_people(begin)


# Examples


def salon(**people: Person) -> list[Openings]:
    """A cut of half an hour, then a colour of an hour, five minutes after it and ten before."""
    cut = facts(demand=Demand(after=5), people=[Person(1, 30), Person(2, 30)])
    colour = facts(demand=Demand(before=10), people=[Person(1, 60, **people), Person(2, 90, **people)])
    return [opened(cut), opened(colour, policy=OFF_THE_GRID)]


def test_the_second_begins_off_the_grid_when_both_buffers_are_over_and_ends_before_closing() -> None:
    visit = Visit(salon())
    assert labels(visit.first, visit.free(MONDAY)) == "09:00 09:30 10:00"
    assert visit.people(1, at("09:45"), visit.ways) == [1, 2]
    assert visit.people(1, at("10:45"), visit.ways) == [1]


def test_the_stage_that_is_taken_is_named_with_its_rule() -> None:
    visit = Visit(salon(busy=[between("10:00", "10:30")]))
    assert labels(visit.first, visit.free(MONDAY)) == "10:00"
    assert visit.obstacle(at("09:00")) == (1, at("09:45"))
    assert visit.why_not_free(at("09:00")).rule is Rule.BUSY
    assert visit.why_not_offered(at("10:30")).rule is Rule.FIT


@pytest.mark.parametrize(("together", "free"), [(False, "09:00 09:30 10:00"), (True, "09:30 10:00")])
def test_one_person_for_all_is_free_when_the_same_person_is(together: bool, free: str) -> None:
    cut = facts(people=[Person(1, 30, busy=[between("09:00", "09:30")]), Person(2, 30)])
    colour = facts(people=[Person(1, 60), Person(2, 60, busy=[between("09:30", "10:00"), between("10:30", "11:00")])])
    both = [opened(cut), opened(colour, policy=OFF_THE_GRID)]
    visit = Visit(both, together=together)
    assert [label for label in labels(visit.first, visit.free(MONDAY)).split() if label <= "10:00"] == free.split()


def test_nobody_walks_from_one_place_to_another_unless_they_choose_to() -> None:
    cut = facts(people=[Person(1, 30, place=1), Person(2, None, place=2)])
    colour = facts(people=[Person(1, 60, place=1, busy=[between("09:30", "10:30")]), Person(2, 60, place=2)])
    visit = Visit([opened(cut), opened(colour, policy=OFF_THE_GRID)])
    assert labels(visit.first, visit.free(MONDAY)) == "10:00 10:30"
    chosen = Visit([opened(cut), opened(colour, policy=OFF_THE_GRID, asked=[2])])
    assert labels(visit.first, chosen.free(MONDAY)) == "09:00 09:30 10:00 10:30"


def test_a_visit_goes_on_after_midnight() -> None:
    always = facts(hours=week("00:00-00:00"))
    dates = MONDAY, MONDAY + ONE_DAY
    visit = Visit([opened(always, *dates), opened(always, *dates, policy=OFF_THE_GRID)])
    assert at("23:30") in visit.free(MONDAY)
