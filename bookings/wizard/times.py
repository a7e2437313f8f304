"""The times of a date, ready to be shown: under the parts of the day, each with all that is said of it."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext, ngettext, pgettext

from bookings.localized import Reader
from bookings.queries import Slot

NOON, EVENING = 12, 17

Href = Callable[..., str]  # the address of this page with another date= or month=


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


Groups = list[tuple[str, list[Time]]]  # by the part of the day


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


def groups(slots: Iterable[Slot], date: dt.date, manner: Manner, mine: dt.datetime | None) -> Groups:
    """This will give the free starts under morning, afternoon and evening, as the venue's clock shows them."""
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


def own_zone(groups: Groups, manner: Manner) -> str:
    """This will give what the guest's own time is called, at the first time of the date at which it is another one."""
    starts = (time.starts_at for _, times in groups for time in times if time.own)
    return next((own.zone_name(each) for each in starts if (own := manner.own(each))), "")


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
