"""POST /booking/appointments"""

import datetime as dt
import re
import uuid

import pytest

from bookings import operations
from bookings.models import Booking, Event
from businesses.models import ApiKey, Customer
from tests import factories, partners
from tests.bookings.dialects.booqara.answers import NOWHERE, order, refused, slots


def book(partner, shop, *args, **changes):
    answer = partner.post("/appointments", order(shop, *args, **changes))
    assert answer.status_code == 200, answer.content
    return answer.json()["booking"]


def test_a_booking_is_confirmed_with_the_documented_fields(booqara, elm):
    answer = booqara.post("/appointments", order(elm, userId=str(elm.staff["Maria Gomez"].uuid)))
    assert answer.status_code == 200
    body = answer.json()
    assert set(body) == {"success", "booking"}
    assert body["success"] is True
    booking = body["booking"]
    assert uuid.UUID(booking.pop("id"))
    assert re.fullmatch(r"BN-[0-9A-F]{12}", booking.pop("confirmationCode"))
    assert booking == {
        "serviceName": "Fade",
        "servicePrice": 35,
        "appointmentDate": "2026-11-24",
        "appointmentTime": "10:00",
        "durationMinutes": 45,
        "staffName": "Maria Gomez",
        "businessName": "North Elm Studio",
        "businessAddress": "123 Main St",
        "guestName": "Jordan Smith",
        "guestEmail": "jordan@example.com",
        "status": "confirmed",
    }


def test_the_booking_keeps_what_was_typed_and_who_took_it(booqara, elm, now):
    book(booqara, elm, guestName="  Ada Poe ")
    booking = Booking.objects.get()
    assert (booking.guest_name, booking.guest_phone) == ("Ada Poe", "(202) 555-0123")
    assert booking.customer_notes == "Please ring when you arrive"
    assert (booking.source, booking.any_staff, booking.created_at) == ("booqara", True, now)
    key = ApiKey.objects.get()
    assert booking.api_key == key
    assert Event.objects.get().by == f"booqara:{key.prefix}"
    assert booking.starts_at == dt.datetime(2026, 11, 24, 16, 0, tzinfo=dt.UTC)


def test_an_existing_customer_stays_as_it_is(booqara, elm):
    book(booqara, elm, guestName="Somebody Else", guestEmail="JANE@example.com")
    jane = Customer.objects.get(email="jane@example.com")
    assert jane.full_name == "Jane Doe"
    assert Booking.objects.get().customer == jane


@pytest.mark.parametrize("who", [..., None, "any"])
def test_without_a_person_anyone_serves_until_nobody_is_left(booqara, elm, who):
    names = {book(booqara, elm, userId=who)["staffName"] for _ in range(2)}
    assert names == {"Maria Gomez", "Ana Ruiz"}
    assert refused(booqara.post("/appointments", order(elm, userId=who)), 409)


def test_a_taken_start_is_409_and_stays_with_the_first(booqara, elm):
    book(booqara, elm, "Trim")
    assert refused(booqara.post("/appointments", order(elm, "Trim")), 409)
    assert Booking.objects.count() == 1


@pytest.mark.parametrize("clock", ["10:10", "12:00", "11:45", "08:30", "19:00", "18:45", "00:00", "23:59"])
def test_a_start_that_is_not_offered_is_400(booqara, elm, clock):
    assert refused(booqara.post("/appointments", order(elm, "Trim", clock=clock)), 400)


@pytest.mark.parametrize("day", ["2026-11-22", "2026-11-19", "2027-01-20", "0001-01-01", "9999-12-31"])
def test_a_closed_past_or_far_date_is_400(booqara, elm, day):
    assert refused(booqara.post("/appointments", order(elm, "Trim", appointmentDate=day)), 400)


def test_too_soon_is_400(booqara, elm):
    assert refused(booqara.post("/appointments", order(elm, "Trim", factories.NOW.date(), "09:30")), 400)
    assert book(booqara, elm, "Trim", factories.NOW.date(), "10:00")


def test_a_business_that_confirms_by_hand_answers_pending(db, now):
    shop = factories.load(factories.elm_document(rules={"auto_confirm": False}))
    assert book(partners.booqara(shop), shop)["status"] == "pending"


def test_the_price_is_shown_though_the_page_hides_it(db, now):
    shop = factories.load(factories.elm_document(page={"show_service_prices": False, "show_service_duration": False}))
    booking = book(partners.booqara(shop), shop, "Trim")
    assert (booking["servicePrice"], booking["durationMinutes"]) == (20.5, 30)


def test_a_service_without_a_price_has_null(booqara, elm):
    assert book(booqara, elm, "Advice")["servicePrice"] is None


@pytest.mark.parametrize("email", [..., None])
def test_the_email_may_be_left_out_though_the_page_requires_it(booqara, elm, email):
    assert book(booqara, elm, guestEmail=email)["guestEmail"] is None


def test_only_a_name_is_needed_of_the_guest(booqara, elm):
    assert (
        book(booqara, elm, guestEmail=..., guestPhone=..., customerNotes=..., userId=...)["guestName"] == "Jordan Smith"
    )


def test_the_address_is_that_of_the_place(booqara, elm):
    assert book(booqara, elm, "Yoga", clock="13:00")["businessAddress"] == "9 Side St"


def test_without_an_address_of_the_place_it_is_that_of_the_business(db, now):
    shop = factories.load(factories.elm_document(locations=[{"name": "Main"}, {"name": "Annex"}]))
    shop.locations["Main"].address = ""
    shop.locations["Main"].save()
    assert book(partners.booqara(shop), shop)["businessAddress"] == "123 Main St"


