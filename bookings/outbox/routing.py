"""Decides for every event who is told of it."""

import datetime as dt
import logging
from collections.abc import Iterable

from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet

from bookings.models import Delivery, Event
from bookings.outbox.outcome import Channel

logger = logging.getLogger(__name__)
BATCH = 200


def route(channels: Iterable[Channel], *, now: dt.datetime, limit: int = BATCH) -> int:
    """This will give up to `limit` events their deliveries, in one transaction, and say how many events those were.

    Several workers take different events (on SQLite one after the other). A delivery that is there already is not made
    again. An event that a channel cannot plan for stays unrouted, so that it is seen to wait, and holds up no other.
    """
    if not _unrouted().exists():
        return 0  # without a transaction, which on SQLite would hold up everybody who writes
    routed, channels = [], list(channels)
    with transaction.atomic():
        for event in _locked(_unrouted())[:limit]:
            try:
                rows = [row for channel in channels for row in channel.plan(event, now=now)]
            except DatabaseError:
                raise
            except Exception:
                logger.exception("event %s: whom to tell of %s could not be decided", event.pk, event.type)
                continue
            Delivery.objects.bulk_create(rows, ignore_conflicts=True)
            routed.append(event.pk)
        Event.objects.filter(pk__in=routed).update(routed_at=now)
    return len(routed)


def _unrouted() -> QuerySet[Event]:
    return Event.objects.filter(routed_at__isnull=True).order_by("id").select_related("business")


def _locked(rows: QuerySet[Event]) -> QuerySet[Event]:
    if connection.features.has_select_for_update_skip_locked:
        return rows.select_for_update(skip_locked=True, of=("self",))
    return rows
