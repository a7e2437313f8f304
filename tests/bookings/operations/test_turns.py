"""Turns: one at a time has a row, what another has is not written, and nobody's fault keeps the others waiting."""

import datetime as dt

import pytest

from bookings import operations
from bookings.models import Import
from bookings.operations import turns
from tests.bookings.operations.files import kept, row, ticking
from tests.factories import NOW


@pytest.fixture
def files(elm):
    return [kept(elm, [row(str(n))]) for n in range(3)]


def test_whoever_comes_second_gets_nothing_and_leaves_the_first_at_work(files):
    with turns.leased(Import.objects.all(), files[0].pk, now=NOW) as first:
        with turns.leased(Import.objects.all(), files[0].pk, now=NOW) as second:
            assert (second.first(), first.get()) == (None, files[0])
        assert first.exists()
    assert Import.objects.get(pk=files[0].pk).busy_until is None


def test_whoever_takes_too_long_writes_nothing_and_keeps_the_lease_of_the_next(files):
    later = NOW + turns.LEASE
    with turns.leased(Import.objects.all(), files[0].pk, now=NOW) as slow:
        next_one = turns.leased(Import.objects.all(), files[0].pk, now=later)
        mine = next_one.__enter__()
        assert slow.update(program="late") == 0
    assert mine.update(program="in time") == 1
    next_one.__exit__(None, None, None)
    assert Import.objects.get(pk=files[0].pk).program == "in time"


def test_a_row_that_is_none_of_those_meant_any_more_is_let_alone(files):
    with turns.leased(Import.objects.filter(state=Import.State.RUNNING), files[0].pk, now=NOW) as mine:
        assert not mine.exists()
    assert Import.objects.get(pk=files[0].pk).busy_until is None


def carry_on(turn, *, seconds=60):
    return turns.carry_on_all(Import.objects.all(), turn, now=NOW, seconds=seconds, stopwatch=ticking())


def test_each_has_its_turn_at_its_own_time_with_what_is_left(files):
    had = []
    assert carry_on(lambda file, now, left: had.append((file, now, left))) == 3
    assert {file for file, _, _ in had} == set(files)
    assert [(now - NOW, left) for _, now, left in had] == [(dt.timedelta(seconds=n), 60 - n) for n in (1, 2, 3)]


def test_all_together_take_no_longer_than_they_may(files):
    had = []
    assert carry_on(lambda file, now, left: had.append(file), seconds=2) == 1
    assert len(had) == 1
    assert carry_on(lambda file, now, left: had.append(file), seconds=-1) == 1


@pytest.mark.parametrize("broken", [1, 2])
def test_what_fails_for_some_keeps_no_other_from_its_turn_and_is_raised(files, broken):
    had = []

    def turn(file, now, left):
        had.append(file)
        if file in files[:broken]:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError if broken == 1 else ExceptionGroup):
        carry_on(turn)
    assert set(had) == set(files)


def test_files_share_the_time_of_one_round(files):
    for file in files:
        operations.look_at_import(file=file, now=NOW)
        operations.start_import(file=file, now=NOW)
    assert operations.carry_on_imports(now=NOW, seconds=0, stopwatch=ticking()) == 1
    assert operations.carry_on_imports(now=NOW, seconds=99, stopwatch=ticking()) == 2


def test_what_somebody_is_at_work_with_is_not_forgotten(files):
    with turns.leased(Import.objects.all(), files[0].pk, now=NOW):
        assert turns.forget(Import.objects.all(), now=NOW) == 2
    assert list(Import.objects.all()) == [files[0]]
