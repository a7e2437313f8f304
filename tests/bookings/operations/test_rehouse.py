"""A room goes out of order: who was to come to it comes to another one, or is listed."""

import contextlib
import datetime as dt

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookings import errors, operations, queries
from bookings.models import Appointment, Booking
from businesses import diary
from businesses.models import Resource, Service
from tests import factories
from tests.bookings.operations import desk
from tests.factories import DAY, NOW, at

MASSAGE = {"name": "Massage", "duration_minutes": 60, "resource_kind": "room"}
CLASS = {"name": "Yoga", "duration_minutes": 60, "capacity": 4, "resource_kind": "room"}
PEOPLE = [{"name": name, "services": ["Massage", "Yoga"]} for name in ("Ana", "Bea", "Cleo")]


def rooms(*names, kind="room"):
    return [{"name": name, "kind": kind} for name in names]


def spa(*names, **changes):
    """A house with these rooms, and three people who work in them."""
    wanted = {"resources": rooms(*(names or ("Room 1", "Room 2"))), **changes}
    return desk.house([MASSAGE, CLASS], PEOPLE, **wanted)


def room(shop, name):
    return Resource.objects.get(business=shop.business, name=name)


def switched_off(shop, name):
    with diary.changing(shop.business.pk):
        Resource.objects.filter(business=shop.business, name=name).update(active=False)
    return room(shop, name)


def rehoused(shop, name="Room 1", now=NOW):
    found = operations.rehouse(resource=switched_off(shop, name), now=now, by="dashboard:olive")
    return [each.pk for each in found.moved], [each.pk for each in found.left]


def where(booking):
    return [place.appointment.resource.name for place in desk.fresh(booking).places.all()]


def test_a_booking_moves_to_another_room_with_its_person_and_time():
    shop = spa()
    booking = desk.book(shop, "Massage", staff="Bea")
    before, known = (booking.starts_at, booking.staff), desk.versions(shop)
    assert rehoused(shop) == ([booking.pk], [])
    after = desk.fresh(booking)
    assert (where(booking), (after.starts_at, after.staff)) == (["Room 2"], before)
    assert {"Bea", "Room 1", "Room 2"} <= desk.raised(shop, known)


def test_its_event_says_which_room_it_was_and_is():
    shop = spa()
    booking = desk.book(shop, "Massage")
    rehoused(shop)
    event = desk.last_event(booking)
    assert (event.type, event.wire_type, event.by) == ("booking.rehoused", "booking.changed", "dashboard:olive")
    assert event.facts["places"][0]["resource"] == room(shop, "Room 2").pk
    assert event.facts["previous"]["places"][0]["resource"] == room(shop, "Room 1").pk


def test_what_finds_no_room_stays_and_is_listed_and_moves_when_one_is_free():
    shop = spa()
    first, second = desk.book(shop, "Massage"), desk.book(shop, "Massage")
    assert [where(each) for each in (first, second)] == [["Room 1"], ["Room 2"]]
    assert rehoused(shop) == ([], [first.pk])
    assert list(queries.unhoused(shop.business, now=NOW)) == [first]
    assert desk.last_event(first).type == "booking.created"
    operations.cancel(booking=second, now=NOW, by="x")
    assert rehoused(shop) == ([first.pk], [])
    assert list(queries.unhoused(shop.business, now=NOW)) == []


def test_as_many_move_as_can():
    shop = spa()
    times = ("10:00", "11:00", "12:00")
    mine = [desk.book(shop, "Massage", clock) for clock in times]
    other = desk.book(shop, "Massage", "11:00")
    assert where(other) == ["Room 2"]
    assert rehoused(shop) == ([mine[0].pk, mine[2].pk], [mine[1].pk])


def test_a_room_of_another_kind_or_at_another_place_or_out_of_order_too_is_none():
    shop = spa(
        "Room 1",
        locations=[{"name": "Main"}, {"name": "Annex"}],
        resources=[
            {"name": "Room 1", "kind": "room"},
            {"name": "Far", "kind": "room", "location": "Annex"},
            {"name": "Chair", "kind": "chair"},
            {"name": "Wet", "kind": "room", "active": False},
        ],
    )
    booking = desk.book(shop, "Massage")
    assert rehoused(shop) == ([], [booking.pk])


def test_a_group_moves_with_everybody_in_it_and_each_booking_has_its_event():
    shop = spa()
    guests = [operations.Guest(name=name, email=f"{name}@example.com") for name in ("Ada", "Bob", "Cid")]
    bookings = [desk.book(shop, "Yoga", guest=guest, party_size=1) for guest in guests]
    assert rehoused(shop) == ([each.pk for each in bookings], [])
    assert Appointment.objects.live().get().resource.name == "Room 2"
    assert {desk.last_event(each).type for each in bookings} == {"booking.rehoused"}
    assert desk.last_event(bookings[2]).facts["places"][0]["resource"] == room(shop, "Room 2").pk
    joined = desk.book(shop, "Yoga", guest=operations.Guest(name="Dee"))
    assert joined.appointment == desk.fresh(bookings[0]).appointment


def visit(shop, clock="10:00"):
    """Two massages, one after the other, as one booking."""
    services = [shop.services["Massage"]] * 2
    parts = map(operations.Part, services, [at(shop, DAY, clock), operations.After(60)])
    order = operations.Order(desk.GUEST, desk.TAKER)
    return operations.book(wish=operations.Wish(shop.business, list(parts)), order=order, now=NOW)


