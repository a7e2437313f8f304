"""POST /booking/v1/booking: what is booked, and how it is answered."""

import pytest

from bookings.models import Booking
from businesses.models import Customer
from tests import factories, partners
from tests.bookings.dialects.booxi.answers import FIELDS, NOBODY, booked, client, order, refused, row, said, utc


def test_the_answer_says_everything_there_is(booxi, elm):
    made = booked(booxi, elm, client=client(additionalRequest="By the window"))
    booking, maria, start = Booking.objects.get(), elm.staff["Maria Gomez"].pk, utc(elm, "10:00")
    span = {"start": start, "end": utc(elm, "10:30"), "duration": 30}
    assert made == {
        "bookingId": str(booking.pk),
        "merchantId": elm.business.pk,
        "bookingMethod": "Appointment",
        "status": "Approved",
        "isCompleted": False,
        "acquisitionChannel": "e-commerce",
        "startsOn": start,
        "totalClientTimespan": span,
        "staffId": maria,
        "items": [
            {
                "serviceId": elm.services["Trim"].pk,
                "serviceName": "Trim",
                "resourceId": None,
                "resourceName": None,
                "serviceHasAssociatedResources": False,
                "price": {
                    "visibility": "Show",
                    "amount": "20.50",
                    "amountPerPerson": "0.00",
                    "amountPerHour": "0.00",
                    "currency": "USD",
                    "isStartingAt": False,
                    "tax": "None",
                },
                "reservedClientTimespan": span,
                "duration": 30,
                "spacingAfter": 0,
                "isBusySpacingAfter": True,
            }
        ],
        "location": "Business",
        "locationText": "",
        "client": {
            "id": booking.customer_id,
            "firstName": "Nora",
            "lastName": "Hill",
            "email": "nora@example.com",
            "homePhoneNumber": "",
            "mobilePhoneNumber": "",
            "presence": "Expecting",
            "remindByEmail": False,
            "remindBySMS": False,
            "additionalRequest": "By the window",
        },
        "payment": {"total": "20.50", "paid": "0.00", "onlinePaymentStatus": "None"},
        "createdOn": "2026-11-20T15:00:00Z",
        "createdBy": "Staff",
        "createdByStaffId": maria,
        "modifiedOn": "2026-11-20T15:00:00Z",
        "modifiedBy": "Staff",
        "modifiedByStaffId": maria,
        "isScheduled": True,
        "clientCount": 1,
    }
    assert (booking.status, booking.source, booking.customer_notes) == ("confirmed", "booxi", "By the window")


def test_it_is_approved_whatever_the_business_says(db, now):
    shop = factories.load(factories.elm_document(rules={"auto_confirm": False}))
    assert booked(partners.booxi(shop), shop)["status"] == "Approved"


def test_what_only_the_partner_says_comes_back_and_nobody_else_reads_it(booxi, elm):
    sent = client(
        homePhoneNumber="(202) 555-0111",
        mobilePhoneNumber="+12025550199",
        address={"street": "1 Home Rd", "city": "Chicago", "state": "IL", "postalCode": "60601", "country": "US"},
        remindBySMS=True,
        remindByEmail=True,
    )
    made = booked(booxi, elm, client=sent, location="Home", createdBy="Client", acquisitionChannel=...)
    assert (made["location"], made["acquisitionChannel"]) == ("Home", None)
    assert (made["createdBy"], made["createdByStaffId"]) == ("Client", None)
    assert (made["client"]["remindBySMS"], made["client"]["remindByEmail"]) == (True, True)
    assert made["client"]["homePhoneNumber"] == "(202) 555-0111"
    assert made["client"]["mobilePhoneNumber"] == "+12025550199"
    assert said(booxi.get(f"/booking/{made['bookingId']}"))["booking"] == made
    assert set(row(made).partner_facts) == {"booxi"}


