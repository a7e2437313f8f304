"""Door 1: what anybody may want to know about time and bookings. Reads, never writes."""

from bookings.queries.busy import diaries_beside
from bookings.queries.day_columns import Attendee, Away, Column, DaySheet, Entry, Person, Stretch
from bookings.queries.day_sheet import day_sheet
from bookings.queries.events import CursorLost, events_after
from bookings.queries.explanation import Explained, Finding, explain
from bookings.queries.figures import Day, Figures, Lead, Part, Rate, figures
from bookings.queries.groups import group_at
from bookings.queries.house import ANYONE, House, Wanted, house, leaving
from bookings.queries.invariants import broken_invariants
from bookings.queries.kept import Kept, kept_by, pending_of
from bookings.queries.links import (
    booking_by_code,
    booking_by_hold,
    booking_by_link,
    booking_by_stop,
    booking_by_uuid,
    link_ends_at,
    link_has_ended,
    link_is_read_only,
    link_token,
    stop_token,
)
from bookings.queries.openings import (
    DateState,
    OpenDate,
    Slot,
    State,
    alternatives,
    date_states,
    free_staff,
    open_dates,
    open_slots,
)
from bookings.queries.setup import Setup, Skilled
from bookings.queries.today import (
    Decisions,
    Visit,
    decisions,
    has_bookings,
    requests_of,
    requests_to_decide,
    visits_today,
)
from bookings.queries.utilisation import Cell

__all__ = [
    "ANYONE",
    "Attendee",
    "Away",
    "Cell",
    "Column",
    "CursorLost",
    "DateState",
    "Day",
    "DaySheet",
    "Decisions",
    "Entry",
    "Explained",
    "Figures",
    "Finding",
    "House",
    "Kept",
    "Lead",
    "OpenDate",
    "Part",
    "Person",
    "Rate",
    "Setup",
    "Skilled",
    "Slot",
    "State",
    "Stretch",
    "Visit",
    "Wanted",
    "alternatives",
    "booking_by_code",
    "booking_by_hold",
    "booking_by_link",
    "booking_by_stop",
    "booking_by_uuid",
    "broken_invariants",
    "date_states",
    "day_sheet",
    "decisions",
    "diaries_beside",
    "events_after",
    "explain",
    "figures",
    "free_staff",
    "group_at",
    "has_bookings",
    "house",
    "kept_by",
    "leaving",
    "link_ends_at",
    "link_has_ended",
    "link_is_read_only",
    "link_token",
    "open_dates",
    "open_slots",
    "pending_of",
    "requests_of",
    "requests_to_decide",
    "stop_token",
    "visits_today",
]
