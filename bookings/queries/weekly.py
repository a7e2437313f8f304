"""The starts of an ordinary week, each with a number that stays as long as its service and the weekly hours do."""

import datetime as dt
from typing import NamedTuple

from bookings import availability
from bookings.queries.house import House
from businesses.models import Service

WEEK = 7 * availability.DAY


class WeeklyStart(NamedTuple):
    """A start of every week: its number, the weekday (Monday is 0) and wall time (minutes) on which it lies, and the
    places of all whose weekly hours cover it."""

    number: int
    service: Service
    weekday: int
    wall: int
    places: int

    def on(self, day: dt.date, zone: dt.tzinfo) -> dt.datetime:
        """This will give the start on a date, as an instant in UTC."""
        return availability.instant_of(availability.wall_minute(day, self.wall, zone))


def weekly_starts(house: House, service: Service, since: dt.date | None = None) -> list[WeeklyStart]:
    """This will give the starts of a service that the weekly hours offer, in order: those of weeks that change, or are
    over, too, but for those that end before `since`."""
    return [
        WeeklyStart(_number(service.pk, weekday, wall), service, weekday, wall, places)
        for weekday, wall, places in house.setup.weekly(service, since)
    ]


def weekly_start(house: House, number: int) -> WeeklyStart | None:
    """This will give the start with that number; None: no service on offer has it."""
    service = house.setup.services.get(number // WEEK)
    if service is None or not service.active:
        return None
    return next((start for start in weekly_starts(house, service) if start.number == number), None)


def number_of(house: House, service: Service, starts_at: dt.datetime) -> int | None:
    """This will give the number of a start of the week; None: the weekly hours do not have it."""
    local = availability.clock_at(availability.minute_of(starts_at), house.business.zone)
    number = _number(service.pk, local.weekday(), local.hour * 60 + local.minute)
    known = house.setup.services.get(service.pk)
    return number if known is not None and _has(house, known, number) else None


def wall_time(house: House, day: dt.date, wall: int) -> dt.datetime:
    """This will give the instant, in UTC, at which the clock of a date shows a wall time (minutes) or later."""
    return availability.instant_of(availability.wall_minute(day, wall, house.business.zone))


def _has(house: House, service: Service, number: int) -> bool:
    return any(_number(service.pk, start.weekday, start.wall) == number for start in house.setup.weekly(service))


def _number(service_id: int, weekday: int, wall: int) -> int:
    """No table has it: a number says which service and which minute of the week."""
    return service_id * WEEK + weekday * availability.DAY + wall
