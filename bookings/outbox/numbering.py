"""Gives every event its place in the order in which events could first be seen, so that whoever reads on misses none.

Ids do not have that order: they are drawn when a row is written, and another transaction with a higher one may commit
before. A position is given only to what is committed, by one worker at a time in each business.
"""

from django.db import transaction
from django.db.models import QuerySet

from bookings.models import Event, EventCount

BATCH = 200


def number(*, limit: int = BATCH) -> int:
    """This will give up to `limit` events their positions, and say how many events those were.

    The businesses' counts are locked, in one order, before it is looked which events have none: another worker's are
    seen then, and what commits meanwhile comes after.
    """
    waiting = sorted(set(_unnumbered().values_list("business_id", flat=True)[:limit]))
    if not waiting:
        return 0  # without a transaction, which on SQLite would hold up everybody who writes
    with transaction.atomic():
        counts = _locked(waiting)
        events = list(_unnumbered().filter(business__in=waiting)[:limit])
        for event in events:
            count = counts[event.business_id]
            count.last += 1
            event.position = count.last
        Event.objects.bulk_update(events, ["position"])
        EventCount.objects.bulk_update([counts[key] for key in {event.business_id for event in events}], ["last"])
    return len(events)


def _unnumbered() -> QuerySet[Event]:
    return Event.objects.filter(position__isnull=True).order_by("id")


def _locked(businesses: list[int]) -> dict[int, EventCount]:
    rows = EventCount.objects.filter(business__in=businesses).order_by("business").select_for_update()
    counts = {row.business_id: row for row in rows}
    missing = [EventCount(business_id=key) for key in businesses if key not in counts]
    if missing:  # the first events of a business
        EventCount.objects.bulk_create(missing, ignore_conflicts=True)
        counts = {row.business_id: row for row in rows.all()}
    return counts
