"""Who sends what: a delivery is leased to one sender at a time, whose word counts while it holds the lease."""

import datetime as dt
import random
import uuid
from collections import Counter
from collections.abc import Mapping

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import Coalesce, RowNumber

from bookings.models import Delivery
from bookings.outbox.outcome import Channel, Delivered, GivenUp, Outcome, Retry, Skipped

LEASE = dt.timedelta(seconds=90)  # longer than any channel may take
MOST_AT_ONCE = 4  # to one endpoint, or of one business's mails
JITTER = 0.1
LONGEST_ANSWER = 2000


def claim(*, now: dt.datetime, limit: int) -> list[Delivery]:
    """This will lease up to `limit` due deliveries and give them, the longest due first.

    Of one endpoint, and of one business's mails, only a few are under way at a time; of an endpoint that fails only
    one: a receiver that sleeps keeps nobody else waiting.
    """
    if not _due(now).exists():
        return []  # without the write lock that a transaction takes on SQLite
    lease = uuid.uuid4()
    with transaction.atomic():
        under_way = Counter(Delivery.objects.filter(leased_until__gt=now).values_list(*_receiver()))
        ids = []
        for row in _first_of_each(now)[: limit * 4]:
            receiver = tuple(row[1:4])
            most = 1 if row[4] else MOST_AT_ONCE
            if under_way[receiver] < most and len(ids) < limit:
                under_way[receiver] += 1
                ids.append(row[0])
        rows: QuerySet[Delivery] = _due(now).filter(pk__in=ids)
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        taken = [row.pk for row in rows]
        Delivery.objects.filter(pk__in=taken).update(lease=lease, leased_until=now + LEASE, attempts=F("attempts") + 1)
    related = ("business", "endpoint", "event", "booking")
    return list(Delivery.objects.filter(pk__in=taken, lease=lease).select_related(*related).order_by("due_at", "id"))


def settle(
    delivery: Delivery,
    outcome: Outcome,
    *,
    now: dt.datetime,
    schedule: Mapping[str, Channel],
    chance: float | None = None,
) -> bool:
    """This will write down what became of a try; False when the lease is somebody else's by now.

    A try that failed is repeated on the channel's schedule, with jitter, or when the receiver said; after the last one
    the delivery is given up.
    """
    changes = {"lease": None, "leased_until": None, "last_answer": outcome.answer[:LONGEST_ANSWER]}
    if not isinstance(outcome, Skipped) and outcome.recipient:
        changes["recipient"] = outcome.recipient[:500]
    match outcome:
        case Delivered():
            changes |= {"status": Delivery.Status.DELIVERED, "delivered_at": now}
        case Skipped():
            changes |= {"status": Delivery.Status.SKIPPED}
        case GivenUp():
            changes |= {"status": Delivery.Status.GIVEN_UP}
        case Retry():
            pauses = schedule[delivery.channel].schedule
            if delivery.attempts > len(pauses):
                changes |= {"status": Delivery.Status.GIVEN_UP}
            else:
                spread = 1 + JITTER * (2 * (random.random() if chance is None else chance) - 1)  # noqa: S311 - no secret
                pause = max(pauses[delivery.attempts - 1] * spread, outcome.after_seconds)
                changes |= {"due_at": now + dt.timedelta(seconds=pause)}
    mine = Delivery.objects.filter(pk=delivery.pk, lease=delivery.lease).update(**changes)
    if mine and changes.get("status") == Delivery.Status.GIVEN_UP:
        schedule[delivery.channel].gave_up(delivery, now=now)
    return bool(mine)


def _due(now: dt.datetime) -> QuerySet[Delivery]:
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    return Delivery.objects.filter(free, status=Delivery.Status.DUE, due_at__lte=now)


def _receiver() -> tuple[str, str, str]:
    return ("business", "channel", "endpoint")


def _first_of_each(now: dt.datetime) -> QuerySet[Delivery, tuple[object, ...]]:
    """The first few of each receiver: (id, business, channel, endpoint, since when it fails)."""
    place = Window(
        RowNumber(),
        partition_by=[F("business"), F("channel"), Coalesce("endpoint", 0)],
        order_by=["due_at", "id"],
    )
    rows = _due(now).annotate(place=place).filter(place__lte=MOST_AT_ONCE).order_by("due_at", "id")
    return rows.values_list("pk", *_receiver(), "endpoint__failing_since")
