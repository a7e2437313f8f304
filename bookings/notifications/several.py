"""What was done to many bookings at once is told once: here is which event speaks, and of which bookings."""

from typing import Any

from bookings import queries
from bookings.models import Booking, Delivery, Event


def is_told_by_another(event: Event) -> bool:
    """This will tell whether the mail of another event says what happened to this booking, too."""
    return _together(event).get("first") is False


def is_told_to_the_house_by_another(event: Event) -> bool:
    """This will tell whether the mail of another event says it to the house: of a class, one says it of everybody."""
    return is_told_by_another(event) or _class(event).get("first") is False


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


def bookings_of_the_house(event: Event, booking: Booking) -> list[Booking]:
    """This will give the bookings that an event tells the house of: of a class that was changed, everybody's."""
    if "bookings" not in _class(event):
        return bookings_of(event, booking)
    found = Booking.objects.filter(business=booking.business_id, pk__in=_class(event)["bookings"])
    return list(found.with_details().order_by("pk"))


def told_of(delivery: Delivery, booking: Booking) -> list[Booking]:
    """This will give the bookings that a mail tells of: somebody in the house is told of those that concern them."""
    if delivery.event is None or "bookings" not in delivery.about:
        return bookings_of(delivery.event, booking)
    mine = delivery.about["bookings"]
    return [each for each in bookings_of_the_house(delivery.event, booking) if each.pk in mine] or [booking]


def _together(event: Event) -> dict[str, Any]:
    facts: dict[str, Any] = event.facts.get("together") or {}
    return facts


def _class(event: Event) -> dict[str, Any]:
    facts: dict[str, Any] = event.facts.get("class") or {}
    return facts
