"""Anything in any order, against a small model that knows who has which minutes.

The model is a list of parts; it asks no mask, no index and no lock. After every verb the engine and the model agree
on whether it was possible and on who serves; at the end on every start of the date. `SOAK=1` makes it long.
"""

import datetime as dt
import os
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from bookings import errors, operations, queries
from bookings.models import Booking
from bookings.queries.memory import memory
from tests.bookings.operations import desk
from tests.bookings.operations.desk import DAY, GUEST, MINUTE, NOW, TAKER, at

SOAK = os.environ.get("SOAK") == "1"
EXAMPLES, STEPS = (500, 50) if SOAK else (30, 40)
CLOCKS = ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30"]
# name: minutes, minutes kept free afterwards, places, needs the one room, who performs it
SERVICES = {
    "Cut": (30, 0, 1, False, ("Ana", "Ben")),
    "Massage": (60, 15, 1, True, ("Ben", "Cleo")),
    "Yoga": (60, 0, 3, False, ("Cleo", "Dan")),
}
PEOPLE = ("Ana", "Ben", "Cleo", "Dan")
HOLD, PENDING_EXPIRY = 10 * MINUTE, 30 * MINUTE
STANDING = ("pending", "confirmed")


def house():
    """The house of the model: a few services that share people and one room."""
    services = [
        {"name": name, "duration_minutes": length, "buffer_after_minutes": after, "capacity": places}
        | ({"resource_kind": "room"} if room else {})
        for name, (length, after, places, room, _) in SERVICES.items()
    ]
    staff = [{"name": name, "services": [s for s, row in SERVICES.items() if name in row[4]]} for name in PEOPLE]
    return desk.house(
        services,
        staff,
        hours={"tuesday": [["09:00", "12:00"]]},
        resources=[{"name": "Room", "kind": "room"}],
        rules={"lead_time_minutes": 0, "pending_expiry_minutes": 30},
    )


@dataclass
class Part:
    """What one booking has: a person's minutes, perhaps the room, or places in a group."""

    pk: int
    token: str
    service: str
    clock: str
    staff: str
    anyone: bool
    party: int
    status: str
    ends: dt.datetime | None  # of a hold, or of waiting for a yes
    appointment: int
    made_by: int = 0

    @property
    def time(self):
        """The busy minutes of the day."""
        hour, minute = map(int, self.clock.split(":"))
        length, after, *_ = SERVICES[self.service]
        return hour * 60 + minute, hour * 60 + minute + length + after

    def occupies(self, now):
        """Whether it takes time at an instant."""
        return self.status in ("pending", "confirmed", "completed") or (self.status == "held" and self.ends > now)


@dataclass
class Model:
    """Who has what, and whom it is the turn of."""

    parts: list[Part] = field(default_factory=list)
    last_booked: dict[str, dt.datetime] = field(default_factory=dict)

    def who_serves(self, service, clock, party, now, *, staff=None, moving=None, stays=None):
        """Who gets a start, by the rules' own words; None: nobody is free."""
        others = [part for part in self.parts if part is not moving and part.occupies(now)]
        performers = [name for name in SERVICES[service][4] if staff in (None, name)]
        groups = {}
        for part in others:
            if (part.service, part.clock) == (service, clock) and part.staff in performers:
                groups[part.staff, part.appointment] = groups.get((part.staff, part.appointment), 0) + part.party
        places = SERVICES[service][2]
        roomy = [
            (places - taken, key, name)
            for (name, key), taken in groups.items()
            if places > 1 and places - taken >= party
        ]
        if roomy:
            return min(roomy)[2]
        free = [name for name in performers if self._is_free(name, service, clock, others)]
        if stays in free:
            return stays
        return min(free, key=lambda name: self._turn(name, now), default=None)

    def _is_free(self, name, service, clock, others):
        start, end = Part(0, "", service, clock, name, False, 1, "", None, 0).time
        for part in others:
            shares = part.staff == name or (SERVICES[service][3] and SERVICES[part.service][3])
            if shares and part.time[0] < end and start < part.time[1]:
                return False
        return True

    def _turn(self, name, now):
        theirs = {p.appointment: SERVICES[p.service][0] for p in self.parts if p.staff == name and p.occupies(now)}
        last = self.last_booked.get(name)
        return sum(theirs.values()), last.timestamp() if last else 0, PEOPLE.index(name)


