"""The audit: silent on sound data, and each check catches its own kind of damage."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F

from bookings import operations, queries
from bookings.availability import Interval
from bookings.models import Appointment, Booking, Event, NoOverlap, Place
from businesses.models import Skill, StaffMember
from tests.bookings.operations.courses import course
from tests.bookings.operations.desk import MINUTE, NOW, OVER, book, claim, hold, move, school, studio


def broken():
    """What the audit says."""
    return list(queries.broken_invariants())


def drop(*names):
    """Takes constraints away for the rest of the test's transaction, as a hand at the database might."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is still to be checked forbids to alter the table
        for name in names:
            if connection.vendor == "sqlite":
                for when in ("insert", "update"):
                    cursor.execute(f'DROP TRIGGER IF EXISTS "{name}_{when}"')
                cursor.execute("PRAGMA ignore_check_constraints = ON")
            else:
                cursor.execute(f'ALTER TABLE bookings_appointment DROP CONSTRAINT "{name}"')


@pytest.fixture(autouse=True)
def _checks_are_back(db):
    yield
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def test_a_busy_house_is_sound(elm, karachi):
    first = book(elm, "Fade")
    move(elm, first, "15:00")
    operations.complete(booking=first, now=NOW, by="x")
    operations.cancel(booking=book(elm, "Massage"), now=NOW, by="x")
    operations.expire(now=OVER)
    claim(hold(elm, "Yoga", party_size=2))
    hold(elm, "Yoga")
    book(karachi, "Haircut", "20:30", policy=operations.STAFF)
    assert broken() == []


def test_a_series_that_lost_a_date_is_found(elm):
    bookings = course(elm, count=3)
    assert broken() == []
    Booking.objects.filter(pk=bookings[1].pk).update(series=None, series_index=None, series_starts_at=None)
    assert broken() == [f"series {bookings[0].series_id}: 3 dates were booked, 2 have a booking"]


def test_an_empty_class_is_sound(db):
    shop = school()
    operations.cancel(booking=book(shop, "Yoga", "10:15"), now=NOW, by="x")
    assert broken() == []


@pytest.mark.parametrize("name", ["appointment_staff_free", "appointment_resource_free"])
def test_a_missing_fence_is_noticed(elm, name):
    drop(name)
    lines = broken()
    assert lines
    assert all(line.startswith(f"schema: {name}") for line in lines)


def test_every_fence_of_the_model_is_looked_for(elm):
    names = [c.name for c in Appointment._meta.constraints if isinstance(c, NoOverlap)]
    drop(*names)
    assert len(broken()) == len(names) * (2 if connection.vendor == "sqlite" else 1)


@pytest.mark.parametrize(
    ("owner", "fence"), [("staff", "appointment_staff_free"), ("resource", "appointment_resource_free")]
)
def test_an_overlap_is_noticed(elm, owner, fence):
    first, second = book(elm, "Massage", staff="Olga Berg"), book(elm, "Massage", "15:00", staff="Pia Lund")
    drop("appointment_staff_free", "appointment_resource_free")
    row = first.appointment
    columns = {"starts_at": row.starts_at, "ends_at": row.ends_at}
    columns |= {"busy_from": row.busy_from, "busy_until": row.busy_until}
    columns |= {"staff": row.staff, "resource": None} if owner == "staff" else {}
    Appointment.objects.filter(pk=second.appointment.pk).update(**columns)
    assert f"appointment {row.pk}: overlaps a later one of {owner} {getattr(row, f'{owner}_id')}" in broken()


def test_times_that_touch_are_no_overlap(elm):
    book(elm, "Massage", "10:00", staff="Olga Berg")
    book(elm, "Massage", "11:00", staff="Olga Berg")
    assert broken() == []


def waiting(shop, clock, *waits):
    """An appointment of Cleo's color in whose waits she is free, counted from its start."""
    row = book(shop, "Color", clock).appointment
    row.set_time(row.starts_at, minutes=60, buffers=(0, 0), listed_on=row.listed_on, waits=waits)
    return row


def test_who_serves_another_while_a_service_waits_is_not_double_booked_but_in_its_work(elm):
    first, second = waiting(elm, "10:00", Interval(20, 40)), waiting(elm, "15:00")
    first.save()
    second.set_time(first.starts_at + 20 * MINUTE, minutes=20, buffers=(0, 0), listed_on=first.listed_on)
    second.save()
    assert broken() == []
    drop("appointment_staff_free")
    Appointment.objects.filter(pk=second.pk).update(busy_until=F("busy_until") + 1)
    assert f"appointment {first.pk}: overlaps a later one of staff {first.staff_id}" in broken()


@pytest.mark.parametrize("wait", [(0, 10), (50, 60), (50, 70), (-5, 10)])
def test_waits_that_are_not_between_work_are_noticed(elm, wait):
    row = waiting(elm, "10:00", Interval(*wait))
    row.save()
    assert broken() == [f"appointment {row.pk}: its waits are not between stretches of work"]


