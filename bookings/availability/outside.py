"""Whether what is booked already still stands within hours: the masks of `roster`, asked of one appointment."""

from bookings.availability.explanation import Rule
from bookings.availability.roster import Roster
from bookings.availability.timeline import Interval


def outside(roster: Roster, person: int, time: Interval) -> list[Rule]:
    """This will name what keeps an appointment of a person from standing inside the hours of a roster.

    `CLOSED`: the business is not open for all of it. `NOT_WORKING`: hours of the person's own do not hold all of it.
    `TIME_OFF`: they are away for some of it. Each is judged by itself, so that two rosters can be compared. The time
    is that of the service, without buffers, on dates of the span.
    """
    minutes, who, found = roster.span.minutes(time), roster.people.get(person), []
    if roster.opened & minutes != minutes:
        found.append(Rule.CLOSED)
    if who is None or (who.hours is not None and roster.own_minutes(person) & minutes != minutes):
        found.append(Rule.NOT_WORKING)
    if roster.present(person) & minutes != minutes:
        found.append(Rule.TIME_OFF)
    return found
