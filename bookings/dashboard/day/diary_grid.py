"""Where everything stands on the diary's page: minutes from the top, lanes beside each other, words and links."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, partial
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse

from bookings import queries
from bookings.dashboard.day.blocks import Block, Shown, laid_out
from bookings.dashboard.day.times import picked
from bookings.dashboard.day.visits import Links
from bookings.dashboard.frame import addresses, words
from bookings.models import Booking

HOUR, DAY = 60, 1440
USUAL = (9 * HOUR, 17 * HOUR)  # what is drawn when there is nothing to draw
HEX = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}")
FEW = 12  # columns of which a list also names what is free
SHORTEST = 15  # a block is drawn at least so high, to be pressed


@dataclass(frozen=True)
class Track:
    """A column as it is drawn; `blocks` in the order of time."""

    column: queries.Column
    is_today: bool
    day_words: str
    to_day: str
    why: str
    hours_words: str
    opened: Sequence[Block]
    buffers: Sequence[Block]
    blocks: Sequence[Block]

    @property
    def rows(self) -> list[Block]:
        """What the list below names: everything but the free times."""
        return [block for block in self.blocks if block.kind != "gap"]

    @property
    def person_style(self) -> str:
        """The person's colour, as the style sheet reads it."""
        return person_style(self.column.person)

    @property
    def is_bare(self) -> bool:
        """Whether there is nothing to say of somebody's date."""
        return not self.column.hours and not self.rows


