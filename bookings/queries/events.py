"""What happened, for partners who ask instead of being told."""

import datetime as dt

from bookings.models import Event
from businesses.models import Business

KEPT = dt.timedelta(days=30)


def events_after(business: Business, *, after: int, limit: int, now: dt.datetime) -> list[Event]:
    """This will give up to `limit` events of a business after the one with that id, oldest first, 30 days back.

    Holds are the house's own business and are left out.
    """
    rows = Event.objects.filter(business=business, pk__gt=after, occurred_at__gte=now - KEPT).exclude(
        type__in=Event.UNTOLD
    )
    return list(rows.select_related("booking").order_by("pk")[:limit])
