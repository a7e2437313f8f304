"""The migration that moves what the admin's history held into the trail."""

import json
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from bookings.models import Event
from businesses.models import Customer, TimeOff, TrailEntry, User
from tests.factories import DAY, at

migration = import_module("bookings.migrations.0024_history_into_trail")


@pytest.fixture
def logged(elm, olive):
    def log(row, message, flag=2, key=None):
        kind = ContentType.objects.get_for_model(type(row))
        given = {"user": olive.person, "content_type": kind, "object_id": str(key or row.pk)}
        return LogEntry.objects.create(**given, object_repr=str(row), action_flag=flag, change_message=message)

    return log


def moved():
    migration.move(apps, SimpleNamespace(connection=connection))
    rows = TrailEntry.objects.order_by("pk")
    return [(row.kind, row.deed, row.said, row.table, row.label, row.changes) for row in rows]


def test_what_was_done_is_kept_and_nobody_is_named(elm, olive, logged):
    trim, jane = elm.services["Trim"], Customer.objects.get(email="jane@example.com")
    maria = elm.staff["Maria Gomez"]
    here = {"business": elm.business, "staff": maria}
    away = TimeOff.objects.create(**here, starts_at=at(elm, DAY, "10:00"), ends_at=at(elm, DAY, "11:00"))
    logged(trim, json.dumps([{"changed": {"fields": ["Price", "Name"]}}]))
    logged(jane, "Blocked.")
    logged(away, "[]", flag=1)
    logged(trim, "Switched off.", key=9999)
    logged(User.objects.get(pk=olive.person.pk), "Of the platform.")
    assert sorted(moved()) == sorted(
        [
            ("settings", "changed", "", "service", "Trim", [["Price"], ["Name"]]),
            ("customers", "done", "Blocked.", "customer", "", []),
            ("settings", "added", "", "timeoff", "", []),
        ]
    )
    assert [entry.change_message for entry in LogEntry.objects.all()] == ["Of the platform."]
    assert not Event.objects.exists()
