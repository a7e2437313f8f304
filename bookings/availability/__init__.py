"""Pure arithmetic on time: facts in, starts out. The standard library alone: no clock, no database, no settings."""

from bookings.availability.assignment import Assignment, Turn, group_to_join, in_turn, opening_by
from bookings.availability.days import Days
from bookings.availability.diaries import Diaries
from bookings.availability.explanation import Reason, Rule, reasons
from bookings.availability.facts import Demand, Facts, Group, Lesson, Person, Rules, Thing
from bookings.availability.localtime import (
    DAY,
    Hours,
    clock_at,
    instant_of,
    local_date,
    minute_from,
    minute_of,
    wall_minute,
)
from bookings.availability.slots import Openings
from bookings.availability.timeline import Interval, intervals_of
from bookings.availability.worked import times_worked

__all__ = [
    "DAY",
    "Assignment",
    "Days",
    "Demand",
    "Diaries",
    "Facts",
    "Group",
    "Hours",
    "Interval",
    "Lesson",
    "Openings",
    "Person",
    "Reason",
    "Rule",
    "Rules",
    "Thing",
    "Turn",
    "clock_at",
    "group_to_join",
    "in_turn",
    "instant_of",
    "intervals_of",
    "local_date",
    "minute_from",
    "minute_of",
    "opening_by",
    "reasons",
    "times_worked",
    "wall_minute",
]