class Desk(RuleBasedStateMachine):
    """One day at the desk."""

    shop = None

    @initialize(service=st.sampled_from(list(SERVICES)), party=st.integers(1, 3), minutes=st.sampled_from([1, 10]))
    def open(self, service, party, minutes):
        """A diary with a hold in it, in time or over; whatever is written is taken back at the end."""
        self.now, self.model = NOW, Model()
        self.hold(service, "10:00", party, 0)
        self.the_clock_goes_on(minutes, 0)

    def __init__(self):
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()

    def teardown(self):
        try:
            assert list(queries.broken_invariants()) == []
            self.every_start_is_what_the_list_says()
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)
            memory.forget()  # while the clock stands still, what is taken back gives its versions again

    # Verbs

    starts = {
        "service": st.sampled_from(list(SERVICES)),
        "clock": st.sampled_from(CLOCKS[:5]),
        "party": st.integers(1, 3),
        "nth": st.one_of(st.none(), st.integers(0, 1)),
    }

    @rule(**starts, confirmed=st.booleans())
    def book(self, service, clock, party, nth, confirmed):
        """Books, or joins a group with room for the party."""
        staff = self._person(service, nth)
        status = "confirmed" if confirmed else "pending"
        self._takes(
            lambda: desk.book(
                self.shop, service, clock, party_size=party, staff=staff, confirmed=confirmed, now=self.now
            ),
            service, clock, party, staff, status,
        )  # fmt: skip

    @precondition(lambda self: self.model.parts)
    @rule(n=st.integers(0, 99), party=st.integers(1, 3), verb=st.sampled_from(["book", "hold"]), other=st.booleans())
    def take_what_somebody_had(self, n, party, verb, other):
        """Wants the start of somebody, whatever became of them, with the same person or the other one."""
        part = self._pick(n)
        nth = SERVICES[part.service][4].index(part.staff) ^ other
        if verb == "hold":
            self.hold(part.service, part.clock, party, nth)
        else:
            self.book(part.service, part.clock, party, nth, confirmed=True)

    @rule(**starts)
    def hold(self, service, clock, party, nth):
        """Holds a start."""
        staff = self._person(service, nth)
        token = ""

        def verb():
            nonlocal token
            held, token = desk.hold(self.shop, service, clock, party_size=party, staff=staff, now=self.now)
            return held

        if self._takes(verb, service, clock, party, staff, "held"):
            self.model.parts[-1].token = token

    @precondition(lambda self: self.model.parts)
    @rule(n=st.integers(0, 99), party=st.integers(1, 3))
    def join(self, n, party):
        """Joins the very group of somebody."""
        part = self._pick(n)
        row = self._row(part).appointment
        there = [p for p in self.model.parts if p.appointment == row.pk and p.occupies(self.now)]
        places = SERVICES[part.service][2]
        room = places > 1 and there and places - sum(p.party for p in there) >= party
        try:
            booking = operations.join(
                appointment=row, order=operations.Order(GUEST, TAKER), now=self.now, party_size=party
            )
        except errors.PartyTooLarge:
            assert party > places
        except errors.SlotTaken:
            assert not room
        else:
            assert room
            self._add(booking, part.service, part.clock, party, None, "confirmed")

    @precondition(lambda self: any(p.token for p in self.model.parts))
    @rule(n=st.integers(0, 99))
    def claim(self, n):
        """Claims a hold: in time, late, or after it was taken away."""
        part = self._pick(n, lambda p: p.token)
        stood = self._row(part).status
        staff = None if part.anyone else part.staff
        free = self.model.who_serves(part.service, part.clock, part.party, self.now, staff=staff, moving=part)
        try:
            booking = operations.claim(
                booking=self._row(part), token=part.token, order=operations.Order(GUEST, TAKER), now=self.now
            )
        except errors.SlotTaken:
            assert stood == "expired"
            assert free is None
            assert not part.made_by
            return
        if stood == "expired" and not part.made_by:
            assert booking.staff.name == free
            part.made_by = booking.pk
            self._add(booking, part.service, part.clock, part.party, staff, "confirmed")
        elif stood == "expired":
            assert booking.pk == part.made_by
        else:
            assert booking.pk == part.pk
        if stood == "held":
            part.status, part.ends = "confirmed", None
        assert booking.status in ("confirmed", "pending", "completed", "cancelled")

    @precondition(lambda self: any(p.token for p in self.model.parts))
    @rule(n=st.integers(0, 99), how=st.sampled_from(["extend", "release"]))
    def extend_or_release(self, n, how):
        """Keeps a hold longer, or gives it back."""
        part = self._pick(n, lambda p: p.token)
        row = self._row(part)
        if how == "release":
            operations.release(booking=row, token=part.token, now=self.now, by="guest")
            if part.status == "held":
                part.status = "expired"
            return
        try:
            held = operations.extend(booking=row, token=part.token, now=self.now)
        except errors.HoldLost:
            assert part.status != "held" or part.ends <= self.now
        except errors.TooLate:
            assert row.hold_extensions == 10
        else:
            assert part.status == "held"
            assert part.ends > self.now
            part.ends = held.hold_expires_at

    @precondition(lambda self: self.model.parts)
    @rule(n=st.integers(0, 99), clock=starts["clock"])
    def move(self, n, clock):
        """Moves a booking to another start."""
        part = self._pick(n)
        staff = None if part.anyone else part.staff
        serves = self.model.who_serves(
            part.service, clock, part.party, self.now, staff=staff, moving=part, stays=part.staff
        )
        try:
            booking = desk.move(self.shop, self._row(part), clock, now=self.now)
        except errors.WrongStatus:
            assert part.status not in STANDING
        except errors.SlotTaken:
            assert serves is None
        else:
            assert part.status in STANDING
            assert booking.staff.name == serves
            part.clock, part.staff, part.appointment = clock, serves, booking.appointment.pk
            self.model.last_booked[serves] = self.now

    @precondition(lambda self: self.model.parts)
    @rule(n=st.integers(0, 99), verb=st.sampled_from(["cancel", "confirm", "unconfirm", "complete", "reopen"]))
    def step(self, n, verb):
        """Goes one step of a booking's life."""
        part = self._pick(n)
        possible = {
            "cancel": {"pending": "cancelled", "confirmed": "cancelled"},
            "confirm": {"pending": "confirmed", "confirmed": "confirmed"},
            "unconfirm": {"pending": "pending", "confirmed": "pending"},
            "complete": {"confirmed": "completed"},
            "reopen": {"completed": "confirmed"},
        }[verb]
        try:
            booking = getattr(operations, verb)(booking=self._row(part), now=self.now, by="dashboard")
        except errors.WrongStatus:
            assert part.status not in possible
        else:
            if possible[part.status] != part.status:
                part.ends = None
            part.status = possible[part.status]
            assert booking.status == part.status

    @rule()
    def expire(self):
        """The worker tidies."""
        over = [p for p in self.model.parts if p.status in ("held", "pending") and p.ends and p.ends <= self.now]
        lapsed = {p.pk for p in over} & set(
            Booking.objects.filter(status__in=["held", "pending"]).values_list("pk", flat=True)
        )
        assert operations.expire(now=self.now) == len(lapsed)
        for part in over:
            part.status = "expired" if part.status == "held" else "cancelled"

    @rule(minutes=st.sampled_from([1, 5, 9, 10, 11, 30]), microsecond=st.sampled_from([0, 1, 500_000]))
    def the_clock_goes_on(self, minutes, microsecond):
        """Time passes."""
        self.now = (self.now + minutes * MINUTE).replace(microsecond=microsecond)

    # What is compared

    def _takes(self, verb, service, clock, party, staff, status):
        """Runs a verb that takes a time: it must be possible when the model says so, and serve whom it says."""
        serves = self.model.who_serves(service, clock, party, self.now, staff=staff)
        try:
            booking = verb()
        except errors.PartyTooLarge:
            assert party > SERVICES[service][2]
            return False
        except errors.SlotTaken:
            assert serves is None
            return False
        assert booking.staff.name == serves
        assert booking.status == status
        self._add(booking, service, clock, party, staff, status)
        return True

    def _add(self, booking, service, clock, party, staff, status):
        ends = {"held": booking.hold_expires_at, "pending": booking.pending_expires_at}.get(status)
        serves = booking.staff.name
        self.model.parts.append(
            Part(booking.pk, "", service, clock, serves, staff is None, party, status, ends, booking.appointment.pk)
        )
        self.model.last_booked[serves] = self.now

    def every_start_is_what_the_list_says(self):
        """Every free start can be booked, every other one is taken, and what is not listed is not offered."""
        for service in SERVICES:
            wanted = self.shop.services[service]
            slots = queries.open_slots(self.shop.business, wanted, day=DAY, now=self.now)
            labels = {f"{slot.starts_at.astimezone(self.shop.business.zone):%H:%M}": slot.free for slot in slots}
            fitting = CLOCKS if SERVICES[service][0] == 30 else CLOCKS[:5]
            assert list(labels) == fitting
            for clock, free in labels.items():
                serves = self.model.who_serves(service, clock, 1, self.now)
                assert free == (serves is not None), (service, clock)
                assert self._can_be_booked(service, clock) == ("yes" if free else "taken"), (service, clock)
            for clock in ("08:30", "09:10", "12:00"):
                assert self._can_be_booked(service, clock) == "not offered"

    def _can_be_booked(self, service, clock):
        try:
            with transaction.atomic():
                desk.book(self.shop, service, clock, now=self.now)
                transaction.set_rollback(True)
        except errors.Taken:
            return "taken"
        except errors.NotOffered:
            return "not offered"
        return "yes"

    def _person(self, service, nth):
        return None if nth is None else SERVICES[service][4][nth]

    def _pick(self, n, wanted=bool):
        chosen = [part for part in self.model.parts if wanted(part)]
        return chosen[n % len(chosen)]

    def _row(self, part):
        return Booking.objects.with_details().get(pk=part.pk)


@pytest.mark.django_db
def test_whatever_happens_in_whatever_order_the_engine_agrees_with_the_model():
    Desk.shop = house()
    assert at(Desk.shop, DAY, "09:00") > NOW
    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
