"""One partner's key over several merchants: what each owner agreed to, and not a row more."""

import pytest

from bookings import queries
from businesses import api_access
from businesses.models import ApiKey, ApiKeyGrant, Business
from tests import factories, partners
from tests.bookings.dialects.booxi.answers import NOBODY, booked, client, order, refused, row, said, utc
from tests.partners import Partner


@pytest.fixture
def third(db, now):
    """A business that agreed to nothing."""
    return factories.load({**factories.KARACHI, "name": "Third", "slug": "third"})


def span(shop):
    return {"from_": utc(shop, "00:00"), "to": utc(shop, "23:59")}


def test_each_merchant_is_booked_for_by_its_number(both, elm, karachi):
    here, there = booked(both, elm), booked(both, karachi, "Haircut", "12:00")
    assert (here["merchantId"], there["merchantId"]) == (elm.business.pk, karachi.business.pk)
    booking = row(there)
    assert (booking.business, booking.api_key.business, booking.currency) == (karachi.business, elm.business, "PKR")
    assert booking.customer.business == karachi.business
    assert there["items"][0]["price"]["currency"] == "PKR"


def test_what_is_of_one_merchant_is_of_no_other(both, elm, karachi):
    haircut, amna = karachi.services["Haircut"].pk, karachi.staff["Amna Khan"].pk
    jane = elm.customers["jane@example.com"].pk
    wrong = [
        order(elm, items=[{"serviceId": haircut}]),
        order(elm, staffId=amna),
        order(karachi, "Haircut", "12:00", client={"id": jane}),
        order(elm, merchantId=karachi.business.pk),
    ]
    for body in wrong:
        assert refused(both.post("/booking", body), 400)
    made = booked(both, elm)
    for field in ("staffId", "modifiedByStaffId"):
        assert refused(both.put(f"/booking/{made['bookingId']}", {field: amna}), 400, about=field)


def test_bookings_of_all_merchants_are_read_changed_and_listed(both, elm, karachi):
    there, here = booked(both, karachi, "Haircut", "12:00"), booked(both, elm)
    for made in (here, there):
        assert said(both.get(f"/booking/{made['bookingId']}"))["booking"] == made
    whole = {"from_": utc(karachi, "00:00"), "to": utc(elm, "23:00")}
    assert said(both.get("/booking", **whole))["bookings"] == [there, here]
    for shop, made in ((elm, here), (karachi, there)):
        assert said(both.get("/booking", merchantId=shop.business.pk, **whole))["bookings"] == [made]
        by_client = both.get("/booking", clientId=made["client"]["id"], **whole)
        assert said(by_client)["bookings"] == [made]
    elsewhere = both.get("/booking", merchantId=elm.business.pk, clientId=there["client"]["id"], **whole)
    assert refused(elsewhere, 404)
    assert said(both.put(f"/booking/{there['bookingId']}", {"status": "Cancelled"}))["status"] == "Cancelled"


def test_clients_are_each_merchants_own(both, elm, karachi):
    booked(both, karachi, "Haircut", "12:00", client=client(email="jane@example.com"))
    for shop, first in ((elm, "Jane"), (karachi, "Nora")):
        found = said(both.get("/client", merchantId=shop.business.pk, email="jane@example.com"))["clients"]
        assert [each["firstName"] for each in found] == [first]


def test_outside_the_grant_everything_is_as_unknown_as_what_nobody_has(both, elm, third):
    booking = factories.book(third, "Haircut", clock="12:00")
    jo = booking.customer_id
    pairs = [
        (lambda n: both.post("/booking", order(elm, merchantId=n)), third.business.pk),
        (lambda n: both.get(f"/booking/{n}"), booking.pk),
        (lambda n: both.put(f"/booking/{n}", {"status": "Cancelled"}), booking.pk),
        (lambda n: both.get("/booking", merchantId=n, **span(elm)), third.business.pk),
        (lambda n: both.get("/booking", clientId=n, **span(elm)), jo),
        (lambda n: both.get("/client", merchantId=n, email="jordan@example.com"), third.business.pk),
    ]
    for ask, theirs in pairs:
        answer, unknown = ask(theirs), ask(NOBODY)
        assert refused(answer, 404)
        assert answer.content == unknown.content
    booking.refresh_from_db()
    assert booking.status == "confirmed"


def test_consent_that_is_withdrawn_ends_at_once(both, karachi):
    made = booked(both, karachi, "Haircut", "12:00")
    api_access.withdraw(ApiKeyGrant.objects.get())
    assert refused(both.get(f"/booking/{made['bookingId']}"), 404)
    assert refused(both.post("/booking", order(karachi, "Haircut", "13:00")), 404)


def test_what_a_partner_booked_by_consent_is_in_order_then_and_afterwards(both, karachi):
    booked(both, karachi, "Haircut", "12:00")
    assert list(queries.broken_invariants()) == []
    api_access.withdraw(ApiKeyGrant.objects.get())
    assert list(queries.broken_invariants()) == []


def test_a_merchant_that_is_switched_off_is_unknown(both, elm, karachi):
    made = booked(both, karachi, "Haircut", "12:00")
    Business.objects.filter(pk=karachi.business.pk).update(active=False)
    assert refused(both.get(f"/booking/{made['bookingId']}"), 404)
    assert refused(both.post("/booking", order(karachi, "Haircut", "13:00")), 404)
    assert booked(both, elm)


def test_a_grant_is_the_keys_and_no_others(both, elm, karachi):
    other = partners.booxi(elm)
    assert ApiKey.objects.filter(business=elm.business).count() == 2
    assert refused(other.post("/booking", order(karachi, "Haircut", "12:00")), 404)


def test_a_repeat_is_known_by_its_key_whoever_it_books_for(both, elm, karachi):
    headers = {"Idempotency-Key": "once"}
    first, again = (both.post("/booking", order(karachi, "Haircut", "12:00"), headers=headers) for _ in range(2))
    assert (again.content, again["Idempotency-Replayed"]) == (first.content, "true")
    assert refused(both.post("/booking", order(elm), headers=headers), 422)


def test_a_time_of_any_merchant_is_held_and_booked(both, elm, karachi, third):
    holds = Partner("/partner/v1", both.headers)
    wanted = {"service": karachi.services["Haircut"].pk, "startsAt": utc(karachi, "12:00")}
    held = said(holds.post("/holds", wanted), 201)
    assert refused(holds.post("/holds", wanted), 409, "StaffNotAvailable")
    assert said(holds.post(f"/holds/{held['id']}/extend"))["id"] == held["id"]
    headers = {"Booking-Hold": held["id"]}
    assert refused(both.post("/booking", order(elm), headers=headers), 400)
    made = said(both.post("/booking", order(karachi, "Haircut", "12:00"), headers=headers))
    assert (made["merchantId"], str(row(made).uuid)) == (karachi.business.pk, held["id"])
    other = said(holds.post("/holds", {**wanted, "startsAt": utc(karachi, "13:00")}), 201)
    assert holds.delete(f"/holds/{other['id']}").status_code == 204
    unknown = holds.post("/holds", {**wanted, "service": NOBODY})
    assert refused(unknown, 404)
    assert holds.post("/holds", {**wanted, "service": third.services["Haircut"].pk}).content == unknown.content
