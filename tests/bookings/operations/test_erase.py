"""Erasing a guest from a booking: nothing names them any more, and their time is free."""

import datetime as dt
import io

import pytest
from django.apps import apps
from django.core.management import call_command

from bookings import operations, queries
from bookings.models import Attempt, Booking, Delivery, Event
from businesses import once
from businesses.models import Customer, Once
from tests import factories
from tests.factories import NOW

ADA = operations.Guest(name="Ada Xylander", email="ada.xylander@example.com", phone="+12025550177", notes="Xylander")


def erase(booking):
    return operations.erase(booking=booking, now=NOW, by="partner")


def rows():
    """Every text of the database, a row at a time."""
    for model in apps.get_models():
        for row in model.objects.values():
            yield model.__name__, row


def test_afterwards_no_row_has_the_name_mail_or_phone(elm, mailoutbox):
    booking = factories.book(elm, "Fade", guest=ADA, staff_notes="Ask Xylander about the dog")
    question = once.asked("answer:1", "key", "POST")
    once.note(question, "Xylander", now=NOW, about=once.about(booking))
    call_command("run_worker", once=True, stdout=io.StringIO())
    assert Delivery.objects.filter(recipient__contains="xylander").exists()
    erase(booking)
    left = [(name, row) for name, row in rows() if "xylander" in str(row).lower() or "5550177" in str(row)]
    assert left == []


def test_the_time_of_one_that_was_to_come_is_free_at_once(elm):
    erase(factories.book(elm, "Trim"))
    factories.book(elm, "Trim")
    assert Booking.objects.filter(erased_at__isnull=True).count() == 1


@pytest.mark.parametrize("status", ["completed", "no_show"])
def test_what_is_over_stays_what_it_was(elm, status):
    booking = factories.book(elm, "Trim")
    Booking.objects.update(status=status)
    erase(Booking.objects.get())
    booking.refresh_from_db()
    assert (booking.status, booking.guest_name) == (status, "")


def test_nobody_finds_it_any_more_and_its_event_says_so(elm):
    booking = factories.book(elm, "Trim", guest=ADA)
    link = queries.link_token(booking)
    erase(booking)
    assert queries.booking_by_link(link) is None
    assert queries.booking_by_uuid(elm.business.pk, booking.uuid) is None
    assert Event.objects.filter(booking=booking).last().type == "booking.erased"


def test_a_second_time_nothing_happens(elm):
    booking = factories.book(elm, "Trim", guest=ADA)
    erase(booking)
    erase(booking)
    assert Event.objects.filter(type="booking.erased").count() == 1


def test_a_customer_with_another_booking_stays(elm):
    erase(factories.book(elm, "Trim", guest=ADA))
    assert not Customer.objects.filter(email=ADA.email).exists()
    factories.book(elm, "Fade", guest=ADA)
    erase(factories.book(elm, "Trim", guest=ADA))
    assert Customer.objects.get(email=ADA.email).erased_at is None


def test_a_customer_whom_the_house_wrote_down_stays(elm):
    Customer.objects.update(created_at=NOW - dt.timedelta(days=1))
    jane = operations.Guest(name="Jane", email="jane@example.com")
    erase(factories.book(elm, "Trim", guest=jane))
    assert Customer.objects.get(email="jane@example.com").first_name == "Jane"


def test_what_was_answered_to_its_key_is_empty_and_the_key_stays_used(elm):
    booking = factories.book(elm, "Trim", guest=ADA)
    question = once.asked("answer:1", "key", "POST")
    once.note(question, "Xylander", now=NOW, about=once.about(booking))
    erase(booking)
    assert Once.objects.get(scope="answer:1").answer == ""
    assert Attempt.objects.exclude(request="").count() == 0
