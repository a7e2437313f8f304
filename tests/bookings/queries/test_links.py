"""How a guest comes back to a booking: by a signed link, or by its code and what it was made with."""

import uuid

import pytest
from django.core import signing

from bookings import operations, queries
from bookings.models import Booking
from tests import factories
from tests.factories import NOW

SOMEONE = operations.Guest(name="Jordan Smith", email="Jordan@example.com", phone="(202) 555-0147")
TAKER = operations.Taker("wizard", "guest")


def hold(shop, service="Fade", clock="10:00"):
    start = factories.at(shop, factories.DAY, clock)
    return operations.hold(wish=operations.one(shop.business, shop.services[service], start), taker=TAKER, now=NOW)


# Links


def test_a_link_opens_its_booking_whatever_becomes_of_it(elm):
    booking = factories.book(elm, "Fade")
    token = queries.link_token(booking)
    assert queries.booking_by_link(token) == booking
    operations.move(booking=booking, starts_at=factories.at(elm, factories.DAY, "15:00"), now=NOW, by="x")
    assert queries.booking_by_link(token) == booking
    operations.cancel(booking=booking, now=NOW, by="x")
    assert queries.booking_by_link(token) == booking


def test_no_two_bookings_have_the_same_link(elm, karachi):
    bookings = [
        factories.book(elm, "Fade"),
        factories.book(elm, "Color"),
        factories.book(karachi, "Haircut", clock="12:00"),
    ]
    tokens = [queries.link_token(booking) for booking in bookings]
    assert [queries.booking_by_link(token) for token in tokens] == bookings
    assert len(set(tokens)) == 3


def test_a_signature_is_good_for_one_booking(elm):
    mine, theirs = factories.book(elm, "Fade"), factories.book(elm, "Color")
    signature = queries.link_token(mine).split("~")[1]
    assert queries.booking_by_link(f"{theirs.pk}-{theirs.link_version}~{signature}") is None


def test_every_character_counts(elm):
    token = queries.link_token(factories.book(elm, "Fade"))
    for n in range(len(token)):
        assert queries.booking_by_link(token[:n] + chr(ord(token[n]) ^ 1) + token[n + 1 :]) is None
        assert queries.booking_by_link(token[:n]) is None
    assert queries.booking_by_link(token + "A") is None


@pytest.mark.parametrize("number", ["١", "１", "+1", " 1", "01", "1.0", "1e0", "9" * 40, "-1", "1\0", ""])
def test_a_number_written_otherwise_is_forged(elm, number):
    booking = factories.book(elm, "Fade")
    signature = queries.link_token(booking).split("~")[1]
    for payload in (f"{number}-{booking.link_version}", f"{booking.pk}-{number}", number):
        assert queries.booking_by_link(f"{payload}~{signature}") is None


@pytest.mark.parametrize("token", ["", "~", "-", "1-1", "1-1~", "\0", "€~€", "\ud800~", "~" * 300, "x" * 100_000])
def test_what_is_no_token_opens_nothing(elm, token):
    factories.book(elm, "Fade")
    assert queries.booking_by_link(token) is None


def test_what_was_signed_for_something_else_opens_nothing(elm):
    booking = factories.book(elm, "Fade")
    payload = f"{booking.pk}-{booking.link_version}"
    for signer in (
        signing.Signer(sep="~"),
        signing.Signer(sep="~", salt="password-reset"),
        signing.TimestampSigner(sep="~"),
    ):
        assert queries.booking_by_link(signer.sign(payload)) is None


def test_a_link_of_another_installation_opens_nothing(elm, settings):
    token = queries.link_token(factories.book(elm, "Fade"))
    foreign = signing.Signer(key="another", sep="~", salt="bookings.guest-link").sign(token.split("~")[0])
    assert foreign != token
    assert queries.booking_by_link(foreign) is None


def test_revoking_ends_every_link_given_before_and_none_after(elm):
    booking = factories.book(elm, "Fade")
    old = queries.link_token(booking)
    booking = operations.revoke_links(booking=booking, now=NOW, by="x")
    new = queries.link_token(booking)
    assert queries.booking_by_link(old) is None
    assert queries.booking_by_link(new) == booking


