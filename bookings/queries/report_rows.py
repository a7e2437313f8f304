"""What a report is added up from: two statements, each answered by the database with sums alone."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    ExpressionWrapper,
    F,
    FloatField,
    Func,
    IntegerField,
    Max,
    Min,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)

from bookings.models import Booking, Place
from bookings.queries import dated
from bookings.queries.periods import Against, Dates, Grain, Number, number
from businesses.models import Business, Service, StaffMember

Status = Booking.Status
NOW, BEFORE = 1, 0  # the era of a row: the dates that are asked about, or those they are compared with
CAME, OPEN, MISSED, CANCELLED = 0, 1, 2, 3
ERAS, OUTCOMES = 2, 4
MANY = 2**32  # more than there are parts of bookings


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What a report is about: the dates, what they are compared with, what its lines are of (`by`: period, staff,
    service), and of which person and service alone, if not of all."""

    business: Business
    dates: Dates
    by: str = "period"
    grain: Grain = Grain.MONTH
    against: Against = Against.BEFORE
    staff: StaffMember | None = None
    service: Service | None = None

    @property
    def before(self) -> Dates:
        """The dates to compare with."""
        return self.dates.before(self.against)

    @property
    def narrowing(self) -> dict[str, Any]:
        """By which columns of an appointment it is narrowed."""
        found = {"staff": self.staff, "service": self.service}
        return {name: row.pk for name, row in found.items() if row is not None}

    def era_of(self, listed_on: str) -> Case:
        """This will say in which era a date lies, of rows that lie in either."""
        now = Q(**{f"{listed_on}__range": self.dates})
        return Case(When(now, then=Value(NOW)), default=Value(BEFORE), output_field=IntegerField())

    def line_of(self, path: str) -> Any:
        """This will say to which line an appointment belongs; by period, those of the era before have 0."""
        if self.by != "period":
            return F(f"{path}{self.by}_id")
        listed_on = f"{path}listed_on"
        return Case(
            When(**{f"{listed_on}__range": self.dates}, then=Number(F(listed_on), self.grain)), default=Value(0)
        )


class Outcome(NamedTuple):
    """What became of bookings: how many, how many parts of them, how many customers, and their worth in the business's
    currency; `foreign` are the parts with a price in another one. `minutes` are those of the diaries that they fill,
    buffers too, but not the times in which they wait; `away` those of people who take no bookings any more."""

    era: int
    line: int
    outcome: int
    bookings: int
    parts: int
    customers: int
    worth: Decimal
    foreign: int
    minutes: float
    away: float


def outcomes(scope: Scope, now: dt.datetime, away: Collection[int]) -> list[Outcome]:
    """This will count bookings by what became of them, in one pass; `away` are people by id."""
    stands, gone = Q(live=True), Q(booking__status=Status.CANCELLED)
    ours, priced = Q(booking__currency=scope.business.currency), Q(price__isnull=False)
    elsewhere = Sum(_minutes(), filter=stands & Q(appointment__staff__in=list(away)))
    found = _of_both_eras(scope).values(key=_key(scope, now)).annotate(
        bookings=Count("pk", filter=Q(position=0)),
        parts=Count("pk", filter=stands | gone),
        customers=Count("booking__customer", distinct=True, filter=stands),
        worth=Sum(F("price") * F("party_size"), filter=stands & ours, output_field=FloatField()),
        foreign=Count("pk", filter=stands & ~ours & priced),
        minutes=Sum(_minutes(), filter=stands),
        away=elsewhere if away else Value(0),
    )  # fmt: skip
    return [_outcome(*row) for row in found.values_list("key", *Outcome._fields[3:])]


def _of_both_eras(scope: Scope) -> "QuerySet[Place]":
    dates, before, path = scope.dates, scope.before, "appointment__"
    first, last = min(dates.first, before.first), max(dates.last, before.last)
    counted = ~Q(booking__status=Status.HELD) & ~Q(booking__status=Status.EXPIRED)
    rows = dated.within(Place.objects.filter(counted), path, scope.business, first, last)
    if before.last + dated.ONE_DAY != dates.first:
        rows = rows.filter(Q(appointment__listed_on__range=dates) | Q(appointment__listed_on__range=before))
    return rows.filter(**{f"{path}{name}": key for name, key in scope.narrowing.items()})


def _key(scope: Scope, now: dt.datetime) -> Any:
    """Line, era and outcome in one number, which sorts in half the time of three."""
    outcome = Case(
        When(booking__status=Status.CANCELLED, then=Value(CANCELLED)),
        When(booking__status=Status.NO_SHOW, then=Value(MISSED)),
        When(came(now), then=Value(CAME)),
        default=Value(OPEN),
        output_field=IntegerField(),
    )
    line, era = scope.line_of("appointment__"), scope.era_of("appointment__listed_on")
    return (line * Value(OUTCOMES * ERAS) + era * Value(OUTCOMES)) + outcome


