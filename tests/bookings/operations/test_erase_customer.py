"""A whole customer is erased: nothing names them any more, and what is to come keeps its time."""

import io

import pytest
from django.apps import apps
from django.core.management import call_command

from bookings import errors, operations
from bookings.models import Booking, Delivery, Draft
from bookings.notifications import mislaid
from businesses import customers
from businesses.models import ApiKey, Customer
from tests import factories
from tests.bookings.operations import desk
from tests.factories import NOW, WIZARD

ADA = operations.Guest(name="Ada Xylander", email="ada.xylander@example.com", phone="+12025550177", notes="Xylander")


def erase(customer):
    return operations.erase_customer(customer=customer, now=NOW, by="dashboard:olive")


def rows_that_name_her():
    rows = ((model.__name__, row) for model in apps.get_models() for row in model.objects.values())
    return [(name, row) for name, row in rows if "xylander" in str(row).lower() or "5550177" in str(row)]


def test_no_row_names_them_whatever_became_of_their_bookings(elm, mailoutbox):
    coming = factories.book(elm, "Fade", guest=ADA, staff_notes="Ask Xylander")
    over = factories.book(elm, "Trim", clock="15:00", guest=ADA)
    called_off = operations.cancel(
        booking=factories.book(elm, "Yoga", guest=ADA), now=NOW, by="x", reason="Xylander is ill"
    )
    Booking.objects.filter(pk=over.pk).update(status="completed")
    other = Customer.objects.create(business=elm.business, first_name="A", last_name="Xylander", email="xylander@e.org")
    operations.merge(kept=coming.customer, merged=other, blocked=False, now=NOW, by="x")
    call_command("run_worker", once=True, stdout=io.StringIO())
    assert rows_that_name_her()
    assert erase(coming.customer) == [coming]
    assert rows_that_name_her() == []
    assert [desk.fresh(each).status for each in (coming, over, called_off)] == ["confirmed", "completed", "cancelled"]


def test_forms_that_they_left_and_mails_they_asked_for_go_with_them(elm):
    booking, business = factories.book(elm, "Fade", guest=ADA), elm.business
    typed = [{"name": "Ada Xylander", "phone": "(202) 555-0177"}, {"name": "Ada", "email": "ADA.Xylander@example.com"}]
    for number, each in enumerate([*typed, {"name": "Somebody", "email": "else@example.com"}]):
        operations.keep_draft(business=business, key=str(number), typed=each, was_sent=False, now=NOW)
    for address in (ADA.email, "else@example.com"):
        mislaid.ask(business, address, now=NOW)
    erase(booking.customer)
    assert rows_that_name_her() == []
    assert [each.typed["name"] for each in Draft.objects.all()] == ["Somebody"]
    assert [each.about for each in Delivery.objects.filter(kind=mislaid.KIND).order_by("pk")][1:] == [
        {"email": "else@example.com"}
    ]


def test_a_mail_that_they_asked_for_and_that_did_not_go_names_them_no_more(elm):
    booking = factories.book(elm, "Fade", guest=ADA)
    mislaid.ask(elm.business, ADA.email, now=NOW)
    mislaid.letter_to(Delivery.objects.get(kind=mislaid.KIND), now=NOW)
    operations.erase(booking=booking, now=NOW, by="x")
    assert rows_that_name_her() == []


def test_what_was_written_as_the_reason_of_an_overbooking_goes_too(elm):
    full = factories.book(elm, "Yoga", party_size=3)
    order = operations.Order(ADA, WIZARD, reason="Xylander's sister comes, too")
    booking = operations.overbook(appointment=full.appointment, order=order, now=NOW)
    erase(booking.customer)
    assert rows_that_name_her() == []


def test_answers_to_the_services_questions_go_too(elm):
    booking = factories.book(elm, "Fade", guest=ADA)
    answer = {"question": "Who sent you?", "kind": "text", "answer": "Xylander"}
    Booking.objects.filter(pk=booking.pk).update(answers=[answer])
    erase(booking.customer)
    assert rows_that_name_her() == []


def test_what_a_partner_said_of_them_goes_with_their_name(elm):
    facts = {"booxi": {"lastName": "Xylander", "homePhoneNumber": "+1 202 5550177"}}
    order = operations.Order(ADA, WIZARD, partner_facts=facts)
    booking = operations.book(wish=factories.wish(elm, "Fade"), order=order, now=NOW)
    assert erase(booking.customer) == [booking]
    assert rows_that_name_her() == []


def test_what_is_to_come_keeps_its_time_and_is_listed_as_a_guests(elm):
    booking = factories.book(elm, "Trim", clock="15:00", guest=ADA)
    erase(booking.customer)
    with pytest.raises(errors.SlotTaken):
        factories.book(elm, "Trim", clock="15:00")
    assert list(Booking.objects.visible()) == [booking]
    assert (desk.last_event(booking).type, desk.last_event(booking).by) == ("booking.amended", "dashboard:olive")
    operations.cancel(booking=booking, now=NOW, by="x")
    factories.book(elm, "Trim")


def test_whoever_comes_again_with_their_words_is_somebody_new(elm):
    gone = factories.book(elm, "Fade", guest=ADA).customer
    erase(gone)
    assert factories.book(elm, "Trim", clock="15:00", guest=ADA).customer != gone


def test_who_was_chosen_before_they_were_erased_is_nobody_any_more(elm):
    gone = factories.book(elm, "Fade", guest=ADA).customer
    chosen = Customer.objects.get(pk=gone.pk)
    erase(gone)
    booking = factories.book(elm, "Trim", clock="15:00", guest=operations.Guest(name="A guest", customer=chosen))
    assert booking.customer is None
    assert not Customer.objects.filter(email=ADA.email).exists()


def test_their_keys_open_nothing_any_more(elm):
    gone = factories.book(elm, "Fade", guest=ADA).customer
    key, _ = ApiKey.issue(business=elm.business, dialect="miketsu", customer=gone)
    erase(gone)
    assert not ApiKey.objects.filter(pk=key.pk).live(NOW).exists()


def test_they_are_in_no_list_and_a_second_time_nothing_happens(elm):
    gone = factories.book(elm, "Fade", guest=ADA).customer
    assert len(erase(gone)) == 1
    before = desk.everything()
    assert erase(gone) == []
    assert {**desk.everything(), "Customer": 0} == {**before, "Customer": 0}
    assert customers.search(elm.business, "xylander") == []
    assert not Customer.objects.filter(pk=gone.pk).current().exists()


def test_a_hold_that_is_claimed_afterwards_makes_them_anew(elm):
    gone = factories.book(elm, "Fade", guest=ADA).customer
    held = factories.hold(elm, "Trim", clock="15:00")
    erase(gone)
    assert factories.claim(*held, guest=ADA, taker=WIZARD).customer != gone
