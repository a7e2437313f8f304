"""Bookings and customers as rows that leave the house, some hundred at a time, whatever their number."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Case, Count, DateTimeField, DecimalField, F, Max, Q, QuerySet, Sum, When

from bookings.models import Booking, Place
from bookings.queries import dated
from bookings.queries.report_rows import Scope, came
from businesses.models import Business, Customer

CHUNK = 500
Status = Booking.Status
BOOKED = (
    *("appointment__starts_at", "pk", "booking__code", "booking__created_at", "appointment__listed_on"),
    *("appointment__ends_at", "service_name", "appointment__staff__name", "appointment__location__name"),
    *("appointment__resource__name", "booking__status", "party_size", "price", "booking__currency"),
    *("booking__guest_name", "booking__guest_email", "booking__guest_phone", "booking__customer_notes"),
    *("booking__staff_notes", "booking__cancel_reason", "booking__source"),
)


class BookedRow(NamedTuple):
    """A part of a booking; `price` is for one person, as agreed."""

    starts_at: dt.datetime
    pk: int
    code: str
    booked_at: dt.datetime
    date: dt.date
    ends_at: dt.datetime
    service: str
    person: str
    location: str
    resource: str | None
    status: str
    party_size: int
    price: Decimal | None
    currency: str
    name: str
    email: str
    phone: str
    wishes: str
    notes: str
    reason: str
    source: str


class CustomerRow(NamedTuple):
    """Somebody whom the house knows, and what is counted of them; `spent` is in the business's currency."""

    customer: Customer
    visits: int
    missed: int
    last_at: dt.datetime | None
    spent: Decimal


def booked_rows(scope: Scope) -> Iterator[BookedRow]:
    """This will give every part of every booking of a report's dates, by start. Dropped parts of a booking that stands
    are left out. Between chunks nothing is kept open, so that a slow reader keeps nobody waiting."""
    rows = dated.within(Place.objects.all(), "appointment__", scope.business, *scope.dates)
    rows = rows.filter(**{f"appointment__{name}": key for name, key in scope.narrowing.items()})
    rows = rows.filter(Q(live=True) | Q(booking__status=Status.CANCELLED), booking__erased_at__isnull=True)
    rows = rows.exclude(booking__status__in=[Status.HELD, Status.EXPIRED]).order_by("appointment__starts_at", "pk")
    for chunk in _chunks(rows.values_list(*BOOKED), "appointment__starts_at"):
        yield from (BookedRow(*row) for row in chunk)


def customer_rows(business: Business, *, now: dt.datetime) -> Iterator[CustomerRow]:
    """This will give everybody whom the house knows, in the order in which they became known."""
    rows = Customer.objects.filter(business=business).current().order_by("pk")
    last = 0
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1].pk
        counted = _counted(business, [each.pk for each in chunk], now)
        for customer in chunk:
            visits, missed, last_at, spent = counted.get(customer.pk, (0, 0, None, None))
            yield CustomerRow(customer, visits, missed, last_at, spent or Decimal(0))


def _counted(business: Business, customers: list[int], now: dt.datetime) -> dict[int, tuple[Any, ...]]:
    """Of each customer: visits, missed ones, the last visit's start, money."""
    theirs = Place.objects.filter(business=business, booking__customer__in=customers, live=True).order_by()
    visit, ours = came(now), Q(booking__currency=business.currency)
    rows = theirs.values("booking__customer").annotate(
        visits=Count("booking", distinct=True, filter=visit),
        missed=Count("booking", distinct=True, filter=Q(booking__status=Status.NO_SHOW)),
        last_at=Max(Case(When(visit, then=F("appointment__starts_at")), output_field=DateTimeField())),
        spent=Sum(F("price") * F("party_size"), filter=visit & ours, output_field=DecimalField()),
    )
    return {row[0]: row[1:] for row in rows.values_list("booking__customer", "visits", "missed", "last_at", "spent")}


def _chunks(rows: "QuerySet[Any, Any]", by: str) -> Iterator[list[Any]]:
    """Rows in the order of (`by`, key), which are their first two columns."""
    found = list(rows[:CHUNK])
    while found:
        yield found
        at, key = found[-1][:2]
        found = list(rows.filter(Q(**{f"{by}__gt": at}) | Q(**{by: at, "pk__gt": key}))[:CHUNK])
