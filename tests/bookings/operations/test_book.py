"""Booking a start: who gets it, what is written, what is refused."""

import datetime as dt
import secrets
from decimal import Decimal

import pytest

from bookings import errors, operations, queries
from bookings.models import Appointment, Booking, Event, Place, to_minute
from bookings.queries.memory import memory
from businesses.models import Customer, Skill, TimeOff
from tests.bookings.operations.desk import (
    DAY,
    GUEST,
    MINUTE,
    NOW,
    OVER,
    TAKER,
    at,
    book,
    clock_of,
    everything,
    fresh,
    hold,
    house,
    last_booked,
    last_event,
    raised,
    studio,
    versions,
    was_booked,
)
from tests.factories import elm_document, load

WEDNESDAY = DAY + dt.timedelta(days=1)


# What is written


def test_a_booking_is_an_appointment_a_booking_a_place_and_an_event(elm):
    before = versions(elm)
    booking = book(elm, "Fade", staff="Maria Gomez", guest=GUEST, staff_notes="regular")
    appointment, place, event = Appointment.objects.get(), Place.objects.get(), Event.objects.get()
    assert (booking.status, booking.source, booking.any_staff) == (Booking.Status.CONFIRMED, "wizard", False)
    assert (booking.guest_name, booking.guest_email, booking.guest_phone) == (GUEST.name, GUEST.email, GUEST.phone)
    assert (booking.currency, booking.staff_notes, booking.sequence) == ("USD", "regular", 1)
    assert booking.created_at == booking.updated_at == NOW
    assert (appointment.staff, appointment.resource) == (elm.staff["Maria Gomez"], None)
    assert (appointment.starts_at, appointment.listed_on) == (at(elm, DAY, "10:00"), DAY)
    assert appointment.ends_at - appointment.starts_at == 45 * MINUTE
    assert (appointment.places, appointment.places_taken, appointment.live) == (1, 1, True)
    assert (place.price, place.service_name, place.duration_minutes) == (Decimal("35.00"), "Fade", 45)
    assert (event.type, event.sequence, event.by, event.occurred_at) == (Event.Type.CREATED, 1, TAKER.by, NOW)
    assert event.facts["places"][0]["starts_at"] == appointment.starts_at.isoformat()
    assert "previous" not in event.facts
    assert "Jordan" not in str(event.facts)
    assert raised(elm, before) == {"Maria Gomez"}
    assert last_booked(elm, "Maria Gomez") == NOW


def test_a_code_is_twelve_hexadecimal_digits(elm):
    assert set(book(elm, "Fade").code) <= set("0123456789ABCDEF")
    assert len(book(elm, "Fade").code) == 12


def test_whether_it_is_confirmed_the_caller_says_else_the_business(db):
    shop = load(elm_document(rules={"auto_confirm": False, "pending_expiry_minutes": 45}))
    pending = book(shop, "Fade")
    assert (pending.status, pending.pending_expires_at) == (Booking.Status.PENDING, NOW + 45 * MINUTE)
    confirmed = book(shop, "Fade", confirmed=True)
    assert (confirmed.status, confirmed.pending_expires_at) == (Booking.Status.CONFIRMED, None)
    with pytest.raises(errors.SlotTaken):
        book(shop, "Fade")


# Refusals


