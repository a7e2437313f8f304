"""A wish of several parts is one booking: all of it, or nothing."""

import pytest

from bookings import errors, operations
from bookings.models import Appointment, Booking, Event
from businesses import diary
from businesses.models import Service
from tests.bookings.operations import desk, threes
from tests.bookings.operations.threes import ORDER, book, places, salon, wish
from tests.factories import DAY, NOW

pytestmark = pytest.mark.django_db


def test_three_parts_are_one_booking_with_one_event():
    shop = salon()
    booking = book(shop)
    assert places(shop, booking) == [
        ("Wash", "Ana", "10:00", True),
        ("Cut", "Bea", "10:30", True),
        ("Massage", "Cleo", "11:15", True),
    ]
    assert [place["starts_at"][11:16] for place in desk.last_event(booking).facts["places"]] == [
        "16:00",
        "16:30",
        "17:15",
    ]
    assert Event.objects.count() == Booking.objects.count() == 1


def test_when_the_third_part_is_taken_nothing_is_written():
    shop = salon()
    desk.book(shop, "Massage", "11:30")
    before, versions = desk.everything(), desk.versions(shop)
    with pytest.raises(errors.SlotTaken) as refused:
        book(shop)
    assert refused.value.starts_at == wish(shop, "11:15").parts[0].start
    assert (desk.everything(), desk.versions(shop)) == (before, versions)


def test_when_the_third_part_is_not_offered_nothing_is_written():
    shop = salon()
    before = desk.everything()
    with pytest.raises(errors.NotOffered):
        book(shop, "15:00")  # the massage would end at 17:15
    assert desk.everything() == before


def test_the_second_part_does_not_take_the_person_whom_the_first_has():
    shop = desk.house(
        [{"name": "Trim", "duration_minutes": 30}],
        [{"name": "Ana", "services": ["Trim"]}, {"name": "Bea", "services": ["Trim"]}],
    )
    both = [operations.Part(shop.services["Trim"], wish_at) for wish_at in (desk.at(shop, DAY, "10:00"),) * 2]
    booking = operations.book(wish=operations.Wish(shop.business, both), order=ORDER, now=NOW)
    assert {person for _, person, _, _ in places(shop, booking)} == {"Ana", "Bea"}
    with pytest.raises(errors.SlotTaken):
        desk.book(shop, "Trim")


def test_each_person_and_the_room_are_told():
    shop = salon()
    before = desk.versions(shop)
    booking = book(shop)
    assert desk.raised(shop, before) == {"Ana", "Bea", "Cleo", "Room 1"}
    before = desk.versions(shop)
    operations.cancel(booking=booking, now=NOW, by="guest")
    assert desk.raised(shop, before) == {"Ana", "Bea", "Cleo", "Room 1"}


@pytest.mark.parametrize(
    ("clock", "then"),
    [
        ("10:15", ("10:15", "10:45", "11:30")),
        ("09:45", ("09:45", "10:15", "11:00")),
        ("13:00", ("13:00", "13:30", "14:15")),
    ],
    ids=["onto its own old time", "a little earlier", "far away"],
)
def test_it_moves_whole(clock, then):
    shop = salon()
    booking = book(shop)
    desk.move(shop, booking, clock)
    assert places(shop, booking) == [
        ("Wash", "Ana", then[0], True),
        ("Cut", "Bea", then[1], True),
        ("Massage", "Cleo", then[2], True),
    ]
    assert Appointment.objects.count() == 3


def test_two_parts_of_one_service_keep_their_people_and_their_lengths():
    shop = desk.house(
        [{"name": "Trim", "duration_minutes": 30}],
        [
            {"name": "Ana", "services": ["Trim"]},
            {"name": "Bea", "services": [{"name": "Trim", "duration_minutes": 60}]},
        ],
    )
    start = desk.at(shop, DAY, "10:00")
    parts = [operations.Part(shop.services["Trim"], start) for _ in range(2)]
    booking = operations.book(wish=operations.Wish(shop.business, parts), order=ORDER, now=NOW)
    lengths = dict(Appointment.objects.values_list("staff__name", "busy_until"))
    desk.move(shop, booking, "14:00")
    moved = dict(Appointment.objects.values_list("staff__name", "busy_until"))
    assert {name: moved[name] - end for name, end in lengths.items()} == {"Ana": 240, "Bea": 240}


def test_a_move_is_refused_whole():
    shop = salon()
    booking = book(shop)
    desk.book(shop, "Massage", "14:15")
    before = desk.everything()
    with pytest.raises(errors.SlotTaken):
        desk.move(shop, booking, "13:00")
    assert desk.everything() == before


