"""Who hears what of everything that can happen to a booking: the one table, and what follows from each kind of mail.

Partners are the other channel: `Event.TOLD_AS` says what their webhooks and lists have of each event.
"""

from enum import StrEnum
from typing import Any, NamedTuple

from bookings.models import Booking, Event
from bookings.notifications.calendar import CANCEL, REQUEST
from businesses.models import MessageText

# Readers, as deliveries have them. `STAFF` is a person at an address of their own; `OWNER` is whoever reads the
# business's address: they decide about requests, and stand in for people who have no address.
GUEST, STAFF, OWNER = "guest", "staff", "owner"

# What a guest is told.
Kind = MessageText.Kind
PENDING, CONFIRMED, MOVED, CANCELLED = Kind.PENDING, Kind.CONFIRMED, Kind.MOVED, Kind.CANCELLED
REMINDER, THANKS, MISSED = Kind.REMINDER, Kind.THANKS, Kind.MISSED
MISLAID = "mislaid"  # their links and codes, once more
# What only the house is told; of what guests hear, too, it has its own words.
NEW = "new"  # somebody is booked with you
GIVEN = "given"  # it was somebody else's, and is yours now
LOST = "lost"  # it was yours, and is somebody else's now
UNSURE = "unsure"  # it was confirmed, and no longer is
DECIDE = "decide"  # a request waits for a yes or a no
FEW = "few"  # too few people come to a class
_____ = ""  # silence


class Happened(StrEnum):
    """What happened, as people tell it."""

    REQUESTED = "it was asked for, and waits for the house's yes"
    BOOKED = "it was booked"
    CONFIRMED = "the house said yes"
    UNCONFIRMED = "the house took its yes back"
    MOVED = "it has another time, or another person"
    CANCELLED = "it was cancelled, by whomever, or a request was declined, or a class called off"
    ERASED = "its guest was erased, and what was still to come went with them"
    COMPLETED = "it took place"
    NO_SHOW = "nobody came"
    REOPENED = "it took place, or nobody came: that was a slip"
    REHOUSED = "it has another room"
    NOTED = "notes, arrival, a merged customer, a link that ended"
    HELD = "a time was held, for longer or no more"
    COMES_SOON = "the clock: it is the time for a reminder"
    ASKED = "somebody who has lost their links asked for them"
    FEW_COME = "the clock: too few people come to a class"


class Hears(NamedTuple):
    """The kind of mail that each reader gets. Of people: who had it, who keeps it, and who has it from now on."""

    guest: str
    had: str
    keeps: str
    has: str
    owner: str


TABLE: dict[Happened, Hears] = {
    # what happened                guest      who had it  who keeps it  who has it now  the owner
    Happened.REQUESTED:      Hears(PENDING,   _____,      _____,        NEW,            DECIDE),
    Happened.BOOKED:         Hears(CONFIRMED, _____,      _____,        NEW,            _____),
    Happened.CONFIRMED:      Hears(CONFIRMED, _____,      CONFIRMED,    _____,          _____),
    Happened.UNCONFIRMED:    Hears(PENDING,   _____,      UNSURE,       _____,          _____),
    Happened.MOVED:          Hears(MOVED,     LOST,       MOVED,        GIVEN,          _____),
    Happened.CANCELLED:      Hears(CANCELLED, CANCELLED,  _____,        _____,          _____),
    Happened.ERASED:         Hears(_____,     CANCELLED,  _____,        _____,          _____),
    Happened.COMPLETED:      Hears(THANKS,    _____,      _____,        _____,          _____),
    Happened.NO_SHOW:        Hears(MISSED,    _____,      _____,        _____,          _____),
    Happened.REOPENED:       Hears(_____,     _____,      _____,        _____,          _____),
    Happened.REHOUSED:       Hears(_____,     _____,      _____,        _____,          _____),
    Happened.NOTED:          Hears(_____,     _____,      _____,        _____,          _____),
    Happened.HELD:           Hears(_____,     _____,      _____,        _____,          _____),
    Happened.COMES_SOON:     Hears(REMINDER,  _____,      _____,        _____,          _____),
    Happened.ASKED:          Hears(MISLAID,   _____,      _____,        _____,          _____),
    Happened.FEW_COME:       Hears(_____,     _____,      FEW,          _____,          FEW),
}  # fmt: skip


class Link(StrEnum):
    """Where a mail leads."""

    NOWHERE = ""
    OWN_PAGE = "own page"  # the guest's private link: it is in no mail to the house
    DASHBOARD = "dashboard"  # of people who have a way in