@pytest.mark.parametrize(
    ("refusal", "how"),
    [
        (errors.ServiceNotOffered, {"service": "Retired cut"}),
        (errors.ServiceNotOffered, {"service": "Old perm"}),
        (errors.StaffNotOffered, {"staff": "Tom Gone"}),
        (errors.StaffNotOffered, {"staff": "Olga Berg"}),
        (errors.PartyTooLarge, {"party_size": 2}),
        (errors.PartyTooLarge, {"service": "Yoga", "party_size": 4}),
        (errors.NotOffered, {"clock": "10:10"}),
        (errors.NotOffered, {"clock": "12:00"}),
        (errors.NotOffered, {"clock": "18:30"}),
        (errors.NotOffered, {"day": dt.date(2026, 11, 22)}),  # a Sunday
        (errors.NotOffered, {"day": dt.date(2026, 12, 24), "clock": "13:00"}),  # a special day
        (errors.NotOffered, {"day": dt.date(2027, 1, 20)}),  # 61 days ahead
        (errors.NotOffered, {"day": NOW.date(), "clock": "09:30"}),  # inside the lead time
        (errors.NotOffered, {"starts_at": dt.datetime(2026, 11, 24, 16, 0, 1, tzinfo=dt.UTC)}),
        (errors.NotOffered, {"starts_at": dt.datetime(9999, 12, 31, tzinfo=dt.UTC)}),
        (errors.NotOffered, {"starts_at": dt.datetime(1970, 1, 1, tzinfo=dt.UTC)}),
        (errors.NotOffered, {"starts_at": operations.Listed(DAY, 610)}),
        (errors.NotOffered, {"starts_at": operations.Listed(dt.date(2020, 1, 1), 600)}),
        (errors.NotOffered, {"starts_at": operations.Listed(dt.date.max, 600)}),
        (errors.CustomerBlocked, {"guest": operations.Guest(name="B", email="Bob@Example.com")}),
        (errors.SlotTaken, {"clock": "15:00"}),
        (errors.SlotTaken, {"clock": "15:00", "staff": "Ana Ruiz"}),
    ],
)
def test_a_refusal_leaves_every_table_as_it_was(elm, refusal, how):
    book(elm, "Fade", "15:00", staff="Ana Ruiz")
    book(elm, "Fade", "15:00", staff="Maria Gomez")
    before = everything()
    with pytest.raises(refusal):
        book(elm, **{"service": "Fade", **how})
    assert everything() == before


def test_a_past_start_is_told_from_one_that_is_off_the_grid(elm):
    with pytest.raises(errors.NotOffered) as refusal:
        book(elm, "Fade", "09:00", NOW.date() - dt.timedelta(days=1))
    assert refusal.value.past
    with pytest.raises(errors.NotOffered) as refusal:
        book(elm, "Fade", "10:10")
    assert not refusal.value.past


def test_the_lead_time_and_the_window_are_met_exactly(elm):
    book(elm, "Fade", "10:00", NOW.date())
    book(elm, "Fade", "18:00", dt.date(2027, 1, 19))
    with pytest.raises(errors.NotOffered):
        book(elm, "Fade", "10:00", NOW.date(), now=NOW + dt.timedelta(seconds=1))


def test_a_taken_start_comes_with_the_nearest_free_ones(elm):
    for name in ("Ana Ruiz", "Maria Gomez"):
        book(elm, "Fade", "15:00", staff=name)
    with pytest.raises(errors.SlotTaken) as refusal:
        book(elm, "Fade", "15:00")
    assert refusal.value.alternatives == [at(elm, DAY, clock) for clock in ("13:30", "14:00", "16:00")]


def test_a_blocked_customer_is_known_by_phone_too_and_the_house_itself_may_book_them(elm):
    Customer.objects.filter(email="jane@example.com").update(blocked=True)
    jane = operations.Guest(name="J", email="new@example.com", phone="(202) 555-0185")
    with pytest.raises(errors.CustomerBlocked):
        book(elm, "Fade", guest=jane)
    known = Customer.objects.get(email="jane@example.com")
    with pytest.raises(errors.CustomerBlocked):
        book(elm, "Fade", guest=operations.Guest(customer=known))
    assert book(elm, "Fade", guest=operations.Guest(customer=known), policy=operations.STAFF).customer == known


# Whom the business knows


def test_a_guest_is_matched_by_email_letter_case_ignored_and_nothing_of_them_changes(elm):
    before = Customer.objects.values().get(email="jane@example.com")
    booking = book(
        elm, "Fade", guest=operations.Guest(name="Janet Roe", email="JANE@Example.com", phone="+12025550999")
    )
    assert booking.customer.pk == before["id"]
    assert (booking.guest_name, booking.guest_email) == ("Janet Roe", "JANE@Example.com")
    assert Customer.objects.values().get(pk=before["id"]) == before


def test_without_an_email_the_phone_decides_and_with_another_email_it_does_not(elm):
    jane = Customer.objects.get(email="jane@example.com")
    assert book(elm, "Fade", guest=operations.Guest(name="J", phone="202-555-0185")).customer == jane
    other = book(elm, "Fade", "15:00", guest=operations.Guest(name="J", email="j@example.com", phone="202-555-0185"))
    assert other.customer != jane
    assert other.customer.email == "j@example.com"