def test_it_is_cancelled_whole_and_its_time_is_free_at_once():
    shop = salon()
    booking = operations.cancel(booking=book(shop), now=NOW, by="guest")
    assert [live for *_, live in places(shop, booking)] == [False] * 3
    assert not Appointment.objects.live().exists()
    assert book(shop).pk != booking.pk


def test_a_hold_of_three_parts_is_claimed_as_one_booking():
    shop = salon()
    held, token = operations.hold(wish=wish(shop), taker=desk.TAKER, now=NOW)
    booking = desk.claim((held, token))
    assert (booking.pk, booking.status) == (held.pk, Booking.Status.CONFIRMED)
    assert not Appointment.objects.filter(hold_until__isnull=False).exists()


def test_one_lapsed_hold_in_the_way_of_one_part_is_ended_in_all_its_places():
    shop = salon()
    held, _ = operations.hold(wish=wish(shop), taker=desk.TAKER, now=NOW)
    desk.book(shop, "Massage", "11:00", now=desk.OVER)
    assert desk.fresh(held).status == Booking.Status.EXPIRED
    assert [live for *_, live in places(shop, held)] == [False] * 3


# Parts that follow each other


def cut_and_colour(shop, clock="10:00", **how):
    start = desk.at(shop, DAY, clock)
    parts = [
        operations.Part(shop.services["Cut"], start, **how),
        operations.Part(shop.services["Colour"], operations.Then(), **how),
    ]
    return operations.Wish(shop.business, parts)


def test_a_part_follows_when_what_was_before_it_and_both_buffers_are_over():
    shop = threes.colourist()
    booking = operations.book(wish=cut_and_colour(shop), order=ORDER, now=NOW)
    assert [(name, clock) for name, _, clock, _ in places(shop, booking)] == [("Cut", "10:00"), ("Colour", "10:40")]


def test_a_part_that_follows_needs_no_start_of_the_grid_and_ends_before_closing():
    shop = threes.colourist()
    with pytest.raises(errors.NotOffered):
        desk.book(shop, "Colour", "10:40")
    with pytest.raises(errors.NotOffered):
        operations.book(wish=cut_and_colour(shop, "15:30"), order=ORDER, now=NOW)  # the colour would end at 17:10
    operations.book(wish=cut_and_colour(shop, "15:00"), order=ORDER, now=NOW)


def test_a_class_that_follows_keeps_to_its_timetable():
    shop = desk.school()
    lesson, yoga = shop.services["Lesson"], shop.services["Yoga"]
    parts = [operations.Part(lesson, desk.at(shop, DAY, "09:30")), operations.Part(yoga, operations.Then())]
    with pytest.raises(errors.NotOffered):
        operations.book(wish=operations.Wish(shop.business, parts), order=ORDER, now=NOW)
    parts[1] = operations.Part(yoga, operations.After(45))
    booking = operations.book(wish=operations.Wish(shop.business, parts), order=ORDER, now=NOW)
    assert [clock for _, _, clock, _ in places(shop, booking)] == ["09:30", "10:15"]


@pytest.mark.parametrize("policy", [operations.GUEST, operations.STAFF], ids=["guest", "house"])
def test_a_visit_whose_second_part_is_off_the_grid_is_moved(policy):
    shop = threes.colourist()
    booking = operations.book(wish=cut_and_colour(shop), order=ORDER, now=NOW)
    desk.move(shop, booking, "10:30", policy=policy.but(notice=False))
    assert [(name, clock) for name, _, clock, _ in places(shop, booking)] == [("Cut", "10:30"), ("Colour", "11:10")]


def test_a_visit_that_is_moved_keeps_its_order_and_its_lengths_whoever_serves():
    shop = threes.colourist()
    booking = operations.book(wish=cut_and_colour(shop), order=ORDER, now=NOW)
    assert {person for _, person, *_ in places(shop, booking)} == {"Ana"}
    desk.book(shop, "Colour", "15:30", staff="Ana")
    desk.move(shop, booking, "14:30")
    assert places(shop, booking) == [("Cut", "Ana", "14:30", True), ("Colour", "Bea", "15:10", True)]
    colour = Appointment.objects.get(service=shop.services["Colour"], live=True, staff=shop.staff["Bea"])
    assert colour.ends_at - colour.starts_at == 60 * desk.MINUTE  # as agreed; Bea takes 90


def test_a_visit_follows_itself_with_the_buffers_of_today():
    shop = threes.colourist()
    booking = operations.book(wish=cut_and_colour(shop), order=ORDER, now=NOW)
    with diary.changing(shop.business.pk):
        Service.objects.filter(name="Cut").update(buffer_after_minutes=20)
    desk.move(shop, booking, "13:00")
    assert [clock for _, _, clock, _ in places(shop, booking)] == ["13:00", "13:55"]
