"""How a booking stands, so that no words of a mail sound like another status; and why it was cancelled."""

from enum import StrEnum

from django.utils.translation import gettext

from bookings import operations
from bookings.models import Booking, Delivery, Event
from bookings.notifications import known, said

HOUSE = ("dashboard:", "house:")  # by whom the house does something


class Tone(StrEnum):
    """What else decides the words of a kind, besides how many dates it tells of."""

    PLAIN = ""
    UNCONFIRMED = "unconfirmed"  # nobody has said yes, so our words do not sound as if somebody had
    DECLINED = "declined"  # the house said no to a request
    AGAIN = "again"  # the house took its yes back
    STAYS = "stays"  # the time is as it was, and only who serves is somebody else
    STAYS_UNCONFIRMED = "stays unconfirmed"


def tone_of(delivery: Delivery, booking: Booking) -> Tone:
    """This will give how the booking stands, or stood before it was cancelled."""
    event = delivery.event
    if event is not None and delivery.kind == said.CANCELLED:
        if (event.facts.get("previous") or {}).get("status") != Booking.Status.PENDING:
            return Tone.PLAIN
        return Tone.DECLINED if event.by.startswith(HOUSE) else Tone.UNCONFIRMED
    if event is not None and event.type == Event.Type.UNCONFIRMED:
        return Tone.AGAIN
    unconfirmed = booking.status == Booking.Status.PENDING
    if delivery.kind == said.MOVED and known.is_at_the_same_time(delivery, booking):
        return Tone.STAYS_UNCONFIRMED if unconfirmed else Tone.STAYS
    return Tone.UNCONFIRMED if unconfirmed else Tone.PLAIN


def reason_of(delivery: Delivery, booking: Booking) -> str:
    """This will give why it was cancelled; to a guest only in the house's words: nobody writes to strangers through us.

    What the worker ended by itself has a reason of ours, in the reader's language.
    """
    by = delivery.event.by if delivery.event else ""
    if by == operations.BY_THE_HOUSE:
        return gettext("It was not confirmed in time.")
    return booking.cancel_reason if delivery.audience != said.GUEST or by.startswith(HOUSE) else ""
