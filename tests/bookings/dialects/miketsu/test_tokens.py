"""`Authorization: Bearer mkt_…`: a merchant's token, or a customer's, and what is said when it is neither."""

import pytest

from bookings.models import Booking
from businesses.models import ApiKey, Customer
from tests import factories, partners
from tests.bookings.dialects.miketsu.answers import NOBODY, entry, made, own, refused, wish

MOVE = {"from_date": "2026-11-25T16:00:00Z", "to_date": "2026-11-25T16:45:00Z"}
OF_CUSTOMERS = [("POST", "/customer"), ("GET", f"/customer/{NOBODY}"), ("DELETE", f"/customer/{NOBODY}")]
OF_MERCHANTS = [("POST", "/merchant"), ("PATCH", f"/merchant/{NOBODY}"), ("DELETE", f"/merchant/{NOBODY}")]
ROUTES = [*OF_CUSTOMERS, *OF_MERCHANTS]
EACH = pytest.mark.parametrize(("method", "path"), ROUTES)


@EACH
@pytest.mark.parametrize("base", ["", "/api/v1"])
@pytest.mark.parametrize(
    "written", [None, "", "Bearer", "Bearer nobody", "Basic abc", "nobody", "Bearer a b", "bearer x", "Bearerx"]
)
def test_without_a_good_token_there_is_nothing(elm, method, path, base, written):
    headers = {} if written is None else {"Authorization": written}
    assert refused(partners.Partner(f"{base}/bookings", headers)(method, path, {}), 401, "invalid or missing token")


@EACH
def test_a_token_that_is_revoked_opens_nothing(elm, now, method, path):
    partner = partners.miketsu(elm)
    ApiKey.objects.update(revoked_at=now)
    assert refused(partner(method, path, {}), 401)


@EACH
def test_a_key_of_another_dialect_opens_nothing(elm, method, path):
    secret = factories.key(elm, "reservekit")
    assert refused(partners.Partner("/bookings", {"Authorization": f"Bearer {secret}"})(method, path, {}), 401)


@pytest.mark.parametrize(("method", "path"), OF_CUSTOMERS)
def test_a_merchants_token_is_for_no_customer(merchant, elm, method, path):
    assert refused(merchant(method, path, {}), 403)
    assert refused(merchant("POST", "/customer", wish(elm)), 403)
    assert refused(merchant("POST", "/customer", raw=b"{"), 403)


@pytest.mark.parametrize(("method", "path"), OF_MERCHANTS)
def test_a_customers_token_is_for_no_merchant(jane, elm, method, path):
    assert refused(jane(method, path, {}), 403)
    assert refused(jane("POST", "/merchant", entry(elm)), 403)
    assert not Booking.objects.exists()


def test_what_happened_to_everybody_is_not_a_customers_to_read(elm, jane, merchant):
    made(merchant.post("/merchant", entry(elm)))
    for partner, status in ((jane, 403), (merchant, 200)):
        answer = partners.Partner("/partner/v1", partner.headers).get("/events")
        assert answer.status_code == status
    assert "ida@example.com" not in str(partners.Partner("/partner/v1", jane.headers).get("/events").content)


def test_a_customer_may_hold_a_time_and_book_it(elm, jane):
    asked = {"service": elm.services["Fade"].pk, "startsAt": factories.at(elm, factories.DAY, "10:00").isoformat()}
    held = partners.Partner("/partner/v1", jane.headers).post("/holds", asked)
    assert held.status_code == 201, held.content
    for _ in range(2):
        factories.book(elm, "Fade", clock="13:00")
    factories.book(elm, "Fade")
    booked = made(jane.post("/customer", wish(elm), headers={"Booking-Hold": held.json()["id"]}), "customer")
    booking = Booking.objects.get(uuid=held.json()["id"])
    assert (booking.status, booking.customer.email, booking.appointment) == ("confirmed", "jane@example.com", booked)


def test_whoever_was_merged_keeps_the_token_as_who_they_are_now(elm, jane, john):
    booked = made(jane.post("/customer", wish(elm)), "customer")
    kept = Customer.objects.get(email="john@example.com")
    Customer.objects.filter(email="jane@example.com").update(merged_into=kept)
    for partner in (jane, john):
        assert own(partner.get(f"/customer/{booked.pk}"))["service_name"] == "Fade"
    made(jane.post("/customer", wish(elm, clock="13:00")), "customer")
    assert Booking.objects.latest("pk").customer == kept


def test_whoever_was_erased_is_nobody(elm, jane, now):
    Customer.objects.filter(email="jane@example.com").update(erased_at=now, identity=None)
    for method, path in ROUTES:
        assert refused(jane(method, path, {}), 401)


def test_scopes_bind_customers_too(elm):
    reader = partners.miketsu(elm, customer="jane@example.com", scopes=("manage",))
    assert refused(reader.post("/customer", wish(elm)), 403, "the token lacks the scope book")
    booker = partners.miketsu(elm, customer="jane@example.com", scopes=("book",))
    booked = made(booker.post("/customer", wish(elm)), "customer")
    assert refused(booker.get(f"/customer/{booked.pk}"), 403, "the token lacks the scope manage")
    assert own(reader.get(f"/customer/{booked.pk}"))


def test_every_route_answers_under_api_v1_too(elm):
    jane = partners.miketsu(elm, customer="jane@example.com", base="/api/v1")
    booked = made(jane.post("/customer", wish(elm)), "customer", base="/api/v1")
    assert own(jane.get(f"/customer/{booked.pk}"))
    merchant = partners.miketsu(elm, base="/api/v1")
    made(merchant.post("/merchant", entry(elm)), base="/api/v1")
    assert refused(merchant.get("/nothing"), 404, "not found")


def test_a_repeat_under_the_other_base_is_the_same_request(elm):
    key = {"Idempotency-Key": "once"}
    jane = partners.miketsu(elm, customer="jane@example.com")
    again = partners.Partner("/api/v1/bookings", jane.headers)
    first = made(jane.post("/customer", wish(elm), headers=key), "customer")
    assert made(again.post("/customer", wish(elm), headers=key), "customer") == first
    assert refused(again.post("/customer", wish(elm, customer_note="Other"), headers=key), 422)


def test_the_neighbours_under_api_v1_speak_their_own_words(elm):
    answer = partners.nextinque(elm).get("/nothing")
    assert (answer.status_code, answer.json()) == (404, {"message": "Not found"})
    answer = partners.nextinque(elm).client.get("/api/v1/nothing")
    assert answer.status_code == 404
    assert not answer["Content-Type"].startswith("application/json")


def test_order_of_looking_token_role_body_what_it_names_time(elm, jane, merchant):
    wrong = {"merchant_name": "nobody", "service_id": NOBODY, "timeStamp": "2020-01-01T10:00:00Z"}
    assert refused(jane.post("/customer", wish(elm, customer_note=5, **wrong)), 400)
    assert refused(jane.post("/customer", wish(elm, **wrong)), 404, "merchant not found")
    assert refused(jane.post("/customer", wish(elm, timeStamp="2020-01-01T10:00:00Z", service_id=NOBODY)), 404)
    past = {"timestamp": "2020-01-01T10:00:00Z"}
    assert refused(merchant.post("/merchant", entry(elm, service_id=NOBODY, **past)), 404, "service not found")
    unknown = [{"id": "550e8400-e29b-41d4-a716-446655440000"}]
    assert refused(merchant.post("/merchant", entry(elm, customers=unknown, **past)), 404, "customer not found")
    assert refused(merchant.post("/merchant", entry(elm, **past)), 400)
