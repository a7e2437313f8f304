"""What partners read: as it was when it happened, and never more than they may know."""

import datetime as dt
import json

import pytest

from bookings import operations, queries
from bookings.models import Event, WebhookEndpoint
from bookings.webhooks import payloads
from tests import factories
from tests.factories import NOW


def told(booking, event_type):
    """The object of the booking's latest event of that type, told today."""
    booking = type(booking).objects.with_details().get(pk=booking.pk)
    return payloads.event_object(booking.events.filter(type=event_type).latest("id"), booking)


def body(booking, event_type, form):
    booking = type(booking).objects.with_details().get(pk=booking.pk)
    event = booking.events.filter(type=event_type).latest("id")
    return payloads.body_of(event, booking, WebhookEndpoint(format=form))


@pytest.fixture
def moved(elm):
    """Of Maria's at ten to Ana's at three."""
    booking = factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez")
    start = factories.at(elm, factories.DAY, "15:00")
    return operations.move(booking=booking, starts_at=start, staff=elm.staff["Ana Ruiz"], now=NOW, by="x")


def test_what_happened_first_is_told_as_it_was_then(moved):
    facts = told(moved, Event.Type.CREATED)["booking"]
    assert (facts["startsAt"], facts["endsAt"]) == ("2026-11-24T16:00:00Z", "2026-11-24T16:45:00Z")
    assert facts["staff"]["name"] == "Maria Gomez"


def test_a_move_says_when_and_with_whom_it_was_before(moved):
    facts = told(moved, Event.Type.MOVED)
    assert (facts["booking"]["startsAt"], facts["booking"]["staff"]["name"]) == ("2026-11-24T21:00:00Z", "Ana Ruiz")
    assert facts["previous"]["startsAt"] == "2026-11-24T16:00:00Z"
    assert facts["previous"]["staff"]["name"] == "Maria Gomez"


def test_that_it_was_held_is_on_no_wire(elm):
    taker = operations.Taker("wizard", "guest")
    hold, token = operations.hold(
        wish=operations.one(elm.business, elm.services["Fade"], factories.at(elm, factories.DAY, "10:00")),
        taker=taker,
        now=NOW,
    )
    guest = operations.Guest(name="Ida Moss")
    booking = operations.claim(booking=hold, token=token, order=operations.Order(guest, taker), now=NOW)
    assert booking.events.get(type=Event.Type.CREATED).facts["previous"] == {"status": "held"}
    assert told(booking, Event.Type.CREATED)["previous"] is None


def test_a_cancellation_says_why_and_what_it_was(elm):
    booking = operations.cancel(booking=factories.book(elm, "Fade"), now=NOW, by="x", reason="ill")
    facts = told(booking, Event.Type.CANCELLED)
    assert (facts["booking"]["status"], facts["booking"]["cancelReason"]) == ("cancelled", "ill")
    assert facts["previous"] == {"status": "confirmed"}
    assert told(booking, Event.Type.CREATED)["booking"]["cancelReason"] == ""


def test_of_a_guest_who_was_erased_nothing_is_told(elm):
    booking = factories.book(elm, "Fade")
    booking.erased_at, booking.guest_name, booking.guest_email = NOW, "", ""
    booking.save()
    assert told(booking, Event.Type.CREATED)["booking"]["customer"] is None


def test_what_the_house_notes_for_itself_is_not_told(elm):
    booking = factories.book(elm, "Fade", staff_notes="difficult")
    assert b"difficult" not in body(booking, Event.Type.CREATED, "own")
    assert b"difficult" not in body(booking, Event.Type.CREATED, "reservekit")


@pytest.mark.parametrize("form", ["own", "reservekit"])
def test_a_body_stays_under_twenty_kilobytes_whatever_is_written(elm, form):
    booking = factories.book(elm, "Fade", guest=operations.Guest(name="é" * 200, notes="💇" * 10_000))
    booking.answers = [{"question": "💇" * 500, "kind": "text", "answer": "💇" * 1000}] * 20
    booking.save()
    booking = operations.cancel(booking=booking, now=NOW, by="x", reason="💇" * 10_000)
    assert len(body(booking, Event.Type.CANCELLED, form)) < 20_000