def test_a_walk_in_without_a_name_is_nobody_the_business_knows(elm):
    assert book(elm, "Fade", guest=operations.Guest()).customer is None


def test_a_neighbours_customer_is_a_stranger(elm, karachi):
    booking = book(karachi, "Haircut", guest=operations.Guest(name="Jane", email="jane@example.com"))
    assert booking.customer.business == karachi.business


# What a booking keeps


def test_a_booking_keeps_what_was_agreed_whatever_becomes_of_service_and_customer(elm):
    booking = book(elm, "Color", guest=operations.Guest(name="Jane Doe", email="jane@example.com"))
    service, customer = elm.services["Color"], booking.customer
    service.name, service.duration_minutes, service.price = "Tint", 20, Decimal("1.00")
    service.buffer_after_minutes = 0
    service.save()
    customer.first_name, customer.email = "Jo", "jo@example.com"
    customer.save()
    kept = fresh(booking)
    assert (kept.service_name, kept.duration_minutes, kept.price) == ("Color", 60, Decimal("95.00"))
    assert (kept.guest_name, kept.guest_email) == ("Jane Doe", "jane@example.com")
    assert kept.appointment.busy_until - kept.appointment.busy_from == 90


def test_a_persons_own_length_and_price_are_agreed(elm):
    Skill.objects.filter(staff=elm.staff["Ana Ruiz"]).update(duration_minutes=75, price=Decimal("0.00"))
    booking = book(elm, "Fade", staff="Ana Ruiz")
    assert (booking.duration_minutes, booking.price) == (75, Decimal("0.00"))
    assert book(elm, "Fade", staff="Maria Gomez").price == Decimal("35.00")
    assert book(elm, "Advice").price is None


def test_a_start_that_is_too_late_for_the_slower_person_goes_to_the_quicker_one(elm):
    Skill.objects.filter(staff=elm.staff["Ana Ruiz"]).update(duration_minutes=75)
    assert book(elm, "Fade", "18:00").staff.name == "Maria Gomez"
    with pytest.raises(errors.NotOffered):
        book(elm, "Fade", "18:00", staff="Ana Ruiz")


# Time


def test_times_that_touch_are_both_sold(elm):
    for clock in ("10:00", "10:30", "11:00"):
        book(elm, "Trim", clock)


def test_overlapping_times_of_unequal_length_are_not(elm):
    book(elm, "Fade", "10:00", staff="Maria Gomez")
    with pytest.raises(errors.SlotTaken):
        book(elm, "Trim", "10:30")
    book(elm, "Trim", "11:00")


def test_buffers_keep_the_time_around_free_and_may_reach_outside_the_hours(elm):
    first = book(elm, "Color", "11:00")  # until 12:00, closed from then on
    assert first.appointment.busy_until == to_minute(first.ends_at) + 30
    book(elm, "Color", "09:00")
    book(elm, "Advice", "10:30")
    for clock in ("10:00", "10:30"):
        with pytest.raises(errors.SlotTaken):
            book(elm, "Color", clock)


def test_the_buffers_of_two_appointments_do_not_share_time(db):
    services = [{"name": "Wrap", "duration_minutes": 30, "buffer_before_minutes": 15, "buffer_after_minutes": 15}]
    shop = house(services, [{"name": "Pia", "services": ["Wrap"]}])
    book(shop, "Wrap", "10:00")
    with pytest.raises(errors.SlotTaken):
        book(shop, "Wrap", "10:30")
    book(shop, "Wrap", "11:00")


def test_time_off_is_in_nobodys_reach(elm):
    begin, end = at(elm, DAY, "10:30"), at(elm, DAY, "11:00")
    TimeOff.objects.create(business=elm.business, staff=elm.staff["Maria Gomez"], starts_at=begin, ends_at=end)
    for policy in (operations.GUEST, operations.STAFF):
        with pytest.raises(errors.SlotTaken):
            book(elm, "Fade", "10:00", staff="Maria Gomez", policy=policy)
    book(elm, "Fade", "11:00", staff="Maria Gomez")


# Rooms