def test_a_wrong_count_of_places_is_noticed(db):
    booking = book(studio(), "Yoga", party_size=2)
    pk = booking.appointment.pk
    Appointment.objects.filter(pk=pk).update(places_taken=3)
    assert broken() == [f"appointment {pk}: 3 places taken by its own count, 2 by its guests'"]


def test_an_overfull_group_is_noticed(db):
    pk = book(studio(), "Yoga", party_size=2).appointment.pk
    drop("appointment_not_overfull")
    Appointment.objects.filter(pk=pk).update(places_taken=5)
    Place.objects.update(party_size=5)
    assert f"appointment {pk}: 5 places taken of 4" in broken()


def test_a_place_that_outlived_its_booking_is_noticed(elm):
    booking = book(elm, "Fade")
    Booking.objects.update(status=Booking.Status.CANCELLED)
    assert broken() == [f"place {booking.first_place.pk}: live, but booking {booking.pk} occupies nothing"]


def test_a_booking_without_a_place_is_noticed(elm):
    booking = book(elm, "Fade")
    operations.cancel(booking=booking, now=NOW, by="x")
    Booking.objects.update(status=Booking.Status.CONFIRMED)
    assert broken() == [f"booking {booking.pk}: confirmed, but it has no live place"]


def test_a_live_place_in_a_dead_appointment_is_noticed(elm):
    booking = book(elm, "Fade")
    Appointment.objects.update(live=False, places_taken=0)
    line = f"place {booking.first_place.pk}: live in appointment {booking.appointment.pk}, which is not"
    assert line in broken()


@pytest.mark.parametrize(
    "damage",
    [
        {"starts_at": F("starts_at") - dt.timedelta(minutes=30)},
        {"ends_at": F("ends_at") + dt.timedelta(minutes=30)},
        {"busy_from": F("busy_from") + 1},
        {"busy_until": F("busy_until") - 1},
    ],
)
def test_busy_minutes_that_do_not_cover_the_time_are_noticed(elm, damage):
    pk = book(elm, "Fade").appointment.pk
    Appointment.objects.update(**damage)
    assert [line.partition(":")[0] for line in broken()] == [f"appointment {pk}"]


def test_a_hold_without_an_end_is_noticed(elm):
    held, _ = hold(elm, "Fade")
    Appointment.objects.update(hold_until=None)
    assert broken() == [f"appointment {held.appointment.pk}: only holds keep it, but it does not say until when"]


def test_a_hold_with_another_end_than_its_guests_is_noticed(elm):
    held, _ = hold(elm, "Fade")
    Appointment.objects.update(hold_until=F("hold_until") - 60)
    assert [line.partition(":")[0] for line in broken()] == [f"appointment {held.appointment.pk}"]


def test_a_booking_that_is_marked_as_held_is_noticed(elm):
    booking = book(elm, "Fade")
    Appointment.objects.update(hold_until=OVER.timestamp())
    assert broken() == [f"appointment {booking.appointment.pk}: marked as held, but a booking keeps it"]


def test_a_lost_event_is_noticed(elm):
    booking = operations.cancel(booking=book(elm, "Fade"), now=NOW, by="x")
    Event.objects.filter(sequence=2).delete()
    assert broken() == [f"booking {booking.pk}: 2 events happened, 1 are written"]
    Event.objects.all().delete()
    assert f"booking {booking.pk}: no event says that it was made" in broken()


def test_events_out_of_number_are_noticed(elm):
    booking = operations.cancel(booking=book(elm, "Fade"), now=NOW, by="x")
    Event.objects.filter(sequence=2).update(sequence=3)
    assert broken() == [f"booking {booking.pk}: its events are not numbered 1 to 2"]


def test_a_row_across_two_businesses_is_noticed(elm, karachi):
    booking = book(elm, "Fade", staff="Ana Ruiz")
    Booking.objects.update(customer=None)
    skill = Skill.objects.filter(staff=elm.staff["Ana Ruiz"]).get()
    Skill.objects.filter(pk=skill.pk).update(service=karachi.services["Haircut"])
    Appointment.objects.update(staff=karachi.staff["Amna Khan"])
    StaffMember.objects.filter(name="Pia Lund").update(location=karachi.staff["Amna Khan"].location)
    assert broken() == [
        f"staffmember {elm.staff['Pia Lund'].pk}: its location belongs to another business",
        f"skill {skill.pk}: its service belongs to another business",
        f"appointment {booking.appointment.pk}: its staff belongs to another business",
    ]


def test_the_command_says_each_line_and_fails(elm, capsys):
    call_command("check_invariants")
    assert "hold" in capsys.readouterr().out
    book(elm, "Fade")
    Event.objects.all().delete()
    with pytest.raises(CommandError) as failure:
        call_command("check_invariants")
    assert failure.value.returncode == 1
    assert len(capsys.readouterr().out.splitlines()) == 2
