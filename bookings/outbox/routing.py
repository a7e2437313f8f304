"""Decides for every event who is told of it."""

import datetime as dt
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import QuerySet

from bookings.models import Delivery, Event
from bookings.outbox.outcome import Channel

BATCH = 200


def route(channels: Iterable[Channel], *, now: dt.datetime, limit: int = BATCH) -> int:
    """This will give up to `limit` events their deliveries, in one transaction, and say how many events those were.

    Several workers take different events (on SQLite one after the other). A delivery that is there already is not made
    again.
    """
    if not Event.objects.filter(routed_at__isnull=True).exists():
        return 0  # without the write lock that a transaction takes on SQLite
    with transaction.atomic():
        events = list(_unrouted()[:limit])
        for event in events:
            rows = [row for channel in channels for row in channel.plan(event, now=now)]
            Delivery.objects.bulk_create(rows, ignore_conflicts=True)
        Event.objects.filter(pk__in=[event.pk for event in events]).update(routed_at=now)
    return len(events)


def _unrouted() -> QuerySet[Event]:
    rows = Event.objects.filter(routed_at__isnull=True).order_by("id").select_related("business")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    return rows
