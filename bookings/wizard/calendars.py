"""A month of dates and the times of one of them, ready to be shown; for a new booking and for one that moves."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext, ngettext, pgettext

from bookings.localized import Reader
from bookings.queries import DateState, Slot, State
from bookings.wizard import reasons
from bookings.wizard.sought import Sought

ONE_DAY = dt.timedelta(days=1)
SOON = 5  # how many of the next dates with free times are listed
NOON, EVENING = 12, 17
NEARLY_FULL = 0.1

Href = Callable[..., str]  # the address of this page with another date= or month=


class Day(NamedTuple):
    """A date in the grid. `fill` is how many quarters of it are still free, 0: nearly none."""

    date: dt.date
    name: str
    state: State
    free: int
    fill: int
    href: str
    chosen: bool


class Turn(NamedTuple):
    """A way to another month."""

    name: str
    href: str


class Soon(NamedTuple):
    """One of the next dates with free times."""

    date: dt.date
    name: str
    free: int
    href: str


class Time(NamedTuple):
    """A start that can be taken. `offset` tells two equal wall times of one date apart; `words` say it all.

    `own` is what the guest's own clock shows then, where that is another time; another date is named in it.
    """

    starts_at: dt.datetime
    offset: str
    own: str
    places_left: int
    mine: bool
    words: str


@dataclass(frozen=True)
class Manner:
    """How a calendar is shown: who reads it, by which clocks, and what is said of each time.

    `own` gives the reader of the guest's own clock at an instant, None where it shows the venue's time; `href` the
    page's address with another date= or month=; `duration_minutes` is None where it depends on who serves, and `length`
    says what is known then.
    """

    reader: Reader
    href: Href
    own: Callable[[dt.datetime], Reader | None] = lambda _: None
    duration_minutes: int | None = None
    length: str = ""
    person: str = ""
    anyone: bool = False
    price: str = ""
    shares: bool = False


@dataclass
class Calendar:
    """What a guest sees of a month and of one of its dates; every text is in the guest's language.

    `why` says why the date that is shown, or without `soon` every date, has no times; `lacks`: because of something
    that is not there on any date.
    """

    month: dt.date
    weeks: list[list[Day | None]]
    weekdays: list[tuple[int, str, str]]
    previous: Turn | None
    next: Turn | None
    first: dt.date
    last: dt.date
    date: dt.date | None
    date_words: str
    soon: list[Soon]
    groups: list[tuple[str, list[Time]]] = field(default_factory=list)
    own_zone: str = ""
    why: str = ""
    lacks: bool = False

    @property
    def count(self) -> int:
        """How many times the date has."""
        return sum(len(times) for _, times in self.groups)

    @property
    def has_full_days(self) -> bool:
        """Whether some date of the month is fully booked."""
        return any(day and day.state is State.FULL for week in self.weeks for day in week)

    @property
    def month_is_empty(self) -> bool:
        """Whether no date of the month has a free time."""
        return not any(day and day.free for week in self.weeks for day in week)

    @property
    def next_free(self) -> Soon | None:
        """The first date with free times after the one that is shown, else the first of all."""
        after = [soon for soon in self.soon if self.date and soon.date > self.date]
        return next(iter([*after, *self.soon]), None)


def calendar(
    sought: Sought,
    *,
    date: dt.date | None,
    month: dt.date | None,
    manner: Manner,
) -> Calendar:
    """This will build the month of `month`, else of `date`, else of the first date with free times, and its times.

    Without a `date` in that month its first date with free times is shown: the times are never those of a month that
    is not in sight. Every part of it was true at one moment.
    """
    reader, href, business = manner.reader, manner.href, sought.house.business
    today, days = sought.now.astimezone(business.zone).date(), business.window_days + 1
    last = today + business.window_days * ONE_DAY
    turned = _month_within(month, today, last) if month else None
    if turned and date and date.replace(day=1) != turned:
        date = None
    begin = max(date or turned or today, today)
    open_dates = sought.dates(begin, days, SOON + 1)
    if begin > today and not open_dates:  # nothing from that date on: what there is before it
        open_dates = sought.dates(today, days, SOON + 1)
    in_sight = (day for day, _ in open_dates if turned is None or day.replace(day=1) == turned)
    shown = date or next(in_sight, None)
    shown_month = turned or _month_within(shown or today, today, last)
    states = sought.states(shown_month, _month_end(shown_month))
    found = Calendar(
        month=shown_month,
        weeks=_weeks(states, reader, shown, href),
        weekdays=reader.weekdays(),
        previous=_turn(shown_month - ONE_DAY, reader, href) if shown_month > today else None,
        next=_turn(_month_end(shown_month) + ONE_DAY, reader, href) if _month_end(shown_month) < last else None,
        first=today,
        last=last,
        date=shown,
        date_words=reasons.in_a_word_of(shown, states, today),
        soon=[Soon(day, reader.day(day), free, _to_times(href, day)) for day, free in open_dates],
    )
    if shown:
        moving = sought.wanted.moving
        found.groups = _groups(sought.slots(shown), shown, manner, moving.starts_at if moving else None)
        found.own_zone = _own_zone(found, manner)
    if not found.groups:
        _explain(found, sought, reader)
    return found


def _explain(found: Calendar, sought: Sought, reader: Reader) -> None:
    """This will say why the date that is shown has no times, or, when none has any, why that is."""
    span = (found.date, found.date) if found.soon and found.date else (found.first, found.last)
    nothing = sought.why_nothing(*span)
    if nothing is not None:
        shows_staff = sought.house.business.show_staff_selection
        found.why = reasons.words(nothing, sought.stages[0].service, reader, shows_staff=shows_staff)
        found.lacks = nothing.lack is not None


def _own_zone(found: Calendar, manner: Manner) -> str:
    """What the guest's own time is called, at the first time of the date at which it is another one."""
    starts = (time.starts_at for _, times in found.groups for time in times if time.own)
    return next((own.zone_name(each) for each in starts if (own := manner.own(each))), "")


