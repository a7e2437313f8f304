"""Who sends what: a delivery is leased to one sender at a time, whose word counts while it holds the lease."""

import datetime as dt
import random
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import Coalesce, RowNumber

from bookings.models import Delivery
from bookings.outbox.outcome import Channel, Delivered, GivenUp, Outcome, Retry, Skipped
from bookings.outbox.turns import MOST_AT_ONCE, Receiver, Waiting, chosen

# Longer than one try may take: 15 s for a webhook, for a mail as many steps of 15 s as its server lets us wait.
LEASES = {
    Delivery.Channel.WEBHOOK: dt.timedelta(seconds=30),
    Delivery.Channel.MAIL: dt.timedelta(seconds=150),
}
JITTER = 0.1
LONGEST_ANSWER = 2000


def claim(
    *, now: dt.datetime, limit: int, in_hand: Iterable[Delivery] = (), due_by: dt.datetime | None = None
) -> list[Delivery]:
    """This will lease up to `limit` deliveries that are due, or were at `due_by`, and give them, the longest due first.

    `in_hand` is what the caller's other senders are at. No receiver gets them all: see `turns.chosen`.
    """
    lease, due_by = uuid.uuid4(), due_by or now
    if not _due(now, due_by).exists():
        return []  # without a transaction, which on SQLite would hold up everybody who writes
    with transaction.atomic():
        leased = Delivery.objects.filter(status=Delivery.Status.DUE, leased_until__gt=now)
        under_way = Counter(Receiver(*row) for row in leased.values_list(*Receiver._fields))
        ids = chosen(_first_of_each(now, due_by), limit=limit, in_hand=in_hand, under_way=under_way)
        rows = _due(now, due_by).filter(pk__in=ids)
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        taken = [row.pk for row in rows]
        for channel, length in LEASES.items():
            mine = Delivery.objects.filter(pk__in=taken, channel=channel)
            mine.update(lease=lease, leased_until=now + length, attempts=F("attempts") + 1)
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
    changes: dict[str, object] = {"lease": None, "leased_until": None, "last_answer": outcome.answer[:LONGEST_ANSWER]}
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
    with transaction.atomic():  # whoever gives up does at once what follows from it
        mine = Delivery.objects.filter(pk=delivery.pk, lease=delivery.lease).update(**changes)
        if mine and changes.get("status") == Delivery.Status.GIVEN_UP:
            delivery.last_answer = str(changes["last_answer"])
            schedule[delivery.channel].gave_up(delivery, now=now)
    return bool(mine)


def _due(now: dt.datetime, due_by: dt.datetime) -> QuerySet[Delivery]:
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    return Delivery.objects.filter(free, status=Delivery.Status.DUE, due_at__lte=due_by)


def _first_of_each(now: dt.datetime, due_by: dt.datetime) -> list[Waiting]:
    """The first few of each receiver, the longest due first."""
    place = Window(
        RowNumber(),
        partition_by=[F("business"), F("channel"), Coalesce("endpoint", 0)],
        order_by=["due_at", "id"],
    )
    rows = _due(now, due_by).annotate(place=place).filter(place__lte=MOST_AT_ONCE).order_by("due_at", "id")
    return [
        Waiting(key, Receiver(*receiver), failing_since is not None)
        for key, failing_since, *receiver in rows.values_list("pk", "endpoint__failing_since", *Receiver._fields)
    ]
