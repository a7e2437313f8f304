"""POST /bookings/customer"""

import datetime as dt

import pytest
import time_machine

from bookings import operations
from bookings.models import Appointment, Booking
from businesses.models import Customer, Service, StaffMember
from tests import factories, partners
from tests.bookings.dialects.miketsu.answers import NO_IDS, NOBODY, entry, made, own, refused, wish
from tests.factories import DAY

BLACKLISTED = "you are blacklisted, please contact the merchant by email or phone to make a booking"


def booked(partner, shop, *args, **changes):
    """The appointment that a wish makes, or joins."""
    return made(partner.post("/customer", wish(shop, *args, **changes)), "customer")


def test_it_books_for_the_tokens_customer_by_the_businesss_own_rules(jane, elm):
    appointment = booked(jane, elm)
    booking = Booking.objects.get()
    assert booking.appointment == appointment
    assert (booking.status, booking.source, booking.customer_notes) == (
        "confirmed",
        "miketsu",
        "Please use fragrance-free products",
    )
    assert (booking.guest_name, booking.guest_email) == ("Jane Doe", "jane@example.com")
    assert booking.customer == Customer.objects.get(email="jane@example.com")
    assert booking.events.get().by.startswith("miketsu:mkt_")
    assert appointment.starts_at == factories.at(elm, DAY, "10:00")


def test_where_the_business_confirms_by_hand_it_waits(now, db):
    shop = factories.load(factories.elm_document(rules={"auto_confirm": False}))
    booked(partners.miketsu(shop, customer="jane@example.com"), shop)
    assert Booking.objects.get().status == "pending"


def test_nothing_but_what_is_required_is_needed_and_more_is_ignored(jane, elm):
    booked(jane, elm, customer_note=None, booking_id=None, price="1.00", customer_id=5)
    assert Booking.objects.get().customer_notes == ""


@pytest.mark.parametrize("field", ["merchant_name", "service_id", "location_id", "timeStamp"])
def test_a_required_field_that_is_missing_or_null_is_400(jane, elm, field):
    for value in (..., None):
        assert refused(jane.post("/customer", wish(elm, **{field: value})), 400, f"{field}: This field is required.")


@pytest.mark.parametrize(
    "changes",
    [
        {"merchant_name": 5},
        {"service_id": "1"},
        {"service_id": 1.0},
        {"service_id": True},
        {"location_id": "1"},
        {"customer_note": 5},
        {"customer_note": "x" * 2001},
        {"customer_note": "a\0b"},
        {"booking_id": "1"},
        {"booking_id": 1.5},
        {"timeStamp": 5},
        {"timeStamp": "soon"},
        {"timeStamp": "2026-11-24T16:00:00"},
        {"timeStamp": "2026-02-30T10:00:00Z"},
        {"timeStamp": "2026-11-24T16:00:30Z"},
        {"timestamp": "2026-11-24T16:00:00Z", "timeStamp": ...},
    ],
    ids=str,
)
def test_a_field_that_cannot_be_read_is_400(jane, elm, changes):
    assert refused(jane.post("/customer", wish(elm, **changes)), 400)
    assert not Booking.objects.exists()


@pytest.mark.parametrize(
    "written", ["2026-11-24T16:00:00Z", "2026-11-24T10:00:00-06:00", "2026-11-24T21:00:00.000+05:00"]
)
def test_a_start_may_be_written_with_any_offset(jane, elm, written):
    assert booked(jane, elm, timeStamp=written).starts_at == factories.at(elm, DAY, "10:00")


def test_a_note_may_have_2000_characters(jane, elm):
    booked(jane, elm, customer_note="é" * 2000)


def test_merchant_service_and_location_must_be_there_and_belong_together(jane, elm, karachi):
    annex = elm.locations["Annex"].pk
    for changes, words in (
        ({"merchant_name": "nobody"}, "merchant not found"),
        ({"merchant_name": "karachi"}, "merchant not found"),
        ({"merchant_name": ""}, None),
        ({"service_id": NOBODY}, "service not found"),
        ({"service_id": elm.services["Retired cut"].pk}, "service not found"),
        ({"service_id": karachi.services["Haircut"].pk}, "service not found"),
        ({"location_id": NOBODY}, "location not found"),
        ({"location_id": StaffMember.objects.get(name="Amna Khan").location_id}, "location not found"),
        ({"location_id": annex}, "location not found"),
    ):
        answer = jane.post("/customer", wish(elm, **changes))
        assert answer.status_code in ((404,) if words else (400, 404)), changes
        assert refused(answer, answer.status_code, words)
    assert not Booking.objects.exists()


