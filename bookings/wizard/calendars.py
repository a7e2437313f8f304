"""A month of dates and the times of one of them, ready to be shown; for a new booking and for one that moves."""

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple

from bookings.localized import Reader
from bookings.queries import DateState, State
from bookings.wizard import reasons, times
from bookings.wizard.sought import Sought
from bookings.wizard.times import Href, Manner, Time

ONE_DAY = dt.timedelta(days=1)
SOON = 5  # how many of the next dates with free times are listed
NEARLY_FULL = 0.1


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
        found.groups = times.groups(sought.slots(shown), shown, manner, moving.starts_at if moving else None)
        found.own_zone = times.own_zone(found.groups, manner)
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
