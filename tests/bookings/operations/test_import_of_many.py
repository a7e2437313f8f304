"""Five thousand coming bookings from another system, among them every kind of clash."""

import datetime as dt
import resource
import sys

import pytest
from django.db import connection

from bookings import operations, queries, sheets
from bookings.models import Booking, Import
from tests.bookings.operations import desk
from tests.bookings.operations.files import faults, looked_at, made, row, ticking, written
from tests.factories import NOW

pytestmark = pytest.mark.django_db

MEGABYTE = 1024 * 1024
LINES_A_TURN = 400
MONDAY = dt.date(2026, 11, 30)
STARTS = [f"{9 + n // 2:02}:{n % 2 * 30:02}" for n in range(16)]


def salon(people):
    return desk.house(
        [{"name": "Cut", "duration_minutes": 30, "price": "12.00"}],
        [{"name": f"Person {n}", "services": ["Cut"]} for n in range(people)],
    )


def a_file(people, days, *, clashes):
    """Everybody fully booked on so many weekdays; every `clashes`th line has one of seven faults instead."""
    rows, expected, first = [], {}, {}
    dates = [MONDAY + dt.timedelta(days=n + n // 5 * 2) for n in range(days)]
    for date in dates:
        for start in STARTS:
            for person in range(people):
                n, number = len(rows), len(rows) + 2
                rows.append(
                    row(f"r{n}", "Cut", f"Person {person}", date.isoformat(), start, f"Guest {n}", f"g{n}@example.com")
                )
                if n % clashes or not first:
                    first.setdefault("row", rows[-1])
                    continue
                rows[-1], expected[number] = _clash(n // clashes % 7, rows[-1], rows[-2], first["row"])
    return rows[: sheets.MOST_LINES], {line: said for line, said in expected.items() if line <= sheets.MOST_LINES + 1}


def _clash(which, mine, before, first):
    ref, service, person, date, time, client, email, phone = mine
    return [
        ((ref, "Cot", person, date, time, client, email, phone), "unknown_service"),
        ((ref, service, "Nobody Known", date, time, client, email, phone), "unknown_staff"),
        ((ref, service, person, date, "20:00", client, email, phone), "closed"),
        ((ref, service, person, "2026-11-02", time, client, email, phone), "past"),
        ((ref, service, person, date, time, client, "nobody at nowhere", phone), "email"),
        ((first[0], *mine[1:]), "duplicate"),
        ((ref, *before[1:5], client, email, phone), "taken_by_line"),
    ][which]


def most_memory():
    """The most bytes that this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def bring(people, days, *, clashes):
    """A salon into which such a file comes, some lines at a time; each turn ends when its time is over."""
    shop = salon(people)
    rows, expected = a_file(people, days, clashes=clashes)
    data, turns = written(rows), 0
    before = most_memory()
    file = looked_at(shop, data)
    assert dict(faults(file)) == expected
    assert operations.start_import(file=file, now=NOW)
    while file.state != Import.State.DONE:
        was, turns = made(file), turns + 1
        file = operations.carry_on_import(file=file, now=NOW, seconds=2 * LINES_A_TURN, stopwatch=ticking())
        assert made(file) - was <= LINES_A_TURN
    assert turns > 1
    assert most_memory() - before < 200 * MEGABYTE
    return shop, rows, expected, file, data


def check(shop, rows, expected, file, data):
    """What clashes is left out, all else is in; and once more brings nothing."""
    assert {line: said.replace("taken_by_line", "taken") for line, said in expected.items()} == dict(faults(file))
    assert [line for line, *_ in file.lines] == sorted(expected)
    assert made(file) == len(rows) - len(expected) == Booking.objects.filter(source="import").count()
    assert list(queries.broken_invariants()) == []
    again = looked_at(shop, data)
    assert again.known == len(rows) - len(expected)


def test_all_that_is_free_comes_in_turn_by_turn_and_each_clash_is_named():
    is_many = connection.vendor == "sqlite"  # the same five thousand bookings on the other engine prove nothing more
    shop, rows, *rest = bring(21 if is_many else 3, 15, clashes=2)
    assert len(rows) == (5000 if is_many else 720)
    check(shop, rows, *rest)
