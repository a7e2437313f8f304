"""Reading when people are away: once, or again and again."""

import datetime as dt
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from businesses.document import values
from businesses.document.node import Node, shown
from businesses.document.read_hours import WEEKDAYS
from businesses.document.shape import Repeats, TimeOff
from businesses.models.time_off import LONGEST_ABSENCE, LONGEST_YEARS, MOST_REPEATING, MOST_WEEKS

MOST_ABSENCES = 2000


def times_off(node: Node, zone: ZoneInfo | None) -> list[TimeOff]:
    """This will read one person's."""
    found = [_time_off(item, zone) for item in node.items(MOST_ABSENCES)]
    if sum(each.every_weeks is not None for each in found) > MOST_REPEATING:
        node.fail(f"at most {MOST_REPEATING} of a person's may repeat")
    return found


def _time_off(item: Node, zone: ZoneInfo | None) -> TimeOff:
    fields = item.mapping("from", "to", "reason", "repeats")
    # where the clocks go back, the longer reading: nobody is booked while they may be away
    starts_at = None if fields["from"].required().blank else values.moment(fields["from"], zone, fold=0)
    ends_at = None if fields["to"].required().blank else values.moment(fields["to"], zone, fold=1)
    if starts_at and ends_at and ends_at <= starts_at:
        fields["to"].fail(f"must be after the 'from', which is {shown(fields['from'].value)}")
    epoch = dt.datetime.min.replace(tzinfo=dt.UTC)
    repeats = Repeats()
    if fields["repeats"].given:
        if starts_at and ends_at and ends_at - starts_at > LONGEST_ABSENCE:
            fields["repeats"].fail("must be left out: what is longer than a week comes once")
        repeats = _repeats(fields["repeats"], starts_at.astimezone(zone).date() if starts_at else None)
    return TimeOff(starts_at or epoch, ends_at or epoch, fields["reason"].line(200), **vars(repeats))


def _repeats(node: Node, first: dt.date | None) -> Repeats:
    """This will read how it comes again; `first` is its first date."""
    fields = node.mapping("every_weeks", "on", "until", "except")
    until = None if fields["until"].required().blank else values.day(fields["until"])
    if first and until and until < first:
        fields["until"].fail(f"must not be before the 'from', which is on {first}")
    if first and until and until > (latest := first + relativedelta(years=LONGEST_YEARS)):
        fields["until"].fail(f"must be at most {LONGEST_YEARS} years after the 'from': {latest} or before")
    return Repeats(
        every_weeks=fields["every_weeks"].integer(1, MOST_WEEKS, default=1),
        weekdays=_weekdays(fields["on"], first),
        until=until,
        excepted_dates=sorted({str(date) for date in map(values.day, fields["except"].items()) if date}),
    )


def _weekdays(node: Node, first: dt.date | None) -> list[int]:
    """This will read the days of the week; left out: that of the first date, which is one of them in any case."""
    usual = first.weekday() if first else 0
    named = [WEEKDAYS.index(item.required().choice(WEEKDAYS, default=WEEKDAYS[usual])) for item in node.items(7)]
    if first and named and usual not in named:
        node.fail(f"must have the weekday of the 'from', which is a {WEEKDAYS[usual]}")
    return sorted({*named} or {usual})