def _groups(
    slots: Iterable[Slot], date: dt.date, manner: Manner, mine: dt.datetime | None
) -> list[tuple[str, list[Time]]]:
    """The free starts under morning, afternoon and evening, as the venue's clock shows them."""
    reader, free = manner.reader, [slot for slot in slots if slot.free]
    clocks = [reader.clock(slot.starts_at) for slot in free]
    parts: dict[str, list[Time]] = {}
    for slot, clock in zip(free, clocks, strict=True):
        offset = reader.offset(slot.starts_at) if clocks.count(clock) > 1 else ""
        own = there.beside(slot.starts_at, reader) if (there := manner.own(slot.starts_at)) else ""
        words = _words(slot, offset, own, manner)
        time = Time(slot.starts_at, offset, own, slot.places_left, slot.starts_at == mine, words)
        parts.setdefault(_part_of_day(slot.starts_at.astimezone(reader.zone), date), []).append(time)
    return list(parts.items())


def _words(slot: Slot, offset: str, own: str, manner: Manner) -> str:
    """What a time is called: "10:30 to 11:15, with Maria, €35.00"."""
    reader = manner.reader
    start = reader.clock(slot.starts_at)
    parts = [start]
    if manner.duration_minutes:
        end = reader.clock(slot.starts_at + dt.timedelta(minutes=manner.duration_minutes))
        parts = [gettext("{start} to {end}").format(start=start, end=end)]
    elif manner.length:
        parts.append(manner.length)
    if offset:
        parts.append(offset)
    if there := manner.own(slot.starts_at):
        parts.append(gettext("{clock} in {city}").format(clock=own, city=there.city()))
    if manner.person:
        parts.append(gettext("with {person}").format(person=manner.person))
    elif manner.anyone:
        parts.append(gettext("with whoever is free"))
    if manner.shares:
        left = ngettext("{count} place left", "{count} places left", slot.places_left)
        parts.append(left.format(count=slot.places_left))
    return reader.listed(*parts, manner.price)


def _part_of_day(local: dt.datetime, date: dt.date) -> str:
    if local.date() > date:
        return gettext("After midnight")
    if local.hour < NOON:
        return pgettext("part of the day", "Morning")
    return pgettext("part of the day", "Afternoon") if local.hour < EVENING else pgettext("part of the day", "Evening")


def _weeks(states: list[DateState], reader: Reader, chosen: dt.date | None, href: Href) -> list[list[Day | None]]:
    """The weeks of a month, without those that are over: on a phone the next free date comes first."""
    first = reader.first_weekday
    cells: list[Day | None] = [None] * ((states[0].date.weekday() - first) % 7)
    cells += [_day(state, reader, chosen, href) for state in states]
    cells += [None] * (-len(cells) % 7)
    weeks = [cells[n : n + 7] for n in range(0, len(cells), 7)]
    return [week for week in weeks if any(day and (day.state is not State.PAST or day.chosen) for day in week)]


def _day(row: DateState, reader: Reader, chosen: dt.date | None, href: Href) -> Day:
    share = row.free / row.offered if row.offered else 0
    return Day(
        date=row.date,
        name=f"{reader.day(row.date)}, {reasons.in_a_word(row)}",
        state=row.state,
        free=row.free,
        fill=0 if share < NEARLY_FULL else min(4, int(share * 4) + 1),
        href=_to_times(href, row.date) if row.free else "",
        chosen=row.date == chosen,
    )


def _to_times(href: Href, day: dt.date) -> str:
    """The address of a date, at its times: on a phone they stand below the month."""
    return href(date=day, month=None) + "#times"


def _turn(day: dt.date, reader: Reader, href: Href) -> Turn:
    return Turn(reader.month(day), href(month=day.replace(day=1)))


def _month_within(day: dt.date, today: dt.date, last: dt.date) -> dt.date:
    return min(max(day, today), last).replace(day=1)


def _month_end(first: dt.date) -> dt.date:
    return (first.replace(day=28) + 4 * ONE_DAY).replace(day=1) - ONE_DAY