def test_a_room_is_had_by_one_appointment_at_a_time(elm):
    before = versions(elm)
    booking = book(elm, "Massage", staff="Olga Berg")
    assert booking.appointment.resource == elm.resources["Room 1"]
    assert raised(elm, before) == {"Olga Berg", "Room 1"}
    with pytest.raises(errors.SlotTaken):
        book(elm, "Massage", staff="Pia Lund")
    with pytest.raises(errors.SlotTaken):
        book(elm, "Massage", staff="Pia Lund", policy=operations.STAFF)
    book(elm, "Massage", "11:00", staff="Pia Lund")


def test_only_a_room_at_the_persons_own_location_will_do(db):
    rooms = [{"name": "A", "kind": "room"}, {"name": "B", "kind": "room", "location": "Annex"}]
    shop = house(
        [{"name": "Massage", "duration_minutes": 60, "resource_kind": "room"}],
        [{"name": "Olga", "services": ["Massage"]}, {"name": "Pia", "services": ["Massage"], "location": "Annex"}],
        locations=[{"name": "Main"}, {"name": "Annex"}],
        resources=[*rooms, {"name": "Broken", "kind": "room", "active": False}, {"name": "Chair", "kind": "chair"}],
    )
    annex = shop.locations["Annex"]
    first = book(shop, "Massage", location_id=annex.pk)
    assert (first.staff.name, first.appointment.resource.name, first.location) == ("Pia", "B", annex)
    with pytest.raises(errors.SlotTaken):
        book(shop, "Massage", location_id=annex.pk)
    assert book(shop, "Massage").appointment.resource.name == "A"
    with pytest.raises(errors.SlotTaken):
        book(shop, "Massage")


# Anyone


def test_anyone_is_who_has_the_fewest_booked_minutes_that_local_date(elm):
    book(elm, "Fade", "16:00", staff="Maria Gomez", now=NOW - dt.timedelta(days=1))
    book(elm, "Fade", "16:00", WEDNESDAY, staff="Ana Ruiz")
    booking = book(elm, "Fade")
    assert booking.staff.name == "Ana Ruiz"
    assert booking.any_staff


def test_then_it_is_who_was_booked_least_recently_and_then_the_lowest_id(elm):
    assert book(elm, "Fade").staff.name == "Maria Gomez"
    day = WEDNESDAY
    assert book(elm, "Fade", day=day).staff.name == "Ana Ruiz"
    assert book(elm, "Fade", "16:00", day, now=NOW + MINUTE).staff.name == "Maria Gomez"
    assert book(elm, "Fade", "17:00", day, now=NOW + 2 * MINUTE).staff.name == "Ana Ruiz"


def test_the_local_date_counts_and_not_the_utc_date(elm):
    # 18:00 in Chicago is the next day in UTC
    book(elm, "Fade", "18:00", staff="Maria Gomez", now=NOW - dt.timedelta(days=2))
    was_booked(elm, "Ana Ruiz", NOW)
    assert book(elm, "Fade", day=WEDNESDAY).staff.name == "Maria Gomez"
    assert book(elm, "Fade", "09:00").staff.name == "Ana Ruiz"


def test_cancelled_and_expired_minutes_do_not_count(elm):
    operations.cancel(booking=book(elm, "Fade", "16:00", staff="Maria Gomez"), now=NOW, by="x")
    hold(elm, "Fade", "16:00", staff="Maria Gomez")
    book(elm, "Trim", "17:00", staff="Maria Gomez", now=OVER - 2 * MINUTE)
    openings = queries.house(elm.business).openings(elm.services["Fade"], DAY, DAY, now=OVER)
    assert openings.diaries.minutes_on(DAY, elm.staff["Maria Gomez"].pk) == 30


# Over an expired hold


def test_an_expired_hold_in_the_way_is_swept_with_an_event_of_its_own(elm):
    held, _ = hold(elm, "Fade", staff="Maria Gomez")
    booking = book(elm, "Fade", "10:30", staff="Maria Gomez", now=OVER)
    assert fresh(held).status == Booking.Status.EXPIRED
    assert last_event(held).type == Event.Type.EXPIRED
    assert last_event(held).by == "house:expiry"
    assert booking.appointment.live


