"""The schema's refusal where a person is free while a service waits, and the room is not: on both engines."""

import random
from contextlib import nullcontext

import pytest
from django.core.management import call_command
from django.db import models, transaction
from django.db.migrations.loader import MigrationLoader

from bookings.availability import Interval
from bookings.models import Appointment
from tests.bookings.models.test_fences import FENCES, appointment, put, refused, rows, standing
from tests.factories import DAY, at

COLOR = (Interval(20, 40),)  # an hour: 20 minutes of work, 20 of waiting, 20 of work


def waiting(shop, clock, *, waits=COLOR, minutes=60, buffers=(0, 0), live=True, **columns):
    """An appointment with waits, straight into the table."""
    row = Appointment(
        business=shop.business,
        service=shop.services["Massage"],
        staff=shop.staff["Olga Berg"],
        location=shop.locations["Main"],
        **{"places": 1, "places_taken": int(live), "live": live, **columns},
    )
    row.set_time(at(shop, DAY, clock), minutes=minutes, buffers=buffers, listed_on=DAY, waits=waits)
    row.save(force_insert=True)
    return row


def test_waits_are_read_back_as_they_were_written(elm):
    row = waiting(elm, "10:00", waits=(Interval(10, 20), Interval(30, 45)))
    again = Appointment.objects.get(pk=row.pk)
    assert again.waits == row.waits == tuple(wait.later(row.busy_from) for wait in again.pattern)
    assert again.pattern == (Interval(10, 20), Interval(30, 45))
    assert again.waiting_minutes == 25
    plain = Appointment.objects.get(pk=appointment(elm, "16:00").pk)
    assert (plain.waits, plain.pattern, plain.waiting_minutes) == (None, (), 0)


@pytest.mark.parametrize(
    ("clock", "minutes", "buffers"), [("10:20", 20, (0, 0)), ("10:25", 10, (5, 5)), ("10:30", 1, (0, 0))]
)
def test_another_appointment_fits_into_a_wait(elm, clock, minutes, buffers):
    waiting(elm, "10:00")
    waiting(elm, clock, waits=(), minutes=minutes, buffers=buffers)


@pytest.mark.parametrize(
    ("clock", "minutes", "buffers"),
    [
        ("10:19", 20, (0, 0)),
        ("10:21", 20, (0, 0)),
        ("10:20", 20, (1, 0)),
        ("10:20", 20, (0, 1)),
        ("09:00", 180, (0, 0)),
    ],
)
def test_what_touches_the_work_beside_a_wait_is_refused(elm, clock, minutes, buffers):
    waiting(elm, "10:00")
    with refused("appointment_staff_free"), transaction.atomic():
        waiting(elm, clock, waits=(), minutes=minutes, buffers=buffers)


def test_a_wait_may_cover_a_whole_appointment_that_was_there_before(elm):
    waiting(elm, "10:20", waits=(), minutes=20)
    waiting(elm, "10:00")
    with refused("appointment_staff_free"), transaction.atomic():
        waiting(elm, "10:30", waits=(), minutes=10)


def test_two_with_waits_go_into_each_other_like_combs(elm):
    waiting(elm, "10:00")
    waiting(elm, "10:20")
    with refused("appointment_staff_free"), transaction.atomic():
        waiting(elm, "10:40")


def test_the_room_is_taken_while_the_person_waits(elm):
    waiting(elm, "10:00", resource=elm.resources["Room 1"])
    with refused("appointment_resource_free"), transaction.atomic():
        appointment(elm, "10:20", "Pia Lund", resource="Room 1")


@pytest.mark.parametrize(
    "change",
    [
        {"waits": None},
        {"waits": ()},
        {"live": True, "places_taken": 1},
        {"busy_until": models.F("busy_until") + 30},
    ],
)
def test_an_update_that_takes_the_minutes_of_another_is_refused(elm, change):
    inside = waiting(elm, "10:20", waits=(), minutes=20, live="live" not in change)
    around = waiting(elm, "10:00")
    if "live" in change:  # another came into the wait meanwhile
        waiting(elm, "10:25", waits=(), minutes=10)
    row = around if "waits" in change else inside
    before = rows()
    with refused("appointment_staff_free"):
        put(row, **change)
    assert rows() == before


def test_random_patterns_are_refused_exactly_when_two_of_them_take_one_minute(elm):
    dice = random.Random(12)
    for _ in range(60):
        Appointment.objects.all().delete()
        edges = [sorted(dice.sample(range(1, 30), dice.choice([0, 2, 4]))) for _ in range(2)]
        waits = [tuple(Interval(*pair) for pair in zip(each[::2], each[1::2], strict=True)) for each in edges]
        offset, buffers = dice.randrange(-25, 25), [(dice.choice([0, 3]), dice.choice([0, 2])) for _ in range(2)]
        one, other = (
            {minute + start for piece in Interval(-b, 30 + a).without(w) for minute in range(*piece)}
            for start, w, (b, a) in zip((0, offset), waits, buffers, strict=True)
        )
        clock = "{:02}:{:02}".format(*divmod(600 + offset, 60))
        waiting(elm, "10:00", waits=waits[0], minutes=30, buffers=buffers[0])
        with refused("appointment_staff_free") if one & other else nullcontext(), transaction.atomic():
            waiting(elm, clock, waits=waits[1], minutes=30, buffers=buffers[1])


def test_several_rows_with_waits_are_written_at_once(elm):
    made = [waiting(elm, clock) for clock in ("10:00", "12:00", "14:00")]
    Appointment.objects.all().delete()
    for row in made:
        row.pk = None
    Appointment.objects.bulk_create(made)
    assert [row.pattern for row in Appointment.objects.order_by("starts_at")] == [COLOR] * 3


def before_there_were_waits():
    """The migration before the one that brings them."""
    for (app, _), migration in MigrationLoader(None).disk_migrations.items():
        if app == "bookings" and any(getattr(each, "name", "") == "waits" for each in migration.operations):
            return next(name for other, name in migration.dependencies if other == app)
    raise AssertionError


@pytest.mark.django_db(transaction=True)
def test_the_way_back_and_forth_leaves_a_fence_on_either_side(elm):
    waiting(elm, "10:00")
    try:
        call_command("migrate", "bookings", before_there_were_waits(), verbosity=0)
        assert standing() == FENCES
    finally:
        call_command("migrate", verbosity=0)
    assert standing() == FENCES
    waiting(elm, "14:00")
    waiting(elm, "14:20", waits=(), minutes=20)
    with refused("appointment_staff_free"), transaction.atomic():
        waiting(elm, "14:30", waits=(), minutes=20)
