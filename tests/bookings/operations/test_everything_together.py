"""All verbs in any order, in a house where everything meets: phases, classes, series, visits, rooms and holds.

There is no model here of who gets what. A refusal changes nothing, what is listed is had, and after every verb what a
process remembers is what it would read; at the end nothing is broken that must always hold. `SOAK=1` makes it long.
"""

import datetime as dt
import os

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from bookings import errors, operations, queries
from bookings.models import Appointment, Booking, Series
from bookings.queries.memory import memory
from bookings.recurrence import Recurrence
from businesses import diary
from businesses.models import Customer, Resource, Service
from tests.bookings.operations import desk
from tests.bookings.operations.desk import DAY, MINUTE, NOW, TAKER, at

SOAK = os.environ.get("SOAK") == "1"
EXAMPLES, STEPS = (400, 60) if SOAK else (6, 40)
DAYS = [DAY, DAY + dt.timedelta(days=1), DAY + dt.timedelta(days=2)]
CLOCKS = ["09:00", "09:30", "10:00", "10:30", "11:00"]
NAMES = ["Cut", "Colour", "Yoga", "Pilates", "Massage"]
GUESTS = [operations.Guest(name=name, email=f"{name.lower()}@example.com") for name in ("Jo", "Kim", "Lee")]
PHASES = [{"work": 30}, {"wait": 60}, {"work": 30}]


def house():
    """A house of few people and one kind of room, so that everybody is in everybody's way."""
    services = [
        {"name": "Cut", "duration_minutes": 30, "buffer_after_minutes": 15},
        {"name": "Colour", "duration_minutes": 120, "phases": PHASES, "resource_kind": "room"},
        {"name": "Yoga", "duration_minutes": 60, "capacity": 3, "min_participants": 2},
        {"name": "Pilates", "duration_minutes": 120, "phases": PHASES, "capacity": 3, "buffer_before_minutes": 15},
        {"name": "Massage", "duration_minutes": 60, "resource_kind": "room"},
    ]
    staff = [
        {"name": "Ana", "services": ["Cut", "Colour", "Yoga", {"name": "Massage", "duration_minutes": 90}]},
        {"name": "Ben", "services": ["Cut", "Pilates", "Massage"]},
    ]
    return desk.house(
        services,
        staff,
        hours={day: [["09:00", "13:00"]] for day in ("tuesday", "wednesday", "thursday")},
        resources=[{"name": "Room 1", "kind": "room"}, {"name": "Room 2", "kind": "room"}],
        rules={"lead_time_minutes": 0, "pending_expiry_minutes": 30, "window_days": 20},
    )


