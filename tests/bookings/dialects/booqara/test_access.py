"""What a Booqara key may do, on which sites, and what is kept of its use."""

import datetime as dt
import logging

import pytest

from bookings.models import Booking
from businesses import api_access
from businesses.models import ApiKey, Scope
from tests import factories, partners
from tests.bookings.dialects.booqara.answers import NOWHERE, order, refused

SHOP, OTHER = "https://www.salon.example", "https://elsewhere.example"


def asked_on(partner, origin, path="/business", method="GET"):
    return partner(method, path, headers={} if origin is None else {"Origin": origin})


def test_a_key_for_a_website_books_and_tells_nothing_of_guests(elm):
    website = partners.booqara(elm, scopes=(Scope.READ, Scope.BOOK))
    booked = website.post("/appointments", order(elm))
    assert booked.status_code == 200
    path = f"/appointments/{booked.json()['booking']['id']}"
    for answer in (website.get(path), website.delete(path)):
        assert refused(answer, 403, "This key may not do that: it lacks the scope manage")
        assert "Jordan" not in answer.text
    assert Booking.objects.get().status == "confirmed"
    assert partners.booqara(elm).get(path).status_code == 200


def test_a_key_that_only_reads_books_nothing(elm):
    assert refused(partners.booqara(elm, scopes=(Scope.READ,)).post("/appointments", order(elm)), 403)
    assert not Booking.objects.exists()


def test_what_a_key_may_not_do_is_the_same_whether_it_is_there_or_not(elm, booqara):
    path = "/appointments/" + booqara.post("/appointments", order(elm)).json()["booking"]["id"]
    website = partners.booqara(elm, scopes=(Scope.READ,))
    assert website.get(path).content == website.get(f"/appointments/{NOWHERE}").content


def test_what_is_not_there_is_not_there_for_any_key(elm):
    nothing = partners.booqara(elm, scopes=())
    assert refused(nothing.get("/nothing"), 404)
    assert refused(nothing("PUT", "/business"), 405)


def test_a_head_needs_what_a_get_needs(elm):
    for scopes, status in (((Scope.BOOK,), 403), ((Scope.READ,), 200)):
        assert partners.booqara(elm, scopes=scopes)("HEAD", "/business").status_code == status


def test_scopes_are_looked_at_before_the_body(elm):
    reader = partners.booqara(elm, scopes=(Scope.READ,))
    assert refused(reader("POST", "/appointments", raw=b"{"), 403)
    assert refused(reader("POST", "/appointments", raw=b"x" * 70_000), 403)


@pytest.mark.parametrize("origin", [SHOP, "https://WWW.salon.example", "https://shop.example:8443", None])
def test_a_key_that_is_bound_to_sites_works_there_and_on_servers(elm, origin):
    partner = partners.booqara(elm, sites=(SHOP, "https://shop.example:8443"))
    answer = asked_on(partner, origin)
    assert answer.status_code == 200
    assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "origin",
    [
        OTHER,
        "null",
        "",
        "http://www.salon.example",
        "https://salon.example",
        "https://www.salon.example.evil.example",
        "https://www.salon.example:8443",
        "https://www.salon.example/",
        "https://www.salon",
        f"{SHOP} https://shop.example:8443",
        "*",
        "https://xyz\xe9.example",
    ],
)
def test_on_any_other_site_it_is_refused(elm, origin):
    partner = partners.booqara(elm, sites=(SHOP, "https://shop.example:8443"))
    for method, path in (("GET", "/business"), ("POST", "/appointments"), ("GET", "/nothing")):
        assert refused(asked_on(partner, origin, path, method), 403)
    assert "may not be used on" in asked_on(partner, origin).json()["error"]


def test_a_key_for_sites_only_is_refused_where_no_site_is_named(elm):
    partner = partners.booqara(elm, sites=(SHOP,), sites_only=True)
    assert asked_on(partner, SHOP).status_code == 200
    assert refused(asked_on(partner, None), 403, "This key works on the pages of its owner's sites only")


@pytest.mark.parametrize("origin", [None, OTHER, "null"])
def test_a_key_that_is_bound_to_no_site_works_everywhere(booqara, origin):
    assert asked_on(booqara, origin).status_code == 200


def test_a_preflight_needs_no_key_and_names_no_site(elm, stranger):
    partners.booqara(elm, sites=(SHOP,), sites_only=True)
    answer = asked_on(stranger, OTHER, "/appointments", "OPTIONS")
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (200, "*")


def test_a_wrong_key_is_said_before_a_wrong_site(elm, stranger):
    factories.key(elm, sites=(SHOP,))
    assert refused(asked_on(stranger, OTHER), 401)


def test_where_a_key_was_used_last_is_kept_with_the_moment_once_a_minute(booqara, now, time_moves):
    def uses(address):
        booqara.client.get("/booking/business", headers=booqara.headers, REMOTE_ADDR=address)
        key = ApiKey.objects.get()
        return key.last_used_from, key.last_used_at

    assert uses("203.0.113.7") == ("203.0.113.7", now)
    time_moves(seconds=59)
    assert uses("2001:db8:1:2::5") == ("203.0.113.7", now)
    time_moves(seconds=1)
    assert uses("2001:db8:1:2::5") == ("2001:db8:1:2::/64", now + dt.timedelta(minutes=1))


@pytest.mark.parametrize("name", ["x-private-key", "key", "api_key", "private_key", "HTTP_X_PRIVATE_KEY"])
def test_a_key_in_the_address_or_the_body_opens_nothing_and_is_logged_nowhere(elm, stranger, caplog, name):
    secret = factories.key(elm)
    with caplog.at_level(logging.DEBUG):
        for answer in (
            stranger.get("/business", **{name: secret}),
            stranger.post("/appointments", {**order(elm), name: secret}),
            stranger.client.get("/booking/business", headers={"Cookie": f"{name}={secret}"}),
            stranger.client.get("/booking/business", headers={"Authorization": f"Bearer {secret}"}),
        ):
            assert refused(answer, 401)
            assert secret not in answer.text
    assert secret not in caplog.text
    assert ApiKey.objects.get().last_used_at is None


def test_a_key_in_its_header_is_logged_nowhere_whatever_happens(elm, booqara, monkeypatch, caplog):
    def breaks(*args, **kwargs):
        raise ZeroDivisionError

    secret = booqara.headers["x-private-key"]
    monkeypatch.setattr("bookings.queries.house", breaks)
    with caplog.at_level(logging.DEBUG):
        answer = booqara.get("/business")
    assert refused(answer, 500)
    assert "ZeroDivisionError" in caplog.text
    assert secret not in caplog.text


def test_a_key_from_before_there_were_checksums_opens_the_business(elm, stranger):
    stranger.headers["x-private-key"] = factories.old_key(elm)
    assert stranger.get("/business").status_code == 200


def test_a_slip_in_a_key_asks_nothing_of_the_database(booqara, django_assert_num_queries):
    secret = booqara.headers["x-private-key"]
    booqara.headers["x-private-key"] = secret[:-3] + ("AAA" if secret[-3:] != "AAA" else "BBB")
    with django_assert_num_queries(0):
        assert refused(booqara.get("/business"), 401, "Invalid or missing private key")


def test_a_revoked_key_opens_nothing_at_the_next_request(booqara, now):
    assert booqara.get("/business").status_code == 200
    api_access.revoke(ApiKey.objects.get(), now=now)
    assert refused(booqara.get("/business"), 401, "Invalid or missing private key")