def test_a_name_is_parted_where_the_partner_parts_it(booxi, elm):
    sent = {"firstName": "Mary  Ann", "lastName": "de la Cruz", "email": "mary@example.com"}
    made = booked(booxi, elm, client=sent)["client"]
    assert (made["firstName"], made["lastName"]) == ("Mary Ann", "de la Cruz")
    known = Customer.objects.get(pk=made["id"])
    assert (known.first_name, known.last_name) == ("Mary Ann", "de la Cruz")


def test_a_client_by_id_is_who_they_are_on_record(booxi, elm):
    jane = elm.customers["jane@example.com"]
    made = booked(booxi, elm, client={"id": jane.pk})["client"]
    assert (made["id"], made["firstName"], made["lastName"], made["email"]) == (
        jane.pk,
        "Jane",
        "Doe",
        "jane@example.com",
    )
    assert made["mobilePhoneNumber"] == "+12025550185"


def test_a_client_by_email_is_known_again_and_never_changed(booxi, elm):
    jane = elm.customers["jane@example.com"]
    before = Customer.objects.values().get(pk=jane.pk)
    sent = client(email="JANE@example.com", mobilePhoneNumber="+12025550100", homePhoneNumber="+12025550101")
    made = booked(booxi, elm, client=sent)["client"]
    assert (made["id"], made["firstName"], made["mobilePhoneNumber"]) == (jane.pk, "Nora", "+12025550100")
    assert made["homePhoneNumber"] == "+12025550101"
    assert Customer.objects.values().get(pk=jane.pk) == before
    assert Customer.objects.filter(business=elm.business).count() == 2


def test_a_new_client_keeps_both_numbers_and_the_street(booxi, elm):
    sent = client(mobilePhoneNumber="+12025550199", homePhoneNumber="+12025550101", address={"street": "1 Home Rd"})
    known = row(booked(booxi, elm, client=sent)).customer
    assert (known.phone, known.home_phone, known.address) == ("+12025550199", "+12025550101", "1 Home Rd")


def test_a_street_is_kept_with_a_client_who_has_none_and_no_other_is_replaced(booxi, elm):
    jane = elm.customers["jane@example.com"]
    for clock, street in (("10:00", "1 First St"), ("11:00", "2 Second St")):
        sent = {"id": jane.pk, "address": {"street": street, "country": "US", "state": "IL"}}
        booked(booxi, elm, "Trim", clock, client=sent)
        jane.refresh_from_db()
        assert jane.address == "1 First St"


def test_several_services_follow_one_another_with_buffers_and_one_person(db, now):
    document = factories.elm_document()
    document["staff"][5]["services"] = ["Color", "Advice", "Trim"]
    document["categories"][0]["services"][1]["buffer_before_minutes"] = 5
    shop = factories.load(document)
    booxi = partners.booxi(shop)
    items = [{"serviceId": shop.services[name].pk} for name in ("Color", "Trim", "Advice")]
    made = booked(booxi, shop, "Color", items=items)
    spans = [item["reservedClientTimespan"] for item in made["items"]]
    assert [span["start"] for span in spans] == [utc(shop, clock) for clock in ("10:00", "11:35", "12:05")]
    assert made["totalClientTimespan"] == {"start": utc(shop, "10:00"), "end": utc(shop, "12:35"), "duration": 155}
    assert made["payment"]["total"] == "115.50"
    assert [item["price"]["visibility"] for item in made["items"]] == ["Show", "Show", "AskOnly"]
    assert [item["spacingAfter"] for item in made["items"]] == [30, 0, 0]
    assert Booking.objects.count() == 1


def test_a_needed_resource_is_named(booxi, elm):
    item = booked(booxi, elm, "Massage")["items"][0]
    room = elm.resources["Room 1"]
    assert (item["resourceId"], item["resourceName"], item["serviceHasAssociatedResources"]) == (
        room.pk,
        "Room 1",
        True,
    )


def test_hidden_prices_are_said_to_be_hidden(db, now):
    shop = factories.load(factories.elm_document(page={"show_service_prices": False}))
    item = booked(partners.booxi(shop), shop)["items"][0]
    assert (item["price"]["visibility"], item["price"]["amount"]) == ("Hidden", "20.50")


