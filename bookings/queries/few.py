"""Groups that too few people come to, once the time has come by which enough should."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from bookings.models import Appointment, Booking, to_minute
from businesses.models import Business


class Few(NamedTuple):
    """A group, how many people come, and how many at least should."""

    appointment: Appointment
    coming: int
    minimum: int


def groups_with_few(
    business: Business | None = None,
    *,
    now: dt.datetime,
    told: bool | None = None,
    first: dt.date | None = None,
    last: dt.date | None = None,
    limit: int | None = None,
) -> list[Few]:
    """This will give the groups, of one business or of all, that nobody let be and that too few people come to, from
    the time that the service sets on until they start; in one statement, in order of start.

    `told`: only those of which the owners are told already, or only those of which they are not; `first` … `last`:
    only those of these local dates.
    """
    rows = _due(now).filter(coming__lt=F("service__min_participants"), few_accepted_at__isnull=True)
    if business is not None:
        rows = rows.filter(business=business)
    if told is not None:
        rows = rows.filter(few_told_at__isnull=not told)
    if first is not None and last is not None:
        rows = rows.filter(listed_on__range=(first, last))
    found = rows.select_related("business", "service", "staff").order_by("starts_at", "pk")
    return [each for row in found if (each := _few(row, now))][:limit]


def groups_with_enough_again(*, now: dt.datetime) -> Sequence[int]:
    """This will give, by id, the groups of which the owners were told, and that enough people come to by now."""
    rows = _due(now).filter(coming__gte=F("service__min_participants"), few_told_at__isnull=False)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def is_few(appointment: Appointment, *, now: dt.datetime) -> Few | None:
    """This will give a group that is to be decided about; None: it is not, or not any more."""
    rows = _due(now).filter(pk=appointment.pk, coming__lt=F("service__min_participants"), few_accepted_at__isnull=True)
    row = rows.select_related("business", "service", "staff").first()
    return _few(row, now) if row else None


def _few(row: Any, now: dt.datetime) -> Few | None:
    """The group as it is told; None: there is time left. A row has its `coming`."""
    before = dt.timedelta(minutes=row.service.min_participants_by_minutes)
    return Few(row, row.coming, row.service.min_participants) if row.starts_at - before <= now else None


def _due(now: dt.datetime) -> QuerySet[Any, Any]:
    """The groups to come whose time to look has come, each with how many people are coming; held places are nobody.

    The buffer before it makes it early by some minutes: `_few` looks once more.
    """
    asked = Q(service__min_participants__gt=1) | Q(service__min_participants_by_minutes__gt=0)
    coming = Sum(
        "taken_places__party_size",
        filter=Q(taken_places__live=True) & ~Q(taken_places__booking__status=Booking.Status.HELD),
    )
    return (
        Appointment.objects.live()
        .filter(asked, places__gt=1, starts_at__gt=now)
        .filter(busy_from__lte=to_minute(now) + F("service__min_participants_by_minutes"))
        .annotate(coming=Coalesce(coming, 0))
    )
