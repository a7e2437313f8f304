"""Services with phases: the person serves others while one of them develops, and the chair stays taken."""

import random

import pytest

from bookings import errors, operations, queries
from bookings.availability import Interval
from bookings.models import Appointment
from bookings.queries.invariants import broken_invariants
from businesses.models import Service
from tests.bookings.operations import desk
from tests.factories import DAY, NOW, at

PHASES = [{"work": 30}, {"wait": 60}, {"work": 30}]
WAIT = Interval(30, 90)
CHAIRS = [{"name": "Left chair", "kind": "chair"}, {"name": "Right chair", "kind": "chair"}]
BEFORE, AFTER = "09:30", "11:30"


def salon(*people, phases=PHASES, chairs=CHAIRS, **color):
    """A salon where colour develops for an hour: Cleo, or these people, colour and cut, each in a chair."""
    return desk.house(
        [
            {"name": "Color", "duration_minutes": 120, "phases": phases, "resource_kind": "chair", **color},
            {"name": "Cut", "duration_minutes": 30, "resource_kind": "chair"},
            {"name": "Long cut", "duration_minutes": 60, "resource_kind": "chair"},
            {"name": "Talk", "duration_minutes": 30, "buffer_before_minutes": 15, "buffer_after_minutes": 15},
        ],
        [{"name": each, "services": ["Color", "Cut", "Long cut", "Talk"]} for each in people or ["Cleo"]],
        resources=chairs,
    )


def free(shop, service, day=DAY):
    """The clocks of the free starts of a date."""
    slots = queries.open_slots(shop.business, shop.services[service], day=day, now=NOW)
    return [f"{slot.starts_at.astimezone(shop.business.zone):%H:%M}" for slot in slots if slot.free]


@pytest.fixture
def shop(db):
    """The salon with Cleo alone, who colours at ten."""
    made = salon()
    desk.book(made, "Color")
    return made


def test_what_is_booked_says_when_the_person_is_free(shop):
    row = Appointment.objects.get()
    assert row.pattern == (WAIT,)
    assert row.busy_until - row.busy_from == 120
    assert list(broken_invariants()) == []


def test_others_are_served_while_it_develops(shop):
    assert [clock for clock in free(shop, "Cut") if BEFORE <= clock <= AFTER] == ["09:30", "10:30", "11:00"]
    assert [clock for clock in free(shop, "Long cut") if BEFORE <= clock <= AFTER] == ["10:30"]
    desk.book(shop, "Cut", "10:30")
    desk.book(shop, "Cut", "11:00")
    assert list(broken_invariants()) == []


def test_what_is_served_meanwhile_fits_with_its_buffers(shop):
    assert [clock for clock in free(shop, "Talk") if BEFORE <= clock <= AFTER] == []
    starts_at = at(shop, DAY, "10:45")
    wish = operations.one(shop.business, shop.services["Talk"], starts_at, policy=operations.STAFF)
    operations.book(wish=wish, order=operations.Order(desk.GUEST, desk.TAKER), now=NOW)
    assert free(shop, "Cut")[:3] == ["09:00", "09:30", "12:00"]


def test_a_service_may_wait_around_what_is_booked_already(db):
    shop = salon()
    desk.book(shop, "Long cut", "10:30")
    assert "10:00" in free(shop, "Color")
    assert not {"09:00", "09:30", "10:30", "11:00"} & set(free(shop, "Color"))


def test_two_that_wait_go_into_each_other(shop):
    assert free(shop, "Color")[:5] == ["09:00", "09:30", "10:30", "11:00", "12:00"]
    desk.book(shop, "Color", "10:30")
    assert list(broken_invariants()) == []


def test_the_chair_is_taken_all_the_while(db):
    shop = salon("Cleo", "Dana", chairs=CHAIRS[:1])
    desk.book(shop, "Color", staff="Cleo")
    assert free(shop, "Cut")[:4] == ["09:00", "09:30", "12:00", "12:30"]
    with pytest.raises(errors.SlotTaken):
        desk.book(shop, "Cut", "10:30", staff="Dana")
    desk.book(shop, "Talk", "10:30", staff="Dana")


