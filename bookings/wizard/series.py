"""A series as a guest asks for it: how often, how many times, and what each date comes to."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext, gettext_lazy, ngettext

from bookings import errors, operations
from bookings.localized import Reader
from bookings.recurrence import Frequency, Recurrence
from bookings.wizard.steps import Choices

ONCE = "once"
EVERY = {"week": (Frequency.WEEKLY, 1), "2weeks": (Frequency.WEEKLY, 2), "month": (Frequency.MONTHLY, 1)}
WORDS = {
    "week": gettext_lazy("every week"),
    "2weeks": gettext_lazy("every 2 weeks"),
    "month": gettext_lazy("every month"),
}
MOST_TIMES = 104


def read(choices: Choices) -> Recurrence | None:
    """This will give the rule that an address says; None: it says none, or not when it ends."""
    frequency, interval = EVERY.get(choices.every, (None, 1))
    if frequency is None:
        return None
    if choices.until is not None:
        return Recurrence(frequency, interval, until=choices.until)
    return Recurrence(frequency, interval, count=choices.times) if 1 < (choices.times or 0) <= MOST_TIMES else None


class Date(NamedTuple):
    """A date of a series, and in words what keeps it from being had; "": it is free."""

    starts_at: dt.datetime
    fault: str


class Course(NamedTuple):
    """The dates of a series that is asked for. `first` is how many are free before one is not."""

    every: str
    dates: list[Date]
    first: int

    @property
    def is_free(self) -> bool:
        """Whether it can be booked: all of it."""
        return self.first == len(self.dates)

    @property
    def faults(self) -> int:
        """How many dates are not to be had."""
        return sum(1 for date in self.dates if date.fault)

    @property
    def is_too_long(self) -> bool:
        """Whether all would be well if it ended sooner."""
        return 1 < self.first == len(self.dates) - self.faults

    @property
    def words(self) -> str:
        """This will say "every week, 6 dates"."""
        count = len(self.dates)
        many = ngettext("{every}, {count} date", "{every}, {count} dates", count)
        return many.format(every=self.every, count=count)


def course(ahead: Sequence[operations.Ahead], choices: Choices) -> Course | None:
    """This will put what each date comes to into words; None: it is for once."""
    if not ahead:
        return None
    dates = [Date(each.starts_at, _fault(each.refusal)) for each in ahead]
    first = next((n for n, date in enumerate(dates) if date.fault), len(dates))
    return Course(str(WORDS[choices.every]), dates, first)


def choice(every: str, start: dt.datetime, reader: Reader) -> str:
    """This will say how often, with the weekday or the day of the month that this means."""
    here = start.astimezone(reader.zone)
    if every == "month":
        return gettext("Every month, on day {day}").format(day=here.day)
    weekday = next(name for number, _, name in reader.weekdays() if number == here.weekday())
    words = gettext("Every week, on {weekday}") if every == "week" else gettext("Every 2 weeks, on {weekday}")
    return words.format(weekday=weekday)


def _fault(refusal: errors.SlotTaken | errors.NotOffered | None) -> str:
    if refusal is None:
        return ""
    if isinstance(refusal, errors.SlotTaken):
        return gettext("taken")
    return gettext("too far ahead") if refusal.too_far else gettext("not offered on this date")
