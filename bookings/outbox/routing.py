"""Decides for every event who is told of it."""

import datetime as dt
import logging
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from bookings.models import Delivery, Event
from bookings.outbox.numbering import number
from bookings.outbox.outcome import Channel, Outcome, Skipped
from businesses import outage

logger = logging.getLogger(__name__)
BATCH = 200
PAUSES = (60, 300, 900, 3600, 10800, 21600, 43200)  # seconds: within a day it is still news
UNPLANNED = "unplanned"  # the kind of the delivery that stands for those that could not be made


def route(channels: Iterable[Channel], *, now: dt.datetime, limit: int | None = None) -> int:
    """This will give up to `limit` events (200) their deliveries, in one transaction, and say how many it looked at.

    Before, events get their place in the order in which partners read them. Several workers take different events (on
    SQLite one after the other). A delivery that is there already is not made again. Where a channel cannot say whom to
    tell, the event waits, longer each time, and holds up no other; in the end that is given up by a delivery that says
    why, in the place of those that could not be made.
    """
    number()
    if not _unrouted(now).exists():
        return 0  # without a transaction, which on SQLite would hold up everybody who writes
    channels = list(channels)
    with transaction.atomic():
        events = list(_locked(_unrouted(now))[: limit or BATCH])
        routed = [event.pk for event in events if _planned(event, channels, now)]
        Event.objects.filter(pk__in=routed).update(routed_at=now, route_after=None)
    return len(events)


def route_again(delivery: Delivery) -> Outcome:
    """This will let it be decided anew whom to tell of an event, once that was given up."""
    Event.objects.filter(pk=delivery.event_id).update(routed_at=None, route_after=None, routing_attempts=0)
    return Skipped("it is decided anew whom to tell")


def _planned(event: Event, channels: list[Channel], now: dt.datetime) -> bool:
    """Whether every channel made its deliveries of the event; if one could not, it is noted and tried again."""
    faults = {channel.name: _fault(event, channel, now) for channel in channels}
    faults = {name: fault for name, fault in faults.items() if fault}
    if not faults:
        return True
    if event.routing_attempts < len(PAUSES):
        event.route_after = now + dt.timedelta(seconds=PAUSES[event.routing_attempts])
        event.routing_attempts += 1
        event.save(update_fields=["route_after", "routing_attempts"])
        return False
    for name, fault in faults.items():
        _give_up(event, name, fault, now)
    return True


def _fault(event: Event, channel: Channel, now: dt.datetime) -> str:
    """This will make a channel's deliveries of an event; what went wrong, or nothing. A lost database is no fault."""
    try:
        with transaction.atomic():
            Delivery.objects.bulk_create(channel.plan(event, now=now), ignore_conflicts=True)
    except Exception as error:
        if outage.is_outage(error):
            raise
        logger.exception("event %s: whom to tell of %s by %s could not be decided", event.pk, event.type, channel.name)
        return type(error).__name__
    return ""


def _give_up(event: Event, channel: str, fault: str, now: dt.datetime) -> None:
    """The same row when it is given up once more after it was tried again by hand."""
    Delivery.objects.update_or_create(
        business_id=event.business_id,
        dedupe=f"event:{event.uuid}:{channel}:{UNPLANNED}",
        defaults={
            "event": event,
            "booking_id": event.booking_id,
            "channel": channel,
            "kind": UNPLANNED,
            "status": Delivery.Status.GIVEN_UP,
            "attempts": event.routing_attempts + 1,
            "due_at": now,
            "last_answer": f"It could not be decided whom to tell: {fault}.",
        },
    )


def _unrouted(now: dt.datetime) -> QuerySet[Event]:
    due = Q(route_after__isnull=True) | Q(route_after__lte=now)
    return Event.objects.filter(due, routed_at__isnull=True).order_by("id").select_related("business")


def _locked(rows: QuerySet[Event]) -> QuerySet[Event]:
    if connection.features.has_select_for_update_skip_locked:
        return rows.select_for_update(skip_locked=True, of=("self",))
    return rows