class House(RuleBasedStateMachine):
    """Three days of it."""

    shop = None
    n = st.integers(0, 99)
    start = st.tuples(st.sampled_from(DAYS), st.sampled_from(CLOCKS))
    service = st.sampled_from(NAMES)
    anyone = st.sampled_from([None, "Ana", "Ben"])

    def __init__(self):
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.now, self.holds = NOW, []
        self._keys = [self.shop.services[name].pk for name in NAMES]

    def teardown(self):
        try:
            assert list(queries.broken_invariants()) == []
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)
            memory.forget()  # while the clock stands still, what is taken back gives its versions again

    @initialize(start=start, service=st.sampled_from(["Yoga", "Pilates"]))
    def a_class(self, start, service):
        """There is a class to begin with."""
        self.plan_class(start=start, service=service, who=None, count=1)

    # Taking

    @rule(start=start, service=service, who=anyone, party=st.integers(1, 2), n=n, yes=st.booleans())
    def book(self, start, service, who, party, n, yes):
        """One start of one service."""
        self._does(operations.book, wish=self._wish(start, [service], who, party), order=self._order(n, confirmed=yes))

    @rule(start=start, names=st.lists(service, min_size=2, max_size=3), n=n, together=st.booleans(), gap=st.booleans())
    def book_visit(self, start, names, n, together, gap):
        """Several services one after the other; or the second in the middle of the first."""
        wish = self._wish(start, names, together=together)
        if gap:
            wish.parts[1:] = [operations.Part(self._service(names[1]), operations.After(45))]
        self._does(operations.book, wish=wish, order=self._order(n))

    @rule(start=start, names=st.lists(service, min_size=1, max_size=3), n=n, instead=st.booleans())
    def hold(self, start, names, n, instead):
        """A start, or a visit, is held; perhaps instead of what is held already."""
        old = self.holds[n % len(self.holds)] if instead and self.holds else (None, "")
        more = {"instead_of": old[0], "its_token": old[1]}
        if found := self._does(operations.hold, wish=self._wish(start, names), taker=TAKER, **more):
            self.holds.append(found)

    @precondition(lambda self: self.holds)
    @rule(n=n, verb=st.sampled_from(["claim", "claim", "extend", "release"]))
    def go_on_with_a_hold(self, n, verb):
        """It is claimed, kept longer or given back; in time or not."""
        held, token = self.holds[n % len(self.holds)]
        more = {"claim": {"order": self._order(n)}, "extend": {}, "release": {"by": "guest"}}[verb]
        self._does(getattr(operations, verb), booking=self._fresh(held), token=token, **more)

    @rule(start=start, names=st.lists(service, min_size=1, max_size=2), n=n, count=st.integers(2, 3), who=anyone)
    def book_series(self, start, names, n, count, who):
        """The same on days in a row."""
        self._does(
            operations.book_series,
            wish=self._wish(start, names, who, policy=operations.STAFF),
            recurrence=Recurrence("DAILY", count=count), orders=[self._order(n)],
        )  # fmt: skip

    @rule(start=start, service=st.sampled_from(["Yoga", "Pilates"]), n=n, alone=st.booleans())
    def book_for_two(self, start, service, n, alone):
        """Two come to one class, once or on two days."""
        wish, orders = self._wish(start, [service], policy=operations.STAFF), [self._order(n), self._order(n + 1)]
        if alone:
            self._does(operations.book_together, wish=wish, orders=orders)
        else:
            self._does(operations.book_series, wish=wish, recurrence=Recurrence("DAILY", count=2), orders=orders)

    @rule(start=start, service=st.sampled_from(["Yoga", "Pilates"]), who=anyone, count=st.integers(1, 2))
    def plan_class(self, start, service, who, count):
        """The house plans a class, with nobody in it or with whoever is there."""
        wish = self._wish(start, [service], who, policy=operations.STAFF)
        rule = Recurrence("DAILY", count=count)
        self._does(operations.plan_classes, wish=wish, recurrence=rule, taker=TAKER)

    @precondition(lambda self: self._groups())
    @rule(n=n, party=st.integers(1, 3), more=st.booleans())
    def join(self, n, party, more):
        """Somebody comes to a class, be it full or not."""
        verb = operations.overbook if more else operations.join
        order = self._order(n, reason="They are friends.")
        self._does(verb, appointment=self._groups()[n % len(self._groups())], party_size=party, order=order)

    # Changing

    @precondition(lambda self: self._bookings())
    @rule(n=n, start=start, who=st.sampled_from([None, None, "Ana", "Ben"]), scope=st.sampled_from(Series.Scope.values))
    def move(self, n, start, who, scope):
        """A booking moves, alone or with those of its series."""
        booking, staff = self._booking(n), self.shop.staff[who] if who else None
        more = {"booking": booking, "starts_at": at(self.shop, *start), "staff": staff}
        if booking.series_id is None:
            self._does(operations.move, **more, by="dashboard")
        else:
            self._does(operations.move_series, **more, scope=scope, by="dashboard")

    @precondition(lambda self: self._bookings())
    @rule(n=n, scope=st.sampled_from(Series.Scope.values))
    def cancel(self, n, scope):
        """A booking is cancelled, alone or with those of its series."""
        self._does(operations.cancel_series, booking=self._booking(n), scope=scope, by="dashboard")

    @precondition(lambda self: self._bookings())
    @rule(n=n, verb=st.sampled_from(["confirm", "unconfirm", "complete", "no_show", "reopen", "erase"]))
    def step(self, n, verb):
        """A booking goes one step of its life."""
        self._does(getattr(operations, verb), booking=self._booking(n), by="dashboard")

    @precondition(lambda self: self._appointments())
    @rule(n=n, start=start, who=anyone)
    def move_appointment(self, n, start, who):
        """An appointment moves with everybody in it."""
        row = self._appointments()[n % len(self._appointments())]
        staff = self.shop.staff[who] if who else None
        starts_at = at(self.shop, *start)
        self._does(operations.move_appointment, appointment=row, starts_at=starts_at, staff=staff, by="dashboard")

    @precondition(lambda self: self._appointments())
    @rule(n=n)
    def call_off(self, n):
        """An appointment is called off."""
        row = self._appointments()[n % len(self._appointments())]
        self._does(operations.call_off, appointment=row, by="dashboard")

    @precondition(lambda self: self._customers())
    @rule(n=n, verb=st.sampled_from(["merge", "erase"]))
    def know(self, n, verb):
        """Two customers are one, or one is nobody's any more."""
        known = self._customers()
        one, other = known[n % len(known)], known[(n + 1) % len(known)]
        if verb == "erase":
            self._does(operations.erase_customer, customer=one, by="dashboard")
        elif one != other:
            self._does(operations.merge, kept=one, merged=other, blocked=False, by="dashboard")

    @rule(n=n)
    def out_of_order(self, n):
        """A room goes out of order, or is in order again."""
        rooms = list(Resource.objects.order_by("pk"))
        room = rooms[n % len(rooms)]
        with diary.changing(self.shop.business.pk):
            Resource.objects.filter(pk=room.pk).update(active=not room.active)
        self._does(operations.rehouse, resource=room, by="dashboard")

    @rule(name=service, change=st.sampled_from(["places", "active", "phases", "after"]))
    def change_a_service(self, name, change):
        """The owner changes what a service is."""
        new = {
            "places": lambda row: {"capacity": {3: 2, 2: 1, 1: 3}[row.capacity]},
            "active": lambda row: {"active": not row.active},
            "phases": lambda row: {"phases": [] if row.phases else PHASES} if row.duration_minutes == 120 else {},
            "after": lambda row: {"buffer_after_minutes": 15 - row.buffer_after_minutes},
        }[change](Service.objects.get(name=name))
        if new:
            with diary.changing(self.shop.business.pk):
                Service.objects.filter(name=name).update(**new)

    @rule(minutes=st.sampled_from([1, 5, 10, 31]))
    def the_clock_goes_on(self, minutes):
        """Time passes, and sometimes the worker tidies."""
        self.now += minutes * MINUTE
        if minutes == 5:
            self._does(operations.expire)

    @rule(start=start, names=st.lists(service, min_size=1, max_size=3), together=st.booleans())
    def what_is_listed_is_had(self, start, names, together):
        """A start is free in the list just when it can be booked."""
        starts_at, wish = at(self.shop, *start), self._wish(start, names, together=together)
        stages = [queries.Stage(part.service) for part in wish.parts]
        if len(names) == 1:
            listed = queries.open_slots(self.shop.business, wish.parts[0].service, day=start[0], now=self.now)
        else:
            listed = queries.visit_slots(self.shop.business, stages, day=start[0], now=self.now, together=together)
        free = [slot.free for slot in listed if slot.starts_at == starts_at]
        try:
            with transaction.atomic():
                operations.book(wish=wish, order=self._order(0), now=self.now)
                transaction.set_rollback(True)
        except errors.SlotTaken:
            assert free == [False]
        except errors.ServiceNotOffered:
            assert not all(stage.service.active for stage in stages)
        except errors.NotOffered:
            assert free == []
        else:
            assert free == [True]

    # What must hold

    def _does(self, verb, **given):
        """Runs a verb. What it refuses is not half done, and whatever it did, nobody remembers what was before."""
        self._remembered()
        before = desk.everything()
        try:
            found = verb(**given, now=self.now)
        except errors.Busy:
            raise
        except errors.Refused:
            found = None
            assert desk.everything() == before
        remembered = self._remembered()
        memory.forget()
        assert remembered == self._remembered()
        return found

    def _remembered(self):
        """Every start of every service, as it is remembered."""
        house = queries.house(self.shop.business)
        return [queries.open_slots(house, house.setup.services[key], day=DAY, now=self.now) for key in self._keys]

    # What is there

    def _wish(self, start, names, who=None, party=1, *, policy=operations.GUEST, together=False):
        starts = [at(self.shop, *start), *(operations.Then() for _ in names[1:])]
        staff = self.shop.staff[who] if who else None
        parts = [
            operations.Part(self._service(name), when, staff, party) for name, when in zip(names, starts, strict=True)
        ]
        return operations.Wish(self.shop.business, parts, policy, together=together)

    def _service(self, name):
        return Service.objects.get(name=name)

    def _order(self, n, **more):
        return operations.Order(GUESTS[n % len(GUESTS)], TAKER, **more)

    def _bookings(self):
        return list(Booking.objects.exclude(status__in=["held", "expired"]).order_by("pk").values_list("pk", flat=True))

    def _booking(self, n):
        keys = self._bookings()
        return Booking.objects.with_details().get(pk=keys[n % len(keys)])

    def _fresh(self, booking):
        return Booking.objects.with_details().get(pk=booking.pk)

    def _groups(self):
        return list(Appointment.objects.filter(places__gt=1).order_by("-live", "pk"))

    def _appointments(self):
        return list(Appointment.objects.live().order_by("pk"))

    def _customers(self):
        return list(Customer.objects.current().order_by("pk"))


@pytest.mark.django_db
def test_whatever_meets_in_whatever_order_nothing_breaks():
    House.shop = house()
    run_state_machine_as_test(
        House,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
