"""The APIs' documentation tells the truth."""

import html
import json
import re

import jsonschema
import pytest
from django.contrib.staticfiles import finders

import openapi
from bookings.dashboard.access.partner_apis import PARTNER_APIS
from bookings.dialects import introduced
from bookingsite.api_docs import openapi_file
from tests import factories, partners
from tests.bookings.dialects.booqara.answers import NOWHERE, order
from tests.bookings.dialects.miketsu.answers import entry
from tests.bookings.dialects.reservekit.answers import slots

SCHEMES = ["PrivateKey", "ApiKey", "Bearer", "PartnerKey", "Token"]


@pytest.fixture
def reservekit(elm):
    return partners.reservekit(elm)


@pytest.fixture
def booqara_file(client, db):
    answer = client.get("/api/docs/booqara/openapi.json")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    return answer.json()


def test_the_index_leads_to_every_dialect(client, db):
    page = client.get("/api/docs/").content.decode()
    for name in introduced.every():
        assert f'href="/api/docs/{name}/"' in page
        assert f'href="/api/docs/{name}/openapi.json"' in page


@pytest.mark.parametrize("name", introduced.every())
def test_the_file_in_the_tree_is_the_one_that_is_served(client, db, name):
    kept = (openapi.KEPT / f"{name}.json").read_text("utf-8")
    assert kept == openapi_file.text(introduced.every()[name]), "make openapi"
    assert json.loads(kept) == client.get(f"/api/docs/{name}/openapi.json").json()


def test_no_file_is_kept_of_what_is_not_served():
    assert {path.stem for path in openapi.KEPT.iterdir()} == set(introduced.every())


@pytest.mark.parametrize("name", introduced.every())
def test_the_page_has_every_word_of_the_phrasebook(client, db, name):
    page = html.unescape(client.get(f"/api/docs/{name}/").content.decode())
    for phrase in introduced.dialect(name).phrasebook.values():
        if isinstance(phrase.words, str):
            assert json.dumps(phrase.words)[1:-1] in page
    assert page.count("<tr>") > len(introduced.dialect(name).phrasebook)


@pytest.mark.parametrize("name", introduced.every())
def test_the_page_tells_who_knows_the_vendor_what_changes_in_five_lines(client, db, name):
    about, page = introduced.every()[name], html.unescape(client.get(f"/api/docs/{name}/").content.decode())
    assert f"Coming from {about.vendor}?" in page
    assert len(about.coming_from) == 5
    for line in about.coming_from:
        drawn = re.sub("`(.+?)`", r"<code>\1</code>", line)
        assert f"<li>{drawn}</li>" in page


@pytest.mark.parametrize("name", introduced.every())
def test_its_header_is_the_one_that_owners_are_told(name):
    assert PARTNER_APIS[name].header == introduced.every()[name].header


def test_only_reservekit_promises_its_limits_on_every_answer(client, db):
    shown = [name for name in introduced.every() if b"X-RateLimit-Limit" in client.get(f"/api/docs/{name}/").content]
    assert shown == ["reservekit"]


def test_the_id_of_a_time_slot_is_as_the_page_says(client, reservekit, elm):
    page = client.get("/api/docs/reservekit/").content.decode()
    assert "<code>id = service × 10,080 + day_of_week × 1,440 + minute of the day</code>" in page
    for (weekday, clock), slot in slots(reservekit, elm).items():
        minute = int(clock[:2]) * 60 + int(clock[3:])
        assert slot["id"] == elm.services["Trim"].pk * 10_080 + weekday * 1_440 + minute


def test_the_page_draws_from_files_of_this_site(client, db):
    page = client.get("/api/docs/booqara/").content.decode()
    assert 'data-openapi="/api/docs/booqara/openapi.json"' in page
    for name in ("swagger-ui-bundle.js", "swagger-ui.css", "api_docs.js", "api_docs.css"):
        assert name in page
    assert finders.find("drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js")
    assert finders.find("api_docs.js")