def test_neither_a_hold_nor_an_expired_one_nor_an_erased_one_opens(elm):
    held, token = hold(elm)
    link = queries.link_token(held)
    assert queries.booking_by_link(link) is None
    booking = operations.claim(booking=held, token=token, order=operations.Order(SOMEONE, TAKER), now=NOW)
    assert queries.booking_by_link(link) == booking
    Booking.objects.filter(pk=booking.pk).update(erased_at=NOW)
    assert queries.booking_by_link(link) is None
    released, token = hold(elm, "Color")
    operations.release(booking=released, token=token, now=NOW, by="guest")
    assert queries.booking_by_link(queries.link_token(released)) is None


def test_it_comes_with_what_a_page_shows_in_one_query(elm, django_assert_num_queries):
    token = queries.link_token(factories.book(elm, "Fade", staff="Maria Gomez", guest=SOMEONE))
    with django_assert_num_queries(1):
        found = queries.booking_by_link(token)
        assert found.business.name == "North Elm Studio"
        assert (found.staff.name, found.location.name, found.service.name) == ("Maria Gomez", "Main", "Fade")


# Codes


def by_code(shop, code, contact):
    return queries.booking_by_code(shop.business, code=code, contact=contact)


@pytest.mark.parametrize(
    "contact", ["Jordan@example.com", "JORDAN@EXAMPLE.COM", " jordan@example.com ", "(202) 555-0147", "+12025550147"]
)
def test_the_code_needs_the_e_mail_or_the_phone(elm, contact):
    booking = factories.book(elm, "Fade", guest=SOMEONE)
    assert by_code(elm, booking.code, contact) == booking
    assert by_code(elm, f" {booking.code[:6].lower()}-{booking.code[6:]} ", contact) == booking


@pytest.mark.parametrize(
    "contact",
    ["", " ", "@", "jordan", "example.com", "jordan@example.com.evil", "555-0147", "+", "0", "\0", "None", "\ud800"],
)
def test_nothing_less_will_do(elm, contact):
    assert by_code(elm, factories.book(elm, "Fade", guest=SOMEONE).code, contact) is None


@pytest.mark.parametrize("contact", ["", "@", "jordan@example.com", "+12025550147", "0"])
def test_a_booking_without_any_contact_is_found_by_none(elm, contact):
    booking = factories.book(elm, "Fade", guest=operations.Guest(name="Jordan Smith"))
    assert by_code(elm, booking.code, contact) is None


@pytest.mark.parametrize("code", ["", "0" * 12, "%", "x" * 10_000, "\0" * 12, "ß" * 12, "\ud800", "١" * 12])
def test_a_code_that_is_none_finds_nothing(elm, code):
    factories.book(elm, "Fade", guest=SOMEONE)
    assert by_code(elm, code, "jordan@example.com") is None


def test_the_neighbours_booking_is_not_found(elm, karachi):
    theirs = factories.book(karachi, "Haircut", clock="12:00", guest=SOMEONE)
    assert by_code(elm, theirs.code, "jordan@example.com") is None
    assert by_code(karachi, theirs.code, "jordan@example.com") == theirs


def test_holds_and_erased_bookings_are_not_found(elm):
    held, token = hold(elm)
    assert by_code(elm, held.code, "jordan@example.com") is None
    booking = operations.claim(booking=held, token=token, order=operations.Order(SOMEONE, TAKER), now=NOW)
    assert by_code(elm, booking.code, "jordan@example.com") == booking
    Booking.objects.filter(pk=booking.pk).update(erased_at=NOW)
    assert by_code(elm, booking.code, "jordan@example.com") is None


# Holds


def test_a_hold_is_found_by_its_key_whatever_becomes_of_it(elm, karachi):
    held, token = hold(elm)
    assert queries.booking_by_hold(elm.business, held.uuid) == held
    assert queries.booking_by_hold(karachi.business, held.uuid) is None
    assert queries.booking_by_hold(elm.business, uuid.uuid4()) is None
    operations.release(booking=held, token=token, now=NOW, by="guest")
    assert queries.booking_by_hold(elm.business, held.uuid).status == "expired"


def test_what_never_was_a_hold_is_not_found_as_one(elm):
    assert queries.booking_by_hold(elm.business, factories.book(elm, "Fade").uuid) is None
