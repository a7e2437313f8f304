"""A file with everything that is held about one person."""

import json

import pytest

from bookings import operations
from bookings.models import Attempt, Booking, Delivery
from bookings.notifications import mislaid, refusals
from bookings.operations.erase_customer import TYPED
from businesses import customers
from businesses.models import ApiKey, Customer, TrailEntry
from tests import factories
from tests.bookings.operations import files
from tests.factories import NOW, WIZARD

ADA = operations.Guest(name="Ada Xylander", email="ada@example.com", phone="+12025550177", notes="Near the door")


@pytest.fixture
def booking(elm):
    """What Ada has booked, with everything that there may be beside it."""
    facts = {"booxi": {"lastName": "Xylander of Booxi"}}
    wish, order = factories.wish(elm, "Fade"), operations.Order(ADA, WIZARD, partner_facts=facts)
    booking = operations.book(wish=wish, order=order, now=NOW)
    answers = [{"question": "Allergies?", "kind": "text", "answer": "Nuts"}]
    Booking.objects.filter(pk=booking.pk).update(staff_notes="Tips well", answers=answers)
    sent = Delivery.objects.create(
        business=elm.business, booking=booking, channel="mail", kind="confirmed", audience="guest", dedupe="1",
        due_at=NOW, recipient="ada@example.com",
    )  # fmt: skip
    Attempt.objects.create(business=elm.business, delivery=sent, started_at=NOW, answer="250 queued")
    return booking


def held(client, customer):
    answer = client.get(f"/admin/businesses/customer/{customer.pk}/export/")
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="customer-{customer.pk}.json"'
    assert "no-store" in answer["Cache-Control"]
    return json.loads(answer.text)


def test_it_has_the_person_and_each_booking_with_what_was_said(elm, max_, booking):
    file = held(max_, booking.customer)
    person, [only] = file["person"], file["bookings"]
    assert (person["first_name"], person["last_name"], person["email"]) == ("Ada", "Xylander", "ada@example.com")
    assert (only["code"], only["customer_notes"], only["staff_notes"]) == (booking.code, "Near the door", "Tips well")
    assert (only["answers"][0]["answer"], only["partner_facts"]["booxi"]["lastName"]) == ("Nuts", "Xylander of Booxi")
    assert only["visits"][0]["starts_at"] == "2026-11-24T16:00:00+00:00"
    assert (only["visits"][0]["service"], only["visits"][0]["price"]) == ("Fade", str(booking.price))
    assert [each["type"] for each in only["events"]] == ["booking.created"]
    assert (only["sent"][0]["recipient"], only["sent"][0]["tries"][0]["answer"]) == ("ada@example.com", "250 queued")


def test_it_has_what_stands_beside_the_bookings(elm, max_, booking):
    ada = booking.customer
    other = Customer.objects.create(business=elm.business, first_name="A", email="a@work.example")
    operations.merge(kept=ada, merged=other, blocked=False, now=NOW, by="x")
    key, _ = ApiKey.issue(business=elm.business, dialect="miketsu", customer=ada)
    typed = {"email": "a@work.example", "name": "A"}
    operations.keep_draft(business=elm.business, key="1", typed=typed, was_sent=False, now=NOW)
    mislaid.ask(elm.business, ADA.email, now=NOW)
    refusals.refuse(elm.business, ADA.email)
    file = held(max_, ada)
    assert [each["email"] for each in file["also_known_as"]] == ["a@work.example"]
    assert [each["prefix"] for each in file["keys"]] == [key.prefix]
    assert [each["typed"] for each in file["forms_not_sent"]] == [typed]
    assert [each["about"] for each in file["asked_for_by_mail"]] == [{"email": "ada@example.com"}]
    assert file["wants_only_mails_that_bookings_need"] is True


def test_whatever_is_emptied_when_somebody_is_erased_is_in_it(elm, max_, booking):
    assert set(TYPED) <= set(held(max_, booking.customer)["bookings"][0])
    assert set(customers.TYPED) <= set(held(max_, booking.customer)["person"])


def test_nothing_of_anybody_else_is_in_it(elm, max_, booking):
    guest = operations.Guest(name="Kim Else", email="kim@example.com")
    theirs = factories.book(elm, "Fade", clock="15:00", guest=guest)
    text = json.dumps(held(max_, booking.customer))
    assert "kim@example.com" not in text
    assert theirs.code not in text


def test_that_it_was_taken_stands_in_the_history(elm, max_, booking):
    held(max_, booking.customer)
    assert set(TrailEntry.objects.values_list("said", flat=True)) >= {"Saved as a file."}


def test_it_has_the_lines_of_files_that_name_them(elm, max_, booking):
    rows = [files.row("1", client="Ada Xylander"), files.row("2", client="Bo Li"), files.row("3", phone="202-555-0177")]
    files.kept(elm, rows)
    assert [line["Ref"] for line in held(max_, booking.customer)["lines_of_files"]] == ["1", "3"]
