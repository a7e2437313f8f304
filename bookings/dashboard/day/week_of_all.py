"""The week of everybody, drawn: a line for each person, a small picture of each of their dates, and what it says."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from bookings import queries
from bookings.dashboard.day.diary_grid import HOUR, USUAL, person_style
from bookings.dashboard.frame import words
from bookings.localized import Reader

GAP = 2  # minutes


@dataclass(frozen=True)
class Line:
    """A person's dates."""

    person: queries.Person
    style: str
    link: str
    cells: Sequence["Cell"]


@dataclass(frozen=True)
class Cell:
    """A date of a person: what is drawn, and what is said of it. `state` is a word where there is no picture.

    What is drawn are the paths of a picture as wide as the scale, in minutes, and ten high.
    """

    date: queries.PersonDate
    link: str
    said: str
    state: str
    hours: str
    off: str
    sure: str
    unsure: str
    clashes: str


@dataclass
class WeekOfAll:
    """Everybody's dates on one scale; `link` gives the address of another part of the diary."""

    people: Sequence[queries.PersonWeek]
    reader: Reader
    link: Callable[..., str]

    @property
    def days(self) -> list["Head"]:
        """What stands over each column."""
        dates = [date.day for date in self.people[0].cells] if self.people else []
        return [
            Head(f"{day:%a}", str(day.day), words.day(day), self.link(day=day, view="day", staff=None)) for day in dates
        ]

    @cached_property
    def scale(self) -> tuple[int, int]:
        """The first and the last minute that is drawn: the full hours around everything."""
        cells = [date for each in self.people for date in each.cells]
        times = [time for date in cells for time in (*date.hours, *(taken.time for taken in date.taken))]
        if not times:
            return USUAL
        low, high = min(time.start for time in times), max(time.end for time in times)
        return low // HOUR * HOUR, -(-high // HOUR) * HOUR

    @property
    def box(self) -> str:
        """The part of the plane that every picture shows."""
        first, last = self.scale
        return f"{first} 0 {last - first} 10"

    @property
    def lines(self) -> list[Line]:
        """A line for each person."""
        return [
            Line(
                person=each.person,
                style=person_style(each.person),
                link=self.link(day=each.cells[0].day, view="week", staff=each.person.id),
                cells=[self._cell(each.person, date) for date in each.cells],
            )
            for each in self.people
        ]

    def _cell(self, person: queries.Person, date: queries.PersonDate) -> Cell:
        state = "" if date.hours or date.taken else "Closed" if date.closed else "Not working"
        return Cell(
            date=date,
            link=self.link(day=date.day, view="day", staff=person.id),
            said=self._said(person, date, state),
            state=state,
            hours=_bars(date.hours, 0, 10),
            off=_bars(date.off, 4, 2),
            sure=_bars((each.time for each in date.taken if each.sure and not each.clashes), 0, 10),
            unsure=_bars((each.time for each in date.taken if not each.sure and not each.clashes), 5, 5),
            clashes=_bars((each.time for each in date.taken if each.clashes), 0, 10),
        )

    def _said(self, person: queries.Person, date: queries.PersonDate, state: str) -> str:
        """All of it in sentences, for whoever does not see the picture."""
        said = [f"{person.name}, {words.day(date.day)}: {_bookings(date.bookings)}."]
        if state:
            said.append(f"{state}.")
        if date.work:
            booked, work = self.reader.minutes(date.booked), self.reader.minutes(date.work)
            said.append(f"{booked} of {work} taken.")
        if date.waiting:
            said.append("1 waits for your yes." if date.waiting == 1 else f"{date.waiting} wait for your yes.")
        if date.off:
            said.append("Time off.")
        if any(taken.clashes for taken in date.taken):
            said.append("Somebody is expected in the time off.")
        return " ".join(said)


@dataclass(frozen=True)
class Head:
    """A date over its column."""

    weekday: str
    number: str
    words: str
    link: str


def _bars(times: Iterable[tuple[int, int]], top: int, height: int) -> str:
    """The path of a bar for each time; a little stays free between two that touch."""
    wide = [(start, max(end - start - GAP, 1)) for start, end in times]
    return "".join(f"M{start} {top}h{width}v{height}h-{width}z" for start, width in wide)


def _bookings(many: int) -> str:
    return "nothing booked" if not many else "1 booking" if many == 1 else f"{many} bookings"