@pytest.mark.parametrize("form", ["own", "reservekit"])
def test_answers_are_told_and_where_there_are_none_nothing_speaks_of_them(elm, form):
    booking = factories.book(elm, "Fade")
    assert b"answers" not in body(booking, Event.Type.CREATED, form)
    tick = {"question": "I agree.", "kind": "tick", "answer": True, "at": "2026-11-20T15:00:00+00:00"}
    booking.answers = [{"question": "Any allergies?", "kind": "text", "answer": "x" * 1000}, tick]
    booking.save()
    said = json.loads(body(booking, Event.Type.CREATED, form))
    told = (said.get("booking") or said["bookings"][0])["answers"]
    assert [each["answer"] for each in told] == ["x" * 1000, True]
    booking.answers = [{"question": "Any allergies?", "kind": "text", "answer": "x" * 1000}] * 5
    booking.save()
    said = json.loads(body(booking, Event.Type.CREATED, form))
    told = (said.get("booking") or said["bookings"][0])["answers"]
    assert sum(len(each["answer"]) for each in told) < 4000


def test_a_body_is_the_same_at_every_attempt(moved):
    for form in ("own", "reservekit"):
        assert body(moved, Event.Type.MOVED, form) == body(moved, Event.Type.MOVED, form)


def test_reservekits_booking_is_the_one_of_its_api(elm):
    guest = operations.Guest(name="Ida Moss", email="ida@example.com", phone="+12025550123", notes="First time")
    booking = factories.book(elm, "Fade", guest=guest, confirmed=False)
    operations.cancel(booking=booking, now=NOW + dt.timedelta(hours=1), by="x", reason="ill")
    made = json.loads(body(booking, Event.Type.CREATED, "reservekit"))
    assert (made["event_type"], made["timestamp"]) == ("bookings.create", "2026-11-20T15:00:00Z")
    (shown,) = made["bookings"]
    customer = shown.pop("customer")
    assert shown == {
        "id": booking.pk,
        "service_id": elm.services["Fade"].pk,
        "date": "2026-11-24",
        "time_slot_id": queries.number_of(queries.house(elm.business), elm.services["Fade"], booking.starts_at),
        "status": "pending",
        "message": "First time",
        "created_at": "2026-11-20T15:00:00Z",
        "updated_at": "2026-11-20T15:00:00Z",
    }
    assert customer["id"] == booking.customer_id
    assert (customer["name"], customer["email"], customer["phone"]) == ("Ida Moss", "ida@example.com", "+12025550123")
    (gone,) = json.loads(body(booking, Event.Type.CANCELLED, "reservekit"))["bookings"]
    assert (gone["status"], gone["cancel_reason"], gone["updated_at"]) == ("cancelled", "ill", "2026-11-20T16:00:00Z")


def test_reservekits_customer_without_any_field_is_an_object_of_nulls(elm):
    partner = operations.Taker(source="reservekit", by="reservekit:1")
    booking = factories.book(elm, "Fade", guest=operations.Guest(), taker=partner)
    (shown,) = json.loads(body(booking, Event.Type.CREATED, "reservekit"))["bookings"]
    assert shown["message"] is None
    assert (shown["customer"]["name"], shown["customer"]["email"], shown["customer"]["phone"]) == (None, None, None)


def test_a_visit_was_from_its_first_start_to_its_last_end(elm):
    start, maria = factories.at(elm, factories.DAY, "10:00"), elm.staff["Maria Gomez"]
    parts = [
        operations.Part(elm.services["Fade"], start, maria),
        operations.Part(elm.services["Trim"], operations.Then(), maria),
    ]
    order = operations.Order(operations.Guest("Nora Hill"), operations.Taker("booxi", "booxi:1"))
    visit = operations.book(wish=operations.Wish(elm.business, parts), order=order, now=NOW)
    later = factories.at(elm, factories.DAY, "15:00")
    facts = told(operations.move(booking=visit, starts_at=later, now=NOW, by="x"), Event.Type.MOVED)
    assert (facts["booking"]["startsAt"], facts["booking"]["endsAt"]) == (
        "2026-11-24T21:00:00Z",
        "2026-11-24T22:15:00Z",
    )
    assert facts["previous"] == {"startsAt": "2026-11-24T16:00:00Z", "endsAt": "2026-11-24T17:15:00Z"}


def test_who_goes_from_one_group_to_another_was_in_the_first(elm):
    booking = factories.book(elm, "Yoga", clock="10:00")
    later = factories.at(elm, factories.DAY, "15:00")
    facts = told(operations.move(booking=booking, starts_at=later, now=NOW, by="x"), Event.Type.MOVED)
    assert facts["booking"]["startsAt"] == "2026-11-24T21:00:00Z"
    assert facts["previous"] == {"startsAt": "2026-11-24T16:00:00Z", "endsAt": "2026-11-24T17:00:00Z"}
