"""GET and DELETE /bookings/customer/{id}"""

import datetime as dt

import pytest
import time_machine

from bookings import operations
from bookings.models import Booking
from tests import factories, partners
from tests.bookings.dialects.miketsu.answers import NOBODY, done, made, own, refused, wish
from tests.factories import DAY

JANE = operations.Guest(name="Jane Doe", email="jane@example.com")


@pytest.fixture
def fade(elm):
    """What Jane has booked, whoever took it."""
    return factories.book(elm, "Fade", guest=JANE)


def read(partner, booking):
    return own(partner.get(f"/customer/{booking.appointment.pk}"))


def test_it_is_shown_as_it_was_agreed(jane, elm, fade):
    assert read(jane, fade) == {
        "from_date": "2026-11-24T16:00:00Z",
        "to_date": "2026-11-24T16:45:00Z",
        "service_name": "Fade",
        "cancel_deadline": 0,
        "formatted_location": "123 Main St",
        "price": {"amount": "35.00", "currency": "USD", "formatted": "35.00 USD"},
        "price_type": "fixed",
        "merchant_name": "North Elm Studio",
        "is_cancelled": False,
    }


def test_a_price_may_be_nothing_or_open(jane, elm):
    elm.services["Trim"].price = 0
    elm.services["Trim"].save()
    free = factories.load(factories.elm_document(categories=priced("Trim", "0.00")))
    shown = read(jane, factories.book(free, "Trim", guest=JANE))
    assert (shown["price"]["amount"], shown["price_type"]) == ("0.00", "free")
    shown = read(jane, factories.book(elm, "Advice", guest=JANE))
    assert (shown["price"], shown["price_type"]) == (None, "variable")


def priced(name, price):
    categories = factories.elm_document()["categories"]
    next(each for category in categories for each in category["services"] if each["name"] == name)["price"] = price
    return categories


def test_the_notice_is_told_in_minutes(now, db):
    shop = factories.load(factories.elm_document(rules={"cancel_notice_minutes": 2880}))
    booking = factories.book(shop, "Fade", guest=JANE)
    assert read(partners.miketsu(shop, customer="jane@example.com"), booking)["cancel_deadline"] == 2880


def test_nobody_elses_booking_is_found_by_anybody(jane, john, elm, karachi, fade):
    theirs = factories.book(karachi, "Haircut", clock="12:00", guest=JANE)
    held, _ = factories.hold(elm, "Trim", clock="13:00")
    neighbour = partners.miketsu(karachi, customer="jane@example.com")
    for partner, number in (
        (john, fade.appointment.pk),
        (neighbour, fade.appointment.pk),
        (jane, theirs.appointment.pk),
        (jane, held.appointment.pk),
        (jane, NOBODY),
    ):
        for method in ("GET", "DELETE"):
            assert refused(partner(method, f"/customer/{number}"), 404, "booking not found")
    assert Booking.objects.get(pk=fade.pk).status == "confirmed"


def test_the_id_of_a_booking_is_not_that_of_its_appointment(jane, elm):
    factories.book(elm, "Yoga")
    booking = factories.book(elm, "Yoga", guest=JANE)
    assert booking.pk != booking.appointment.pk
    assert refused(jane.get(f"/customer/{booking.pk}"), 404)


def test_cancelling_frees_the_time_at_once_and_it_still_reads(jane, john, elm):
    trim = factories.book(elm, "Trim", guest=JANE)
    assert done(jane("DELETE", f"/customer/{trim.appointment.pk}", {"booking_id": 5, "merchant_name": "whatever"}))
    assert read(jane, trim)["is_cancelled"] is True
    event = trim.events.latest("pk")
    assert (event.type, event.by.partition(":")[0]) == ("booking.cancelled", "miketsu")
    made(john.post("/customer", wish(elm, "Trim")), "customer")
    assert refused(jane.delete(f"/customer/{trim.appointment.pk}"), 400, "a booking that is cancelled stays so")


def test_a_body_without_effect_is_still_json(jane, fade):
    path = f"/customer/{fade.appointment.pk}"
    assert refused(jane("DELETE", path, raw=b"{"), 400)
    assert refused(jane("DELETE", path, raw=b"a=1", content_type="text/plain"), 415)
    assert done(jane("DELETE", path, {}))


