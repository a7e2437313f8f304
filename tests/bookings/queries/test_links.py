"""How a guest comes back to a booking: by a signed link, or by its code and what it was made with."""

import base64
import datetime as dt
import uuid

import pytest
from django.core import signing

from bookings import operations, queries
from bookings.models import Booking
from bookings.queries import links
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


def test_every_character_counts(elm):
    token = queries.link_token(factories.book(elm, "Fade"))
    for n in range(len(token)):
        assert queries.booking_by_link(token[:n] + chr(ord(token[n]) ^ 1) + token[n + 1 :]) is None
        assert queries.booking_by_link(token[:n]) is None
    assert queries.booking_by_link(token + "A") is None


OLD = signing.Signer(sep="~", salt="bookings.guest-link")


def old_link(booking):
    """A link as it was mailed before."""
    return OLD.sign(f"{booking.pk}-{booking.link_version}")


def test_a_link_tells_no_number():
    booking = Booking(pk=987_654, code="0123456789AB")
    for token in (queries.link_token(booking), queries.stop_token(booking)):
        content = base64.urlsafe_b64decode(token)
        assert "987654" not in token
        assert booking.code not in token
        assert (987_654).to_bytes(3, "big") not in content
        assert (987_654).to_bytes(3, "little") not in content


def test_the_same_link_is_given_every_time(elm):
    booking = factories.book(elm, "Fade")
    assert queries.link_token(booking) == queries.link_token(Booking.objects.get())


def test_what_was_mailed_before_still_opens_until_it_is_revoked(elm):
    booking = factories.book(elm, "Fade")
    token = old_link(booking)
    assert queries.booking_by_link(token) == booking
    assert queries.booking_by_stop(token) == booking
    operations.revoke_links(booking=booking, now=NOW, by="x")
    assert queries.booking_by_link(token) is None


def test_of_what_was_mailed_before_a_signature_is_good_for_one_booking(elm):
    mine, theirs = factories.book(elm, "Fade"), factories.book(elm, "Color")
    signature = old_link(mine).split("~")[1]
    assert queries.booking_by_link(f"{theirs.pk}-{theirs.link_version}~{signature}") is None


@pytest.mark.parametrize("number", ["١", "１", "+1", " 1", "01", "1.0", "1e0", "9" * 40, "-1", "1\0", ""])
def test_a_number_written_otherwise_is_forged(elm, number):
    booking = factories.book(elm, "Fade")
    signature = old_link(booking).split("~")[1]
    for payload in (f"{number}-{booking.link_version}", f"{booking.pk}-{number}", number):
        assert queries.booking_by_link(f"{payload}~{signature}") is None


def test_a_new_key_of_the_site_ends_no_link_while_the_old_one_is_kept(elm, settings, monkeypatch):
    booking = factories.book(elm, "Fade")
    given = (queries.link_token(booking), old_link(booking))
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key " * 5
    monkeypatch.setattr(links, "_signed", signing.Signer(sep="~", salt="bookings.guest-link"))  # as after a new start
    assert [queries.booking_by_link(token) for token in given] == [booking] * 2
    assert queries.link_token(booking) not in given
    settings.SECRET_KEY_FALLBACKS = []
    monkeypatch.setattr(links, "_signed", signing.Signer(sep="~", salt="bookings.guest-link"))
    assert [queries.booking_by_link(token) for token in given] == [None] * 2


def test_whoever_refuses_mails_opens_nothing_else(elm):
    booking = factories.book(elm, "Fade")
    token = queries.stop_token(booking)
    assert queries.booking_by_stop(token) == booking
    assert queries.booking_by_link(token) is None


def test_mails_are_refused_by_links_that_were_revoked_and_years_later(elm):
    booking = factories.book(elm, "Fade")
    links = (queries.stop_token(booking), queries.link_token(booking), old_link(booking))
    operations.revoke_links(booking=booking, now=NOW, by="x")
    assert [queries.booking_by_stop(token) for token in links] == [booking] * 3
    assert queries.booking_by_stop("x") is None


@pytest.mark.parametrize(
    ("days", "read_only", "ended"), [(-1, False, False), (29.99, False, False), (30, True, False), (365, True, True)]
)
def test_a_link_does_less_a_month_after_the_visit_and_nothing_after_a_year(elm, days, read_only, ended):
    booking = factories.book(elm, "Fade")
    later = booking.ends_at + dt.timedelta(days=days)
    assert queries.link_is_read_only(booking, now=later) == read_only
    assert queries.link_has_ended(booking, now=later) == ended


def test_of_several_parts_the_last_one_counts_and_of_a_moved_booking_the_new_time(elm):
    booking = factories.book(elm, "Fade")
    moved = operations.move(
        booking=booking, starts_at=factories.at(elm, dt.date(2026, 12, 1), "15:00"), now=NOW, by="x"
    )
    assert queries.link_ends_at(moved) == moved.ends_at + dt.timedelta(days=365)


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
        signing.Signer(key="another", sep="~", salt="bookings.guest-link"),
    ):
        assert queries.booking_by_link(signer.sign(payload)) is None


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
    return queries.booking_by_code(shop.business, code=code, contact=contact, now=NOW)


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


def test_what_links_open_no_more_is_not_found(elm):
    booking = factories.book(elm, "Fade", guest=SOMEONE)
    how = {"code": booking.code, "contact": "jordan@example.com"}
    ends_at = queries.link_ends_at(booking)
    assert queries.booking_by_code(elm.business, **how, now=ends_at - dt.timedelta(seconds=1)) == booking
    assert queries.booking_by_code(elm.business, **how, now=ends_at) is None


def test_an_unknown_code_is_as_much_work_as_a_wrong_contact(elm, django_assert_num_queries, monkeypatch):
    booking, work = factories.book(elm, "Fade", guest=SOMEONE), []
    compared = links.phone.to_e164
    monkeypatch.setattr(links.phone, "to_e164", lambda *asked: work.append(1) or compared(*asked))
    done = []
    for code in (booking.code, "0" * 12):
        with django_assert_num_queries(1):
            assert by_code(elm, code, "+12025550148") is None
        done.append(len(work))
        work.clear()
    assert done[1] >= done[0]


@pytest.mark.parametrize("contact", ["nobody@example.com", "nobody@example.org", "+12025550185", "+12025550186"])
def test_nobody_is_found_by_what_stands_in_for_nobody(elm, contact):
    assert by_code(elm, "0" * 12, contact) is None


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