def _outcome(key: int, *counts: Any) -> Outcome:
    rest, outcome = divmod(key, OUTCOMES)
    line, era = divmod(rest, ERAS)
    bookings, parts, customers, worth, foreign, minutes, away = counts
    amount = Decimal(f"{worth or 0:.3f}")
    return Outcome(era, line, outcome, bookings, parts, customers, amount, foreign, minutes or 0, away or 0)


def _minutes() -> Any:
    """What one part that stands fills of a diary: those in a group share the time of its appointment."""
    whole = F("appointment__busy_until") - F("appointment__busy_from")
    waited = Case(When(appointment__waits__isnull=True, then=Value(0)), default=Waited("appointment__waits"))
    share = F("party_size") * Value(1.0) / F("appointment__places_taken")
    return ExpressionWrapper((whole - waited) * share, output_field=FloatField())


class Newcomers(NamedTuple):
    """Customers by their first visit ever: how many had it in a line of an era, as it is narrowed; and how many of
    those whose first visit it was came in each era at all."""

    era: int | None
    line: int
    new: int
    seen_now: int
    seen_before: int


FIRSTS = """
SELECT first.era, first.line, SUM(first.fits), SUM(first.seen_now), SUM(first.seen_before) FROM (
    SELECT CASE WHEN a.listed_on BETWEEN %s AND %s THEN 1 WHEN a.listed_on BETWEEN %s AND %s THEN 0 END AS era,
           {line} AS line, CASE WHEN {fits} THEN 1 ELSE 0 END AS fits, one.seen_now, one.seen_before
    FROM ({visits}) one
    JOIN bookings_place p ON p.id = one.first %% {many}
    JOIN bookings_appointment a ON a.id = p.appointment_id
) first GROUP BY first.era, first.line
"""


def newcomers(scope: Scope, now: dt.datetime) -> Iterator[Newcomers]:
    """This will look up the first visit of every customer who came until the end of the report.

    The first is the least of (when, which) in one number, so that a single pass over the history finds it.
    """
    _, end = dated.bounds(scope.business, scope.dates.first, scope.dates.last)
    place = F("appointment__busy_from") * Value(MANY, output_field=BigIntegerField()) + F("pk")
    visits = Place.objects.filter(
        came(now),
        appointment__business=scope.business,
        appointment__starts_at__lt=end,
        live=True,
        booking__customer__isnull=False,
    )
    who = F("booking__customer_id") + Value(0)  # no index has it, so each engine goes through the dates in order
    found = visits.order_by().values(who=who).annotate(
        first=Min(place, output_field=BigIntegerField()),
        seen_now=_seen(scope, scope.dates),
        seen_before=_seen(scope, scope.before),
    )  # fmt: skip
    inner, values = found.query.sql_with_params()
    column = {"period": "a.listed_on", "staff": "a.staff_id", "service": "a.service_id"}[scope.by]
    fits = " AND ".join(f"a.{name}_id = {int(key)}" for name, key in scope.narrowing.items()) or "TRUE"
    statement = FIRSTS.format(line=column, fits=fits, visits=inner, many=MANY)
    eras = [date.isoformat() for date in (*scope.dates, *scope.before)]
    with connection.cursor() as cursor:
        cursor.execute(statement, (*eras, *values))
        for era, line, *counts in cursor.fetchall():
            key = number(dt.date.fromisoformat(str(line)), scope.grain) if scope.by == "period" else line
            yield Newcomers(era, key if era == NOW or scope.by != "period" else 0, *counts)


class Waited(Func):
    """The minutes in which an appointment only waits, of a column of ranges."""

    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Ranges are JSON there."""
        inner = "SELECT SUM(json_extract(value, '$[1]') - json_extract(value, '$[0]')) FROM json_each(%(expressions)s)"
        return self.as_sql(compiler, connection, template=f"({inner})", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """And a multirange there."""
        inner = "SELECT SUM(upper(each) - lower(each))::integer FROM unnest(%(expressions)s) AS each"
        return self.as_sql(compiler, connection, template=f"({inner})", **context)


def came(now: dt.datetime) -> Q:
    """This will keep visits that took place: a confirmed one that has begun counts until somebody says otherwise."""
    return Q(booking__status=Status.COMPLETED) | Q(booking__status=Status.CONFIRMED, appointment__starts_at__lte=now)


def _seen(scope: Scope, dates: Dates) -> Max:
    wanted = {f"appointment__{name}": key for name, key in scope.narrowing.items()}
    return Max(
        Case(
            When(appointment__listed_on__range=dates, **wanted, then=Value(1)),
            default=Value(0),
            output_field=IntegerField(),
        )
    )
