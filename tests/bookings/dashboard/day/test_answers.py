"""What services ask, as the house writes it down: at the telephone, in a class, on the page of a booking."""

import pytest
from django.urls import reverse

from bookings import operations
from bookings.models import Booking, Event
from businesses.questions import Answer, Question
from tests import factories
from tests.bookings.dashboard.day.test_new_booking import send
from tests.factories import NOW

ALLERGIES = Question("Any allergies?")
HAIR = Question("Your hair?", "choice", True, ("short", "long"))
AGREE = Question("I agree.", "tick", True)


def name(question):
    return f"q-{question.key}"


@pytest.fixture
def asking(elm):
    for service in (elm.services["Fade"], elm.services["Yoga"]):
        service.questions = [each.stored for each in (ALLERGIES, HAIR, AGREE)]
        service.save()
    return elm


def page(booking):
    return reverse("admin:bookings_booking_change", args=[booking.pk])


def save(client, booking, **typed):
    return client.post(reverse("admin:bookings_booking_answers", args=[booking.pk]), typed, follow=True)


def answers():
    return [(each["question"], each["answer"]) for each in Booking.objects.get().answers]


def booked(shop, *given):
    order = operations.Order(factories.JORDAN, factories.WIZARD, answers=given)
    return operations.book(wish=factories.wish(shop, "Fade"), order=order, now=NOW)


def test_whoever_books_for_a_guest_fills_in_what_they_know(asking, olive):
    text = olive.post(reverse("admin:book"), {"service": asking.services["Fade"].pk, "look": "times"}).text
    assert "What Fade asks (leave blank what you do not know)" in text
    send(olive, asking, **{name(HAIR): "long", name(ALLERGIES): "", name(AGREE): "on"})
    assert answers() == [("Your hair?", "long"), ("I agree.", True)]


def test_all_of_it_may_be_left_blank(asking, olive):
    send(olive, asking)
    assert answers() == []
    text = olive.get(page(Booking.objects.get())).text
    assert text.count("Not answered</dd>") == 2  # what guests must answer


def test_what_is_no_answer_is_said_and_stays(asking, olive):
    answer = send(olive, asking, **{name(ALLERGIES): "x" * 1001})
    assert "“Any allergies?” must have at most 1000 characters, not 1001." in answer.text
    assert "x" * 1001 in answer.text
    assert not Booking.objects.exists()


def test_who_joins_a_class_is_asked_the_same(asking, olive):
    group = factories.book(asking, "Yoga").appointment
    path = reverse("admin:participants", args=[group.pk])
    assert "Any allergies?" in olive.get(path).text
    olive.post(path, {"name": "Kim", "party_size": 1, name(ALLERGIES): "Nuts"})
    assert [each["answer"] for each in Booking.objects.get(guest_name="Kim").answers] == ["Nuts"]


def test_the_page_of_a_booking_shows_the_answers_and_when_a_box_was_ticked(asking, olive):
    text = olive.get(
        page(booked(asking, Answer(ALLERGIES.text, "text", "Nuts"), Answer(AGREE.text, "tick", True)))
    ).text
    assert "Nuts</dd>" in text
    assert "Yes, Fri, Nov 20, 2026, 9:00\u202fAM" in text


def test_answers_are_written_down_later_and_what_is_the_same_keeps_its_moment(asking, olive):
    booking = booked(asking, Answer(AGREE.text, "tick", True))
    before = Booking.objects.get().answers[0]
    assert "The answers are saved." in save(olive, booking, **{name(AGREE): "on", name(HAIR): "short"}).text
    assert answers() == [("Your hair?", "short"), ("I agree.", True)]
    assert Booking.objects.get().answers[1] == before
    event = Event.objects.filter(booking=booking).latest("sequence")
    assert (event.type, event.by) == ("booking.amended", "dashboard:olive")
    save(olive, booking)
    assert answers() == []


def test_what_was_asked_before_the_questions_changed_stays(asking, olive):
    booking = booked(asking, Answer("An old question", "text", "Yes"), Answer(HAIR.text, "choice", "shaved"))
    text = olive.get(page(booking)).text
    assert "What was asked before the questions changed stays as it is." in text
    assert "shaved</dd>" in text
    save(olive, booking, **{name(ALLERGIES): "Nuts"})
    assert answers() == [("An old question", "Yes"), ("Your hair?", "shaved"), ("Any allergies?", "Nuts")]
    save(olive, booking, **{name(HAIR): "long"})
    assert answers() == [("An old question", "Yes"), ("Your hair?", "long")]


def test_a_neighbour_and_a_wrong_answer_change_nothing(asking, olive, amna):
    booking = booked(asking)
    assert save(amna, booking, **{name(ALLERGIES): "Nuts"}).status_code == 404
    assert "Nothing was changed" in save(olive, booking, **{name(HAIR): "green"}).text
    assert answers() == []
