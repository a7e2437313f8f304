"""The starts of a date, free or not; and that asking costs the same number of queries, however much there is."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings import errors, operations, queries
from bookings.models import Appointment, Booking, Event, Place, new_code
from businesses import diary
from businesses.models import Skill, StaffMember
from tests import factories
from tests.bookings.operations.desk import NOW, OVER, book, hold, house, school, studio
from tests.factories import DAY, at, elm_document, load

WEDNESDAY = DAY + dt.timedelta(days=1)


def starts(shop, service, day=DAY, *, now=NOW, **wanted):
    """The starts of a date as labels, the free ones and all of them."""
    slots = queries.open_slots(shop.business, shop.services[service], day=day, now=now, wanted=queries.Wanted(**wanted))
    labels = [(f"{slot.starts_at.astimezone(shop.business.zone):%H:%M}", slot.free) for slot in slots]
    return " ".join(label for label, free in labels if free), " ".join(label for label, _ in labels)


def test_taken_starts_are_listed_as_not_free(elm):
    book(elm, "Fade", "10:00", staff="Maria Gomez")
    free, offered = starts(elm, "Fade", staff=elm.staff["Maria Gomez"])
    assert offered == (
        "09:00 09:30 10:00 10:30 11:00 13:00 13:30 14:00 14:30 15:00 15:30 16:00 16:30 17:00 17:30 18:00"
    )
    assert free == "09:00 11:00 13:00 13:30 14:00 14:30 15:00 15:30 16:00 16:30 17:00 17:30 18:00"
    assert starts(elm, "Fade") == (offered, offered)


def test_nothing_is_offered_outside_the_window_or_on_a_closed_day(elm):
    for day in (NOW.date() - dt.timedelta(days=1), dt.date(2026, 11, 22), dt.date(2027, 1, 20), dt.date.max):
        assert starts(elm, "Fade", day) == ("", "")
    assert starts(elm, "Fade", dt.date(2027, 1, 19))[1]


def test_today_begins_after_the_lead_time(elm):
    assert starts(elm, "Fade", NOW.date())[1].startswith("10:00 ")
    assert starts(elm, "Fade", NOW.date(), now=NOW + dt.timedelta(microseconds=1))[1].startswith("10:30 ")


def test_who_does_not_perform_it_offers_nothing(elm):
    assert starts(elm, "Fade", staff=elm.staff["Olga Berg"]) == ("", "")
    assert starts(elm, "Fade", staff=elm.staff["Tom Gone"]) == ("", "")
    assert starts(elm, "Old perm") == ("", "")


def test_the_only_room_takes_the_start_from_everybody(elm):
    book(elm, "Massage", "10:00", staff="Olga Berg")
    free, offered = starts(elm, "Massage", staff=elm.staff["Pia Lund"])
    assert set(offered.split()) - set(free.split()) == {"09:30", "10:00", "10:30"}


def test_a_group_has_room_for_a_party_or_not(db):
    shop = studio()
    book(shop, "Yoga", staff="Yuri", party_size=3)
    yuri = shop.staff["Yuri"]
    assert "10:00" in starts(shop, "Yoga", staff=yuri, party_size=1)[0].split()
    assert "10:00" not in starts(shop, "Yoga", staff=yuri, party_size=2)[0].split()
    assert "10:00" in starts(shop, "Yoga", party_size=2)[0].split()
    assert "10:30" not in starts(shop, "Yoga", staff=yuri)[0].split()
    assert starts(shop, "Yoga", party_size=5)[0] == ""


def test_for_a_move_its_own_time_is_free(elm):
    booking = book(elm, "Fade", "10:00", staff="Ana Ruiz")
    ana = elm.staff["Ana Ruiz"]
    assert "10:30" not in starts(elm, "Fade", staff=ana)[0].split()
    assert {"09:30", "10:00", "10:30"} <= set(starts(elm, "Fade", staff=ana, moving=booking)[0].split())


def test_a_label_may_occur_twice_when_the_clocks_go_back(db):
    services, staff = [{"name": "Watch", "duration_minutes": 30}], [{"name": "Pia", "services": ["Watch"]}]
    shop = house(services, staff, hours={"sunday": [["00:00", "03:00"]]})
    sunday, now = dt.date(2026, 11, 1), dt.datetime(2026, 10, 30, 15, 0, tzinfo=dt.UTC)
    assert starts(shop, "Watch", sunday, now=now)[1] == "00:00 00:30 01:00 01:30 01:00 01:30 02:00 02:30"


def test_after_midnight_a_start_is_listed_once_under_the_date_before(db):
    services, staff = [{"name": "Watch", "duration_minutes": 30}], [{"name": "Pia", "services": ["Watch"]}]
    shop = house(services, staff, hours={"tuesday": [["23:00", "01:00"]], "wednesday": [["09:00", "10:00"]]})
    assert starts(shop, "Watch", DAY)[1] == "23:00 23:30 00:00 00:30"
    assert starts(shop, "Watch", WEDNESDAY)[1] == "09:00 09:30"


def test_a_neighbours_bookings_are_in_nobodys_way(elm, karachi):
    book(karachi, "Haircut", "20:30", policy=operations.STAFF)
    free, offered = starts(elm, "Trim")
    assert free == offered


# Every list agrees with every door


@pytest.mark.parametrize("service", ["Fade", "Massage", "Color", "Yoga", "Advice"])
def test_what_is_listed_as_free_can_be_booked_and_what_is_not_is_refused(elm, service):
    for name, clock in (("Fade", "10:00"), ("Fade", "10:30"), ("Massage", "14:00"), ("Color", "15:00")):
        book(elm, name, clock)
    hold(elm, "Yoga", "11:00", party_size=2)
    hold(elm, "Advice", "09:00")
    for now in (NOW, OVER):
        for slot in queries.open_slots(elm.business, elm.services[service], day=DAY, now=now):
            try:
                booking = book(elm, service, starts_at=slot.starts_at, now=now)
            except errors.SlotTaken:
                assert not slot.free
            else:
                assert slot.free
                operations.cancel(booking=booking, now=now, by="x")
    assert list(queries.broken_invariants()) == []


# How much it costs


def cost(ask):
    """How many queries an answer takes."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        ask()
    return len(captured)