def test_money_without_decimals_is_written_with_two(db, now):
    document = factories.elm_document(currency="JPY")
    for category in document["categories"]:
        for service in category["services"]:
            service["price"] = "3500"
    shop = factories.load(document)
    assert booked(partners.booxi(shop), shop)["payment"]["total"] == "3500.00"


@pytest.mark.parametrize("method", ["Reservation", "GroupReservation"])
def test_a_group_is_joined_until_it_is_full(booxi, elm, method):
    for n in range(3):
        made = booked(booxi, elm, "Yoga", bookingMethod=method, client=client(email=f"n{n}@example.com"))
        assert made["bookingMethod"] == method
    full = booxi.post("/booking", order(elm, "Yoga", bookingMethod=method))
    assert refused(full, 409, "GroupEventOvercapacity")
    other = booxi.post("/booking", order(elm, "Yoga", "10:30", bookingMethod=method))
    assert refused(other, 409, "StaffNotAvailable")


@pytest.mark.parametrize("field", ["merchantId", "bookingMethod", "startsOn", "status", "staffId", "items", "client"])
@pytest.mark.parametrize("value", [..., None])
def test_what_is_missing_is_missed(booxi, elm, field, value):
    assert refused(booxi.post("/booking", order(elm, **{field: value})), 400, about=field)
    assert not Booking.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("bookingMethod", value) for value in ("Rental", "appointment", "", 5, "Reservation", "GroupReservation")),
        *(("status", value) for value in ("Pending", "Cancelled", "", True)),
        *(("items", value) for value in ([], {}, "x", [5], [{}], [{"serviceId": "1"}], [{"serviceId": NOBODY}])),
        ("items", [{"serviceId": 1}] * 21),
        *(
            ("client", value)
            for value in ("x", [], {}, {"id": "1"}, {"id": NOBODY}, {"firstName": "A", "lastName": "B"})
        ),
        ("client", {"firstName": "A", "email": "a@example.com"}),
        ("client", {"firstName": " ", "lastName": "B", "email": "a@example.com"}),
        *(("client", client(email=value)) for value in ("nowhere", 5)),
        *(("client", client(homePhoneNumber=value)) for value in (5, "x" * 51)),
        *(("client", client(address=value)) for value in ("x", {"street": 5}, {"street": "x" * 301})),
        *(("client", client(remindByEmail=value)) for value in ("true", 1)),
        ("client", client(additionalRequest="x" * 2001)),
        ("client", client(additionalRequest="\0")),
        ("createdBy", "Robot"),
        *(("acquisitionChannel", value) for value in ("x" * 101, 5)),
        ("location", "Moon"),
        *(("staffId", value) for value in (NOBODY, "1", 1.5)),
    ],
)
def test_what_cannot_be_is_400_and_named(booxi, elm, field, value):
    answer = booxi.post("/booking", order(elm, **{field: value}))
    assert refused(answer, 400)
    assert not Booking.objects.exists()


@pytest.mark.parametrize(
    "written",
    [
        *("2026-11-24T16:00:00", "2026-11-24T10:00:00-06:00", "2026-11-24", "2026-11-24 at ten", "2026-11-24T16:00Z"),
        *("2026-11-24T16:00:00-00:00", "2026-11-24T16:00:00+0000", "2026-11-24T16:00:30Z", "2026-02-30T16:00:00Z", 5),
    ],
)
def test_a_start_is_a_whole_minute_in_utc(booxi, elm, written):
    assert refused(booxi.post("/booking", order(elm, startsOn=written)), 400, about="startsOn")


@pytest.mark.parametrize("written", ["2026-11-24T16:00:00+00:00", "2026-11-24T16:00:00.000Z", "2026-11-24t16:00:00z"])
def test_utc_has_several_spellings(booxi, elm, written):
    assert booked(booxi, elm, startsOn=written)["startsOn"] == "2026-11-24T16:00:00Z"


def test_an_appointment_is_not_of_a_group_nor_a_reservation_of_one_alone(booxi, elm):
    for service, method in (("Yoga", "Appointment"), ("Trim", "Reservation")):
        assert refused(booxi.post("/booking", order(elm, service, bookingMethod=method)), 400, about="bookingMethod")


