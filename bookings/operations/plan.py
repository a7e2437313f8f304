"""What would give a wish: found without locks, it may refuse, but never grants."""

import datetime as dt
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from bookings import availability, errors, queries
from bookings.operations.outlook import Outlook
from bookings.operations.seat import Seat
from bookings.operations.seeking import Seeker
from bookings.operations.wish import FOLLOWING, Then, Wish
from businesses import diary
from businesses.diary import Key


@dataclass(frozen=True, slots=True)
class Plan:
    """A seat for every part of a wish, and the diaries that must be locked for it to come true."""

    house: queries.House
    seats: Sequence[Seat]
    keys: set[Key] = field(default_factory=set)

    def only(self, first: int, count: int = 1) -> "Plan":
        """This will give some of its seats, as a plan of their own."""
        return replace(self, seats=self.seats[first : first + count])

    def is_proven_by(self, versions: diary.Versions) -> bool:
        """Whether these locked diaries are those that were planned with."""
        return all(versions.get(key) == self.house.versions.get(key) for key in self.keys)


def plan(wish: Wish, house: queries.House, *, now: dt.datetime, prior: Plan | None = None) -> Plan:
    """This will find who serves each part. What a `prior` plan chose is kept to where it is still free.

    Raises `ServiceNotOffered`, `StaffNotOffered`, `PartyTooLarge`, `NotOffered` or `SlotTaken`; `SeriesTaken` instead
    of the last two where every refused part is to be named.
    """
    leaving = {booking.pk: queries.leaving(booking) for booking in wish.leaving}
    seekers = [Seeker(wish, part, house, now, leaving) for part in wish.parts]
    outlook = Outlook(house, seekers, now)
    refusals: list[errors.SlotTaken | errors.NotOffered] = []
    for chain in _chains(seekers):
        if refusals and isinstance(chain[0].part.start, FOLLOWING):
            continue  # when it would be is not known
        try:
            find(chain, outlook, prior)
        except (errors.SlotTaken, errors.NotOffered) as refusal:
            if not wish.every:
                raise
            refusals.append(refusal)
    if refusals:
        raise errors.SeriesTaken(starts=[refusal.starts_at for refusal in refusals], refusals=refusals)
    found = Plan(house, outlook.seats)
    return replace(found, keys=_keys(found, wish, itertools.chain.from_iterable(leaving.values())))


def _chains(seekers: Sequence[Seeker]) -> list[list[Seeker]]:
    """The parts of a wish, those together of which each starts when the one before is over."""
    chains: list[list[Seeker]] = []
    for seeker in seekers:
        if chains and isinstance(seeker.part.start, Then):
            chains[-1].append(seeker)
        else:
            chains.append([seeker])
    return chains


def find(chain: Sequence[Seeker], outlook: Outlook, prior: Plan | None = None) -> None:
    """This will add the seats of a chain to its outlook; raises what keeps it from them."""
    at = len(outlook.seats)
    known = [seat.assignment for seat in prior.seats[at : at + len(chain)]] if prior else [None] * len(chain)
    if len(chain) > 1:
        _find_visit(chain, outlook, known)
        return
    seeker = chain[0]
    start = seeker.meant(outlook.seats)
    openings = outlook.openings(seeker, start)
    seeker.refuse_what_cannot_be(openings, start, again=prior is not None)
    minute = seeker.minute(start, openings)
    seat = seeker.seat(outlook, openings, minute, prior=known[0])
    if seat is None:
        raise seeker.taken(openings, minute, [seeker.asked])
    outlook.add(seat)


def _find_visit(chain: Sequence[Seeker], outlook: Outlook, known: Sequence[availability.Assignment | None]) -> None:
    """The same for parts that follow each other: by the very masks that list their starts, so that what was shown as
    free is never refused for who was chosen first."""
    head, start = chain[0], chain[0].meant(outlook.seats)
    visit = outlook.visit(chain, start)
    for seeker, openings, before in zip(chain, visit.stages, known, strict=True):
        seeker.refuse_what_cannot_be(openings, start, again=before is not None)
    minute, ways = head.minute(start, visit), visit.ways
    if not visit.is_free(minute):
        raise head.taken(visit, minute, [seeker.asked for seeker in chain])
    for n, seeker in enumerate(chain):
        among = visit.people(n, minute, ways)
        seat = seeker.seat(outlook, visit.stages[n], minute, prior=known[n], among=among)
        if seat is None:
            raise head.taken(visit, minute, [seeker.asked for seeker in chain])
        outlook.add(seat)
        ways = visit.after(n, minute, seat.assignment.person, ways)
        minute = visit.next_start(n, minute, seat.assignment.person)


def _keys(made: Plan, wish: Wish, leaving: Iterable[availability.Part]) -> set[Key]:
    """The diaries of everybody who serves, of whoever is left, and of those whose holds end for it: what stands in the
    way, or in a group that is left, may be part of a held visit."""
    keys = {diary.of_staff(seat.assignment.person) for seat in made.seats}
    keys |= {diary.of_resource(seat.assignment.thing) for seat in made.seats if seat.assignment.thing is not None}
    keys |= {diary.of_service(seat.service.pk) for seat in made.seats if seat.opens_group}
    keys |= {diary.of_resource(seat.group.thing) for seat in made.seats if seat.group and seat.group.thing is not None}
    swept = [*wish.shared_before(), *(key for seat in made.seats for key in seat.swept)]
    keys |= queries.diaries_beside(swept) if swept else set()
    for part in leaving:
        keys |= {diary.of_staff(part.person), *([diary.of_resource(part.thing)] if part.thing else [])}
    return keys
