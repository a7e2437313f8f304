"""Every verb, whoever calls it, leaves exactly one event, and says what was before."""

import datetime as dt
import inspect

import pytest
from django.urls import reverse

from bookings import operations
from bookings.models import Booking, Event
from businesses import diary
from businesses.models import User
from businesses.questions import Answer, Question
from tests import dashboard, factories, partners
from tests.factories import DAY, NOW
from tests.guests import Guest

JO = operations.Guest(name="Jo")
TAKER = operations.Taker("wizard", "guest")


@pytest.fixture
def olive(elm):
    """The owner of North Elm, signed in."""
    user = User.objects.create_user("olive", is_staff=True)
    elm.business.members.add(user)
    client = dashboard.signed_in(user)
    return client


def hold(shop):
    start = factories.at(shop, DAY, "10:00")
    return operations.hold(wish=operations.one(shop.business, shop.services["Fade"], start), taker=TAKER, now=NOW)


def ended(booking, verb):
    return verb(booking=booking, now=booking.ends_at, by="x")


VERBS = {
    "confirm": (lambda b, shop: operations.confirm(booking=b, now=NOW, by="x"), "booking.confirmed", True),
    "unconfirm": (lambda b, shop: operations.unconfirm(booking=b, now=NOW, by="x"), "booking.unconfirmed", True),
    "cancel": (lambda b, shop: operations.cancel(booking=b, now=NOW, by="x"), "booking.cancelled", True),
    "move": (
        lambda b, shop: operations.move(booking=b, starts_at=factories.at(shop, DAY, "15:00"), now=NOW, by="x"),
        "booking.moved",
        True,
    ),
    "move_near": (lambda b, shop: operations.move_near(booking=b, now=NOW, by="x"), "booking.moved", True),
    "move_series": (
        lambda b, shop: operations.move_series(
            booking=b, starts_at=factories.at(shop, DAY, "15:00"), scope="all", now=NOW, by="x"
        ),
        "booking.moved",
        True,
    ),
    "cancel_series": (
        lambda b, shop: operations.cancel_series(booking=b, scope="all", now=NOW, by="x"),
        "booking.cancelled",
        True,
    ),
    "move_appointment": (
        lambda b, shop: operations.move_appointment(
            appointment=b.appointment, starts_at=factories.at(shop, DAY, "15:00"), now=NOW, by="x"
        ),
        "booking.moved",
        True,
    ),
    "change_part": (
        lambda b, shop: operations.change_part(booking=b, minutes=30, now=NOW, by="x"),
        "booking.amended",
        True,
    ),
    "amend_appointment": (
        lambda b, shop: operations.amend_appointment(
            appointment=b.appointment, starts_at=factories.at(shop, DAY, "15:00"), now=NOW, by="x"
        ),
        "booking.moved",
        True,
    ),
    "call_off": (
        lambda b, shop: operations.call_off(appointment=b.appointment, now=NOW, by="x"),
        "booking.cancelled",
        True,
    ),
    "complete": (lambda b, shop: ended(b, operations.complete), "booking.completed", True),
    "no_show": (lambda b, shop: ended(b, operations.no_show), "booking.no_show", True),
    "arrive": (lambda b, shop: operations.arrive(booking=b, now=NOW, by="x"), "booking.arrived", True),
    "annotate": (
        lambda b, shop: operations.annotate(booking=b, staff_notes="Likes tea", now=NOW, by="x"),
        "booking.annotated",
        False,
    ),
    "answer": (
        lambda b, shop: operations.answer(
            booking=b, asked=[Question("Why?")], answers=[Answer("Why?", "text", "So")], now=NOW, by="x"
        ),
        "booking.amended",
        False,
    ),
    "correct": (
        lambda b, shop: operations.correct(booking=b, name="Joan", now=NOW, by="x"),
        "booking.amended",
        False,
    ),
    "erase": (lambda b, shop: operations.erase(booking=b, now=NOW, by="x"), "booking.erased", True),
    "revoke_links": (
        lambda b, shop: operations.revoke_links(booking=b, now=NOW, by="x"),
        "booking.links_revoked",
        False,
    ),
}
OTHERS = {
    *("amend", "book", "book_held", "claim", "expire", "extend", "foresee", "hold", "join", "overbook"),
    *("release", "reopen", "book_series", "series_changes", "series_states", "erase_customer", "merge", "rehouse"),
    "house_back",
    *("book_together", "plan_class", "plan_classes", "few_told", "few_no_more", "let_be", "move_ahead"),
    *("keep_draft", "end_draft", "forget_drafts"),
    *("choose_columns", "look_at_import", "begin_import", "start_import", "carry_on_import", "carry_on_imports"),
    *("forget_import", "forget_imports", "foresee_near", "begin_rearranging", "carry_on_rearranging"),
    *("carry_on_rearrangements", "stop_rearranging", "forget_rearrangements"),
}