def test_only_who_works_at_the_location_serves(now, db):
    document = factories.elm_document()
    document["staff"][1]["location"] = "Annex"  # Ana Ruiz
    shop = factories.load(document)
    jane = partners.miketsu(shop, customer="jane@example.com")
    where = {name: place.pk for name, place in shop.locations.items()}
    assert booked(jane, shop, location_id=where["Annex"]).staff.name == "Ana Ruiz"
    assert booked(jane, shop, location_id=where["Main"]).staff.name == "Maria Gomez"
    assert refused(jane.post("/customer", wish(shop, location_id=where["Main"])), 409)


@pytest.mark.parametrize(
    ("day", "clock"),
    [(DAY, "10:10"), (DAY, "12:00"), (DAY, "08:00"), (dt.date(2026, 11, 29), "10:00"), (dt.date(2026, 12, 24), "13:00"),
     (dt.date(2026, 11, 20), "09:30"), (dt.date(2026, 11, 13), "10:00"), (dt.date(2027, 1, 20), "10:00"),
     (dt.date(9999, 12, 31), "10:00")],
)  # fmt: skip
def test_a_start_that_is_not_offered_is_400(jane, elm, day, clock):
    assert refused(jane.post("/customer", wish(elm, day=day, clock=clock)), 400, "this time cannot be booked")


def test_a_start_that_is_taken_is_409(jane, john, elm):
    booked(jane, elm, "Trim")
    assert refused(john.post("/customer", wish(elm, "Trim")), 409)
    assert Booking.objects.count() == 1


def test_one_customer_may_have_two_of_one_start_where_two_serve(jane, elm):
    assert booked(jane, elm) != booked(jane, elm)
    assert refused(jane.post("/customer", wish(elm)), 409)


def test_a_blocked_customer_is_told_in_the_vendors_words_whatever_is_free(elm):
    bob = partners.miketsu(elm, customer="bob@example.com")
    for clock in ("10:00", "10:10"):
        assert refused(bob.post("/customer", wish(elm, clock=clock)), 400, BLACKLISTED)
    assert refused(bob.post("/customer", wish(elm, service_id=NOBODY)), 404)


def test_a_name_that_is_longer_than_a_bookings_is_cut(jane, elm):
    Customer.objects.filter(email="jane@example.com").update(first_name="a" * 200, last_name="b" * 100)
    booked(jane, elm)
    assert Booking.objects.get().guest_name == "a" * 200


def test_a_form_alters_no_customer(jane, elm):
    before = Customer.objects.filter(email="jane@example.com").values().get()
    booked(jane, elm, first_name="Other", email="other@example.com")
    assert Customer.objects.filter(email="jane@example.com").values().get() == before


# Groups


def test_a_group_is_joined_or_opened_at_its_start(jane, john, elm):
    assert booked(jane, elm, "Yoga") == booked(john, elm, "Yoga")
    assert Appointment.objects.get().places_taken == 2


def test_who_is_in_a_group_already_is_409(jane, elm):
    group = booked(jane, elm, "Yoga")
    for changes in ({}, {"booking_id": group.pk}):
        assert refused(jane.post("/customer", wish(elm, "Yoga", **changes)), 409, "the customer is in it already")
    assert Appointment.objects.get().places_taken == 1


def test_that_very_group_is_joined_until_it_is_full(jane, john, merchant, elm):
    group = made(merchant.post("/merchant", entry(elm, "Yoga")))
    assert booked(jane, elm, "Yoga", booking_id=group.pk) == booked(john, elm, "Yoga", booking_id=group.pk) == group
    kim = partners.miketsu(elm, customer="kim@example.com")
    assert refused(kim.post("/customer", wish(elm, "Yoga", booking_id=group.pk)), 409)
    assert refused(kim.post("/customer", wish(elm, "Yoga")), 409)


def test_a_group_is_joined_at_its_own_start_only(jane, merchant, elm):
    group = made(merchant.post("/merchant", entry(elm, "Yoga")))
    for clock in ("13:00", "10:10"):
        assert refused(jane.post("/customer", wish(elm, "Yoga", clock=clock, booking_id=group.pk)), 400)