def test_the_file_is_openapi_3_1_with_this_dialects_paths_only(booqara_file):
    assert booqara_file["openapi"] == "3.1.0"
    assert {path: set(operations) for path, operations in booqara_file["paths"].items()} == {
        "/booking/business": {"get"},
        "/booking/services": {"get"},
        "/booking/staff": {"get"},
        "/booking/dates": {"get"},
        "/booking/slots": {"get"},
        "/booking/appointments": {"post"},
        "/booking/appointments/{id}": {"get", "delete"},
    }


def test_the_file_tells_how_the_key_is_sent(booqara_file):
    scheme = booqara_file["components"]["securitySchemes"]["PrivateKey"]
    assert (scheme["type"], scheme["in"], scheme["name"]) == ("apiKey", "header", "x-private-key")
    for operations in booqara_file["paths"].values():
        assert all(operation["security"] == [{"PrivateKey": []}] for operation in operations.values())


def test_the_file_names_every_refusal_of_a_booking(booqara_file):
    answers = booqara_file["paths"]["/booking/appointments"]["post"]["responses"]
    assert {"200", "400", "401", "403", "404", "409", "413", "415", "422", "429", "500", "503"} == set(answers)


def headers(operation):
    return {each["name"] for each in operation.get("parameters", []) if each["in"] == "header"}


def test_the_file_tells_of_keys_that_let_a_request_be_repeated(booqara_file):
    booking = booqara_file["paths"]["/booking/appointments"]["post"]
    assert headers(booking) == {"Idempotency-Key", "Booking-Hold"}
    assert {"X-Request-Id", "Idempotency-Replayed"} <= set(booking["responses"]["200"]["headers"])
    assert "Retry-After" in booking["responses"]["429"]["headers"]


def test_the_file_tells_which_answers_can_be_asked_for_by_their_tag(booqara_file):
    slots = booqara_file["paths"]["/booking/slots"]["get"]
    assert headers(slots) == {"If-None-Match"}
    assert "ETag" in slots["responses"]["200"]["headers"]
    assert "content" not in slots["responses"]["304"]
    assert "304" not in booqara_file["paths"]["/booking/appointments/{id}"]["get"]["responses"]


def test_the_file_tells_that_a_name_must_not_be_empty(booqara_file):
    order = booqara_file["components"]["schemas"]["Order"]["properties"]
    assert (order["guestName"]["minLength"], order["guestName"]["maxLength"]) == (1, 200)
    assert "minLength" not in order["customerNotes"]


def test_answers_are_as_the_file_says(booqara_file, booqara, stranger, elm):
    service = elm.services["Fade"].uuid
    made = booqara.post("/appointments", order(elm))
    path = f"/appointments/{made.json()['booking']['id']}"
    factories.book(elm, "Fade", clock="13:00")
    calls = [
        ("post", "/appointments", made),
        ("post", "/appointments", booqara.post("/appointments", {})),
        ("post", "/appointments", booqara.post("/appointments", order(elm, serviceId=NOWHERE))),
        ("post", "/appointments", booqara("POST", "/appointments", raw=b"x" * 70_000)),
        ("post", "/appointments", booqara("POST", "/appointments", raw=b"x", content_type="text/plain")),
        ("get", "/business", booqara.get("/business")),
        ("get", "/business", stranger.get("/business")),
        ("get", "/services", booqara.get("/services")),
        ("get", "/staff", booqara.get("/staff", serviceId=service)),
        ("get", "/dates", booqara.get("/dates", serviceId=service)),
        ("get", "/slots", booqara.get("/slots", serviceId=service, date="2026-11-24")),
        ("get", "/slots", booqara.get("/slots")),
        ("get", "/appointments/{id}", booqara.get(path)),
        ("delete", "/appointments/{id}", booqara.delete(path)),
        ("delete", "/appointments/{id}", booqara.delete(path)),
    ]
    for method, documented, answer in calls:
        told = booqara_file["paths"][f"/booking{documented}"][method]["responses"][str(answer.status_code)]
        schema = told["content"]["application/json"]["schema"]
        closed = json.loads(json.dumps({**schema, "components": booqara_file["components"]}))
        for component in closed["components"]["schemas"].values():
            if component.get("type") == "object":
                component["additionalProperties"] = False
        jsonschema.Draft202012Validator(closed).validate(answer.json())