def test_an_expired_hold_of_somebody_else_on_the_room_is_swept(elm):
    held, _ = hold(elm, "Massage", staff="Olga Berg")
    before = versions(elm)
    assert book(elm, "Massage", staff="Pia Lund", now=OVER).staff.name == "Pia Lund"
    assert fresh(held).status == Booking.Status.EXPIRED
    assert raised(elm, before) == {"Olga Berg", "Pia Lund", "Room 1"}


def test_an_expired_hold_that_is_not_in_the_way_is_left_to_the_worker(elm):
    held, _ = hold(elm, "Fade", staff="Maria Gomez")
    book(elm, "Fade", staff="Ana Ruiz", now=OVER)
    book(elm, "Fade", "15:00", staff="Maria Gomez", now=OVER)
    assert fresh(held).status == Booking.Status.HELD


def test_several_expired_holds_under_one_long_booking_are_all_swept(elm):
    held = [hold(elm, "Trim", clock)[0] for clock in ("10:00", "10:30")]
    book(elm, "Fade", staff="Maria Gomez", now=OVER)
    assert {fresh(booking).status for booking in held} == {Booking.Status.EXPIRED}


# Groups


def test_a_party_takes_its_places_in_one_appointment(db):
    shop = studio()
    first, second = book(shop, "Yoga", party_size=2), book(shop, "Yoga", party_size=2)
    assert first.appointment == second.appointment
    assert (second.appointment.places, second.appointment.places_taken) == (4, 4)
    assert second.price == Decimal("12.00")


def test_the_fullest_group_that_can_hold_the_party_is_joined_and_a_party_is_never_split(db):
    shop = studio()
    yuri = book(shop, "Yoga", staff="Yuri", party_size=1)
    zoe = book(shop, "Yoga", staff="Zoe", party_size=2)
    assert book(shop, "Yoga").appointment == zoe.appointment  # 3 of 4
    assert book(shop, "Yoga", party_size=2).appointment == yuri.appointment  # 3 of 4
    with pytest.raises(errors.SlotTaken):
        book(shop, "Yoga", party_size=2)
    book(shop, "Yoga")
    book(shop, "Yoga")
    with pytest.raises(errors.SlotTaken):
        book(shop, "Yoga")


def test_a_party_too_large_for_what_is_left_opens_another_group(db):
    shop = studio()
    first = book(shop, "Yoga", party_size=2)
    second = book(shop, "Yoga", party_size=3)
    assert second.staff != first.staff


def test_the_teacher_of_a_group_is_busy_at_other_starts(db):
    shop = studio()
    book(shop, "Yoga", staff="Yuri")
    with pytest.raises(errors.SlotTaken):
        book(shop, "Yoga", "10:30", staff="Yuri")
    book(shop, "Yoga", "11:00", staff="Yuri")


def test_joining_raises_the_version_of_the_teacher_alone(db):
    shop = studio()
    book(shop, "Yoga", staff="Yuri")
    before = versions(shop)
    book(shop, "Yoga", staff="Yuri")
    assert raised(shop, before) == {"Yuri"}


# The house itself


def test_the_house_books_off_the_grid_out_of_hours_at_once_and_far_ahead(elm):
    for clock, day in (("10:07", DAY), ("03:00", DAY), ("10:00", dt.date(2026, 11, 22)), ("09:01", NOW.date())):
        assert clock_of(elm, book(elm, "Trim", clock, day, policy=operations.STAFF)) == clock
    book(elm, "Trim", day=dt.date(2028, 2, 29), policy=operations.STAFF)


def test_the_house_never_books_over_somebody_or_beyond_the_places(elm):
    book(elm, "Fade", staff="Maria Gomez")
    before = everything()
    with pytest.raises(errors.SlotTaken):
        book(elm, "Trim", "10:44", policy=operations.STAFF)
    with pytest.raises(errors.PartyTooLarge):
        book(elm, "Yoga", party_size=4, policy=operations.STAFF)
    assert everything() == before
    book(elm, "Trim", "10:45", policy=operations.STAFF)


def test_a_past_start_needs_more_than_staff_policy(elm):
    with pytest.raises(errors.NotOffered) as refusal:
        book(elm, "Trim", "08:50", NOW.date(), policy=operations.STAFF)
    assert refusal.value.past
    booking = book(elm, "Trim", "08:50", NOW.date(), policy=operations.COUNTER)
    assert booking.starts_at < NOW


