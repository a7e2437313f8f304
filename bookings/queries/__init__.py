"""Door 1: what anybody may want to know about time and bookings. Reads, never writes."""

from bookings.availability import Rule, instants
from bookings.queries.about_person import about_person
from bookings.queries.absences import Occurrence, times_away
from bookings.queries.appointments import appointment_by_number, booking_in, bookings_in
from bookings.queries.as_it_was import Then, as_it_was
from bookings.queries.busy import diaries_beside
from bookings.queries.changeable import changeable_until, is_in_time, last_change, may_be_changed
from bookings.queries.classes import Class, class_services, class_timetable, has_single_classes
from bookings.queries.day_columns import Attendee, Away, Column, DaySheet, Entry, Person, Stretch
from bookings.queries.day_sheet import day_sheet
from bookings.queries.diary_version import diary_version
from bookings.queries.drafts import draft
from bookings.queries.events import KEPT, CursorLost, events_after
from bookings.queries.explained_day import Alike, DayExplained, PersonExplained, explain_day
from bookings.queries.explanation import Explained, Finding, explain, lasting
from bookings.queries.exported import BookedRow, CustomerRow, booked_rows, customer_rows
from bookings.queries.few import Few, groups_with_enough_again, groups_with_few, is_few
from bookings.queries.figures import Day, Figures, Lead, Part, Rate, figures
from bookings.queries.found import Found, find
from bookings.queries.groups import group_at
from bookings.queries.house import ANYONE, Asked, House, Wanted, following, house, leaving
from bookings.queries.imported import Lines, MeantBooking, MeantCustomer
from bookings.queries.imported_names import unknown_names
from bookings.queries.imported_row import Fault
from bookings.queries.in_the_way import Standing, Taken, standing
from bookings.queries.invariants import broken_invariants
from bookings.queries.kept import Kept, kept_by, pending_of, starts_held
from bookings.queries.language import language_known_of, language_of_guest, language_of_house
from bookings.queries.links import (
    booking_among,
    booking_by_code,
    booking_by_hold,
    booking_by_link,
    booking_by_number,
    booking_by_stop,
    booking_by_uuid,
    booking_of_code,
    bookings_of,
    coming_of,
    hold_of_key,
    link_ends_at,
    link_has_ended,
    link_is_read_only,
    link_token,
    stop_token,
)
from bookings.queries.listed import Position, bookings_starting
from bookings.queries.loose import asked_by, drafts_of, lines_about
from bookings.queries.memory import forget_what_was_read
from bookings.queries.mine import Contact, at_the_same_time, mark_made, mark_seen, overlapping
from bookings.queries.nothing import Lack, Nothing, lack_of, why_nothing
from bookings.queries.online import Meeting, is_online, meeting
from bookings.queries.openings import (
    DateState,
    OpenDate,
    Slot,
    State,
    alternatives,
    date_of,
    date_states,
    free_staff,
    open_dates,
    open_slots,
    places,
)
from bookings.queries.out_of_order import booked_with, coming_with, has_coming, out_of_order, unhoused
from bookings.queries.outside import Outside, newly_outside, outside, setup_now
from bookings.queries.periods import Against, Dates, Grain
from bookings.queries.rearranged import Chosen, Rearranged, lines_of, not_yet_rearranged, rearranged
from bookings.queries.report import Line, Report, report
from bookings.queries.report_rows import Scope
from bookings.queries.series import occurrences, whole_series
from bookings.queries.setup import Setup, Skilled
from bookings.queries.summary import Said, Summary, summary
from bookings.queries.timetable import Never, bookings_in_the_way, classes_meeting, guests_of_class, never_held
from bookings.queries.today import (
    Decisions,
    Visit,
    decisions,
    has_bookings,
    idle_keys,
    requests_of,
    requests_to_decide,
    visits_in,
    visits_today,
)
from bookings.queries.trail import BOOKINGS, GUESTS, ITSELF, PROGRAMS, TrailAsked, TrailPosition, trail, trail_position
from bookings.queries.utilisation import Cell
from bookings.queries.visits import (
    Stage,
    VisitExplained,
    alternatives_of,
    explain_visit,
    stages_of,
    visit_alternatives,
    visit_dates,
    visit_slots,
    visit_states,
)
from bookings.queries.week_sheet import PersonDate, PersonWeek, week_sheet
from bookings.queries.weekly import WeeklyStart, number_of, wall_time, weekly_start, weekly_starts