def test_all_of_it_lies_within_the_hours_and_outside_time_off(db):
    shop = salon()
    shop.staff["Cleo"].time_off.create(
        business=shop.business, starts_at=at(shop, DAY, "11:00"), ends_at=at(shop, DAY, "11:15")
    )
    assert free(shop, "Color")[:2] == ["09:00", "11:30"]
    assert free(shop, "Color")[-1] == "15:00"


def test_a_hold_keeps_the_work_and_lets_go_of_it_when_it_is_over(db):
    shop = salon()
    held, token = desk.hold(shop, "Color")
    desk.book(shop, "Cut", "10:30")
    with pytest.raises(errors.SlotTaken):
        desk.book(shop, "Cut", "10:00")
    booking = desk.claim((held, token))
    assert booking.appointment.pattern == (WAIT,)
    assert booking.waiting_minutes == 60


def test_a_lapsed_hold_ends_when_somebody_comes_into_its_work_and_stays_while_they_do_not(db):
    shop = salon(resource_kind=None)
    desk.hold(shop, "Color")
    desk.book(shop, "Cut", "10:30", now=desk.OVER)
    assert Appointment.objects.live().count() == 2
    desk.book(shop, "Cut", "11:30", now=desk.OVER)
    assert [row.service.name for row in Appointment.objects.live()] == ["Cut", "Cut"]


def test_a_moved_booking_keeps_the_waits_that_were_agreed(db):
    shop = salon()
    booking = desk.book(shop, "Color")
    Service.objects.filter(name="Color").update(phases=[], duration_minutes=45)
    moved = desk.move(shop, booking, "13:00")
    assert moved.appointment.pattern == (WAIT,)
    assert moved.duration_minutes == 120
    Service.objects.filter(name="Color").update(phases=[{"work": 5}, {"wait": 90}, {"work": 5}], duration_minutes=100)
    assert desk.move(shop, booking, "09:00").appointment.pattern == (WAIT,)
    assert list(broken_invariants()) == []


def test_a_booking_without_waits_gets_none_by_moving(db):
    shop = salon(phases=[])
    booking = desk.book(shop, "Color")
    Service.objects.filter(name="Color").update(phases=PHASES)
    assert desk.move(shop, booking, "13:00").appointment.waits is None


def test_it_may_move_into_its_own_old_time(shop):
    booking = Appointment.objects.get().taken_places.get().booking
    desk.book(shop, "Cut", "10:30")
    assert desk.move(shop, booking, "09:30").appointment.pattern == (WAIT,)
    with pytest.raises(errors.SlotTaken):
        desk.move(shop, booking, "09:00")


def test_a_visit_whose_parts_go_into_each_other_moves_whole(db):
    shop = salon()
    parts = [
        operations.Part(shop.services["Color"], at(shop, DAY, "10:00")),
        operations.Part(shop.services["Long cut"], operations.After(30)),
    ]
    order = operations.Order(desk.GUEST, desk.TAKER)
    booking = operations.book(wish=operations.Wish(shop.business, parts), order=order, now=NOW)
    moved = desk.move(shop, booking, "10:30")
    rows = Appointment.objects.live().order_by("starts_at")
    assert [(row.service.name, row.pattern) for row in rows] == [("Color", (WAIT,)), ("Long cut", ())]
    assert [row.starts_at for row in rows] == [at(shop, DAY, "10:30"), at(shop, DAY, "11:00")]
    assert moved.pk == booking.pk
    assert list(broken_invariants()) == []


def test_the_fewest_minutes_are_counted_without_the_waits(db):
    shop = salon("Cleo", "Dana")
    desk.book(shop, "Color", staff="Cleo")  # an hour of work
    for clock in ("13:00", "13:30", "14:00"):  # an hour and a half
        desk.book(shop, "Cut", clock, staff="Dana")
    assert desk.book(shop, "Cut", "15:00").appointment.staff.name == "Cleo"