def crowd(shop, service, count):
    """Hires people who perform a service."""
    for number in range(count):
        person = StaffMember.objects.create(
            business=shop.business, name=f"Temp {number}", location=shop.staff["Yuri"].location, own_hours=number % 2
        )
        Skill.objects.create(business=shop.business, staff=person, service=shop.services[service])


def fill(shop, service, count):
    """Writes many appointments of one guest each, straight into the tables."""
    people = list(StaffMember.objects.filter(business=shop.business, skills__service=shop.services[service]))
    made = []
    for number in range(count):
        person, hour = people[number % len(people)], number // len(people)
        row = Appointment(
            business=shop.business,
            service=shop.services[service],
            staff=person,
            location=person.location,
            places=4,
            places_taken=1,
        )
        begin = at(shop, DAY, "09:00") + dt.timedelta(days=hour // 8, hours=hour % 8)
        row.set_time(begin, minutes=60, buffers=(0, 0), listed_on=begin.date())
        made.append(row)
    made = Appointment.objects.bulk_create(made)
    bookings = Booking.objects.bulk_create(
        Booking(
            business=shop.business,
            code=new_code(),
            status="confirmed",
            source="x",
            currency="USD",
            created_at=NOW,
            updated_at=NOW,
            sequence=1,
        )
        for _ in made
    )
    pairs = list(zip(bookings, made, strict=True))
    Place.objects.bulk_create(
        Place(business=shop.business, booking=booking, appointment=row, service_name="Yoga", duration_minutes=60)
        for booking, row in pairs
    )
    Event.objects.bulk_create(
        Event(business=shop.business, booking=booking, type="booking.created", sequence=1, occurred_at=NOW, by="x")
        for booking, _ in pairs
    )


KNOWN = 1  # the versions
ANEW = 1 + 4 + 1  # the versions, the set-up, what is booked


def answers(shop, service, days=1):
    """Every question of the door, by name."""
    business, wanted = shop.business, shop.services[service]
    return {
        "open_slots": lambda: queries.open_slots(business, wanted, day=DAY, now=NOW),
        "open_dates": lambda: queries.open_dates(business, wanted, first=DAY, horizon_days=days, now=NOW),
        "alternatives": lambda: queries.alternatives(business, wanted, starts_at=at(shop, DAY, "10:00"), now=NOW),
        "explain": lambda: queries.explain(business, wanted, starts_at=at(shop, DAY, "10:00"), now=NOW),
    }


@pytest.mark.parametrize("question", ["open_slots", "open_dates", "alternatives", "explain"])
def test_an_answer_takes_as_many_queries_for_two_people_as_for_thirty_and_with_500_bookings(db, question):
    shop = studio()
    assert cost(answers(shop, "Yoga")[question]) == ANEW
    with diary.changing(shop.business.pk):
        crowd(shop, "Yoga", 28)
        fill(shop, "Yoga", 500)
    assert cost(answers(shop, "Yoga", 60)[question]) == ANEW
    assert cost(answers(shop, "Yoga", 60)[question]) == KNOWN


def test_sixty_days_cost_as_many_queries_as_one(elm):
    assert cost(answers(elm, "Fade", 1)["open_dates"]) == ANEW
    assert cost(answers(elm, "Fade", 60)["open_dates"]) == KNOWN


def test_a_timetable_and_rooms_cost_a_constant_number_too(db):
    shop = school()
    with diary.changing(shop.business.pk):
        crowd(shop, "Lesson", 28)
        fill(shop, "Lesson", 100)
    assert cost(answers(shop, "Lesson")["open_slots"]) == ANEW
    salon = load(elm_document(resources=[{"name": f"Room {n}", "kind": "room"} for n in range(20)]))
    assert cost(answers(salon, "Massage")["open_slots"]) == ANEW
    for _ in range(2):
        factories.book(salon, "Massage", clock="15:00")
    assert cost(answers(salon, "Massage")["open_slots"]) == KNOWN + 1


def test_a_booking_costs_the_same_with_30_people_and_500_bookings(db):
    shop = studio()
    few = cost(lambda: book(shop, "Yoga", day=DAY + dt.timedelta(days=27)))
    with diary.changing(shop.business.pk):
        crowd(shop, "Yoga", 28)
        fill(shop, "Yoga", 500)
    assert cost(lambda: book(shop, "Yoga", day=DAY + dt.timedelta(days=28))) <= few