__all__ = [
    "ANYONE",
    "BOOKINGS",
    "GUESTS",
    "ITSELF",
    "KEPT",
    "PROGRAMS",
    "Against",
    "Alike",
    "Asked",
    "Attendee",
    "Away",
    "BookedRow",
    "Cell",
    "Chosen",
    "Class",
    "Column",
    "Contact",
    "CursorLost",
    "CustomerRow",
    "DateState",
    "Dates",
    "Day",
    "DayExplained",
    "DaySheet",
    "Decisions",
    "Entry",
    "Explained",
    "Fault",
    "Few",
    "Figures",
    "Finding",
    "Found",
    "Grain",
    "House",
    "Kept",
    "Lack",
    "Lead",
    "Line",
    "Lines",
    "MeantBooking",
    "MeantCustomer",
    "Meeting",
    "Never",
    "Nothing",
    "Occurrence",
    "OpenDate",
    "Outside",
    "Part",
    "Person",
    "PersonDate",
    "PersonExplained",
    "PersonWeek",
    "Position",
    "Rate",
    "Rearranged",
    "Report",
    "Rule",
    "Said",
    "Scope",
    "Setup",
    "Skilled",
    "Slot",
    "Stage",
    "Standing",
    "State",
    "Stretch",
    "Summary",
    "Taken",
    "Then",
    "TrailAsked",
    "TrailPosition",
    "Visit",
    "VisitExplained",
    "Wanted",
    "WeeklyStart",
    "about_person",
    "alternatives",
    "alternatives_of",
    "appointment_by_number",
    "as_it_was",
    "asked_by",
    "at_the_same_time",
    "booked_rows",
    "booked_with",
    "booking_among",
    "booking_by_code",
    "booking_by_hold",
    "booking_by_link",
    "booking_by_number",
    "booking_by_stop",
    "booking_by_uuid",
    "booking_in",
    "booking_of_code",
    "bookings_in",
    "bookings_in_the_way",
    "bookings_of",
    "bookings_starting",
    "broken_invariants",
    "changeable_until",
    "class_services",
    "class_timetable",
    "classes_meeting",
    "coming_of",
    "coming_with",
    "customer_rows",
    "date_of",
    "date_states",
    "day_sheet",
    "decisions",
    "diaries_beside",
    "diary_version",
    "draft",
    "drafts_of",
    "events_after",
    "explain",
    "explain_day",
    "explain_visit",
    "figures",
    "find",
    "following",
    "forget_what_was_read",
    "free_staff",
    "group_at",
    "groups_with_enough_again",
    "groups_with_few",
    "guests_of_class",
    "has_bookings",
    "has_coming",
    "has_single_classes",
    "hold_of_key",
    "house",
    "idle_keys",
    "instants",
    "is_few",
    "is_in_time",
    "is_online",
    "kept_by",
    "lack_of",
    "language_known_of",
    "language_of_guest",
    "language_of_house",
    "last_change",
    "lasting",
    "leaving",
    "lines_about",
    "lines_of",
    "link_ends_at",
    "link_has_ended",
    "link_is_read_only",
    "link_token",
    "mark_made",
    "mark_seen",
    "may_be_changed",
    "meeting",
    "never_held",
    "newly_outside",
    "not_yet_rearranged",
    "number_of",
    "occurrences",
    "open_dates",
    "open_slots",
    "out_of_order",
    "outside",
    "overlapping",
    "pending_of",
    "places",
    "rearranged",
    "report",
    "requests_of",
    "requests_to_decide",
    "setup_now",
    "stages_of",
    "standing",
    "starts_held",
    "stop_token",
    "summary",
    "times_away",
    "trail",
    "trail_position",
    "unhoused",
    "unknown_names",
    "visit_alternatives",
    "visit_dates",
    "visit_slots",
    "visit_states",
    "visits_in",
    "visits_today",
    "wall_time",
    "week_sheet",
    "weekly_start",
    "weekly_starts",
    "whole_series",
    "why_nothing",
]
