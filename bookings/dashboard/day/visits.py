"""A visit as the front page shows it: when, who, what, with whom, how it stands, and what can be done about it."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse

from bookings.dashboard.day import acting
from bookings.dashboard.frame import words
from bookings.localized import Reader
from bookings.models import Booking
from bookings.queries import Visit
from businesses import phone as phones

Status = Booking.Status
CLOSED = (Status.COMPLETED, Status.NO_SHOW)
VERBS = ("confirm", "arrive", "complete", "no_show", "reopen", "cancel")


class State(NamedTuple):
    """How a visit stands: in words, with the theme's symbol, and how the badge looks."""

    words: str
    icon: str
    look: str = ""


class Action(NamedTuple):
    """Something that one press does: the verb's address, the words on the button, and whether it is the usual next."""

    link: str
    words: str
    usual: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """What a row of the list says. `cancel_link` None: it cannot be cancelled any more."""

    key: int
    starts_at: dt.datetime
    clock: str
    until: str
    guest: str
    phone: str
    dial: str
    service: str
    person: str
    where: str
    party: int
    notes: str
    state: State
    link: str
    actions: list[Action]
    undo_link: str | None
    cancel_link: str | None
    is_now: bool
    is_settled: bool
    is_expected: bool


class Links:
    """The addresses of bookings' pages and verbs, worked out once for however many bookings."""

    def __init__(self) -> None:
        self._page = reverse("admin:bookings_booking_change", args=[0])
        self._move = reverse("admin:bookings_booking_move", args=[0])
        self._verbs = {verb: reverse("admin:bookings_booking_do", args=[0, verb]) for verb in VERBS}

    def page(self, key: int) -> str:
        """Where a booking is seen."""
        return self._page.replace("/0/", f"/{key}/")

    def move(self, key: int) -> str:
        """Where a booking is moved."""
        return self._move.replace("/0/", f"/{key}/")

    def verb(self, key: int, verb: str) -> str:
        """Where a booking is posted to, to be changed."""
        return self._verbs[verb].replace("/0/", f"/{key}/")


def shown(visit: Visit, reader: Reader, now: dt.datetime, links: Links) -> Shown:
    """This will say a visit in words."""
    booking, first = visit.booking, visit.places[0]
    over, begun = visit.ends_at <= now, visit.starts_at <= now
    appointments = [place.appointment for place in visit.places]
    phone = booking.guest_phone or (booking.customer.phone if booking.customer else "")
    can_cancel = booking.status in (Status.PENDING, Status.CONFIRMED)
    return Shown(
        key=booking.pk,
        starts_at=visit.starts_at,
        clock=reader.clock(visit.starts_at),
        until=reader.clock(visit.ends_at),
        guest=booking.guest_name or "Guest",
        phone=phone,
        dial=phones.dialled(phone),
        service=", ".join(place.service_name for place in visit.places),
        person=", ".join(dict.fromkeys(appointment.staff.name for appointment in appointments)),
        where=", ".join(dict.fromkeys(each.resource.name for each in appointments if each.resource)),
        party=first.party_size,
        notes=booking.staff_notes or booking.customer_notes,
        state=state(booking, begun=begun, over=over),
        link=links.page(booking.pk),
        actions=actions(booking, links, begun=begun, over=over),
        undo_link=links.verb(booking.pk, "reopen") if booking.status in CLOSED else None,
        cancel_link=links.verb(booking.pk, "cancel") if can_cancel else None,
        is_now=begun and not over and booking.status != Status.CANCELLED,
        is_settled=booking.status in (*CLOSED, Status.CANCELLED),
        is_expected=booking.status == Status.CONFIRMED and not booking.arrived and not over,
    )


def state(booking: Booking, *, begun: bool, over: bool) -> State:
    """This will give how a booking stands; a confirmed one by what the clock and the house say."""
    if booking.status != Status.CONFIRMED:
        return State(*words.STATUS[Status(booking.status)])
    if booking.arrived:
        return State("Over: took place?", "help", "badge-warn") if over else State("Is here", "login", "badge-good")
    if over:
        return State("Over: did they come?", "help", "badge-warn")
    return State("Not here yet", "alarm", "badge-warn") if begun else State("Expected", "schedule")


def actions(booking: Booking, links: Links, *, begun: bool, over: bool) -> list[Action]:
    """This will give what one press may do, the usual next step first. Cancelling asks for a reason and is apart."""
    if booking.status == Status.PENDING:
        verbs = ["confirm"]
    elif booking.status != Status.CONFIRMED:
        verbs = []
    elif booking.arrived:
        verbs = ["complete"]
    else:
        verbs = ["complete", "no_show"] if over else ["arrive", "complete", "no_show"] if begun else ["arrive"]
    return [
        Action(links.verb(booking.pk, verb), acting.PRESSES[verb].label, usual=n == 0) for n, verb in enumerate(verbs)
    ]
