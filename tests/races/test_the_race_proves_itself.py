"""Is the race hard enough? The same one, with one fence taken away, with the other, and with both.

The lock: diaries that are locked, and their versions, which prove the plan (on SQLite the immediate transaction is the
lock, so there the proof alone goes: what was read before BEGIN is believed). The schema: PostgreSQL's
exclusion constraints, SQLite's triggers. Either alone must hold; without both the race has to see a time sold twice.
"""

from contextlib import contextmanager
from functools import partial

import pytest
from django.db import connection

from bookings import errors, queries
from bookings.models import Appointment, Booking, Event, NoOverlap, Place
from bookings.operations.plan import Plan
from businesses import diary
from tests.races.cast import birch, book, day
from tests.races.runner import CROWD, SLOTS, race

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

FENCES = [constraint for constraint in Appointment._meta.constraints if isinstance(constraint, NoOverlap)]


@contextmanager
def schema_without_fences():
    """The fences are gone, and are put back afterwards, when everything that was sold is gone in their stead."""
    rebuild = drop_triggers() if connection.vendor == "sqlite" else drop_constraints()
    try:
        yield
    finally:
        for model in (Event, Place, Booking, Appointment):
            model.objects.all().delete()
        rebuild()
        assert list(queries.broken_invariants()) == []


def drop_triggers():
    """Drops SQLite's triggers; gives how to make them again."""
    wanted = [name for fence in FENCES for name in fence.trigger_names()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        found = {name: sql for name, sql in cursor.fetchall() if name in wanted}
        assert sorted(found) == sorted(wanted)
        for name in found:
            cursor.execute(f'DROP TRIGGER "{name}"')

    def rebuild():
        with connection.cursor() as cursor:
            for sql in found.values():
                cursor.execute(sql)

    return rebuild


def drop_constraints():
    """Drops PostgreSQL's constraints; gives how to make them again."""
    with connection.schema_editor() as editor:
        for fence in FENCES:
            editor.remove_constraint(Appointment, fence)

    def rebuild():
        with connection.schema_editor() as editor:
            for fence in FENCES:
                editor.add_constraint(Appointment, fence)

    return rebuild


@pytest.fixture
def without_locks(monkeypatch):
    """Nothing is locked, and the plan that was made without a lock is believed."""
    monkeypatch.setattr(diary, "lock", lambda **what: {})
    monkeypatch.setattr(Plan, "is_proven_by", lambda plan, versions: True)


def race_for_one_person():
    """Everybody wants Ana at noon."""
    shop = birch()
    return race([[partial(book, shop, "Trim", day(n))] * CROWD for n in range(SLOTS)], refusals=REFUSALS)


def race_for_one_room():
    """Five people are free at noon, and one room."""
    shop = birch(people=5, rooms=1)
    return race([[partial(book, shop, "Massage", day(n))] * CROWD for n in range(SLOTS)], refusals=REFUSALS)


REFUSALS = (errors.Taken, errors.Busy)
both_races = pytest.mark.parametrize("the_race", [race_for_one_person, race_for_one_room], ids=["a person", "a room"])


def broken():
    """What is broken, but for the fences' own absence."""
    return [line for line in queries.broken_invariants() if not line.startswith("schema: ")]


@both_races
def test_the_lock_alone_sells_each_time_exactly_once(the_race):
    with schema_without_fences():
        result = the_race()
        assert result.faults == []
        assert result.winners == [1] * SLOTS
        assert not any(isinstance(refusal, errors.Busy) for refusals in result.refused for refusal in refusals)
        assert broken() == []


@both_races
def test_the_schema_alone_never_sells_a_time_twice(the_race, without_locks):
    result = the_race()
    assert result.faults == []
    assert max(result.winners) == 1
    assert list(queries.broken_invariants()) == []


@both_races
def test_without_either_the_race_sees_a_time_sold_twice(the_race, without_locks):
    with schema_without_fences():
        result = the_race()
        assert max(result.winners) > 1
        assert any(": overlaps a later one of " in line for line in broken())
