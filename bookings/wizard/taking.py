"""The two writes of a booking, as a guest's request means them."""

import contextlib
import datetime as dt
from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from bookings import errors, operations, queries
from bookings.models import Booking
from bookings.wizard import moments
from bookings.wizard.holding import Held
from bookings.wizard.journey import Journey
from businesses import addresses, limits, normal
from businesses.models import Business

TAKER = operations.Taker(source="wizard", by="guest")


def take(request: HttpRequest, journey: Journey) -> Held:
    """This will give the guest's hold of what their choices say: the one they have, else a new one instead of it.

    Raises what `operations.hold` raises, `limits.Exceeded` and `moments.Wait`.
    """
    choices, old = journey.choices, journey.held
    if choices.start is None:
        raise errors.NotOffered(journey.now)
    if old and old.is_live(journey.now) and journey.is_held_by(old):
        return old
    live = old is not None and old.booking.status == Booking.Status.HELD
    wish = journey.wish(choices.start)
    if "token" not in request.POST:  # with one, it may be held already by the same form
        mine = old.booking if old and old.is_live(journey.now) else None
        operations.foresee(wish=replace(wish, moving=mine), now=journey.now)
    cap = cap_of(request, journey.business)
    if cap and _is_near(request, journey, cap):
        moments.ask(request, now=journey.now)
    count(request, "holds", journey.now)
    made, token = operations.hold(
        wish=wish,
        taker=replace(TAKER, cap=cap, came_from=choices.came_from),
        now=journey.now,
        instead_of=old.booking if old and live else None,
        its_token=old.secret if old and live else "",
        token=_of_this_wish(journey.drafted.key, wish) if "token" in request.POST else "",
    )
    return Held(made, token)


def refuse_the_impossible(journey: Journey) -> None:
    """This will raise `errors.NotBookable` where nobody could have the time of an address, under which nothing is held.

    Whether it is free is seen when it is booked: until then that changes.
    """
    if journey.choices.start is None or journey.held is not None or journey.recurrence is not None:
        return
    with contextlib.suppress(errors.Taken):
        operations.foresee(wish=journey.wish(journey.choices.start), now=journey.now)


def _of_this_wish(form: str, wish: operations.Wish) -> str:
    """A form may come to hold several times one after the other: each has a secret of its own, the same one twice."""
    return salted_hmac("bookings.wizard.hold", f"{form} {wish.question}", algorithm="sha256").hexdigest()


def booked(request: HttpRequest, journey: Journey, typed: dict[str, Any]) -> Booking:
    """This will give the booking of a complete form: the guest's hold turned into it, else one made anew; of a series
    the first.

    Raises what `operations.claim`, `book` and `book_series` raise, `limits.Exceeded` and `moments.Wait`.
    """
    held, choices = journey.held, journey.choices
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
    taker = replace(TAKER, cap=cap_of(request, journey.business), came_from=choices.came_from)
    order = operations.Order(guest, taker, token=journey.drafted.key, answers=typed["answers"])
    start = choices.start or journey.now
    if journey.recurrence is not None:
        mine = held if held and held.booking.status == Booking.Status.HELD else None
        return operations.book_series(
            wish=journey.wish(start),
            recurrence=journey.recurrence,
            orders=[order],
            now=journey.now,
            instead_of=mine.booking if mine else None,
            its_token=mine.secret if mine else "",
        )[0][0]
    if held is not None and journey.is_held_by(held):
        return operations.claim(booking=held.booking, token=held.secret, order=order, now=journey.now)
    return operations.book(wish=journey.wish(start), order=order, now=journey.now)


def cap_of(request: HttpRequest, business: Business) -> operations.Cap | None:
    """This will give how much whoever calls may keep from others; at each business they are somebody else."""
    most = limits.at_once()
    if most is None:
        return None
    network = addresses.networks(request.META.get("REMOTE_ADDR", "")).near
    who = salted_hmac("bookings.wizard.cap", f"{business.pk} {network}", algorithm="sha256").hexdigest()
    return operations.Cap(who, **most)


def count(request: HttpRequest, name: str, now: dt.datetime) -> None:
    """This will count one more time that somebody does something. Raises `limits.Exceeded`."""
    limits.take_from(limits.of_guests()[name], request.META.get("REMOTE_ADDR", ""), now=now)


def _is_near(request: HttpRequest, journey: Journey, cap: operations.Cap) -> bool:
    """Whether one more hold goes beyond half of what this network may have."""
    now, start, held = journey.now, journey.choices.start, journey.held
    day = start.astimezone(journey.business.zone).date() if start else None
    beside = held.booking if held else None
    kept = queries.kept_by(journey.business, cap.who, day=day, now=now, beside=beside)
    if kept.held >= cap.held / 2 or kept.held_that_day >= cap.held_a_day / 2:
        return True
    return limits.is_near_from(limits.of_guests()["holds"], request.META.get("REMOTE_ADDR", ""), now=now)


def _count(request: HttpRequest, journey: Journey, email: str) -> None:
    rules = limits.of_guests()
    address, start = request.META.get("REMOTE_ADDR", ""), journey.choices.start or journey.now
    day = start.astimezone(journey.business.zone).date()
    who = f"{journey.business.pk} {day} {addresses.networks(address).near}"
    if limits.is_near_from(rules["bookings"], address, now=journey.now) or limits.is_near(
        rules["dates"], who, now=journey.now
    ):
        moments.ask(request, now=journey.now)
    count(request, "bookings", journey.now)
    limits.take(rules["dates"], who, now=journey.now)
    if email:
        limits.take(rules["emails"], normal.email_key(email), now=journey.now)
