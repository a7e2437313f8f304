"""Correcting whom a booking is for."""

from bookings import operations
from bookings.models import Booking, Event
from businesses.models import Customer
from tests import factories
from tests.factories import NOW

ADA = operations.Guest(name="Ada Poe", email="ada@example.com", phone="+12025550177")


def correct(booking, **changes):
    return operations.correct(booking=booking, now=NOW, by="partner", **changes)


def test_the_booking_and_who_is_known_by_it_alone_change_together(elm):
    booking = correct(factories.book(elm, "Trim", guest=ADA), name="Ada Poet", email="poet@example.com")
    assert (booking.guest_name, booking.guest_email, booking.guest_phone) == (
        "Ada Poet",
        "poet@example.com",
        "+12025550177",
    )
    known = Customer.objects.get(pk=booking.customer_id)
    assert (known.first_name, known.last_name, known.email, known.identity) == (
        "Ada",
        "Poet",
        "poet@example.com",
        "poet@example.com",
    )
    assert "Poet" not in str(Event.objects.filter(type="booking.amended").values())


def test_a_customer_with_another_booking_stays_as_they_are(elm):
    factories.book(elm, "Fade", clock="14:00", guest=ADA)
    correct(factories.book(elm, "Trim", guest=ADA), name="Somebody Else")
    assert Customer.objects.get(email="ada@example.com").first_name == "Ada"


def test_the_email_of_somebody_else_changes_the_booking_alone(elm):
    booking = correct(factories.book(elm, "Trim", guest=ADA), email="jane@example.com")
    assert booking.guest_email == "jane@example.com"
    assert Customer.objects.get(pk=booking.customer_id).email == "ada@example.com"


def test_whom_nobody_knew_is_known_from_then_on(elm):
    booking = correct(factories.book(elm, "Trim", guest=operations.Guest()), email="new@example.com")
    assert Customer.objects.get(email="new@example.com").pk == booking.customer_id


def test_what_is_said_already_is_no_event(elm):
    correct(factories.book(elm, "Trim", guest=ADA), name="Ada Poe")
    assert not Event.objects.filter(type="booking.amended").exists()
    assert Booking.objects.get().sequence == 1
