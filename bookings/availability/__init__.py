"""Pure arithmetic on time: facts in, starts out. The standard library alone: no clock, no database, no settings."""

from bookings.availability.assignment import Assignment, group_however_full, group_to_join, in_turn, opening_by
from bookings.availability.busy import Booked, Busy, Group
from bookings.availability.classes import Class, classes_held, lessons_meet
from bookings.availability.diaries import Part
from bookings.availability.explanation import Reason, Rule, reasons, why_not_free, why_not_offered
from bookings.availability.facts import Demand, Lesson, Performer, Person, Rules, Thing
from bookings.availability.localtime import (
    DAY,
    Hours,
    Rota,
    clock_at,
    instant_of,
    instants,
    local_date,
    minute_from,
    minute_of,
    wall_minute,
)
from bookings.availability.nothing import laid_out, why_nothing
from bookings.availability.offers import Offers
from bookings.availability.outside import outside
from bookings.availability.places import Places, places_on
from bookings.availability.policy import COUNTER, GUEST, STAFF, Policy
from bookings.availability.roster import HeldClass, Roster
from bookings.availability.slots import Openings
from bookings.availability.span import MARGIN, ONE_DAY, Span, dates
from bookings.availability.timeline import Interval, intervals_of, minutes_of
from bookings.availability.visits import Visit, Way
from bookings.availability.weekly import Weekly, weekly_starts
from bookings.availability.worked import minutes_worked, times_worked

__all__ = [
    "COUNTER",
    "DAY",
    "GUEST",
    "MARGIN",
    "ONE_DAY",
    "STAFF",
    "Assignment",
    "Booked",
    "Busy",
    "Class",
    "Demand",
    "Group",
    "HeldClass",
    "Hours",
    "Interval",
    "Lesson",
    "Offers",
    "Openings",
    "Part",
    "Performer",
    "Person",
    "Places",
    "Policy",
    "Reason",
    "Roster",
    "Rota",
    "Rule",
    "Rules",
    "Span",
    "Thing",
    "Visit",
    "Way",
    "Weekly",
    "classes_held",
    "clock_at",
    "dates",
    "group_however_full",
    "group_to_join",
    "in_turn",
    "instant_of",
    "instants",
    "intervals_of",
    "laid_out",
    "lessons_meet",
    "local_date",
    "minute_from",
    "minute_of",
    "minutes_of",
    "minutes_worked",
    "opening_by",
    "outside",
    "places_on",
    "reasons",
    "times_worked",
    "wall_minute",
    "weekly_starts",
    "why_not_free",
    "why_not_offered",
    "why_nothing",
]
