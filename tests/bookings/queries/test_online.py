"""Where a booking is held by video: its address for life, and who may know it when."""

import datetime as dt

import pytest

from bookings import operations, queries
from bookings.models import Appointment, Booking
from tests.bookings.operations import desk
from tests.factories import NOW

TEMPLATE = "https://meet.example/{random}"


def shop(**changes):
    """A house with two services by video; Bo has an address of their own."""
    services = [
        {"name": "Advice", "duration_minutes": 30, "online": TEMPLATE},
        {"name": "Circle", "duration_minutes": 60, "capacity": 4, "online": TEMPLATE},
        {"name": "Massage", "duration_minutes": 60},
    ]
    names = [each["name"] for each in services]
    staff = [{"name": "Ana", "services": names}, {"name": "Bo", "services": names, "online": "https://meet.example/bo"}]
    return desk.house(services, staff, **changes)


def addresses(booking):
    return queries.meeting(desk.fresh(booking)).addresses


def test_each_appointment_has_an_address_that_nobody_guesses_and_keeps_it_when_it_moves(db):
    house = shop()
    first, second = (desk.book(house, "Advice", clock, staff="Ana") for clock in ("10:00", "11:00"))
    before = addresses(first)
    assert before != addresses(second)
    assert len(before[0]) == len("https://meet.example/") + 32
    desk.move(house, first, "14:00")
    assert addresses(first) == before


def test_everybody_in_a_group_meets_at_one_address_and_who_goes_to_another_meets_there(db):
    house = shop()
    first, second = (desk.book(house, "Circle", staff="Ana") for _ in range(2))
    other = desk.book(house, "Circle", "14:00", staff="Ana")
    assert addresses(first) == addresses(second) != addresses(other)
    desk.move(house, second, "14:00", staff="Ana")
    assert addresses(second) == addresses(other)


def test_who_has_an_address_of_their_own_is_met_there(db):
    house = shop()
    booking = desk.book(house, "Advice", staff="Bo")
    assert addresses(booking) == ("https://meet.example/bo",)
    desk.move(house, booking, "10:00", staff="Ana")
    assert addresses(booking) != ("https://meet.example/bo",)
    assert queries.meeting(desk.book(house, "Massage", "15:00", staff="Bo")) is None


def test_a_guest_is_told_from_the_hour_on_that_the_business_sets(db):
    booking = desk.book(shop(rules={"online_shown_minutes": 120}), "Advice", staff="Ana")
    meeting, from_then = queries.meeting(booking), booking.starts_at - dt.timedelta(hours=2)
    before = from_then - dt.timedelta(seconds=1)
    assert (meeting.told(before), meeting.told_later(before)) == ((), from_then)
    assert (meeting.told(from_then), meeting.told_later(from_then)) == (meeting.addresses, None)


def test_where_no_hour_is_set_a_guest_is_told_as_soon_as_it_is_confirmed(db):
    booking = desk.book(shop(rules={"auto_confirm": False}), "Advice", staff="Ana")
    assert queries.meeting(booking).told(NOW) == ()
    assert queries.meeting(booking).told_later(NOW) is None
    confirmed = operations.confirm(booking=booking, now=NOW, by="x")
    assert queries.meeting(confirmed).told(NOW) == addresses(booking)


def test_what_is_called_off_is_held_nowhere(db):
    booking = desk.book(shop(), "Advice", staff="Ana")
    assert queries.meeting(operations.cancel(booking=booking, now=NOW, by="x")) is None


def test_a_visit_that_is_only_in_part_by_video_is_still_somewhere(db):
    house = shop()
    parts = [
        operations.Part(house.services["Massage"], desk.at(house, desk.DAY, "10:00"), house.staff["Ana"]),
        operations.Part(house.services["Advice"], operations.Then(), house.staff["Ana"]),
    ]
    order = operations.Order(desk.GUEST, desk.TAKER)
    visit = operations.book(wish=operations.Wish(house.business, parts), order=order, now=NOW)
    assert not queries.is_online(visit)
    assert not queries.meeting(visit).is_whole
    assert len(addresses(visit)) == 1


@pytest.mark.parametrize("status", [Booking.Status.COMPLETED, Booking.Status.NO_SHOW])
def test_what_is_over_is_not_told_any_more(db, status):
    booking = desk.book(shop(), "Advice", staff="Ana")
    booking.status = status
    assert queries.meeting(booking).told(NOW) == ()


def test_no_two_appointments_share_a_random_part(db):
    house = shop()
    for clock in ("10:00", "11:00", "12:00"):
        desk.book(house, "Massage", clock, staff="Ana")
    assert len(set(Appointment.objects.values_list("online_part", flat=True))) == 3
