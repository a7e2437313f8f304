"""A week of classes ready to be shown: day by day, each with its places, and what there is instead of a full one."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext

from bookings.localized import Reader
from bookings.queries import Class
from bookings.wizard.steps import Choices
from businesses.models import Business

ONE_DAY = dt.timedelta(days=1)
A_WEEK = 7 * ONE_DAY

Href = Callable[[dt.date], str]  # the address of this page with another date=


class Next(NamedTuple):
    """The next class of the same service with room for the party."""

    starts_at: dt.datetime
    href: str


class Offer(NamedTuple):
    """A class as a guest sees it. `hold` is where it is taken; `fewer` leads on for as many as there is room for.

    `own` is when it starts by the guest's own clock, where that is another time: "5:00 AM in Karachi".
    """

    held: Class
    fits: bool
    mine: bool
    person: str
    place: str
    offset: str
    own: str
    hold: str
    fewer: str
    next: Next | None


class Day(NamedTuple):
    """A date of the week and its classes."""

    date: dt.date
    is_today: bool
    offers: list[Offer]


@dataclass(frozen=True)
class Manner:
    """How a timetable is shown: to whom, on whose page, by which choices."""

    business: Business
    reader: Reader
    choices: Choices
    href: Href
    names_people: bool
    names_places: bool
    mine: dt.datetime | None = None

    def to(self, held: Class, name: str, **changes: object) -> str:
        """This will give the address of a step of this class: the class says where it is and who gives it."""
        chosen = self.choices.without("date", "month", "start", "hold").but(
            staff=str(held.staff.pk) if self.names_people else "",
            location=held.staff.location_id if self.names_places else None,
            **changes,
        )
        return chosen.to(name, self.business.slug, held.service.pk)


@dataclass(frozen=True)
class Week:
    """What a guest sees of one week; `elsewhen` is the first week with room for the party, when this one has none."""

    first: dt.date
    last: dt.date
    days: list[Day]
    previous: str
    next: str
    elsewhen: Next | None
    are_any: bool

    @property
    def begins_at(self) -> dt.datetime | None:
        """When its first class starts: by that instant the clock of the week has its name."""
        return next((offer.held.starts_at for day in self.days for offer in day.offers), None)

    @property
    def count(self) -> int:
        """How many classes the week has."""
        return sum(len(day.offers) for day in self.days)


def week(classes: list[Class], *, date: dt.date | None, now: dt.datetime, manner: Manner) -> Week:
    """This will build the week of a date from all classes of the booking window.

    Without a date it is the first week that has room for the party, else the first one with classes.
    """
    reader, party = manner.reader, manner.choices.party
    today = now.astimezone(manner.business.zone).date()
    last = today + manner.business.window_days * ONE_DAY
    free = [each for each in classes if each.places_left >= party]
    begins = date or next((each.date for each in (*free, *classes)), today)
    first = _first_of_week(min(max(begins, today), last), reader)
    days = [first + n * ONE_DAY for n in range(7)]
    shown = [
        Day(day, day == today, [_offer(each, classes, manner) for each in classes if each.date == day])
        for day in days
        if day >= today
    ]
    later = next((each for each in free if each.date > days[-1]), next(iter(free), None))
    is_full = not any(offer.fits for day in shown for offer in day.offers)
    return Week(
        first=first,
        last=days[-1],
        days=shown,
        previous=manner.href(first - A_WEEK) if first > today else "",
        next=manner.href(first + A_WEEK) if days[-1] < last else "",
        elsewhen=Next(later.starts_at, manner.href(later.date)) if is_full and later else None,
        are_any=bool(classes),
    )


def _offer(held: Class, classes: Iterable[Class], manner: Manner) -> Offer:
    fits = held.places_left >= manner.choices.party
    return Offer(
        held=held,
        fits=fits,
        mine=held.starts_at == manner.mine,
        person=held.staff.name if manner.names_people else "",
        place=held.staff.location.name if manner.names_places else "",
        offset=manner.reader.offset(held.starts_at) if _is_twice(held, classes, manner.reader) else "",
        own=_own_time(held, manner),
        hold=manner.to(held, "hold", party=1),  # how many come is said by the form
        fewer=manner.to(held, "start", party=held.places_left, start=held.starts_at) if held.places_left else "",
        next=None if fits else _next(held, classes, manner),
    )


def _own_time(held: Class, manner: Manner) -> str:
    there = manner.reader.elsewhere(manner.choices.tz, held.starts_at)
    if there is None:
        return ""
    return gettext("{clock} in {city}").format(clock=there.beside(held.starts_at, manner.reader), city=there.city())


def _is_twice(held: Class, classes: Iterable[Class], reader: Reader) -> bool:
    """Whether the wall shows its time for another class of the date, too: the clock goes back between them."""
    clock = reader.clock(held.starts_at)
    others = (each.starts_at for each in classes if each.date == held.date and each.starts_at != held.starts_at)
    return any(reader.clock(other) == clock for other in others)


def _next(held: Class, classes: Iterable[Class], manner: Manner) -> Next | None:
    """The first class of the same service after a full one that has room, else the first of all."""
    same = [each for each in classes if each.service == held.service and each.places_left >= manner.choices.party]
    found = next((each for each in same if each.starts_at > held.starts_at), next(iter(same), None))
    return Next(found.starts_at, manner.to(found, "start", start=found.starts_at)) if found else None


def _first_of_week(day: dt.date, reader: Reader) -> dt.date:
    return day - (day.weekday() - reader.first_weekday) % 7 * ONE_DAY
