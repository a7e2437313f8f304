"""A business as it was at one moment: versions first, then whatever of it is not remembered under them."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from bookings import availability
from bookings.availability import GUEST, Busy, Openings, Part, Performer, Policy, Span, Thing, Visit
from bookings.models import Booking, Place
from bookings.queries import busy, setup
from bookings.queries.memory import Dates, memory
from bookings.queries.setup import Setup
from businesses import diary
from businesses.diary import Key
from businesses.models import Business, Service, StaffMember


class Wanted(NamedTuple):
    """What somebody looks for: the person (None: anyone), how many come, the booking or hold that would move there,
    the location (None: any), the policy that binds whoever asks, which part of the booking it is (None: that of the
    service), and the parts of other bookings that move with it."""

    staff: StaffMember | None = None
    party_size: int = 1
    moving: Booking | None = None
    location_id: int | None = None
    policy: Policy = GUEST
    place: Place | None = None
    beside: Sequence[Part] = ()


ANYONE = Wanted()
Asked = tuple[Service, Wanted]


def following(service: Service, policy: Policy) -> Policy:
    """This will give what binds a service that begins when another is over: no window, and no grid but a timetable."""
    return policy.but(grid=policy.grid and service.starts == Service.Starts.TIMETABLE, window=False)


class House:
    """One moment of a business. What it answers was true then, or since; nothing it answers is older."""

    def __init__(self, business_id: int, versions: diary.Reading) -> None:
        self.versions = versions.versions
        self.last_booked = versions.last_booked
        self._id, self._remembered = business_id, memory.of(business_id)
        self._read_late = False  # whether anything was read after the versions
        self.asked: set[Key] = set()  # whose diaries were looked at
        self._looked_at: dict[tuple[Key, Dates], Busy] = {}
        version = self.versions.get(diary.of_setup(business_id), 0)
        known = self._remembered.setup
        if known is None or known.version != version:
            known, self._read_late = setup.load(business_id, version), True
            if version:
                self._remembered.keep_setup(known)
                memory.weigh(business_id)
        self.setup: Setup = known

    @property
    def business(self) -> Business:
        """The business with its rules, to be read and never changed."""
        return self.setup.business

    def openings(
        self,
        service: Service,
        first: dt.date,
        last: dt.date,
        *,
        now: dt.datetime,
        wanted: Wanted = ANYONE,
        taken: Iterable[Part] = (),
        span: Span | None = None,
        performers: tuple[Performer, ...] | None = None,
    ) -> Openings:
        """This will give the starts of a service, for the dates `first` … `last` at least.

        A named person is looked up among all who perform the service, so that no two lists disagree under which date a
        start stands. `taken` are parts that the same wish has found already, `span` is what `look_ahead` gave;
        `performers` are those who would perform it, for whoever asks what if.
        """
        service = self.setup.services.get(service.pk, service)
        place = _agreed(service, wanted)
        performers = self._performers(service, wanted) if performers is None else performers
        demand = setup.demand_of(
            service, party=wanted.party_size if place else 1, agreed=place.pattern if place else None
        )
        asked = [wanted.staff.pk] if wanted.staff else [each.key for each in performers]
        people, things = self._concerned(service, asked)
        span = span or self._span(first, last, now)
        offers = self.setup.offers(demand, performers, span, self._today(now))
        known = self._busy({*people, *things}, span)
        return Openings(
            offers,
            {person: known[key] for key, person in people.items()},
            {thing: known[key] for key, thing in things.items()},
            now=now,
            party=wanted.party_size,
            policy=wanted.policy,
            leaving=[*(leaving(wanted.moving) if wanted.moving else ()), *wanted.beside],
            taken=taken,
            asked=asked,
            place=wanted.location_id,
        )

    def visit(
        self, stages: Sequence[Asked], first: dt.date, last: dt.date, *, now: dt.datetime, together: bool = False,
        taken: Collection[Part] = (),
    ) -> Visit:  # fmt: skip
        """This will give the starts of services that follow each other, for the dates `first` … `last` of the first of
        them at least. With `together` one person does it all."""
        minutes = sum(self.longest(*stage) for stage in stages)
        last += dt.timedelta(days=1 + minutes // availability.DAY)  # the later stages of the last date
        self.look_ahead(stages, first, last, now=now)
        known: dict[Asked, Openings] = {}
        for asked in stages:
            if asked not in known:
                service, wanted = asked
                known[asked] = self.openings(service, first, last, now=now, wanted=wanted, taken=taken)
        return Visit([known[asked] for asked in stages], together=together)

    def look_ahead(
        self, questions: Iterable[Asked], first: dt.date, last: dt.date, *, now: dt.datetime, alone: bool = False
    ) -> Span:
        """This will read what all of these openings need, in one statement: for the same dates they read nothing.

        Gives the span that was read. With `alone` nobody is going to ask for other dates of the same diaries, so that
        these are read alone where that is less.
        """
        keys: set[Key] = set()
        for service, wanted in questions:
            service = self.setup.services.get(service.pk, service)
            performers = self._performers(service, wanted)
            asked = [wanted.staff.pk] if wanted.staff else [each.key for each in performers]
            for concerned in self._concerned(service, asked):
                keys.update(concerned)
        span = self._span(first, last, now)
        if alone:
            span = self._read_least(keys, [span, self.setup.span(first, last)])
        self._busy(keys, span)
        return span

    def longest(self, service: Service, wanted: Wanted) -> int:
        """The minutes that a service takes at most, with both buffers."""
        lengths = [each.length for each in self._performers(service, wanted)]
        return service.buffer_before_minutes + max(lengths, default=0) + service.buffer_after_minutes

    def is_proven(self) -> bool:
        """Whether all that was looked at was true at one moment: else nothing may be refused for it."""
        if not self._read_late:
            return True
        now = diary.versions(self._id)
        return all(now.get(key) == self.versions.get(key) for key in (diary.of_setup(self._id), *self.asked))

    def steady_until(self, now: dt.datetime) -> dt.datetime:
        """This will give the instant before which nothing of what was looked at changes by itself.

        A hold may end at any second; a start is no longer offered once a minute has passed, or has begun to.
        """
        minute = now.replace(second=0, microsecond=0)
        if now == minute:
            return now
        ends = [end for busy in self._looked_at.values() for end in busy.ends() if end > now.timestamp()]
        until = minute + dt.timedelta(minutes=1)
        return min([until, *(dt.datetime.fromtimestamp(end, dt.UTC) for end in ends)])

    def _concerned(self, service: Service, asked: Iterable[int]) -> tuple[dict[Key, int], dict[Key, Thing]]:
        """The diaries that decide about a service: of these people and of who gives classes that need the same kind of
        thing, and of the things."""
        people = {*asked, *self.setup.teachers(service.resource_kind)}
        things = self.setup.things(service.resource_kind)
        by_key = {diary.of_resource(thing.key): thing for thing in things}
        return {diary.of_staff(key): key for key in people}, by_key

    def _busy(self, keys: Collection[Key], span: Span) -> dict[Key, Busy]:
        """What is booked in these diaries: remembered under its version, else read in one statement, once."""
        remembered, dates = self._remembered.busy, (span.first.toordinal(), span.last.toordinal())
        self.asked.update(keys)
        found, unknown = {}, []
        for key in keys:
            version, known = remembered.get((key, dates), (None, None))
            if known is not None and version == self.versions.get(key):
                found[key] = self._looked_at[key, dates] = known
            elif (key, dates) in self._looked_at:  # nobody has a version of it yet
                found[key] = self._looked_at[key, dates]
            else:
                unknown.append(key)
        if unknown:
            self._read_late = True
            for key, read in busy.load(self.business.pk, unknown, span).items():
                found[key] = self._looked_at[key, dates] = read
                if key in self.versions:
                    remembered[key, dates] = self.versions[key], read
            memory.weigh(self.business.pk)
        return found

    def _read_least(self, keys: Collection[Key], spans: Sequence[Span]) -> Span:
        """The span for which least is to be read of these diaries; the first of those for which it is as much."""
        return min(spans, key=lambda span: (span.end - span.start) * sum(not self._has(key, span) for key in keys))

    def _has(self, key: Key, span: Span) -> bool:
        dates = span.first.toordinal(), span.last.toordinal()
        version, _ = self._remembered.busy.get((key, dates), (None, None))
        return (version is not None and version == self.versions.get(key)) or (key, dates) in self._looked_at

    def _performers(self, service: Service, wanted: Wanted) -> tuple[Performer, ...]:
        """Who performs the service and how long it takes them: as long as was agreed for what is booked already."""
        place = _agreed(service, wanted)
        agreed = place.duration_minutes if place else None
        on_offer = service.active or not wanted.policy.skills
        lengths = {
            skill.staff.pk: agreed or skill.minutes
            for skill in (self.setup.skills(service.pk) if on_offer else ())
            if wanted.location_id in (None, skill.staff.location_id)
        }
        if place and agreed and not wanted.policy.skills:  # who serves now goes on, whatever they perform today
            lengths.setdefault(place.appointment.staff_id, agreed)
        return tuple(Performer(key, lengths[key]) for key in sorted(lengths))

    def _span(self, first: dt.date, last: dt.date, now: dt.datetime) -> Span:
        """The weeks of the booking window, which most questions share, else those around the dates."""
        today = self._today(now)
        usual = self.setup.span(today, today + dt.timedelta(days=self.business.window_days))
        return usual if first in usual and last in usual else self.setup.span(first, last)

    def _today(self, now: dt.datetime) -> dt.date:
        return now.astimezone(self.business.zone).date()


def house(business: Business | House | int) -> House:
    """This will read the versions of a business's diaries, in one statement, and what they do not prove known.

    Raises `Business.DoesNotExist`.
    """
    if isinstance(business, House):
        return business
    key = business if isinstance(business, int) else business.pk
    return House(key, diary.read(key))


def _agreed(service: Service, wanted: Wanted) -> Place | None:
    """What is booked of the service already, and would move; nothing is agreed yet of what is only held."""
    moving = wanted.moving if wanted.moving and wanted.moving.status != Booking.Status.HELD else None
    return (wanted.place or moving.place_of(service)) if moving else None


def leaving(booking: Booking) -> list[Part]:
    """This will give the live parts of a booking as its diaries have them."""
    return [
        Part(
            person=place.appointment.staff_id,
            thing=place.appointment.resource_id,
            time=availability.Interval(place.appointment.busy_from, place.appointment.busy_until),
            group=place.appointment_id if place.appointment.places > 1 else None,
            party=place.party_size,
            waits=place.appointment.waits or (),
        )
        for place in booking.places.all()
        if place.live
    ]