def test_every_verb_is_here():
    verbs = {name for name in operations.__all__ if inspect.isfunction(getattr(operations, name))} - {"one"}  # a noun
    assert verbs == set(VERBS) | OTHERS


@pytest.mark.parametrize("verb", VERBS)
def test_a_change_is_one_event_that_says_what_was_before(elm, verb):
    do, expected, differs = VERBS[verb]
    booking = factories.book(elm, "Fade", confirmed=verb != "confirm")
    before = list(booking.events.values_list("pk", flat=True))
    do(booking, elm)
    (event,) = booking.events.exclude(pk__in=before)
    assert event.type == expected
    assert ("previous" in event.facts) is differs


def test_taking_and_giving_back_a_hold(elm):
    held, token = hold(elm)
    operations.extend(booking=held, token=token, now=NOW)
    operations.release(booking=held, token=token, now=NOW, by="guest")
    assert [event.type for event in held.events.all()] == ["booking.held", "booking.extended", "booking.expired"]
    other, token = hold(elm)
    operations.claim(booking=other, token=token, order=operations.Order(JO, TAKER), now=NOW)
    assert [event.type for event in other.events.all()] == ["booking.held", "booking.created"]
    assert other.events.last().facts["previous"] == {"status": "held"}


def test_joining_and_reopening(elm):
    first = factories.book(elm, "Yoga")
    joined = operations.join(appointment=first.appointment, order=operations.Order(JO, TAKER), now=NOW)
    assert [event.type for event in joined.events.all()] == ["booking.created"]
    done = ended(first, operations.complete)
    operations.reopen(booking=done, now=done.ends_at, by="x")
    assert first.events.last().type == "booking.reopened"
    assert first.events.last().facts["previous"] == {"status": "completed"}


def test_the_worker_ends_what_ran_out(elm):
    held, _ = hold(elm)
    elm.business.pending_expiry_minutes = 5
    with diary.changing(elm.business.pk):
        elm.business.save()
    pending = factories.book(elm, "Trim", clock="13:00", confirmed=False)
    operations.expire(now=NOW + dt.timedelta(minutes=11))
    assert held.events.last().type == "booking.expired"
    assert pending.events.last().type == "booking.cancelled"
    assert pending.events.last().facts["previous"] == {"status": "pending"}


def test_a_partner_books_and_cancels(elm):
    partner = partners.booqara(elm)
    order = {
        "serviceId": str(elm.services["Fade"].uuid),
        "userId": "any",
        "appointmentDate": str(DAY),
        "appointmentTime": "10:00",
        "guestName": "Jo",
        "guestEmail": "jo@example.com",
    }
    booking = partner.post("/appointments", order).json()["booking"]["id"]
    partner.delete(f"/appointments/{booking}")
    events = Event.objects.order_by("pk")
    assert [event.type for event in events] == ["booking.created", "booking.cancelled"]
    assert all(event.by.startswith("booqara:") for event in events)


def test_a_guest_books_moves_and_cancels(elm):
    guest = Guest()
    guest.open(f"/book/elm/{elm.services['Fade'].pk}/time/?staff=any&date={DAY}")
    guest.press(next(text for text in guest.page.buttons() if text.startswith("10:00")))
    guest.press("Continue", name="Jo", email="jo@example.com")
    guest.press("Book now")
    guest.click("Move")
    guest.press(next(text for text in guest.page.buttons() if text.startswith("3:00")))
    guest.press("Yes, move it")
    guest.click("Cancel")
    guest.press("Yes, cancel it")
    booking = Booking.objects.visible().get()
    assert [(event.type.split(".")[1], event.by) for event in booking.events.all()] == [
        ("held", "guest"),
        ("created", "guest"),
        ("moved", "guest"),
        ("cancelled", "guest"),
    ]
    assert all(event.facts.get("previous") for event in booking.events.all()[1:])


@pytest.mark.parametrize("action", ["confirm", "cancel"])
def test_the_house_acts_in_the_dashboard(elm, olive, action):
    booking = factories.book(elm, "Fade", confirmed=False)
    address = reverse("admin:bookings_booking_changelist")
    olive.post(address, {"action": action, "_selected_action": [booking.pk]})
    event = booking.events.last()
    assert (event.sequence, event.by) == (2, "dashboard:olive")
    assert event.facts["previous"] == {"status": "pending"}