def test_all_parts_of_a_visit_move_with_one_event():
    shop = spa()
    booking = visit(shop)
    assert where(booking) == ["Room 1", "Room 1"]
    assert rehoused(shop) == ([booking.pk], [])
    assert where(booking) == ["Room 2", "Room 2"]
    assert [event.type for event in booking.events.all()] == ["booking.created", "booking.rehoused"]


def test_half_a_visit_never_moves():
    shop = spa()
    booking = visit(shop)
    desk.book(shop, "Massage", "11:00", staff="Cleo")
    assert rehoused(shop) == ([], [booking.pk])
    assert where(booking) == ["Room 1", "Room 1"]


def test_the_parts_of_a_visit_may_have_a_room_each():
    shop = spa("Room 1", "Room 2", "Room 3")
    booking = visit(shop)
    desk.book(shop, "Massage", "11:00", staff="Cleo")
    assert rehoused(shop) == ([booking.pk], [])
    assert where(booking) == ["Room 2", "Room 3"]


def test_a_hold_moves_unseen_by_partners_and_is_claimed_in_the_other_room():
    shop = spa()
    held = desk.hold(shop, "Massage")
    assert rehoused(shop) == ([], [])
    assert where(held[0]) == ["Room 2"]
    assert (desk.last_event(held[0]).type, desk.last_event(held[0]).wire_type) == ("booking.hold_rehoused", "")
    claimed = desk.claim(held)
    assert (claimed.pk, claimed.status, where(claimed)) == (held[0].pk, "confirmed", ["Room 2"])


def test_a_hold_that_finds_no_room_ends():
    shop = spa("Room 1")
    held, _ = desk.hold(shop, "Massage")
    assert rehoused(shop) == ([], [])
    assert (desk.fresh(held).status, Appointment.objects.live().count()) == ("expired", 0)


def test_a_hold_that_is_over_stands_in_nobodys_way():
    shop = spa()
    booking = desk.book(shop, "Massage")
    held, _ = desk.hold(shop, "Massage")
    later = desk.OVER
    assert where(held) == ["Room 2"]
    assert rehoused(shop, now=later) == ([booking.pk], [])
    assert desk.fresh(held).status == "expired"
    assert where(booking) == ["Room 2"]


def test_what_has_begun_stays_and_is_listed_nowhere():
    shop = spa()
    booking = desk.book(shop, "Massage")
    now = booking.starts_at + dt.timedelta(minutes=1)
    assert rehoused(shop, now=now) == ([], [])
    assert where(booking) == ["Room 1"]
    assert list(queries.unhoused(shop.business, now=now)) == []


def test_a_room_that_is_in_use_keeps_its_bookings():
    shop = spa()
    booking = desk.book(shop, "Massage")
    assert operations.rehouse(resource=room(shop, "Room 1"), now=NOW, by="x") == operations.Rehoused([], [])
    assert where(booking) == ["Room 1"]


def test_what_is_booked_goes_to_a_room_of_its_rooms_kind_whatever_the_service_needs_today():
    shop = spa()
    booking = desk.book(shop, "Massage")
    with diary.changing(shop.business.pk):
        Service.objects.filter(name="Massage").update(resource_kind="chair")
    assert rehoused(shop) == ([booking.pk], [])
    assert where(booking) == ["Room 2"]


def test_the_freed_time_is_offered_when_the_room_is_back():
    shop = spa()
    desk.book(shop, "Massage")
    rehoused(shop)
    with diary.changing(shop.business.pk):
        Resource.objects.update(active=True)
    assert where(desk.book(shop, "Massage")) == ["Room 1"]


def test_cancelled_ones_are_left_alone():
    shop = spa()
    booking = operations.cancel(booking=desk.book(shop, "Massage"), now=NOW, by="x")
    assert rehoused(shop) == ([], [])
    assert where(booking) == ["Room 1"]


STARTS = st.lists(st.tuples(st.integers(0, 30), st.sampled_from([30, 45, 90])), min_size=1, max_size=14)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(wanted=STARTS, off=st.sets(st.integers(1, 4), min_size=1, max_size=3))
def test_whatever_is_booked_nobody_overlaps_and_nobody_stays_who_could_stand_alone_in_a_free_room(wanted, off):
    Booking.objects.all().delete()
    Appointment.objects.all().delete()
    lengths = (30, 45, 90)
    shop = desk.house(
        [{"name": str(minutes), "duration_minutes": minutes, "resource_kind": "room"} for minutes in lengths],
        [{"name": f"Person {n}", "services": [str(minutes) for minutes in lengths]} for n in range(4)],
        resources=rooms("Room 1", "Room 2", "Room 3", "Room 4"),
        rules={"slot_interval_minutes": 15},
    )
    for step, minutes in wanted:
        start = at(shop, DAY, "09:00") + dt.timedelta(minutes=15 * step)
        with contextlib.suppress(errors.Refused):
            factories.book(shop, str(minutes), starts_at=start, policy=operations.STAFF)
    broken = [switched_off(shop, f"Room {n}") for n in sorted(off)]
    for each in broken:
        operations.rehouse(resource=each, now=NOW, by="x")
    assert list(queries.broken_invariants()) == []
    good = Resource.objects.filter(business=shop.business, active=True)
    for row in Appointment.objects.live().filter(resource__in=broken):
        for other in good:
            assert Appointment.objects.live().filter(resource=other).overlapping(row.busy_from, row.busy_until).exists()
