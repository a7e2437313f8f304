"""What a diary is made of: plain values. Times are UTC instants, and minutes of the clock on the wall of the date."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bookings.models import Booking


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time. `start` and `end` are wall minutes of the column's date: below 0 the day before, from 1440 on the next.

    When the clocks change, `end - start` is not the time that passes, and may even be less than nothing.
    """

    starts_at: dt.datetime
    ends_at: dt.datetime
    start: int
    end: int

    @property
    def minutes(self) -> int:
        """How much time passes."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


@dataclass(frozen=True, slots=True)
class Person:
    """Whose column it is."""

    id: int
    name: str
    job_title: str = ""
    color: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class Attendee:
    """A booking's part in an appointment. `held_until`: nobody has booked yet, somebody is about to.

    `of_visit`: the booking has other parts as well; `of_series`: it comes again on other dates.
    """

    booking_id: int
    code: str
    service: str
    name: str
    phone: str
    party_size: int
    status: Booking.Status
    arrived: bool
    held_until: dt.datetime | None
    notes: str
    staff_notes: str
    erased: bool
    of_series: bool
    of_visit: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """An appointment, or a class of the timetable for which there is none yet (`appointment_id` None).

    `busy` is its time with both buffers, in `waits` the person is free for others meanwhile; `continued` means that it
    stands under an earlier date.
    """

    appointment_id: int | None
    service: str
    service_id: int
    time: Stretch
    busy: Stretch
    places: int
    resource: str = ""
    visits: Sequence[Attendee] = ()
    continued: bool = False
    waits: Sequence[Stretch] = ()

    @property
    def taken(self) -> int:
        """How many people come."""
        return sum(visit.party_size for visit in self.visits)

    @property
    def is_group(self) -> bool:
        """Whether several guests share it."""
        return self.places > 1


@dataclass(frozen=True, slots=True)
class Away:
    """A time off, cut to the column. `id` and `on`, the date on which it begins, say which one it is."""

    time: Stretch
    reason: str
    whole_day: bool
    id: int
    on: dt.date


@dataclass(frozen=True, slots=True)
class Column:
    """A person's date. Without `hours` they do not work; `closed`: nobody does. `gaps` are free for a booking."""

    person: Person
    day: dt.date
    hours: Sequence[Stretch]
    away: Sequence[Away]
    entries: Sequence[Entry]
    gaps: Sequence[Stretch]
    closed: bool = False
    note: str = ""

    def clashes(self, entry: Entry) -> bool:
        """This will tell whether somebody is expected for whom the person would work in their time off."""
        expected = any(visit.status in Booking.OPEN for visit in entry.visits)
        return expected and any(_needed_in(entry, away.time) for away in self.away)


@dataclass(frozen=True, slots=True)
class DaySheet:
    """The columns of some dates: by date, and within it by person."""

    days: Sequence[dt.date]
    people: Sequence[Person]
    columns: Sequence[Column]


def _needed_in(entry: Entry, off: Stretch) -> bool:
    """Whether a part of the time off falls into what the appointment takes of its person: not all of it into a wait."""
    begin, end = max(entry.busy.starts_at, off.starts_at), min(entry.busy.ends_at, off.ends_at)
    return begin < end and not any(wait.starts_at <= begin and end <= wait.ends_at for wait in entry.waits)
