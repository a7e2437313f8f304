"""What services ask, as the house writes it down for a guest: filled in or left blank, whatever guests must answer."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from bookings import errors, operations
from bookings.dashboard.frame import words
from bookings.dashboard.frame.reach import actor
from bookings.models import Booking
from businesses import questions
from businesses.models import Service
from businesses.questions import Answer, Question


class Asked(NamedTuple):
    """A question and what was typed; the name of its field."""

    name: str
    question: Question
    value: str


class Answered(NamedTuple):
    """What a booking keeps, in words."""

    question: str
    answer: str


def of(services: Iterable[Service]) -> list[Question]:
    """This will give what services ask, each question once."""
    return questions.of(*(service.questions for service in services))


def rows(asked: Sequence[Question], data: Mapping[str, Any]) -> list[Asked]:
    """This will give the questions with what was typed so far."""
    return [Asked(_name(question), question, str(data.get(_name(question), ""))) for question in asked]


def read(asked: Sequence[Question], data: Mapping[str, Any]) -> list[Answer]:
    """This will give what was answered. Raises `ValidationError` with the question in its words."""
    found = []
    for question in asked:
        typed = str(data.get(_name(question), ""))
        try:
            answer = question.answered(bool(typed) if question.kind == questions.TICK else typed)
        except questions.Unanswerable as fault:
            raise ValidationError(f"“{questions.shortened(question.text)}” {fault}.") from None
        found += [answer] if answer else []
    return found


def answers(request: HttpRequest, booking: Booking) -> HttpResponse:
    """This will write down what the guest of a booking says now."""
    asked = of_booking(booking)
    try:
        given = read(asked, request.POST)
        operations.answer(booking=booking, asked=asked, answers=given, now=timezone.now(), by=actor(request))
    except ValidationError as fault:
        messages.error(request, f"{fault.messages[0]} Nothing was changed.")
    except errors.Refused as error:
        messages.warning(request, words.refusal(error))
    else:
        messages.success(request, "The answers are saved.")
    return HttpResponseRedirect(reverse("admin:bookings_booking_change", args=[booking.pk]))


def facts(booking: Booking) -> dict[str, Any]:
    """This will give what the page of a booking shows: each question of today with its answer, and other answers."""
    asked, zone = of_booking(booking), booking.business.zone
    kept = {each.key: next(filter(each.is_answered_by, booking.answers), None) for each in asked}
    return {
        "asked": rows(asked, {_name(each): _typed(kept[each.key]) for each in asked}),
        "answered": [Answered(each["question"], words.answer(each, zone)) for each in booking.answers],
        "unanswered": [each.text for each in asked if each.required and kept[each.key] is None],
        "asked_before": any(each not in kept.values() for each in booking.answers),
    }


def of_booking(booking: Booking) -> list[Question]:
    """This will give what the services of a booking ask today."""
    return of(place.appointment.service for place in booking.parts)


def _name(question: Question) -> str:
    return f"q-{question.key}"


def _typed(kept: Mapping[str, Any] | None) -> str:
    answer = kept["answer"] if kept else ""
    return "on" if answer is True else str(answer)
