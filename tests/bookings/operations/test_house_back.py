"""What was moved out of a room goes back into it once it is in use again."""

from bookings import operations, queries
from businesses import diary
from businesses.models import Resource
from tests.bookings.operations import desk
from tests.bookings.operations.test_rehouse import room, spa, switched_off, where
from tests.factories import NOW


def moved_out(shop, *bookings):
    """Room 1 goes out of order, and comes into use again; gives what `house_back` is told."""
    found = operations.rehouse(resource=switched_off(shop, "Room 1"), now=NOW, by="dashboard:olive")
    assert {each.pk for each in found.moved} == {each.pk for each in bookings}
    with diary.changing(shop.business.pk):
        Resource.objects.filter(business=shop.business, name="Room 1").update(active=True)
    return {each.pk: each.sequence for each in found.moved}


def back(shop, moved, now=NOW):
    found = operations.house_back(resource=room(shop, "Room 1"), moved=moved, now=now, by="dashboard:olive")
    assert list(queries.broken_invariants()) == []
    return [each.pk for each in found]


def test_a_booking_goes_back_with_its_person_and_time():
    shop = spa()
    booking = desk.book(shop, "Massage", staff="Bea")
    moved = moved_out(shop, booking)
    known = desk.versions(shop)
    assert where(booking) == ["Room 2"]
    assert back(shop, moved) == [booking.pk]
    after = desk.fresh(booking)
    assert (where(booking), after.starts_at, after.staff) == (["Room 1"], booking.starts_at, booking.staff)
    assert {"Bea", "Room 1", "Room 2"} <= desk.raised(shop, known)
    event = desk.last_event(booking)
    assert (event.type, event.by) == ("booking.rehoused", "dashboard:olive")
    assert event.facts["previous"]["places"][0]["resource"] == room(shop, "Room 2").pk


def test_everybody_of_a_class_goes_back_together():
    shop = spa()
    guests = [desk.book(shop, "Yoga", guest=operations.Guest(name=name, email=f"{name}@example.com")) for name in "abc"]
    moved = moved_out(shop, *guests)
    assert back(shop, moved) == [each.pk for each in guests]
    assert [where(each) for each in guests] == [["Room 1"]] * 3


def test_what_happened_to_a_booking_since_is_not_undone():
    shop = spa()
    booking = desk.book(shop, "Massage", staff="Bea")
    moved = moved_out(shop, booking)
    desk.move(shop, booking, "12:00")
    before = where(booking)
    assert back(shop, moved) == []
    assert where(booking) == before


def test_a_room_that_somebody_took_meanwhile_stays_theirs():
    shop = spa()
    booking = desk.book(shop, "Massage", staff="Bea")
    moved = moved_out(shop, booking)
    late = desk.book(shop, "Massage", staff="Ana")
    assert (back(shop, moved), where(booking), where(late)) == ([], ["Room 2"], ["Room 1"])


def test_a_class_that_somebody_has_joined_since_stays_where_it_is():
    shop = spa()
    first = desk.book(shop, "Yoga")
    moved = moved_out(shop, first)
    desk.book(shop, "Yoga", guest=operations.Guest(name="Ann", email="ann@example.com"))
    assert (back(shop, moved), where(first)) == ([], ["Room 2"])


def test_nothing_goes_back_into_a_room_that_is_out_of_order():
    shop = spa()
    booking = desk.book(shop, "Massage")
    moved = moved_out(shop, booking)
    switched_off(shop, "Room 1")
    assert (back(shop, moved), where(booking)) == ([], ["Room 2"])


def test_what_has_begun_stays():
    shop = spa()
    booking = desk.book(shop, "Massage")
    moved = moved_out(shop, booking)
    assert back(shop, moved, now=booking.starts_at) == []
