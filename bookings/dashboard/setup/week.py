"""A week of opening or working hours as a form: for each day a few periods, two times each."""

import datetime as dt
import itertools
from dataclasses import dataclass, field
from functools import cached_property

from django.http import QueryDict

from bookings.dashboard.frame import words
from businesses import diary
from businesses.document.differences import Differences
from businesses.document.statements import Statements
from businesses.models import Business, OpeningHours, StaffMember, Weekday, WorkingHours

COPY = "monday"  # of the one week of a page
SHOWN = 3  # periods of a day, and always one more than there are
FULL_DAY = 24 * 60
Period = tuple[int, dt.time, dt.time]  # the weekday (Monday is 0), opening and closing on the wall


@dataclass
class Day:
    """One weekday as it is typed; `prefix` says in which week of several."""

    number: int
    fields: list[tuple[str, str]]
    prefix: str = ""
    errors: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Monday …"""
        return str(Weekday(self.number).label)

    @property
    def key(self) -> str:
        """With what its fields end."""
        return f"{self.prefix}{self.number}"

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """The periods as minutes after midnight, what is wrong with them noted; a close at or before its open is on the
        next day."""
        spans = []
        for opens, closes in self.fields:
            if not (opens or closes):
                continue
            try:
                first, last = _minutes(opens), _minutes(closes)
            except ValueError:
                missing = "closing" if opens and not closes else "opening" if closes and not opens else ""
                says = f"The {missing} time is missing." if missing else f"“{opens}” to “{closes}” is no time."
                self.errors.append(f"{says} Write both, such as 09:00 and 17:30.")
                continue
            spans.append((first, last if last > first else last + FULL_DAY))
        spans.sort()
        for earlier, later in itertools.pairwise(spans):
            if later[0] < earlier[1]:
                self.errors.append(
                    f"{words.span(*map(_clock, earlier))} and {words.span(*map(_clock, later))} overlap."
                )
        return spans


@dataclass
class Week:
    """Seven days as they are typed, and the periods that they mean when nothing is wrong."""

    days: list[Day]
    prefix: str = ""

    @classmethod
    def of(cls, periods: list[Period], prefix: str = "") -> "Week":
        """This will give the form of hours that are set."""
        days = []
        for number in range(7):
            typed = [(f"{opens:%H:%M}", f"{closes:%H:%M}") for day, opens, closes in periods if day == number]
            days.append(Day(number, (typed + [("", "")] * SHOWN)[: max(SHOWN, len(typed) + 1)], prefix))
        return cls(days, prefix)

    @classmethod
    def read(cls, data: QueryDict, prefix: str = "") -> "Week":
        """This will read what was typed; `copy`, with the prefix of the week, fills Tuesday to Friday with Monday's."""
        days, copied = [], data.get("copy") == (prefix or COPY)
        for number in range(7):
            source = f"{prefix}{0 if copied and 1 <= number <= 4 else number}"
            pairs = zip(data.getlist(f"opens-{source}"), data.getlist(f"closes-{source}"), strict=False)
            days.append(Day(number, [(opens.strip()[:5], closes.strip()[:5]) for opens, closes in pairs][:12], prefix))
        return cls(days, prefix)

    def periods(self, following: "Week | None" = None) -> list[Period]:
        """This will give what the fields mean, and note at each day what is wrong with it; `following` is the week that
        comes after it, where that is another."""
        coming = [*self.days[1:], (following or self).days[0]]
        for day, tomorrow in zip(self.days, coming, strict=True):
            if day.spans and tomorrow.spans and day.spans[-1][1] > tomorrow.spans[0][0] + FULL_DAY:
                day.errors.append(f"The last period runs past midnight into {tomorrow.name}'s first one.")
        return [(day.number, _clock(opens), _clock(closes)) for day in self.days for opens, closes in day.spans]

    @property
    def has_errors(self) -> bool:
        """Whether anything is wrong."""
        return any(day.errors for day in self.days)

    def named(self, prefix: str) -> "Week":
        """This will give the same as typed under another prefix, nothing noted yet."""
        return Week([Day(day.number, day.fields, prefix) for day in self.days], prefix)

    @property
    def copy(self) -> str:
        """What the button sends that copies Monday."""
        return self.prefix or COPY


def set_hours(business: Business, periods: list[Period]) -> None:
    """This will make these the opening hours of a business, between lock and raised version."""
    with diary.changing(business.pk):
        wanted = [OpeningHours(business=business, weekday=day, opens=a, closes=b) for day, a, b in periods]
        rows = OpeningHours.objects.filter(business=business)
        found = Differences()
        found.replace(rows, wanted, "weekday", "opens", "closes")
        Statements(found).write()


def set_working_hours(person: StaffMember, periods: list[Period] | None) -> None:
    """This will make these the hours of a person, between lock and raised version; None: whenever it is open."""
    with diary.changing(person.business_id):
        whose = {"business_id": person.business_id, "staff": person}
        wanted = [WorkingHours(**whose, weekday=day, opens=a, closes=b) for day, a, b in periods or []]
        found = Differences()
        found.replace(WorkingHours.objects.filter(**whose), wanted, "weekday", "opens", "closes")
        Statements(found).write()
        StaffMember.objects.filter(pk=person.pk).update(own_hours=periods is not None)


def _minutes(text: str) -> int:
    hours, _, minutes = text.partition(":")
    at = dt.time(int(hours), int(minutes))
    return at.hour * 60 + at.minute


def _clock(minutes: int) -> dt.time:
    return dt.time(minutes // 60 % 24, minutes % 60)