def test_an_inactive_service_is_none(booxi, elm):
    items = [{"serviceId": elm.services["Retired cut"].pk}]
    assert refused(booxi.post("/booking", order(elm, items=items)), 400)


def test_who_was_merged_or_erased_is_no_client(booxi, elm, now):
    jane, bob = elm.customers["jane@example.com"], elm.customers["bob@example.com"]
    Customer.objects.filter(pk=jane.pk).update(merged_into=bob)
    assert refused(booxi.post("/booking", order(elm, client={"id": jane.pk})), 400, about="client")
    Customer.objects.filter(pk=jane.pk).update(merged_into=None, erased_at=now, identity=None)
    assert refused(booxi.post("/booking", order(elm, client={"id": jane.pk})), 400, about="client")


@pytest.mark.parametrize(
    ("sent", "changes", "field"),
    [
        ({"remindBySMS": True}, {}, "mobilePhoneNumber"),
        ({"remindBySMS": True, "mobilePhoneNumber": ""}, {}, "mobilePhoneNumber"),
        ({"remindBySMS": True, "homePhoneNumber": "+12025550101"}, {}, "mobilePhoneNumber"),
        ({}, {"location": "Home"}, "address.street"),
        ({"address": {"city": "Chicago"}}, {"location": "Home"}, "address.street"),
    ],
)
def test_what_has_nowhere_to_go_is_400(booxi, elm, sent, changes, field):
    answer = booxi.post("/booking", order(elm, client=client(**sent), **changes))
    assert refused(answer, 400, about=field)


def test_what_is_on_record_is_enough(booxi, elm):
    jane = elm.customers["jane@example.com"]
    Customer.objects.filter(pk=jane.pk).update(address="1 Home Rd")
    wanted = {"remindBySMS": True, "remindByEmail": True}
    booked(booxi, elm, "Trim", "10:00", client={"id": jane.pk, **wanted}, location="Home")
    booked(booxi, elm, "Trim", "11:00", client=client(email="jane@example.com", **wanted), location="Home")
    Customer.objects.filter(pk=jane.pk).update(email="", identity="+12025550185")
    answer = booxi.post("/booking", order(elm, client={"id": jane.pk, "remindByEmail": True}))
    assert refused(answer, 400, about="email")


def test_null_is_left_out_and_what_nobody_asked_for_changes_nothing(booxi, elm):
    extra = {"bookingId": "1", "payment": {"total": "1.00"}, "isCompleted": True, "clientCount": 9, "note": "x"}
    absent = dict.fromkeys(("createdBy", "acquisitionChannel", "location"))
    sent = client(**dict.fromkeys(("id", "homePhoneNumber", "address", "remindBySMS", "additionalRequest")))
    made = booked(booxi, elm, client=sent, **extra, **absent)
    assert set(made) == FIELDS
    assert (made["payment"]["total"], made["isCompleted"], made["clientCount"]) == ("20.50", False, 1)
    assert (made["createdBy"], made["location"]) == ("Staff", "Business")


def test_a_key_that_may_only_book_is_told_nothing_of_what_is_on_record(elm):
    partner, jane = partners.booxi(elm, scopes=("book",)), elm.customers["jane@example.com"]
    made = booked(partner, elm, client=client(email="jane@example.com"))["client"]
    assert (made["firstName"], made["mobilePhoneNumber"]) == ("Nora", "")
    assert refused(partner.post("/booking", order(elm, "Trim", "11:00", client={"id": jane.pk})), 403, about="manage")


def test_a_document_leaves_the_second_number_as_it_is(booxi, elm):
    made = booked(booxi, elm, client=client(homePhoneNumber="+12025550101"))
    people = [{"first_name": "Norah", "last_name": "Hill", "email": "nora@example.com", "phone": "+12025550111"}]
    factories.load(factories.elm_document(customers=people))
    known = Customer.objects.get(pk=made["client"]["id"])
    assert (known.first_name, known.phone, known.home_phone) == ("Norah", "+12025550111", "+12025550101")
