"""Visits of three services beside one booking each, and series of a year, booked and timed.

It needs Django to be set up: `manage.py shell`. Everything that is booked is cancelled again.
"""

import datetime as dt
import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils import timezone

from bookings import errors, operations, queries
from bookings.models import Booking, Series
from bookings.queries import Stage
from bookings.recurrence import Recurrence
from businesses.models import Business

ROUNDS, SERIES_ROUNDS = 30, 5
GUEST = operations.Guest(name="Guest 1", email="load1@example.com")
ORDER = operations.Order(GUEST, operations.Taker("wizard", "guest"))


def measured(slug: str, times: int) -> dict[str, float]:
    """This will give the medians in milliseconds, of bookings by turns in a process that knows the shop."""
    business, taken = Business.objects.get(slug=slug), dict[str, list[float]](one=[], visit=[])
    stages = stages_of(business)
    for slot in _free(business, stages):
        first = operations.one(business, stages[0].service, slot.starts_at)
        following = [operations.Part(service, operations.Then()) for service, *_ in stages[1:]]
        for name, wish in (
            ("one", first),
            ("visit", operations.Wish(business, [*first.parts, *following])),
        ):
            booked, spent = _timed(partial(operations.book, wish=wish, order=ORDER, now=timezone.now()))
            operations.cancel(booking=booked, now=timezone.now(), by="guest")
            taken[name].append(spent)
    series = [_series(business, stages[0], times) for _ in range(SERIES_ROUNDS)]
    return {"series": statistics.median(series), **{name: statistics.median(each) for name, each in taken.items()}}


def stages_of(business: Business) -> list[Stage]:
    """This will give a visit of all that a shop has to offer, each with anyone."""
    return [Stage(service) for service in queries.house(business).setup.services.values()]


def _free(business: Business, stages: list[Stage]) -> list[queries.Slot]:
    now, found = timezone.now(), list[queries.Slot]()
    dates = queries.visit_dates(business, stages, first=now.date(), horizon_days=60, now=now)
    for date, _ in dates[2:]:
        slots = queries.visit_slots(business, stages, day=date, now=now)
        found += [slot for slot in slots if slot.free][:2]
    return found[:ROUNDS]


def _series(business: Business, stage: Stage, times: int) -> float:
    """The time of a series at the first hour at which somebody is free on all its dates."""
    now = timezone.now()
    day = now.astimezone(business.zone).date() + dt.timedelta(days=7 - now.weekday())  # a Monday
    recurrence = Recurrence("WEEKLY", 1, ("MO", "TH"), count=times)
    for hour in range(9, 18):
        start = dt.datetime.combine(day, dt.time(hour), business.zone).astimezone(dt.UTC)
        wish = operations.one(business, stage.service, start, policy=operations.STAFF)
        try:
            made = partial(operations.book_series, wish=wish, recurrence=recurrence, orders=[ORDER], now=now)
            booked, spent = _timed(made)
        except errors.SeriesTaken:
            continue
        first: Booking = booked[0][0]
        operations.cancel_series(booking=first, scope=Series.Scope.ALL, now=now, by="guest")
        return spent
    raise RuntimeError("nobody is free for a series")


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    begin = time.perf_counter()
    answer = work()
    return answer, (time.perf_counter() - begin) * 1000