@dataclass
class Grid:
    """Every column of a sheet on one scale; `link` gives the address of another part of the diary."""

    sheet: queries.DaySheet
    zone: ZoneInfo
    now: dt.datetime
    link: Callable[..., str]
    top: int = field(init=False)
    bottom: int = field(init=False)

    def __post_init__(self) -> None:
        self.top, self.bottom = _scale(self.sheet.columns)
        self._book, self._plan, self._links = reverse("admin:book"), reverse("admin:plan_class"), Links()
        self._picked = cache(partial(picked, zone=self.zone))  # many people, few times
        self._clock_at = cache(lambda instant: self._picked(instant).words)

    @property
    def length(self) -> int:
        """How many minutes the scale has."""
        return self.bottom - self.top

    @property
    def lists_free(self) -> bool:
        """Whether the list names free times, too: of many people nobody would read them."""
        return len(self.sheet.columns) <= FEW

    @property
    def hours(self) -> list[tuple[int, str]]:
        """The full hours: minutes from the top, and how the clock shows them."""
        return [(hour - self.top, _clock(hour)) for hour in range(self.top, self.bottom, HOUR)]

    @property
    def now_at(self) -> int | None:
        """How far from the top it is now; None: beside the scale."""
        local = self.now.astimezone(self.zone)
        minute = local.hour * HOUR + local.minute - self.top
        return minute if 0 <= minute < self.length else None

    @property
    def now_words(self) -> str:
        """What the clock on the wall shows now."""
        return words.clock(self.now.astimezone(self.zone).time())

    @cached_property
    def tracks(self) -> list[Track]:
        """The columns."""
        return [self._track(column) for column in self.sheet.columns]

    @property
    def not_working(self) -> list[str]:
        """Whose date, or which date, there is nothing to say of."""
        one = len(self.sheet.people) == 1
        return [track.day_words if one else track.column.person.name for track in self.tracks if track.is_bare]

    def _track(self, column: queries.Column) -> Track:
        entries = laid_out([self._entry(each, column) for each in column.entries])
        gaps = [_in_a_wait(self._gap(each, column), entries) for each in column.gaps]
        away = [self._away(each) for each in column.away]
        opened = [self._block("open", each, *_extent(each)) for each in column.hours]
        blocks = [block for block in (*away, *entries, *gaps) if block.length > 0]
        return Track(
            column=column,
            is_today=column.day == self.now.astimezone(self.zone).date(),
            day_words=words.day(column.day),
            to_day=self.link(day=column.day, view="day", staff=column.person.id),
            why=addresses.why(day=column.day, staff=column.person.id),
            hours_words=", ".join(self._clocks(each) for each in column.hours),
            opened=[block for block in opened if block.length > 0],
            buffers=[self._block("buffer", e.busy, *_extent(e.busy)) for e in column.entries if e.busy != e.time],
            blocks=sorted(blocks, key=lambda block: (block.start, block.kind == "gap", block.lane)),
        )

    def _block(self, kind: str, time: queries.Stretch, start: int, end: int) -> Block:
        """This will place a time on the scale, cut to it."""
        begin, stop = max(start, self.top), min(end, self.bottom)
        return Block(kind, begin - self.top, stop - begin, self._clocks(time))

    def _entry(self, entry: queries.Entry, column: queries.Column) -> Block:
        visits = [self._shown(visit) for visit in entry.visits]
        kind = "booking" if visits else "class"
        if entry.is_group and visits:
            kind = "group"
        elif visits and visits[0].visit.held_until:
            kind = "hold"
        block = self._block(kind, entry.time, *_drawn(entry.time))
        has_room = column.person.active and entry.is_group and entry.taken < entry.places
        link = self._new(column, entry.time.starts_at, service=entry.service_id) if has_room else ""
        waits = [self._block("wait", wait, *_extent(wait)) for wait in entry.waits]
        link = link if has_room or not visits else ""
        clashes = column.clashes(entry)
        shown = replace(block, entry=entry, visits=visits, link=link, waits=waits, clashes=clashes)
        return replace(shown, page=self._page(column, entry)) if entry.is_group else shown

    def _page(self, column: queries.Column, entry: queries.Entry) -> str:
        """Where a class is seen whole; of the timetable's, nobody in it yet, where it is opened or called off."""
        if entry.appointment_id is not None:
            return reverse("admin:participants", args=[entry.appointment_id])
        new = self._new(column, entry.time.starts_at, service=entry.service_id, lesson=1)
        return new.replace(self._book, self._plan, 1) if column.person.active else ""

    def _shown(self, visit: queries.Attendee) -> Shown:
        status, icon, _ = words.STATUS[visit.status]
        is_here = visit.arrived and visit.status in Booking.OPEN
        if visit.held_until:
            status = f"Held until {self._at(visit.held_until)}"
        elif is_here:
            status, icon = "Is here", "how_to_reg"
        has_page = not visit.held_until and not visit.erased
        movable = has_page and visit.status in Booking.OPEN
        return Shown(
            visit=visit,
            name=_name(visit),
            status=status,
            icon=icon,
            link=self._links.page(visit.booking_id) if has_page else "",
            move=self._links.move(visit.booking_id) if movable else "",
            look=f"{visit.status} arrived" if is_here else str(visit.status),
        )

    def _gap(self, gap: queries.Stretch, column: queries.Column) -> Block:
        at = gap.starts_at
        if gap.starts_at < self.now < gap.ends_at:  # whoever walks in now
            at = max(at, self.now.replace(minute=self.now.minute // 5 * 5, second=0, microsecond=0))
        start, end = _extent(gap)
        block = self._block("gap", gap, start, end)
        return replace(block, link=self._new(column, at), first=str(start), until=str(end))

    def _away(self, away: queries.Away) -> Block:
        block = self._block("away", away.time, *_extent(away.time))
        clock = "All day" if away.whole_day else block.clock
        page = addresses.time_off(away.id, on=away.on)
        return replace(block, clock=clock, words=away.reason or "Time off", page=page)

    def _new(self, column: queries.Column, at: dt.datetime, **more: int) -> str:
        """The form of a new booking, filled in."""
        pick = self._picked(at)
        known = {"staff": column.person.id, "day": pick.day, "time": pick.time, **more}
        if pick.offset:
            known["offset"] = pick.offset
        return f"{self._book}?{urlencode(known)}"

    def _clocks(self, time: queries.Stretch) -> str:
        return f"{self._at(time.starts_at)}–{self._at(time.ends_at)}"

    def _at(self, instant: dt.datetime) -> str:
        """The clock on the wall; of a time that comes twice also which of the two."""
        return self._clock_at(instant)


def person_style(person: queries.Person) -> str:
    """This will give somebody's colour as the style sheet reads it; nothing where it is none that can be drawn."""
    return f"--person:{person.color}" if HEX.fullmatch(person.color) else ""


def _scale(columns: Iterable[queries.Column]) -> tuple[int, int]:
    """The full hours around everything that has to be seen."""
    seen = [edge for column in columns for time in column.hours for edge in _extent(time)]
    seen += [edge for column in columns for entry in column.entries for edge in _drawn(entry.time)]
    low, high = (min(seen), max(seen)) if seen else USUAL
    low, high = max(low, 0) // HOUR * HOUR, min(-(-high // HOUR) * HOUR, 2 * DAY)
    return low, max(high, low + HOUR)


def _extent(time: queries.Stretch) -> tuple[int, int]:
    """From wall time to wall time; where the clock goes back, as long as it takes."""
    return time.start, time.end if time.end > time.start else time.start + time.minutes


def _drawn(time: queries.Stretch) -> tuple[int, int]:
    """An appointment is as high as it is long, also when the clocks change in it."""
    return time.start, time.start + max(time.minutes, SHORTEST)


def _name(visit: queries.Attendee) -> str:
    name = visit.name or ("Somebody" if visit.held_until else "Guest")
    return f"{name} × {visit.party_size}" if visit.party_size > 1 else name


def _in_a_wait(gap: Block, entries: Sequence[Block]) -> Block:
    """A free time in which a service waits is drawn upon that one, so that it can be pressed."""
    host = next((entry for entry in entries if gap.lies_in(entry)), None)
    return gap if host is None else replace(gap, lane=host.lane, lanes=host.lanes, within=True)


def _clock(minute: int) -> str:
    return words.clock(dt.time(minute // HOUR % 24))
