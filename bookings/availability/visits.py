"""When several services in sequence are all free: whole masks again, from the last stage back to the first."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from bookings.availability.explanation import Reason, why_not_free, why_not_offered
from bookings.availability.slots import Openings
from bookings.availability.timeline import minutes_of, nearest

Way = frozenset[int] | None
Masks = Callable[[int, int], int]  # of a stage and a person


class Visit:
    """The starts of services that follow each other, as `Openings` has those of one.

    `stages` are the openings of each, over the same dates. A stage begins when the one before it and its buffer after
    are over, and its own buffer before. So no two overlap, and nothing but the lengths of those who serve binds one
    choice to the next. All who serve work at one place; with `together` one person does it all.
    """

    def __init__(self, stages: Sequence[Openings], *, together: bool = False) -> None:
        self.stages, self.first, self.together = list(stages), stages[0], together
        self.span = self.first.span
        self._masks: dict[tuple[int, int], int] = {}
        self._back_from_last: dict[Way, list[int]] = {}

    # Dates

    def offered(self, day: dt.date) -> list[int]:
        """This will give every start of a date at which all stages are offered, free or not, in order."""
        return list(minutes_of(self.first.of_date(day, self._offered), self.span.midnight(day)))

    def free(self, day: dt.date) -> list[int]:
        """This will give those of them at which all stages are free, in order."""
        return list(minutes_of(self.first.of_date(day, self._free), self.span.midnight(day)))

    def count(self, day: dt.date) -> int:
        """This will count the free starts of a date."""
        return self.first.of_date(day, self._free).bit_count()

    def count_offered(self, day: dt.date) -> int:
        """This will count the starts offered on a date, free or not."""
        return self.first.of_date(day, self._offered).bit_count()

    def nearest(self, minute: int, count: int, days: Iterable[dt.date]) -> list[int]:
        """This will give those free starts of some dates that lie nearest to a minute, in order."""
        found = 0
        for day in days:
            found |= self.first.of_date(day, self._free) << self.span.midnight(day) - self.span.start
        return nearest(found, self.span.start, minute, count)

    # Starts

    def is_offered(self, start: int) -> bool:
        """Whether all stages are offered from a start on, free or not."""
        return bool(self._offered & self.span.bit(start))

    def is_free(self, start: int) -> bool:
        """Whether all stages are free from a start on."""
        return bool(self._free & self.span.bit(start))

    def people(self, stage: int, start: int, ways: Sequence[Way]) -> list[int]:
        """This will give those who are free for a stage at its start, and after whom all later stages are, by key."""
        return sorted(key for key in self.stages[stage].performers if self.after(stage, start, key, ways))

    def after(self, stage: int, start: int, person: int, ways: Sequence[Way]) -> list[Way]:
        """This will give the ways that are left once a person takes a stage at its start; none: they cannot."""
        if not self._free_of(stage, person) & self.span.bit(start):
            return []
        mine = [way for way in ways if way is None or person in way]
        if stage + 1 == len(self.stages):
            return mine
        then = self.span.bit(self.next_start(stage, start, person))
        return [way for way in mine if self._free_from(way)[stage + 1] & then]

    def next_start(self, stage: int, start: int, person: int) -> int:
        """This will give when the next stage begins if a person takes this one at its start."""
        return start + self.stages[stage].performers[person].length + self._gap(stage)

    def obstacle(self, start: int, *, free: bool = True) -> tuple[int, int]:
        """This will give the stage that cannot be had and the start it would have, for a start that is not free, or,
        without `free`, not even offered: of all ways to go on the one that leads furthest."""
        mask = self._free_of if free else self._offered_of
        return max((self._stopped(way, start, mask) for way in self.ways), default=(0, start))

    def why_not_offered(self, start: int) -> Reason | None:
        """This will give the first rule for which the stage that fails is not offered; None: all are."""
        stage, begin = self.obstacle(start, free=False)
        return None if self.is_offered(start) else why_not_offered(self.stages[stage], begin)

    def why_not_free(self, start: int) -> Reason | None:
        """This will give a rule for which nobody is free for the stage that fails; None: somebody is for each."""
        stage, begin = self.obstacle(start)
        return None if self.is_free(start) else why_not_free(self.stages[stage], begin)

    @cached_property
    def ways(self) -> list[Way]:
        """Who may serve together: one person alone, or all who work at one place; None is everybody."""
        everybody = {key for openings in self.stages for key in openings.performers}
        if self.together:
            return [frozenset([key]) for key in sorted(everybody) if self._suffices({key})]
        places: dict[int, set[int]] = {}
        for key in everybody:
            who = self.first.roster.people.get(key)
            places.setdefault(who.place if who else 0, set()).add(key)
        if len(places) < 2:
            return [None]
        found: list[Way] = [frozenset(people) for _, people in sorted(places.items()) if self._suffices(people)]
        return found or [None]  # who are named work at different places

    def _suffices(self, people: set[int]) -> bool:
        """Whether each stage has somebody of these."""
        return all(people & openings.performers.keys() for openings in self.stages)

    # Masks of the span

    @cached_property
    def _free(self) -> int:
        return self._anyhow(self._free_from)

    @cached_property
    def _offered(self) -> int:
        return self._anyhow(lambda way: self._back(way, self._offered_of))

    def _anyhow(self, masks: Callable[[Way], list[int]]) -> int:
        starts = 0
        for way in self.ways:
            starts |= masks(way)[0]
        return starts

    def _free_from(self, way: Way) -> list[int]:
        """The starts of each stage from which on all is free in one way."""
        if way not in self._back_from_last:
            self._back_from_last[way] = self._back(way, self._free_of)
        return self._back_from_last[way]

    def _back(self, way: Way, mask: Masks) -> list[int]:
        found: list[int] = []
        for stage in reversed(range(len(self.stages))):
            starts = 0
            for length, of_length in self._by_length(way, stage, mask).items():
                starts |= of_length & found[0] >> length + self._gap(stage) if found else of_length
            found.insert(0, starts)
        return found

    def _by_length(self, way: Way, stage: int, mask: Masks) -> dict[int, int]:
        """The starts of those who take equally long for a stage."""
        found: dict[int, int] = {}
        for key, performer in self.stages[stage].performers.items():
            if way is None or key in way:
                found[performer.length] = found.get(performer.length, 0) | mask(stage, key)
        return found

    def _stopped(self, way: Way, start: int, mask: Masks) -> tuple[int, int]:
        """The stage that one way does not get past, and the earliest start that it would have."""
        starts = {start}
        for stage, openings in enumerate(self.stages):
            then = {
                self.next_start(stage, begin, key)
                for begin in starts
                for key in openings.performers
                if (way is None or key in way) and mask(stage, key) & self.span.bit(begin)
            }
            if not then:
                return stage, min(starts)
            starts = then
        return len(self.stages) - 1, min(starts)

    def _gap(self, stage: int) -> int:
        """The buffers between a stage and the next."""
        following = self.stages[stage + 1 : stage + 2]
        return self.stages[stage].demand.after + sum(openings.demand.before for openings in following)

    def _free_of(self, stage: int, person: int) -> int:
        key = stage, person
        if key not in self._masks:
            self._masks[key] = self.stages[stage].free_mask(person) & self._offered_of(stage, person)
        return self._masks[key]

    def _offered_of(self, stage: int, person: int) -> int:
        return self.stages[stage].offered_mask(person)
