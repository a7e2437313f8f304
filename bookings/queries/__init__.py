"""Door 1: what anybody may want to know about time and bookings. Reads, never writes."""

from bookings.queries.diary import BusyRow, booked_minutes
from bookings.queries.explanation import Explained, Finding, explain
from bookings.queries.facts import Loaded, load
from bookings.queries.invariants import broken_invariants
from bookings.queries.openings import OpenDate, Slot, Wanted, alternatives, open_dates, open_slots

__all__ = [
    "BusyRow",
    "Explained",
    "Finding",
    "Loaded",
    "OpenDate",
    "Slot",
    "Wanted",
    "alternatives",
    "booked_minutes",
    "broken_invariants",
    "explain",
    "load",
    "open_dates",
    "open_slots",
]
