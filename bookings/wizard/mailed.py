"""What a page says of the mail about what was just done: where it goes, that it failed, or that there is none."""

from typing import NamedTuple

from bookings.models import Delivery, Event
from bookings.notifications import planning, said, several
from bookings.wizard import mine
from bookings.wizard.own import Own

GOING, SENT, FAILED, NO_ADDRESS, NONE = "going", "sent", "failed", "no address", "none"
SHORT = 3  # characters before the @, of which one would tell too much
BECOMES = {
    Delivery.Status.DUE: GOING,
    Delivery.Status.DELIVERED: SENT,
    Delivery.Status.GIVEN_UP: FAILED,
    Delivery.Status.SKIPPED: NONE,
}


class Mail(NamedTuple):
    """What became of it, and the address it goes to: in full only in the browser in which it was typed."""

    state: str
    address: str


def mail_of(own: Own, event: Event) -> Mail | None:
    """This will tell of the mail to the guest that says what an event was; None: the mail of another one says it."""
    address = own.booking.guest_email
    if not address:
        return Mail(NO_ADDRESS, "")
    if several.is_told_by_another(event):
        return None
    to_guest = {"audience": said.GUEST, "channel": Delivery.Channel.MAIL}
    sent = Delivery.objects.filter(event=event, **to_guest).order_by("-pk").first()
    if sent is None and event.routed_at is None:
        planned = planning.deliveries(event, now=own.now)
        sent = next((each for each in planned if each.event is event and each.audience == said.GUEST), None)
    state = BECOMES[Delivery.Status(sent.status)] if sent else NONE
    return Mail(state, address if mine.was_made_here(own.request, own.booking) else masked(address))


def masked(address: str) -> str:
    """This will give an address that its owner knows again and nobody else learns: "j…@example.com"."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1] if len(local) >= SHORT else ''}…@{domain}"