def test_a_group_waits_together(db):
    shop = salon(capacity=3, resource_kind=None)
    first = desk.book(shop, "Color")
    second = desk.book(shop, "Color", party_size=2)
    assert second.appointment.pk == first.appointment.pk
    desk.book(shop, "Long cut", "10:30")
    with pytest.raises(errors.SlotTaken):
        desk.book(shop, "Cut", "11:30")


def test_a_group_moves_with_everybody_in_it_and_waits_as_it_was_agreed(db):
    shop = salon(capacity=3, resource_kind=None)
    first = desk.book(shop, "Color")
    desk.book(shop, "Color", party_size=2)
    desk.book(shop, "Long cut", "10:30")
    Service.objects.filter(name="Color").update(phases=[])
    moved = operations.move_appointment(
        appointment=first.appointment, starts_at=at(shop, DAY, "13:00"), now=NOW, by="dashboard:olive"
    )
    assert (moved.pattern, moved.places_taken) == ((WAIT,), 3)
    assert list(broken_invariants()) == []


def test_lengths_of_ones_own_say_nothing_of_what_has_phases(db):
    shop = salon()
    shop.staff["Cleo"].skills.filter(service=shop.services["Color"]).update(duration_minutes=45)
    booking = desk.book(shop, "Color")
    assert (booking.duration_minutes, booking.appointment.pattern) == (120, (WAIT,))


def test_the_explanation_names_the_work_that_meets_another_appointment(shop):
    found = queries.explain(
        shop.business, shop.services["Color"], starts_at=at(shop, DAY, "11:30"), now=NOW, staff=shop.staff["Cleo"]
    )
    [finding] = found[0].findings
    assert finding.rule == "appointment"
    words = "11:30–12:00, while this service needs them 11:30–12:00"
    assert finding.value == f"has appointments, buffers included, {words}"


def minutes(times):
    """These times, minute by minute."""
    return [minute for time in times for minute in range(time.start, time.end)]


def nobody_is_double():
    """Neither a person nor a chair has a minute twice."""
    rows = list(Appointment.objects.live())
    for owner in {("staff_id", row.staff_id) for row in rows} | {("resource_id", row.resource_id) for row in rows}:
        column, key = owner
        own = [row for row in rows if key is not None and getattr(row, column) == key]
        taken = [
            minute
            for row in own
            for minute in minutes(row.work if column == "staff_id" else [Interval(row.busy_from, row.busy_until)])
        ]
        assert len(taken) == len(set(taken)), owner


@pytest.mark.parametrize("seed", range(4))
def test_what_is_listed_is_what_can_be_booked_and_nobody_is_double(db, seed):
    dice = random.Random(seed)
    shop = salon("Cleo", "Dana", buffer_after_minutes=dice.choice([0, 10]), buffer_before_minutes=dice.choice([0, 5]))
    names, made = list(shop.services), []
    for _ in range(18):
        service = dice.choice(names)
        slots = queries.open_slots(shop.business, shop.services[service], day=DAY, now=NOW)
        deed = dice.choice(["book", "book", "refuse", "move", "cancel"])
        wanted = [slot.starts_at for slot in slots if slot.free == (deed != "refuse")]
        if deed in ("book", "refuse") and wanted:
            wish = operations.one(shop.business, shop.services[service], dice.choice(wanted))
            order = operations.Order(desk.GUEST, desk.TAKER)
            if deed == "book":
                made.append(operations.book(wish=wish, order=order, now=NOW))
            else:
                with pytest.raises(errors.SlotTaken):
                    operations.book(wish=wish, order=order, now=NOW)
        elif made and deed == "cancel":
            operations.cancel(booking=made.pop(dice.randrange(len(made))), now=NOW, by="x")
        elif made and deed == "move":
            booking = dice.choice(made)
            asked = queries.Wanted(moving=booking)
            slots = queries.open_slots(shop.business, booking.service, day=DAY, now=NOW, wanted=asked)
            to = dice.choice([slot.starts_at for slot in slots if slot.free])
            operations.move(booking=booking, starts_at=to, now=NOW, by="x", policy=operations.GUEST)
        nobody_is_double()
    assert list(broken_invariants()) == []
