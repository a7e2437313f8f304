"""What guests and partners are shown, or times are reckoned from, raises the version of the business; nothing else."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.models import WebhookEndpoint
from businesses.models import (
    ApiKey,
    Business,
    Category,
    Customer,
    Location,
    MessageText,
    ReminderRule,
    Resource,
    Service,
    StaffMember,
    Timetable,
)
from tests.bookings.dashboard.forms import address, faults, rows_of_list, send, version_of

SETUP = {Business, Service, Category, Location, Resource, Timetable, StaffMember}


def test_every_table_says_whether_it_is_part_of_the_set_up():
    said = {model for model, site_admin in admin.site._registry.items() if getattr(site_admin, "in_setup", False)}
    assert said == SETUP


@pytest.mark.parametrize(
    ("model", "typed"),
    [
        (Business, {"description": "At the corner"}),
        (Service, {"photo_url": "https://www.example.com/a.jpg"}),
        (Category, {"name": "Short cuts"}),
        (Location, {"address": "1 Elm Street"}),
        (Resource, {"name": "Room 7"}),
        (StaffMember, {"about": "At the window"}),
    ],
)
def test_a_row_of_the_set_up_raises_the_version_however_little_was_changed(elm, olive, model, typed):
    row = model.objects.filter(**({"slug": "elm"} if model is Business else {"business": elm.business})).first()
    before = version_of(elm)
    assert faults(send(olive, address(row), **typed)) == {}
    assert version_of(elm) > before


@pytest.mark.parametrize("model", [Service, Category, Location, StaffMember])
def test_a_list_that_is_dragged_raises_it_too(elm, olive, model):
    sent, positions = rows_of_list(olive, address(model, "changelist"))
    before = version_of(elm)
    olive.post(address(model, "changelist"), {**sent, next(iter(positions.values())): 9, "_save": "Save"})
    assert version_of(elm) > before


def test_a_customer_a_reminder_a_message_and_a_webhook_wait_for_no_diary(elm, olive):
    endpoint = WebhookEndpoint.objects.create(business=elm.business, url="https://hooks.example.com/a")
    reminder = ReminderRule.objects.create(business=elm.business, minutes_before=60)
    text = MessageText.objects.create(business=elm.business, kind="confirmed", language="en", subject="A", text="B")
    jane = Customer.objects.get(email="jane@example.com")
    before = version_of(elm)
    with CaptureQueriesContext(connection) as asked:
        for row, typed in (
            (jane, {"last_name": "Roe"}),
            (reminder, {"minutes_before": "90"}),
            (text, {"subject": "Good day"}),
            (endpoint, {"url": "https://hooks.example.com/b"}),
        ):
            assert faults(send(olive, address(row), **typed)) == {}
            row.refresh_from_db()
            assert str(getattr(row, next(iter(typed)))) == next(iter(typed.values()))
        olive.post(address(reminder, "delete"), {"post": "yes"})
        olive.post(address(jane, "delete"), {"post": "yes"})
    assert not ReminderRule.objects.exists()
    assert not Customer.objects.filter(pk=jane.pk).exists()
    assert version_of(elm) == before
    locked = [query["sql"] for query in asked if " UPDATE" in query["sql"] and query["sql"].startswith("SELECT")]
    assert not [sql for sql in locked if "staffmember" in sql or "_service" in sql or "_resource" in sql]


def test_the_limit_of_a_key_waits_for_no_diary_either(elm, booqara, platform):
    key = ApiKey.objects.get(business=elm.business)
    before = version_of(elm)
    assert faults(send(platform, address(key), rate_limit="7")) == {}
    key.refresh_from_db()
    assert (key.rate_limit, version_of(elm)) == (7, before)
