"""The rules of a time zone as calendar files carry them (VTIMEZONE of RFC 5545), read off the zone's own clock.

Pure, like the kernel: the standard library and the words of the file format alone.
"""

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

import icalendar

AHEAD = 5  # years after the last one in which a rule must hold, too, to be one and no accident
A_DAY = dt.timedelta(days=1)
A_WEEK = 7 * A_DAY
A_SECOND = dt.timedelta(seconds=1)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = -1
SUMMER_AND_WINTER = 2


class Turn(NamedTuple):
    """An instant at which a zone's clock is put forward or back, and how far it is ahead of UTC before and after."""

    at: dt.datetime
    before: dt.timedelta
    after: dt.timedelta

    @property
    def onset(self) -> dt.datetime:
        """The wall time that the clock would have shown then, had nobody touched it."""
        return (self.at + self.before).replace(tzinfo=None)


@lru_cache(maxsize=256)
def rules(zone: str, first_year: int, last_year: int) -> icalendar.Timezone | None:
    """This will give the rules of a zone, right for every instant of these years; None: it has none that all can read.

    Outlook reads no more than one yearly rule for summer and one for winter time, and is an hour off by any other.
    Where the clock follows the moon, as in Morocco, or its rule changes, nothing but UTC is right in every program.
    What is given is shared: it must not be changed.
    """
    info = ZoneInfo(zone)
    years = range(first_year - 1, last_year + AHEAD + 1)
    begin, end = (dt.datetime(year, 1, 1, tzinfo=dt.UTC) for year in (years[0], years[-1] + 1))
    found = list(turns(info, begin - A_DAY, end + A_DAY))
    component = icalendar.Timezone()
    component.add("tzid", zone)
    if not found:
        still = _offset(info, begin)
        component.add_component(_observance(info, Turn(begin, still, still), {}))
        return component
    ways = {turn[1:] for turn in found}
    yearly = {way: _yearly([turn for turn in found if turn[1:] == way], years) for way in ways}
    if len(ways) != SUMMER_AND_WINTER or not all(yearly.values()):
        return None
    for way in sorted(ways, key=lambda way: way[1] > way[0]):
        first = next(turn for turn in found if turn[1:] == way)
        component.add_component(_observance(info, first, yearly[way]))
    return component


def turns(zone: dt.tzinfo, begin: dt.datetime, end: dt.datetime) -> Iterator[Turn]:
    """This will give each instant between two others at which the zone's offset changes, to the second.

    It looks at every day, since what is put back and forward within a month would be missed by longer steps.
    """
    earlier, before = begin, _offset(zone, begin)
    while earlier < end:
        later = earlier + A_DAY
        after = _offset(zone, later)
        if after != before:
            yield Turn(_first_with(zone, after, earlier, later), before, after)
        earlier, before = later, after


def _first_with(zone: dt.tzinfo, offset: dt.timedelta, without: dt.datetime, having: dt.datetime) -> dt.datetime:
    while having - without > A_SECOND:
        middle = (without + (having - without) / 2).replace(microsecond=0)
        if _offset(zone, middle) == offset:
            having = middle
        else:
            without = middle
    return having


def _yearly(found: list[Turn], years: range) -> dict[str, str]:
    """The rule by which these turns, and no others, fall on one date of each of the years; {} when there is none."""
    onsets = [turn.onset for turn in found]
    same = {(each.month, each.weekday(), each.time()) for each in onsets}
    if [each.year for each in onsets] != list(years) or len(same) != 1:
        return {}
    orders = set.intersection(*({(each.day - 1) // 7 + 1, LAST if _is_last(each) else 0} for each in onsets)) - {0, 5}
    if not orders:
        return {}
    first = onsets[0]
    return {"FREQ": "YEARLY", "BYMONTH": str(first.month), "BYDAY": f"{min(orders)}{WEEKDAYS[first.weekday()]}"}


def _is_last(day: dt.datetime) -> bool:
    """Whether it is the last of its weekday in the month."""
    return (day + A_WEEK).month != day.month


def _observance(info: ZoneInfo, first: Turn, rule: dict[str, str]) -> icalendar.cal.Component:
    component = icalendar.TimezoneDaylight() if first.after > first.before else icalendar.TimezoneStandard()
    component.add("dtstart", first.onset)
    if rule:
        component.add("rrule", rule)
    component.add("tzoffsetfrom", first.before)
    component.add("tzoffsetto", first.after)
    component.add("tzname", first.at.astimezone(info).tzname() or "")
    return component


def _offset(zone: dt.tzinfo, instant: dt.datetime) -> dt.timedelta:
    return instant.astimezone(zone).utcoffset() or dt.timedelta()
