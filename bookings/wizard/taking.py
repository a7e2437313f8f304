"""The two writes of a booking, as a guest's request means them."""

from typing import Any

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from bookings import errors, operations
from bookings.models import Booking
from bookings.wizard.holding import Held, read_form_token
from bookings.wizard.journey import Journey
from businesses import limits, normal

TAKER = operations.Taker(source="wizard", by="guest")


def take(request: HttpRequest, journey: Journey) -> Held:
    """This will give the guest's hold of what their choices say: the one they have, else a new one instead of it.

    Raises what `operations.hold` raises, and `limits.Exceeded`.
    """
    choices, old = journey.choices, journey.held
    if choices.start is None:
        raise errors.NotOffered(journey.now)
    if old and old.is_live(journey.now) and old.is_for(journey.service, choices):
        return old
    limits.take_from(limits.of_guests()["holds"], request.META.get("REMOTE_ADDR", ""), now=journey.now)
    live = old is not None and old.booking.status == Booking.Status.HELD
    wish = journey.wish(choices.start)
    made, token = operations.hold(
        wish=wish,
        taker=TAKER,
        now=journey.now,
        instead_of=old.booking if old and live else None,
        its_token=old.secret if old and live else "",
        token=_of_this_wish(read_form_token(request.POST["token"]), wish) if "token" in request.POST else "",
    )
    return Held(made, token)


def _of_this_wish(form: str, wish: operations.Wish) -> str:
    """A form may come to hold several times one after the other: each has a secret of its own, the same one twice."""
    return salted_hmac("bookings.wizard.hold", f"{form} {wish.question}", algorithm="sha256").hexdigest()


def booked(request: HttpRequest, journey: Journey, typed: dict[str, Any]) -> Booking:
    """This will give the booking of a complete form: the guest's hold turned into it, else one made anew.

    Raises what `operations.claim` and `operations.book` raise, and `limits.Exceeded`.
    """
    held, choices = journey.held, journey.choices
    token = read_form_token(request.POST.get("token", ""))
    guest = operations.Guest(
        name=typed["name"],
        email=typed["email"],
        phone=typed["phone"],
        notes=typed["notes"],
        language=journey.reader.language,
        timezone=choices.tz,
    )
    if held is None or not held.is_done:
        _count(request, journey, typed["email"])
    order = operations.Order(guest, TAKER, token=token)
    if held is not None and held.is_for(journey.service, choices):
        return operations.claim(booking=held.booking, token=held.secret, order=order, now=journey.now)
    return operations.book(wish=journey.wish(choices.start or journey.now), order=order, now=journey.now)


def _count(request: HttpRequest, journey: Journey, email: str) -> None:
    rules = limits.of_guests()
    limits.take_from(rules["bookings"], request.META.get("REMOTE_ADDR", ""), now=journey.now)
    if email:
        limits.take(rules["emails"], normal.email_key(email), now=journey.now)