def test_a_start_after_midnight_is_booked_and_shown_as_it_is_listed(db, now):
    shop = factories.load(factories.elm_document(hours={"friday": [["22:00", "02:00"]]}))
    partner, friday = partners.booqara(shop), dt.date(2026, 11, 27)
    assert "00:30" in slots(partner, shop, "Trim", friday)
    booking = book(partner, shop, "Trim", friday, "00:30")
    assert (booking["appointmentDate"], booking["appointmentTime"]) == ("2026-11-27", "00:30")
    assert Booking.objects.get().starts_at == dt.datetime(2026, 11, 28, 6, 30, tzinfo=dt.UTC)
    assert partner.get(f"/appointments/{booking['id']}").json()["appointmentDate"] == "2026-11-27"
    assert refused(partner.post("/appointments", order(shop, "Trim", friday + dt.timedelta(days=1), "00:30")), 400)


def test_a_group_is_filled_place_by_place(booqara, elm):
    for _ in range(3):
        book(booqara, elm, "Yoga", clock="13:00")
    assert refused(booqara.post("/appointments", order(elm, "Yoga", clock="13:00")), 409)


def test_a_hold_is_in_the_way_like_a_booking(booqara, elm, now):
    operations.hold(
        wish=operations.one(elm.business, elm.services["Trim"], factories.at(elm, factories.DAY, "10:00")),
        taker=operations.Taker(source="wizard", by="guest"),
        now=now,
    )
    assert refused(booqara.post("/appointments", order(elm, "Trim")), 409)


def test_a_blocked_customer_is_400(booqara, elm):
    assert refused(booqara.post("/appointments", order(elm, guestEmail="Bob@Example.com")), 400)
    assert not Booking.objects.exists()


@pytest.mark.parametrize("field", ["serviceId", "appointmentDate", "appointmentTime", "guestName"])
@pytest.mark.parametrize("value", [..., None, "", "   ", 5, 5.5, True, [], {}, ["10:00"]])
def test_a_required_field_that_is_missing_or_of_another_type_is_400(booqara, elm, field, value):
    assert refused(booqara.post("/appointments", order(elm, **{field: value})), 400)


@pytest.mark.parametrize("field", ["guestEmail", "guestPhone", "customerNotes", "userId"])
@pytest.mark.parametrize("value", [5, 0, False, [], {}, "a\x00b", "x" * 2001])
def test_an_optional_field_that_is_wrong_is_400(booqara, elm, field, value):
    assert refused(booqara.post("/appointments", order(elm, **{field: value})), 400)


@pytest.mark.parametrize(
    "changes",
    [
        {"serviceId": "fade"},
        {"appointmentDate": "2026-02-30"},
        {"appointmentDate": "24/11/2026"},
        {"appointmentDate": "2026-11-24 "},
        {"appointmentTime": "25:00"},
        {"appointmentTime": "24:00"},
        {"appointmentTime": "9:00"},
        {"appointmentTime": "10:00:00"},
        {"appointmentTime": "10:00\n"},
        {"appointmentTime": "１0:00"},
        {"guestName": "x" * 201},
        {"guestName": "\u2003\u00a0"},
        {"guestName": "a\x00"},
        {"guestName": "\ud800"},
        {"guestEmail": "not an address"},
        {"guestEmail": ""},
        {"guestEmail": f"{'a' * 250}@example.com"},
        {"guestPhone": "5" * 51},
    ],
)
def test_a_bad_field_is_400(booqara, elm, changes):
    assert refused(booqara.post("/appointments", order(elm, **changes)), 400)
    assert not Booking.objects.exists()


def test_texts_may_be_as_long_as_their_limits(booqara, elm):
    longest = {"guestName": "n" * 200, "guestPhone": "5" * 50, "customerNotes": "🙂" * 2000}
    assert book(booqara, elm, **longest)["guestName"] == longest["guestName"]
    assert Booking.objects.get().customer_notes == longest["customerNotes"]


def test_names_of_all_scripts_are_kept(booqara, elm):
    for name, clock in (("Zoë Ångström", "09:00"), ("李小龍", "10:00"), ("علي", "13:00"), ("🧑‍🎤", "14:00")):
        assert book(booqara, elm, clock=clock, guestName=name)["guestName"] == name


def test_an_unknown_inactive_or_foreign_service_is_not_found(booqara, elm, karachi):
    for service in (NOWHERE, str(elm.services["Retired cut"].uuid), str(karachi.services["Haircut"].uuid)):
        assert refused(booqara.post("/appointments", order(elm, serviceId=service)), 404, "Service not found")


def test_who_is_unknown_unqualified_or_foreign_is_invalid_staff(booqara, elm, karachi):
    for person in ("maria", "", NOWHERE, str(elm.staff["Yuri Ito"].uuid), str(karachi.staff["Amna Khan"].uuid)):
        assert refused(booqara.post("/appointments", order(elm, userId=person)), 400, "Invalid staff")


def test_fields_that_nobody_asked_for_change_nothing(booqara, elm):
    extra = {
        "status": "cancelled",
        "servicePrice": 1,
        "price": 1,
        "confirmationCode": "BN-1",
        "id": NOWHERE,
        "code": "A",
    }
    booking = book(booqara, elm, **extra)
    assert (booking["status"], booking["servicePrice"]) == ("confirmed", 35)
    assert booking["id"] != NOWHERE
    assert booking["confirmationCode"] != "BN-1"


def test_a_wrong_key_is_refused_before_the_body_is_read(stranger):
    assert refused(stranger("POST", "/appointments", raw=b"{"), 401)
    assert refused(stranger("POST", "/appointments", raw=b"x" * 70_000), 401)
