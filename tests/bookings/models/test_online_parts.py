"""The random part of the address of an online appointment."""

import datetime as dt
from importlib import import_module

from django.apps import apps
from django.db import connection

from bookings.models import Appointment
from tests import factories

MIGRATION = import_module("bookings.migrations.0020_online_parts")


def test_what_was_booked_before_there_were_any_is_given_one_of_its_own_if_it_is_still_to_come(elm):
    for clock in ("10:00", "11:00", "13:00"):
        factories.book(elm, "Fade", clock=clock, staff="Maria Gomez")
    first = Appointment.objects.order_by("starts_at").first()
    year = dt.timedelta(days=3650)
    Appointment.objects.filter(pk=first.pk).update(starts_at=first.starts_at - year, ends_at=first.ends_at - year)
    Appointment.objects.update(online_part="")
    MIGRATION.give_parts(apps, connection.SchemaEditorClass(connection, atomic=False))
    past, *coming = Appointment.objects.order_by("starts_at").values_list("online_part", flat=True)
    assert past == ""
    assert len(set(coming)) == 2
    assert {len(part) for part in coming} == {32}
