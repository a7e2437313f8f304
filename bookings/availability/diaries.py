"""Whose minutes are taken at an instant: what is booked, the holds that still run, and what is about to come or go."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from bookings.availability.busy import Busy, Group, gaps_of
from bookings.availability.facts import Thing
from bookings.availability.offers import Offers
from bookings.availability.roster import HeldClass
from bookings.availability.span import ONE_DAY
from bookings.availability.timeline import Interval


class Part(NamedTuple):
    """A party's part in an appointment: whose diary, perhaps which thing, its time with both buffers, its group, and
    when the person, but not the thing, is free meanwhile."""

    person: int
    thing: int | None
    time: Interval
    group: int | None = None
    party: int = 1
    waits: tuple[Interval, ...] = ()

    @property
    def work(self) -> tuple[Interval, ...]:
        """What of its time is taken of the person."""
        return self.time.without(self.waits)


class Diaries:
    """The diaries of people and things, as seen at a second of UTC.

    `leaving` are the parts of a booking that would move: its own old time does not stand in its way. `taken` are the
    parts that the same wish has found already.
    """

    def __init__(
        self,
        offers: Offers,
        people: Mapping[int, Busy],
        things: Mapping[Thing, Busy],
        second: float,
        leaving: Sequence[Part],
        taken: Sequence[Part],
    ) -> None:
        self.offers, self.span, self.demand = offers, offers.span, offers.demand
        self.people, self.things, self.second, self.leaving, self.added = people, things, second, leaving, taken
        self._taken_by: dict[int, int] = {}
        self._things_free: dict[tuple[int, tuple[Interval, ...], bool], int] = {}

    def gaps(self, person: int) -> int:
        """This will give the starts around which a person is free for an appointment with both buffers."""
        busy, wanted = self.people[person], self.offers.work(person)
        if any(part.person == person for part in (*self.leaving, *self.added)):
            return gaps_of(self.taken_of(person), self.span, wanted)
        free = busy.gaps(wanted)
        if held := busy.held(self.second):
            free &= gaps_of(self.span.mask(time for row in held for time in row.work), self.span, wanted)
        return free

    def taken_of(self, person: int) -> int:
        """This will give the minutes that are taken in somebody's diary."""
        if person not in self._taken_by:
            self._taken_by[person] = self._taken(self.people[person], self._of(person))
        return self._taken_by[person]

    def minutes_on(self, day: dt.date, person: int) -> int:
        """This will count the minutes of service, without buffers, that somebody has on a local date."""
        busy = self.people[person]
        served = busy.served
        for row in busy.held(self.second):
            served |= self.span.mask(row.worked)
        freed = self._freed(busy, self._of(person))
        date = Interval(self.span.midnight(day), self.span.midnight(day + ONE_DAY))
        return (served & ~freed & self.span.minutes(date)).bit_count()

    def groups(self, people: Iterable[int]) -> Iterator[tuple[int, Group, int]]:
        """This will give the groups of the service that people have, and how many places of each others have taken;
        nobody has any of a planned one that is empty."""
        for key in people:
            for group in self.people[key].groups:
                if group.service != self.demand.service:
                    continue
                taken = self._taken_in(group)
                if group.planned or taken > 0:
                    yield key, group, taken

    def things_at(self, person: int) -> list[Thing]:
        """This will give the things of the kind where a person works, by key."""
        place = self.offers.roster.people[person].place
        return [thing for thing in self._things if thing.place == place]

    def free_things(self, person: int, blocked: Interval) -> list[int]:
        """This will give the things that are free for all of a time, where a person works, by key."""
        minutes, own = self.span.minutes(blocked), self.offers.own_starts_of(person)
        taken = self._thing_taken if own & self.span.bit(blocked.start + self.demand.before) else self._thing_kept
        return [thing.key for thing in self.things_at(person) if not taken[thing] & minutes]

    def some_thing_free(self, person: int) -> int:
        """This will give the starts at which a thing is free for an appointment of a person."""
        if not self.offers.own_classes:
            return self._some_free(person, own=True)
        own = self.offers.own_starts_of(person)
        return self._some_free(person, own=False) | own & self._some_free(person, own=True)

    def _some_free(self, person: int, *, own: bool) -> int:
        """The same for a start of a class of the service (`own`), or for any other."""
        key = self.offers.roster.people[person].place, self.offers.whole(person), own
        if key not in self._things_free:
            free, all_taken = 0, self._thing_taken if own else self._thing_kept
            for thing in self.things_at(person):
                taken, busy = all_taken[thing], self.things[thing]
                if taken == busy.taken:
                    free |= busy.gaps(key[1])
                else:
                    free |= gaps_of(taken, self.span, key[1])
            self._things_free[key] = free
        return self._things_free[key]

    @cached_property
    def _things(self) -> list[Thing]:
        return sorted(thing for thing in self.things if thing.kind == self.demand.kind)

    @cached_property
    def _thing_taken(self) -> dict[Thing, int]:
        """The minutes of each thing that appointments take, and classes of other services that will need one."""
        return self._keeping(
            {thing: self._taken_of_thing(thing) for thing in self._things}, self.offers.classes_for_things
        )

    @cached_property
    def _thing_kept(self) -> dict[Thing, int]:
        """The same with the classes of this service: what is left for any other start of it."""
        classes = [held for held in self.offers.own_classes if held.lesson.kind == self.demand.kind]
        return self._keeping(dict(self._thing_taken), classes) if classes else self._thing_taken

    def _keeping(self, taken: dict[Thing, int], classes: Iterable[HeldClass]) -> dict[Thing, int]:
        """This will add to the minutes that things are taken what classes will need, each the first that is free."""
        for held in classes:
            teacher, wanted = held.lesson.person, self.span.minutes(held.time)
            if not self.taken_of(teacher) & self.span.mask(held.work):  # else its guests have a thing already
                spare = next((thing for thing in self.things_at(teacher) if not taken[thing] & wanted), None)
                if spare is not None:
                    taken[spare] |= wanted
        return taken

    def _taken_of_thing(self, thing: Thing) -> int:
        return self._taken(
            self.things[thing], lambda part: self.span.minutes(part.time) if part.thing == thing.key else 0
        )

    def _of(self, person: int) -> Callable[[Part], int]:
        """What a part takes of somebody's diary."""
        return lambda part: self.span.mask(part.work) if part.person == person else 0

    def _taken(self, busy: Busy, minutes: Callable[[Part], int]) -> int:
        """The minutes of a diary that are taken; `minutes` says which of them a part takes."""
        taken = busy.taken
        for row in busy.held(self.second):
            taken |= self.span.mask(row.work)
        taken &= ~self._freed(busy, minutes)
        for part in self.added:
            taken |= minutes(part)
        return taken

    def _freed(self, busy: Busy, minutes: Callable[[Part], int]) -> int:
        """The minutes of a diary that are free once the booking has left them: not those in which others stay."""
        freed = 0
        for part in self.leaving:
            group = next((group for group in busy.groups if group.key == part.group), None)
            if part.group is None or (group is not None and not self._stays(group)):
                freed |= minutes(part)
        return freed

    def _stays(self, group: Group) -> bool:
        """Whether a group is there still once the lapsed and the leaving have gone."""
        return group.planned or self._taken_in(group) > 0

    def _taken_in(self, group: Group) -> int:
        """How many places others have; 0: the group ends when the lapsed and the leaving have gone."""
        return group.taken_at(self.second) + self._coming.get(group.key, 0)

    @cached_property
    def _coming(self) -> Counter[int]:
        """How many come into each group by the same wish, less those who leave it."""
        found: Counter[int] = Counter()
        for part in self.added:
            found[part.group or 0] += part.party
        for part in self.leaving:
            found[part.group or 0] -= part.party
        return found