def test_the_house_may_join_a_group_off_the_grid(db):
    shop = studio()
    first = book(shop, "Yoga", "10:05", policy=operations.STAFF)
    assert book(shop, "Yoga", "10:05", policy=operations.STAFF).appointment == first.appointment
    with pytest.raises(errors.NotOffered):
        book(shop, "Yoga", "10:05")


# Labels


def test_a_label_that_the_clock_shows_twice_means_the_first_free_one(db):
    services, staff = [{"name": "Watch", "duration_minutes": 30}], [{"name": "Pia", "services": ["Watch"]}]
    shop = house(services, staff, hours={"sunday": [["00:00", "04:00"]]})
    sunday, now = dt.date(2026, 11, 1), dt.datetime(2026, 10, 30, 15, 0, tzinfo=dt.UTC)
    label = operations.Listed(sunday, 90)
    first, second = (book(shop, "Watch", starts_at=label, now=now) for _ in range(2))
    assert (clock_of(shop, first), clock_of(shop, second)) == ("01:30", "01:30")
    assert second.starts_at - first.starts_at == 60 * MINUTE
    with pytest.raises(errors.SlotTaken):
        book(shop, "Watch", starts_at=label, now=now)
    with pytest.raises(errors.NotOffered):
        book(shop, "Watch", starts_at=operations.Listed(sunday, 95), now=now)


def test_a_label_that_the_clock_skips_is_not_offered(db):
    services, staff = [{"name": "Watch", "duration_minutes": 30}], [{"name": "Pia", "services": ["Watch"]}]
    shop = house(services, staff, hours={"sunday": [["00:00", "04:00"]]})
    spring, now = dt.date(2027, 3, 14), dt.datetime(2027, 3, 12, 15, 0, tzinfo=dt.UTC)
    with pytest.raises(errors.NotOffered):
        book(shop, "Watch", starts_at=operations.Listed(spring, 150), now=now)
    assert clock_of(shop, book(shop, "Watch", starts_at=operations.Listed(spring, 180), now=now)) == "03:00"


def test_after_midnight_a_start_stands_under_the_date_before(db):
    services, staff = [{"name": "Watch", "duration_minutes": 30}], [{"name": "Pia", "services": ["Watch"]}]
    shop = house(services, staff, hours={"friday": [["22:00", "02:00"]]})
    friday = dt.date(2026, 11, 27)
    listed = book(shop, "Watch", starts_at=operations.Listed(friday, 30))
    assert listed.starts_at == at(shop, friday + dt.timedelta(days=1), "00:30")
    assert listed.appointment.listed_on == friday
    by_instant = book(shop, "Watch", "01:00", friday + dt.timedelta(days=1))
    assert by_instant.appointment.listed_on == friday
    with pytest.raises(errors.NotOffered):
        book(shop, "Watch", starts_at=operations.Listed(friday + dt.timedelta(days=1), 30))


def test_two_codes_that_meet_are_two_codes_in_the_end(elm, monkeypatch):
    codes, made_up = iter(["AAAAAA", "AAAAAA", "BBBBBB"]), secrets.token_hex
    monkeypatch.setattr(secrets, "token_hex", lambda size: next(codes) if size == 6 else made_up(size))
    assert [book(elm, "Fade").code, book(elm, "Fade", "15:00").code] == ["AAAAAA", "BBBBBB"]


def test_a_booking_takes_few_statements(elm, django_assert_max_num_queries):
    book(elm, "Fade", staff="Maria Gomez")
    memory.forget()
    shop = queries.house(elm.business)
    shop.openings(elm.services["Fade"], DAY, DAY, now=NOW)
    wish = operations.one(shop, elm.services["Fade"], at(elm, DAY, "15:00"), staff=elm.staff["Maria Gomez"])
    guest = operations.Guest(name="Somebody New", email="new@example.com")
    with django_assert_max_num_queries(
        10
    ):  # customer (2), lock, booking, appointment, place, event, versions; savepoint (2)
        operations.book(wish=wish, order=operations.Order(guest, TAKER), now=NOW)