def test_of_a_group_one_place_is_freed_and_the_others_stay(jane, john, elm):
    group = made(jane.post("/customer", wish(elm, "Yoga")), "customer")
    made(john.post("/customer", wish(elm, "Yoga")), "customer")
    assert done(jane.delete(f"/customer/{group.pk}"))
    group.refresh_from_db()
    assert (group.live, group.places_taken) == (True, 1)
    assert own(john.get(f"/customer/{group.pk}"))["is_cancelled"] is False
    assert own(jane.get(f"/customer/{group.pk}"))["is_cancelled"] is True


def test_after_the_deadline_it_stays(now, db):
    shop = factories.load(factories.elm_document(rules={"cancel_notice_minutes": 120}))
    jane, booking = partners.miketsu(shop, customer="jane@example.com"), factories.book(shop, "Fade", guest=JANE)
    path = f"/customer/{booking.appointment.pk}"
    for minutes in (119, 0, -1, -600):
        with time_machine.travel(booking.starts_at - dt.timedelta(minutes=minutes), tick=False):
            assert refused(jane.delete(path), 400, "it is too late to change this booking")
    assert read(jane, booking)["is_cancelled"] is False
    with time_machine.travel(booking.starts_at - dt.timedelta(minutes=120), tick=False):
        assert done(jane.delete(path))


def test_what_is_over_stays(jane, fade):
    with time_machine.travel(fade.starts_at, tick=False):
        assert refused(jane.delete(f"/customer/{fade.appointment.pk}"), 400)


def test_of_several_in_one_group_the_one_that_stands_is_meant_else_the_latest(jane, elm, now):
    factories.book(elm, "Yoga")
    first = factories.book(elm, "Yoga", guest=JANE)
    operations.cancel(booking=first, now=now, by="x")
    second = factories.book(elm, "Yoga", guest=JANE, now=now + dt.timedelta(minutes=1))
    assert first.appointment == second.appointment
    assert read(jane, first)["is_cancelled"] is False
    assert done(jane.delete(f"/customer/{second.appointment.pk}"))
    assert read(jane, first)["is_cancelled"] is True
    assert refused(jane.delete(f"/customer/{second.appointment.pk}"), 400)


def test_a_place_that_moved_to_another_group_is_found_by_both(jane, elm, now):
    factories.book(elm, "Yoga")
    booking = factories.book(elm, "Yoga", guest=JANE)
    left = booking.appointment.pk
    moved = operations.move(booking=booking, starts_at=factories.at(elm, DAY, "14:00"), now=now, by="owner")
    assert moved.appointment.pk != left
    for number in (left, moved.appointment.pk):
        assert own(jane.get(f"/customer/{number}"))["from_date"] == "2026-11-24T20:00:00Z"
    again = factories.book(elm, "Yoga", guest=JANE)
    assert again.appointment.pk == left
    assert own(jane.get(f"/customer/{left}"))["from_date"] == "2026-11-24T16:00:00Z"
    assert done(jane.delete(f"/customer/{moved.appointment.pk}"))
    assert read(jane, again)["is_cancelled"] is False


def test_what_was_moved_alone_keeps_its_number(jane, elm, now, fade):
    number = fade.appointment.pk
    operations.move(booking=fade, starts_at=factories.at(elm, DAY, "15:00"), now=now, by="owner")
    assert own(jane.get(f"/customer/{number}"))["from_date"] == "2026-11-24T21:00:00Z"


def test_what_was_erased_is_not_there(jane, elm, fade, now):
    factories.book(elm, "Trim", clock="13:00", guest=JANE)  # she stays known by this one
    operations.erase(booking=fade, now=now, by="owner")
    for method in ("GET", "DELETE"):
        assert refused(jane(method, f"/customer/{fade.appointment.pk}"), 404)


def test_what_took_place_is_no_cancelled_booking(jane, fade, now):
    later = fade.ends_at + dt.timedelta(hours=1)
    operations.no_show(booking=fade, now=later, by="owner")
    assert read(jane, fade)["is_cancelled"] is False


def test_a_read_takes_few_statements(jane, fade, django_assert_max_num_queries):
    jane.get("/nothing")
    with django_assert_max_num_queries(6):
        assert jane.get(f"/customer/{fade.appointment.pk}").status_code == 200
