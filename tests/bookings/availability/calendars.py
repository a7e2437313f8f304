"""Every clock change of a dozen zones, and businesses around them drawn at random."""

import dataclasses
import datetime as dt
from functools import cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from bookings.availability import DAY, GUEST, Hours, Interval, Openings, Policy, Rota, Rules, instant_of
from tests.bookings.availability import plain
from tests.bookings.availability.examples import ONE_DAY, instant
from tests.bookings.availability.plain import EXACT, Demand, Facts, Group, Lesson, Person, Thing
from tests.bookings.availability.reference import Reference

ZONES = (
    "America/New_York",
    "Europe/Berlin",
    "Europe/Dublin",
    "America/Havana",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "Africa/Cairo",
    "Asia/Beirut",
    "America/Santiago",
    "Pacific/Chatham",
    "America/St_Johns",
    "Antarctica/Troll",
)
quickly = settings(
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
BEGIN, END = 28401120, 32083200  # 2024-01-01 and 2031-01-01 in UTC minutes


class Change(NamedTuple):
    """A clock change: the instant, what the wall would have shown then, and what it shows."""

    zone: ZoneInfo
    minute: int
    before: dt.datetime
    after: dt.datetime

    @property
    def walls(self) -> list[int]:
        """Both readings in minutes after the midnight of the earlier one's date."""
        midnight = dt.datetime.combine(min(self.before, self.after).date(), dt.time())
        return sorted((shown - midnight) // dt.timedelta(minutes=1) for shown in (self.before, self.after))

    @property
    def date(self) -> dt.date:
        """The date from whose midnight `walls` count."""
        return min(self.before, self.after).date()


@cache
def changes(zone_name: str) -> list[Change]:
    """Every clock change of a zone from 2024 to 2030."""
    zone = ZoneInfo(zone_name)

    def offset(minute: int) -> dt.timedelta:
        return instant_of(minute).astimezone(zone).utcoffset()

    found = []
    for low in range(BEGIN, END, DAY):
        if offset(low) != offset(low + DAY):
            minute = next(m for m in range(low, low + DAY + 1) if offset(m) != offset(low))
            plain = instant_of(minute).replace(tzinfo=None)
            found.append(Change(zone, minute, plain + offset(low), plain + offset(minute)))
    return found


class Case(NamedTuple):
    """Facts, what is asked of them, and how many days around those dates a span has."""

    facts: Facts
    first: dt.date
    last: dt.date
    now: dt.datetime
    party: int
    policy: Policy = GUEST
    around: tuple[int, int] = EXACT

    def openings(self, **changed: Any) -> Openings:
        """The kernel's answers."""
        return plain.openings(**{**self._asdict(), **changed})

    def reference(self) -> Reference:
        """The naive model's answers."""
        return Reference(self.facts, self.first, self.last, now=self.now, party=self.party, policy=self.policy)

    @property
    def days(self) -> list[dt.date]:
        """The dates asked about."""
        return [self.first + n * ONE_DAY for n in range((self.last - self.first).days + 1)]


def _sometimes(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), st.none(), st.none(), strategy)


def _periods(walls: st.SearchStrategy[int], *, least: int = 0) -> st.SearchStrategy[tuple[Interval, ...]]:
    spans = st.one_of(st.integers(8, 96).map(lambda n: n * 15), st.integers(1, DAY), st.just(DAY))
    period = st.builds(lambda opens, span: Interval(opens, opens + span), walls, spans)
    return st.lists(period, min_size=least, max_size=3).map(tuple)


@st.composite
def _hours(draw: st.DrawFn, dates: list[dt.date], walls: st.SearchStrategy[int]) -> Hours:
    usual = draw(_periods(walls, least=1))
    weekly = dict.fromkeys(range(7), usual)
    weekly |= draw(_sometimes(st.dictionaries(st.integers(0, 6), _periods(walls), max_size=3))) or {}
    special = draw(st.dictionaries(st.sampled_from(dates), _periods(walls), max_size=2))
    return Hours(weekly, special, tuple(draw(_sometimes(_rotas(dates, walls))) or ()))


@st.composite
def _rotas(draw: st.DrawFn, dates: list[dt.date], walls: st.SearchStrategy[int]) -> list[Rota]:
    """One or two, which began long ago or begin on these dates, of weeks that have the same hours every day or few."""
    week = st.one_of(
        _periods(walls).map(lambda usual: dict.fromkeys(range(7), usual)),
        st.dictionaries(st.integers(0, 6), _periods(walls), max_size=4),
    )
    long_ago = st.integers(1, 800).map(lambda n: dates[0] - n * ONE_DAY)
    firsts = draw(st.sets(st.one_of(st.sampled_from(dates), long_ago), min_size=1, max_size=2))
    return [Rota(first, tuple(draw(st.lists(week, min_size=1, max_size=4)))) for first in sorted(firsts)]


@st.composite
def _waits(draw: st.DrawFn, length: int) -> tuple[Interval, ...]:
    """Nothing, or minutes inside so long a service in which its person is free: it begins and ends with work."""
    if length < 15 or draw(st.booleans()):
        return ()
    edges = sorted(draw(st.lists(st.integers(1, length - 1), unique=True, max_size=6)))
    return tuple(Interval(*pair) for pair in zip(edges[::2], edges[1::2], strict=False))


@st.composite
def _lessons(draw: st.DrawFn, dates: list[dt.date], hours: Hours, people: list[Person], things: bool) -> Lesson:
    day, length = draw(st.sampled_from(dates)), draw(LENGTHS)
    opens = [period.start for period in hours.special.get(day, hours.week_on(day).get(day.weekday(), ()))] or [540]
    on = draw(st.sampled_from([None, None, day]))
    return Lesson(
        person=draw(st.sampled_from(people)).key,
        weekday=None if on else day.weekday(),
        on=on,
        wall=(draw(st.sampled_from(opens)) + draw(st.one_of(st.integers(0, 40).map(lambda n: n * 15), MINUTES))) % DAY,
        length=length,
        waits=draw(_waits(length)),
        own=draw(st.sampled_from([True, True, False])),
        before=draw(BUFFERS),
        after=draw(BUFFERS),
        needs_thing=things and draw(st.booleans()),
        first=draw(_sometimes(st.sampled_from(dates))),
        last=draw(_sometimes(st.sampled_from(dates))),
        skipped=draw(_sometimes(st.frozensets(st.sampled_from(dates), max_size=1))) or frozenset(),
    )


@st.composite
def _with_groups(draw: st.DrawFn, case: Case) -> Case:
    """Appointments to join, nearly all of them at starts that are offered and in the diary of whoever gives them."""
    case = case._replace(party=draw(st.integers(1, 3)))
    openings, groups = case.openings(), []
    people = {person.key: person for person in case.facts.people}
    for key in range(1, draw(st.integers(1, 4)) + 1):
        who = draw(st.sampled_from(sorted(openings.performers)))
        starts = [start for day in case.days for start in openings.offered(day, who)]
        start = draw(st.sampled_from(starts or [openings.span.midnight(case.first)]))
        start += draw(st.sampled_from([0, 0, 0, 5]))
        if planned := not draw(st.integers(0, 3)):
            start += draw(st.sampled_from([0, 7, 300, 700]))
        left, taken = draw(st.integers(0, 3)), 1
        if planned and left:
            taken = draw(st.integers(0, 1))
        groups.append(Group(key, who, start, left=left, taken=taken, planned=planned))
        if draw(st.integers(0, 4)):
            busy = [*people[who].busy, *openings.work_time(start, who)]
            people[who] = dataclasses.replace(people[who], busy=busy)
    return case._replace(facts=dataclasses.replace(case.facts, people=list(people.values()), groups=groups))


@st.composite
def _around(draw: st.DrawFn, first: dt.date, last: dt.date) -> tuple[int, int]:
    """Whole weeks around the dates, or nothing but these."""
    weeks = first.weekday() + 7 * draw(st.integers(0, 2)), 6 - last.weekday() + 7 * draw(st.integers(0, 2))
    return draw(st.sampled_from([EXACT, weeks]))


MINUTES = st.integers(0, DAY - 1)
policies = st.builds(
    Policy,
    grid=st.booleans(),
    hours=st.booleans(),
    lead_time=st.booleans(),
    window=st.booleans(),
    past=st.booleans(),
)
LENGTHS = st.sampled_from([1, 15, 20, 30, 45, 60, 90, 200])
BUFFERS = st.sampled_from([0, 0, 5, 15, 40])


@st.composite
def cases(draw: st.DrawFn, *, classes_with_things: bool = True, policy: Policy = GUEST) -> Case:
    """A business around a clock change, with everything that rules 1 to 7 speak of."""
    change = draw(st.sampled_from([change for zone in ZONES for change in changes(zone)]))
    zone = change.zone if draw(st.integers(0, 15)) else ZoneInfo("Asia/Kathmandu")
    first = change.date - draw(st.integers(0, 2)) * ONE_DAY
    last = first + draw(st.integers(0, 2)) * ONE_DAY
    dates = [first + n * ONE_DAY for n in range(-2, (last - first).days + 3)]
    edges = [minute % DAY for minute in (*change.walls, change.walls[0] + 10, change.walls[1] - 15)]
    walls = st.one_of(st.integers(0, 95).map(lambda n: n * 15), st.sampled_from(edges), MINUTES)
    begin, end = instant(zone, first.year, first.month, first.day), instant(zone, last.year, last.month, last.day) + DAY
    quarters = st.integers(begin // 15, end // 15).map(lambda n: n * 15)
    moments = st.one_of(quarters, st.integers(begin - 600, end + DAY), st.just(change.minute))
    time = st.builds(lambda start, length: Interval(start, start + length), moments, st.integers(1, 240))
    times = st.lists(time, max_size=5)
    usual = draw(LENGTHS)
    people = [
        Person(
            key,
            length=usual if key == 1 else draw(st.one_of(st.just(usual), st.none(), LENGTHS)),
            place=draw(st.integers(0, 3)) // 3,
            hours=draw(_sometimes(_hours(dates, walls))),
            time_off=draw(times)[:2],
            busy=draw(times),
        )
        for key in range(1, draw(st.integers(1, 3)) + 1)
    ]
    things = [Thing(key, draw(st.integers(0, 3)) // 3, draw(times)) for key in range(1, draw(st.integers(0, 3)) + 1)]
    hours, timetabled = draw(_hours(dates, walls)), draw(st.integers(0, 2)) == 2
    lesson = _lessons(dates[1:-1], hours, people, classes_with_things)
    rules = st.builds(
        Rules, st.sampled_from([0, 60, 95]), st.sampled_from([8, 8, 8, 4, 2]), st.sampled_from([7, 15, 30, 60])
    )
    demand = st.builds(Demand, BUFFERS, BUFFERS, st.integers(1, 3), st.booleans(), st.just(timetabled))
    lessons = draw(st.lists(lesson, min_size=4 * timetabled, max_size=4 + 4 * timetabled))
    shortest = min(person.length for person in people if person.length is not None)
    waits = draw(_waits(shortest))
    case = Case(
        Facts(
            zone, draw(rules), hours, dataclasses.replace(draw(demand), waits=waits), people, things, lessons=lessons
        ),
        first,
        last,
        now=instant_of(draw(moments) - draw(st.sampled_from([2, 3, 3, 0])) * DAY)
        + dt.timedelta(seconds=draw(st.sampled_from([0, 0, 30]))),
        party=1,
        policy=policy,
        around=draw(_around(first, last)),
    )
    return draw(_with_groups(case)) if case.facts.demand.capacity > 1 else case
