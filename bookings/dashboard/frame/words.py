"""The dashboard's phrasebook: what the engine refuses and what happened, in words for those who run the business."""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from bookings import errors
from bookings.dashboard.frame import reading
from bookings.localized import Reader
from bookings.models import Booking, Event
from businesses import limits, questions

REFUSALS: dict[type[errors.Refused], str | Callable[[Any], str]] = {
    errors.ServiceNotOffered: "This service is switched off, or is not one that can be taken like this.",
    errors.StaffNotOffered: "This person does not do that, or takes no bookings. Choose somebody else.",
    errors.NotOffered: lambda error: (
        "This time is over."
        if error.past
        else "That is too far from today."
        if error.too_far
        else "That cannot be booked: nobody who does it is there at that time."
    ),
    errors.PartyTooLarge: lambda error: (
        f"That is too many: {error.party_size} people, and this service has {error.capacity} "
        f"{'place' if error.capacity == 1 else 'places'} at a time."
    ),
    errors.SeriesTooLong: lambda error: (
        f"That is too long: a series has at most {error.most} dates, the last of them on {day(error.until)}."
    ),
    errors.CustomerBlocked: "This customer is blocked.",
    errors.SlotTaken: "Somebody has this time already: whoever does it, or what is needed for it, is not free.",
    errors.SeriesTaken: "Not all of these times are free, so none was booked.",
    errors.AlreadyBooked: "This customer has booked that time already.",
    errors.HoldLost: "The time was not held any longer.",
    errors.KeptEnough: "Too many times are kept for this guest already.",
    errors.WrongStatus: lambda error: f"This booking is {STATUS[error.status][0].lower()}, so that cannot be done.",
    errors.PartOfVisit: "Somebody in it has more services in the same visit. Move that visit by itself first.",
    errors.TooLate: "It is too late for that.",
    errors.ChangedMeanwhile: "Somebody else has just changed this booking. Look at it again.",
    errors.AskedOtherwise: "Something else was booked from this page before. Send it again to book this, too.",
    errors.ExtendedEnough: "This time cannot be held any longer.",
    errors.HoldNotYours: "This time is held for somebody else.",
    errors.HeldOtherwise: "Another time than this one is held.",
    errors.Busy: "Very much is going on at this moment. Nothing was changed; please try again.",
}

STATUS = {  # words, the theme's symbol, how the badge looks
    Booking.Status.HELD: ("Held", "hourglass_top", ""),
    Booking.Status.PENDING: ("Waits for your yes", "help", "badge-warn"),
    Booking.Status.CONFIRMED: ("Confirmed", "check", "badge-good"),
    Booking.Status.COMPLETED: ("Took place", "done_all", "badge-good"),
    Booking.Status.NO_SHOW: ("Nobody came", "person_off", "badge-bad"),
    Booking.Status.CANCELLED: ("Cancelled", "close", "badge-bad"),
    Booking.Status.EXPIRED: ("Expired", "hourglass_disabled", ""),
}
CAME_FROM = {
    "google": "Google",
    "instagram": "Instagram",
    "facebook": "Facebook",
    "whatsapp": "WhatsApp",
    "site": "your own site",
    "qr": "a QR code",
}
SOURCES = {"wizard": "the booking page", "dashboard": "the dashboard", "import": "a file of another system"}
HAPPENED = {
    Event.Type.HELD: "The time was held",
    Event.Type.EXTENDED: "The time was held longer",
    Event.Type.EXPIRED: "The hold was given back",
    Event.Type.CREATED: "Booked",
    Event.Type.CONFIRMED: "Confirmed",
    Event.Type.UNCONFIRMED: "Waits for a yes again",
    Event.Type.MOVED: "Moved",
    Event.Type.REHOUSED: "In another room, or with other equipment, as the one before is out of order",
    Event.Type.HOLD_REHOUSED: "The held time has another room, or other equipment",
    Event.Type.MERGED: "The customer was merged into another, who is the same person",
    Event.Type.AMENDED: "Changed",
    Event.Type.CHANGED: "Changed",
    Event.Type.ARRIVED: "The guest is here",
    Event.Type.ANNOTATED: "Notes changed",
    Event.Type.LINKS_REVOKED: "The links that were sent do not work any more",
    Event.Type.CANCELLED: "Cancelled",
    Event.Type.COMPLETED: "Took place",
    Event.Type.NO_SHOW: "Nobody came",
    Event.Type.REOPENED: "Set back, for a slip",
    Event.Type.ERASED: "The guest's data were erased",
}
SET_BACK = (Event.Type.UNCONFIRMED, Event.Type.REOPENED)