def test_an_order_as_the_file_describes_it_is_what_is_taken(booqara_file, elm):
    schema = {"$ref": "#/components/schemas/Order", "components": booqara_file["components"]}
    validator = jsonschema.Draft202012Validator(schema)
    validator.validate(order(elm))
    validator.validate(order(elm, userId=None, guestEmail=None, guestPhone="", customerNotes=...))
    for wrong in ({"serviceId": ...}, {"guestName": 5}, {"appointmentTime": "9:00"}, {"guestPhone": "5" * 51}):
        assert not validator.is_valid(order(elm, **wrong))


def test_the_file_says_which_scope_an_endpoint_needs(booqara_file):
    said = {
        f"{method} {path}": re.search(r"needs the scope `(\w+)`", endpoint["description"])[1]
        for path, methods in booqara_file["paths"].items()
        for method, endpoint in methods.items()
    }
    assert said["get /booking/slots"] == "read"
    assert said["post /booking/appointments"] == "book"
    assert said["delete /booking/appointments/{id}"] == "manage"
    assert len(said) == 8


def test_our_own_additions_are_told_with_every_dialects_key(client, db):
    told = client.get("/api/docs/partner/openapi.json").json()
    assert {path: set(operations) for path, operations in told["paths"].items()} == {
        "/partner/v1/holds": {"post"},
        "/partner/v1/holds/{id}": {"delete"},
        "/partner/v1/holds/{id}/extend": {"post"},
        "/partner/v1/events": {"get"},
    }
    holding = told["paths"]["/partner/v1/holds"]["post"]
    assert holding["security"] == [{name: []} for name in SCHEMES]
    assert headers(holding) == {"Idempotency-Key"}
    assert set(told["components"]["securitySchemes"]) == set(SCHEMES)


@pytest.mark.parametrize("dialect", introduced.every())
def test_every_create_is_told_to_take_a_hold_and_nothing_else_is(client, db, dialect):
    paths = client.get(f"/api/docs/{dialect}/openapi.json").json()["paths"]
    takes = [
        method for methods in paths.values() for method, each in methods.items() if "Booking-Hold" in headers(each)
    ]
    assert set(takes) == {"post"}


@pytest.fixture
def miketsu_file(client, db):
    return client.get("/api/docs/miketsu/openapi.json").json()


def test_what_miketsu_answers_without_a_body_is_told_so_with_its_place(miketsu_file):
    made = miketsu_file["paths"]["/bookings/merchant"]["post"]["responses"]["201"]
    assert "content" not in made
    assert "Location" in made["headers"]


def test_a_body_that_a_delete_reads_is_told(miketsu_file):
    told = miketsu_file["paths"]["/bookings/merchant/{id}"]["delete"]["requestBody"]
    assert told["content"]["application/json"]["schema"]["$ref"].endswith("/Cancellation")
    assert "requestBody" not in miketsu_file["paths"]["/bookings/customer/{id}"]["delete"]


def test_what_a_change_must_have_is_told(miketsu_file):
    assert miketsu_file["components"]["schemas"]["Change"]["required"] == ["from_date", "to_date"]


def test_the_file_says_whose_key_opens_it(miketsu_file):
    for path, methods in miketsu_file["paths"].items():
        for each in methods.values():
            assert ("for a customer's key alone" in each["description"]) == ("/customer" in path)


def test_an_entry_as_the_file_describes_it_is_what_is_taken(miketsu_file, elm):
    schema = {"$ref": "#/components/schemas/MerchantOrder", "components": miketsu_file["components"]}
    validator = jsonschema.Draft202012Validator(schema)
    known = {"id": NOWHERE, "first_name": 5}
    for fine in ({}, {"customers": []}, {"customers": [known]}, {"recurrence_rule": {"frequency": "daily"}}):
        validator.validate(entry(elm, **fine))
    for wrong in ({"service_id": "1"}, {"customers": [{}]}, {"customers": [{"first_name": "x" * 101}]}):
        assert not validator.is_valid(entry(elm, **wrong))