def test_what_is_no_such_group_is_404(jane, merchant, elm, karachi):
    single = made(merchant.post("/merchant", entry(elm)))
    theirs = factories.book(karachi, "Haircut", clock="12:00").appointment
    group = made(merchant.post("/merchant", entry(elm, "Yoga")))
    held = factories.hold(elm, "Yoga", clock="14:00")[0].appointment
    for changes in (
        *({"service": "Yoga", "booking_id": number} for number in (NOBODY, 0, -1, 2**63, single.pk, theirs.pk)),
        {"service": "Fade", "booking_id": single.pk},
        {"service": "Fade", "booking_id": group.pk},
        {"service": "Yoga", "clock": "14:00", "booking_id": held.pk},
    ):
        assert refused(jane.post("/customer", wish(elm, **changes)), 404, "booking not found"), changes
    assert refused(jane.post("/customer", wish(elm, "Yoga", location_id=elm.locations["Main"].pk)), 404)


def test_a_group_of_another_location_is_404(now, db):
    document = factories.elm_document()
    document["staff"][0]["services"].append("Yoga")  # Maria Gomez, at Main
    shop = factories.load(document)
    jane = partners.miketsu(shop, customer="jane@example.com")
    group = factories.book(shop, "Yoga", staff="Yuri Ito").appointment
    body = {"booking_id": group.pk, "location_id": shop.locations["Main"].pk}
    assert refused(jane.post("/customer", wish(shop, "Yoga", **body)), 404, "booking not found")
    assert booked(jane, shop, "Yoga", booking_id=group.pk, location_id=shop.locations["Annex"].pk) == group


def test_who_left_a_group_may_come_again(jane, john, elm, now):
    group = booked(jane, elm, "Yoga")
    booked(john, elm, "Yoga")
    assert jane.delete(f"/customer/{group.pk}").status_code == 200
    assert booked(jane, elm, "Yoga", booking_id=group.pk) == group
    assert own(jane.get(f"/customer/{group.pk}"))["is_cancelled"] is False


def test_a_group_that_is_over_is_joined_by_nobody(jane, john, elm, now):
    group = booked(john, elm, "Yoga")
    assert john.delete(f"/customer/{group.pk}").status_code == 200
    assert refused(jane.post("/customer", wish(elm, "Yoga", booking_id=group.pk)), 409)
    other = booked(john, elm, "Yoga", clock="13:00")
    with time_machine.travel(other.starts_at + dt.timedelta(minutes=1), tick=False):
        assert refused(jane.post("/customer", wish(elm, "Yoga", clock="13:00", booking_id=other.pk)), 400)


# Repeats and what is no request


def test_a_repeat_is_answered_with_the_same_location_and_books_nothing(jane, elm):
    key = {"Idempotency-Key": "once"}
    first, again = (jane.post("/customer", wish(elm), headers=key) for _ in range(2))
    assert made(first, "customer") == made(again, "customer")
    assert ("Idempotency-Replayed" in first, again["Idempotency-Replayed"]) == (False, "true")
    assert refused(jane.post("/customer", wish(elm, customer_note="Other"), headers=key), 422)
    assert Booking.objects.count() == 1


def test_a_key_belongs_to_one_token(jane, john, elm):
    key = {"Idempotency-Key": "once"}
    bookings = {made(each.post("/customer", wish(elm), headers=key), "customer") for each in (jane, john)}
    assert len(bookings) == 2


@pytest.mark.parametrize("raw", [b'{"service_id": ', b"[]", b"\xff", b"null", b""])
def test_what_is_no_object_is_400(jane, raw):
    assert refused(jane.post("/customer", raw=raw), 400)


def test_sizes_types_methods_and_paths(jane, elm):
    assert refused(jane.post("/customer", wish(elm, customer_note="x" * 66_000)), 413)
    assert refused(jane.post("/customer", raw=b"a=1", content_type="text/plain"), 415)
    for method in ("GET", "PUT", "PATCH", "DELETE"):
        assert refused(jane(method, "/customer"), 405)
    for path in ("/", "/customer/", "/customers", "/nothing/1"):
        assert refused(jane.get(path), 404)


@pytest.mark.parametrize("odd", NO_IDS)
def test_an_odd_number_of_a_booking_names_nothing(jane, odd):
    for method in ("GET", "DELETE"):
        assert refused(jane(method, f"/customer/{odd}"), 404)


def test_the_last_place_goes_to_one_of_a_customers_own_requests(jane, elm):
    """The customer's row is the lock of who may come once: what the first wrote the second sees."""
    service = Service.objects.get(name="Yoga")
    order = operations.Order(
        operations.Guest(customer=Customer.objects.get(email="jane@example.com")), factories.WIZARD, at_most_one=True
    )
    operations.book(wish=factories.wish(elm, "Yoga"), order=order, now=factories.NOW)
    assert refused(jane.post("/customer", wish(elm, "Yoga")), 409)
    assert Appointment.objects.get(service=service).places_taken == 1