def booked_by(booking: Booking) -> str:
    """This will say who took a booking, and where the link stood that led its guest there."""
    taker = SOURCES.get(booking.source, f"the {booking.source.capitalize()} API")
    if not booking.came_from:
        return taker
    return f"{taker}, by the link on {CAME_FROM.get(booking.came_from, booking.came_from)}"


def refusal(error: errors.Refused) -> str:
    """This will put a refusal into words."""
    said = next(REFUSALS[kind] for kind in type(error).__mro__ if kind in REFUSALS)
    return said if isinstance(said, str) else said(error)


def happened(event: Event, zone: ZoneInfo) -> str:
    """This will say what an event was about."""
    previous, facts = event.facts.get("previous") or {}, event.facts
    if event.type in (Event.Type.MOVED, Event.Type.AMENDED) and previous.get("places"):
        before = dt.datetime.fromisoformat(previous["places"][0]["starts_at"]).astimezone(zone)
        if event.type == Event.Type.AMENDED and _whats(previous) != _whats(facts):
            return f"Another service, length or person; it began {moment(before)}"
        return f"{HAPPENED[Event.Type(event.type)]}; it was {moment(before)} before"
    if previous.get("arrived"):
        return "The mark that the guest is here was taken back"
    if event.type in SET_BACK and "status" in previous:
        status = STATUS[facts["status"]][0].lower()
        return f"Set back to “{status}”"
    if extra := facts.get("overbooked"):
        return f"Booked beyond the places there are ({extra['extra_places']} more): {extra['reason']}"
    return HAPPENED.get(Event.Type(event.type), event.type)


def _whats(facts: Mapping[str, Any]) -> list[tuple[int, dt.timedelta]]:
    """What is done in each part that stands, and for how long."""
    edges = [[dt.datetime.fromisoformat(part[at]) for at in ("starts_at", "ends_at")] for part in facts["places"]]
    return [(part["service"], end - begin) for part, (begin, end) in zip(facts["places"], edges, strict=True)]


def whose(by: str) -> str:
    """This will say whose doing an event was; `by` is as events keep it."""
    who, _, name = by.partition(":")
    if who == "dashboard":
        return name
    if who == "guest":
        return "the guest"
    if who in ("worker", "house", "system"):
        return "done by itself"
    return f"{who.capitalize()} API, key {name}…" if name else by


def answer(kept: Mapping[str, Any], zone: ZoneInfo) -> str:
    """This will say what a guest answered to a question; of a tick when it was set."""
    if kept["kind"] != questions.TICK:
        return str(kept["answer"])
    return f"Yes, {moment(dt.datetime.fromisoformat(kept['at']).astimezone(zone))}"


def wait(error: limits.Exceeded) -> str:
    """This will say how long to wait."""
    minutes = -(-error.retry_after_seconds // 60)
    return f"Too many tries. Please wait {'a minute' if minutes == 1 else f'{minutes} minutes'}, then try again."


def moment(local: dt.datetime) -> str:
    """This will write an instant on the clock that it is given in: Tue 24 Nov 2026, 10:00."""
    return _by(local).dated_moment(local)


def near(local: dt.datetime, now: dt.datetime) -> str:
    """This will write an instant as `moment` does, without the year that it is `now`: Tue 24 Nov, 10:00."""
    return _by(local).short_moment(local) if local.year == now.year else moment(local)


def day(date: dt.date) -> str:
    """This will write a date: Tuesday 24 November 2026."""
    return reading.reader().day(date)


def dated(date: dt.date) -> str:
    """This will write a date in few letters: Tue 24 Nov 2026."""
    return reading.reader().dated(date)


def clock(time: dt.time | dt.datetime) -> str:
    """This will write a time of the day, of an instant on the clock that it is given in: 10:00."""
    return _by(time).clock(time) if isinstance(time, dt.datetime) else reading.reader().wall(time)


def span(start: dt.time, end: dt.time) -> str:
    """This will write from when to when: 10:00 – 12:30."""
    return f"{clock(start)} – {clock(end)}"


def price(amount: Decimal, currency: str) -> str:
    """This will write an amount of money: 34,00 €."""
    return reading.reader().price(amount, currency)


def _by(local: dt.datetime) -> Reader:
    assert local.tzinfo is not None  # noqa: S101 - `Reader` asks the same
    return reading.reader().in_zone(local.tzinfo)