class Manner(NamedTuple):
    """What else follows from a kind: the calendar entry's method ("": there is none) and the link."""

    method: str
    link: Link


TO_GUEST: dict[str, Manner] = {
    PENDING: Manner(REQUEST, Link.OWN_PAGE),
    CONFIRMED: Manner(REQUEST, Link.OWN_PAGE),
    MOVED: Manner(REQUEST, Link.OWN_PAGE),
    CANCELLED: Manner(CANCEL, Link.OWN_PAGE),
    REMINDER: Manner("", Link.OWN_PAGE),  # the entry is there already
    THANKS: Manner("", Link.OWN_PAGE),
    MISSED: Manner("", Link.OWN_PAGE),
    MISLAID: Manner("", Link.OWN_PAGE),
}
TO_STAFF: dict[str, Manner] = {
    NEW: Manner(REQUEST, Link.DASHBOARD),
    CONFIRMED: Manner(REQUEST, Link.DASHBOARD),
    UNSURE: Manner(REQUEST, Link.DASHBOARD),
    MOVED: Manner(REQUEST, Link.DASHBOARD),
    GIVEN: Manner(REQUEST, Link.DASHBOARD),
    LOST: Manner(CANCEL, Link.NOWHERE),
    CANCELLED: Manner(CANCEL, Link.DASHBOARD),
    FEW: Manner("", Link.DASHBOARD),
}
# Whoever reads the business's address serves nobody then: it is in nobody's calendar there.
TO_OWNER: dict[str, Manner] = {
    **{kind: Manner("", Link.DASHBOARD) for kind in TO_STAFF},
    DECIDE: Manner("", Link.DASHBOARD),
    FEW: Manner("", Link.DASHBOARD),
}
MANNERS = {GUEST: TO_GUEST, STAFF: TO_STAFF, OWNER: TO_OWNER}

OF_EVENT: dict[str, Happened] = {
    Event.Type.HELD: Happened.HELD,
    Event.Type.EXTENDED: Happened.HELD,
    Event.Type.EXPIRED: Happened.HELD,
    Event.Type.HOLD_REHOUSED: Happened.HELD,
    Event.Type.CREATED: Happened.BOOKED,
    Event.Type.CONFIRMED: Happened.CONFIRMED,
    Event.Type.UNCONFIRMED: Happened.UNCONFIRMED,
    Event.Type.MOVED: Happened.MOVED,
    Event.Type.REHOUSED: Happened.REHOUSED,
    Event.Type.AMENDED: Happened.NOTED,
    Event.Type.CHANGED: Happened.NOTED,
    Event.Type.MERGED: Happened.NOTED,
    Event.Type.ARRIVED: Happened.NOTED,
    Event.Type.ANNOTATED: Happened.NOTED,
    Event.Type.LINKS_REVOKED: Happened.NOTED,
    Event.Type.CANCELLED: Happened.CANCELLED,
    Event.Type.COMPLETED: Happened.COMPLETED,
    Event.Type.NO_SHOW: Happened.NO_SHOW,
    Event.Type.REOPENED: Happened.REOPENED,
    Event.Type.ERASED: Happened.ERASED,
}
ENDED = {
    Booking.Status.CANCELLED.value: Happened.CANCELLED,
    Booking.Status.COMPLETED.value: Happened.COMPLETED,
    Booking.Status.NO_SHOW.value: Happened.NO_SHOW,
}


def happened(event: Event) -> Happened:
    """This will name what an event was: of many things at once the one that matters most."""
    if event.type == Event.Type.CREATED and event.facts.get("status") == Booking.Status.PENDING:
        return Happened.REQUESTED
    return _amended(event.facts) if event.type == Event.Type.AMENDED else OF_EVENT[event.type]


def hears(event: Event) -> Hears:
    """This will give who hears what of an event."""
    return TABLE[happened(event)]


def manner(audience: str, kind: str) -> Manner:
    """This will give the calendar method and the link of a kind of mail to a reader."""
    return MANNERS[audience][kind]


def _amended(facts: dict[str, Any]) -> Happened:
    previous, status = facts.get("previous") or {}, facts.get("status")
    if status != previous.get("status", status) and status in ENDED:
        return ENDED[status]
    if "places" in previous and _whens(previous) != _whens(facts):
        return Happened.MOVED
    confirmed = status == Booking.Status.CONFIRMED and previous.get("status") == Booking.Status.PENDING
    return Happened.CONFIRMED if confirmed else Happened.NOTED


def _whens(facts: dict[str, Any]) -> list[tuple[str, int]]:
    return [(place["starts_at"], place["staff"]) for place in facts.get("places", [])]
