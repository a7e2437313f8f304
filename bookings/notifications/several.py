"""What was done to many bookings at once is told once: here is which event speaks, and of which bookings."""

from typing import Any

from bookings import queries
from bookings.models import Booking, Delivery, Event


def is_told_by_another(event: Event) -> bool:
    """This will tell whether the mail of another event says what happened to this booking, too."""
    return _together(event).get("first") is False


def bookings_of(event: Event | None, booking: Booking) -> list[Booking]:
    """This will give the bookings that the mails of an event tell of, as they are now, in order: as a rule the one.

    Of a series that was booked all are meant; where several were changed, the event names them.
    """
    facts = _together(event) if event is not None else {}
    if not facts.get("first"):
        return [booking]
    if "bookings" not in facts:
        return queries.whole_series(booking)
    found = Booking.objects.filter(business=booking.business_id, pk__in=facts["bookings"])
    return list(found.with_details().order_by("series_index", "pk"))


def told_of(delivery: Delivery, booking: Booking) -> list[Booking]:
    """This will give the bookings that a mail tells of: somebody in the house is told of those that they serve."""
    found = bookings_of(delivery.event, booking)
    mine = delivery.about.get("staff")
    return [each for each in found if mine is None or each.staff.pk in mine] or found


def _together(event: Event) -> dict[str, Any]:
    facts: dict[str, Any] = event.facts.get("together") or {}
    return facts
