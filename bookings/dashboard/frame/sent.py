"""How the dashboard says what was sent, to whom, and what became of it."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from bookings import outbox
from bookings.models import Delivery, Event
from bookings.notifications import said
from businesses.models import MessageText

EVENTS = {
    Event.Type.CREATED: "A booking is made",
    Event.Type.CONFIRMED: "A booking is confirmed",
    Event.Type.MOVED: "A booking is moved",
    Event.Type.CHANGED: "A booking is changed in another way",
    Event.Type.CANCELLED: "A booking is cancelled",
    Event.Type.COMPLETED: "An appointment took place",
    Event.Type.NO_SHOW: "A guest did not come",
    Event.Type.ERASED: "A guest's data are erased",
}
KINDS: dict[str, str] = {
    **{str(kind): words for kind, words in EVENTS.items()},
    MessageText.Kind.PENDING: "Request received",
    MessageText.Kind.CONFIRMED: "Confirmation",
    MessageText.Kind.MOVED: "Moved",
    MessageText.Kind.CANCELLED: "Cancelled",
    MessageText.Kind.REMINDER: "Reminder",
    MessageText.Kind.THANKS: "Thanks after the visit",
    MessageText.Kind.MISSED: "We missed you",
    said.NEW: "New booking",
    said.DECIDE: "Request to decide",
    said.GIVEN: "Taken over from somebody",
    said.LOST: "Given to somebody else",
    said.UNSURE: "No longer confirmed",
    said.FEW: "Few people for a class",
    said.MISLAID: "A guest's bookings, as asked for",
    outbox.UNPLANNED: "Whom to tell",
    "endpoint.test": "Test",
    "endpoint.switched_off": "Webhook switched off",
}
AUDIENCES = {"guest": "the guest", "staff": "the team", "owner": "the owner", "": "a partner's program"}
FAILED, TRYING, WAITING, ARRIVED, NEEDLESS = "failed", "trying again", "on its way", "arrived", "not needed"
NOT_YET = "not yet"  # and perhaps never: whether it still holds is seen when its time comes
AT_A_TIME = (MessageText.Kind.REMINDER, MessageText.Kind.THANKS)
LOOKS = {FAILED: "badge-bad", TRYING: "badge-warn", ARRIVED: "badge-good"}


def kind_of(delivery: Delivery) -> str:
    """This will say what a delivery is about."""
    return KINDS.get(delivery.kind) or delivery.kind.replace("_", " ").replace(".", " ").capitalize()


def state_of(delivery: Delivery) -> str:
    """This will say what became of a delivery."""
    if delivery.status == Delivery.Status.DUE:
        untried = NOT_YET if delivery.kind in AT_A_TIME else WAITING
        return TRYING if delivery.attempts else untried
    settled = {
        Delivery.Status.GIVEN_UP: FAILED,
        Delivery.Status.DELIVERED: ARRIVED,
        Delivery.Status.SKIPPED: NEEDLESS,
    }
    return settled[Delivery.Status(delivery.status)]


def receiver_of(delivery: Delivery) -> str:
    """This will say to whom a delivery goes, or went; of a webhook the host alone. Its endpoint is loaded."""
    if delivery.kind == outbox.UNPLANNED:
        return "whoever should know"
    if delivery.channel == Delivery.Channel.WEBHOOK:
        where = delivery.recipient or (delivery.endpoint.url if delivery.endpoint else "")
        return urlsplit(where).hostname or AUDIENCES[""]
    return delivery.recipient or AUDIENCES.get(delivery.audience, delivery.audience)


def described(deliveries: Iterable[Delivery]) -> list[Delivery]:
    """This will give deliveries with their `words`, `receiver`, `state` and its `look`, for a template."""
    rows = list(deliveries)
    for each in rows:
        each.words, each.receiver, each.state = kind_of(each), receiver_of(each), state_of(each)  # type: ignore[attr-defined]
        each.look = LOOKS.get(each.state, "")  # type: ignore[attr-defined]
    return rows
