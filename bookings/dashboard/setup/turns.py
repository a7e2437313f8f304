"""Weeks that take turns as a form: each with a letter, and as many as somebody likes, one after the other."""

import datetime as dt
from dataclasses import dataclass

from django.http import QueryDict

from bookings.dashboard.setup.week import Period, Week
from bookings.localized import Reader
from businesses import diary
from businesses.models import Rota, StaffMember
from businesses.models.rota import MOST_WEEKS, as_weeks, letter


@dataclass
class Turn:
    """One of the weeks as it is typed."""

    number: int
    week: Week

    @property
    def letter(self) -> str:
        """A, B …"""
        return letter(self.number)

    def sum(self, reader: Reader) -> str:
        """This will say how much work it is, for who has not opened it: days and hours."""
        worked = [day.spans for day in self.week.days if day.spans]
        minutes = sum(end - start for spans in worked for start, end in spans)
        if not worked:
            return "a week off"
        days = "1 day" if len(worked) == 1 else f"{len(worked)} days"
        return f"{days}, {reader.minutes(minutes, 'long')}"


class Turns:
    """The weeks of a rota as they are typed."""

    def __init__(self, weeks: list[Week]) -> None:
        self.turns = [Turn(number, week) for number, week in enumerate(weeks)]

    @classmethod
    def of(cls, weeks: list[list[Period]]) -> "Turns":
        """This will give the form of weeks that are set."""
        return cls([Week.of(periods, _prefix(number)) for number, periods in enumerate(weeks or [[]])])

    @classmethod
    def read(cls, data: QueryDict) -> "Turns":
        """This will read what was typed: one week at least."""
        count = next((n for n in range(MOST_WEEKS) if f"opens-{_prefix(n)}0" not in data), MOST_WEEKS)
        return cls([Week.read(data, _prefix(number)) for number in range(max(count, 1))])

    def asked(self, data: QueryDict) -> "Turns | None":
        """This will give the form with a week more, or one fewer, where a button asks for that; else None."""
        weeks = [turn.week for turn in self.turns]
        if "more" in data and len(weeks) < MOST_WEEKS:
            return Turns.typed([*weeks, weeks[-1]])
        left_out = [turn.number for turn in self.turns if data.get("without") == turn.letter]
        if left_out and len(weeks) > 1:
            return Turns.typed([week for number, week in enumerate(weeks) if number != left_out[0]])
        return self if "copy" in data else None

    @classmethod
    def typed(cls, weeks: list[Week]) -> "Turns":
        """This will give the form of weeks as they are typed, each with the name of its new place."""
        return cls([week.named(_prefix(number)) for number, week in enumerate(weeks)])

    def periods(self) -> list[list[Period]]:
        """This will give what the fields mean, and note at each day what is wrong with it."""
        weeks = [turn.week for turn in self.turns]
        return [week.periods(following) for week, following in zip(weeks, [*weeks[1:], weeks[0]], strict=True)]

    @property
    def has_errors(self) -> bool:
        """Whether anything is wrong."""
        return any(turn.week.has_errors for turn in self.turns)

    @property
    def alone(self) -> bool:
        """Whether every week is the same."""
        return len(self.turns) == 1

    @property
    def may_grow(self) -> bool:
        """Whether one more may be added."""
        return len(self.turns) < MOST_WEEKS


def set_rota(person: StaffMember, rota: Rota | None, from_on: dt.date, weeks: list[list[Period]]) -> Rota:
    """This will make these the weeks of a person from a date on, between lock and raised version: in place of a rota,
    or of what there was on that date. No weeks: whenever the business is open."""
    with diary.changing(person.business_id):
        others = Rota.objects.filter(business=person.business_id, staff=person)
        others.filter(from_on=from_on).exclude(pk=rota and rota.pk).delete()
        row = rota or Rota(business_id=person.business_id, staff=person)
        row.from_on, row.weeks = from_on, as_weeks(weeks)
        row.save()
    return row


def _prefix(number: int) -> str:
    return f"{letter(number).lower()}-"
