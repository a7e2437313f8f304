"""What a business knows of somebody from what they booked: how often, how reliably, for how much, with whom."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from bookings.models import Booking, Event, Place
from bookings.queries.changeable import last_change
from businesses.models import Business, Customer

Status = Booking.Status
BY_ITSELF = ("worker", "house", "system")  # who ends what nobody decided


class Said(NamedTuple):
    """What was written down with one booking: by the guest, by the house, and as answers to questions."""

    booking: int
    starts_at: dt.datetime
    wishes: str
    notes: str
    answers: list[dict[str, Any]]


class Summary(NamedTuple):
    """Of what took place: the number of visits, the first and last start, the money by currency, the usual service and
    person. `late` is how many were cancelled when guests may no longer cancel by themselves; `coming` and `past` are
    the next and the latest bookings, soonest and latest first."""

    visits: int
    first_at: dt.datetime | None
    last_at: dt.datetime | None
    next_at: dt.datetime | None
    spent: dict[str, Decimal]
    service: str
    person: str
    missed: int
    cancelled: int
    late: int
    coming_count: int
    total: int
    coming: list[Booking]
    past: list[Booking]
    said: list[Said]

    @property
    def has_bookings(self) -> bool:
        """Whether there is anything at all."""
        return bool(self.coming or self.past)


class _Row(NamedTuple):
    """A part of a booking."""

    booking: int
    status: str
    currency: str
    live: bool
    price: Decimal | None
    party: int
    service: str
    person: str
    at: dt.datetime


def summary(customer: Customer, *, now: dt.datetime, shown: int = 10) -> Summary:
    """This will sum up what a customer has booked, with `shown` bookings of each list, in at most five queries."""
    rows = _rows(customer)
    starts: dict[int, dt.datetime] = {}
    for row in rows:
        starts[row.booking] = min(row.at, starts.get(row.booking, row.at))
    statuses = {row.booking: row.status for row in rows}
    held = [row for row in rows if row.live and starts[row.booking] <= now and _took_place(row.status)]
    visits = sorted({starts[row.booking] for row in held})
    coming = sorted((at, key) for key, at in starts.items() if at > now and statuses[key] in Booking.OPEN)
    ahead = set(coming)
    past = sorted(((at, key) for key, at in starts.items() if (at, key) not in ahead), reverse=True)
    keys = [key for _, key in coming[:shown]], [key for _, key in past[:shown]]
    found = Booking.objects.with_details().in_bulk([*keys[0], *keys[1]]) if starts else {}
    cancelled = {key: starts[key] for key, status in statuses.items() if status == Status.CANCELLED}
    return Summary(
        visits=len({row.booking for row in held}),
        first_at=visits[0] if visits else None,
        last_at=visits[-1] if visits else None,
        next_at=coming[0][0] if coming else None,
        spent=_spent(held),
        service=_usual(row.service for row in held),
        person=_usual(row.person for row in held),
        missed=sum(status == Status.NO_SHOW for status in statuses.values()),
        cancelled=len(cancelled),
        late=_late(customer.business, cancelled),
        coming_count=len(coming),
        total=len(starts),
        coming=[found[key] for key in keys[0] if key in found],
        past=[found[key] for key in keys[1] if key in found],
        said=_said(customer, starts, shown) if starts else [],
    )


def _took_place(status: str) -> bool:
    """A confirmed one that has begun counts until somebody says otherwise."""
    return status in (Status.CONFIRMED, Status.COMPLETED)


def _rows(customer: Customer) -> list[_Row]:
    theirs = Booking.objects.visible().filter(business=customer.business_id, customer=customer).order_by()
    parts = Place.objects.filter(booking__in=theirs).order_by("appointment__starts_at", "position")
    own = ("booking_id", "booking__status", "booking__currency", "live", "price", "party_size", "service_name")
    return [_Row(*row) for row in parts.values_list(*own, "appointment__staff__name", "appointment__starts_at")]


def _spent(rows: Iterable[_Row]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row.price is not None:
            found[row.currency] += row.price * row.party
    return {currency: amount for currency, amount in found.items() if amount}


def _usual(names: Iterable[str]) -> str:
    """The most frequent name, of several the latest; nothing until something came twice."""
    every = list(names)[::-1]
    name, times = next(iter(Counter(every).most_common(1)), ("", 0))
    return name if times > 1 else ""


def _late(business: Business, cancelled: Mapping[int, dt.datetime]) -> int:
    """How many were cancelled too late by anybody but the house's own clock, or a class that was called off."""
    kinds = (Event.Type.CANCELLED, Event.Type.AMENDED)
    events = Event.objects.filter(booking__in=cancelled, type__in=kinds).order_by("sequence") if cancelled else []
    last = {each.booking_id: each for each in events if each.facts.get("status") == Status.CANCELLED}
    return sum(
        event.occurred_at > last_change(business, cancelled[key])
        and "class" not in event.facts
        and event.by.partition(":")[0] not in BY_ITSELF
        for key, event in last.items()
    )


def _said(customer: Customer, starts: Mapping[int, dt.datetime], shown: int) -> list[Said]:
    theirs = Booking.objects.visible().filter(business=customer.business_id, customer=customer)
    written = theirs.exclude(customer_notes="", staff_notes="", answers=[]).order_by("-created_at", "-pk")
    rows = written.values_list("pk", "customer_notes", "staff_notes", "answers")[:shown]
    return [Said(pk, starts[pk], *rest) for pk, *rest in rows if pk in starts]
