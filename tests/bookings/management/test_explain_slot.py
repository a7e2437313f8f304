"""`manage.py explain_slot`"""

import io
import uuid

import pytest
from django.core.management import CommandError, call_command

from bookings import operations
from businesses.models import Service, StaffMember


def explained(business, service, at, **options):
    out = io.StringIO()
    call_command("explain_slot", business=business.slug, service=str(service.uuid), at=at, stdout=out, **options)
    return dict(line.split(": ", 1) for line in out.getvalue().splitlines() if ": " in line)


@pytest.fixture
def cut(demo):
    return Service.objects.get(business=demo, name="Short cut")


def test_a_free_start_is_said_to_be_offered_and_free(demo, cut):
    assert explained(demo, cut, "2026-11-18T10:00")["Lena Hoffmann"] == "offered and free"


def test_who_does_not_perform_the_service_is_said_to_lack_the_skill(demo, cut):
    line = explained(demo, cut, "2026-11-18T10:00")["Noor Haddad"]
    assert "does not perform Short cut" in line
    assert "[staff[].services]" in line


@pytest.mark.parametrize(
    ("at", "rule", "where"),
    [
        ("2026-11-18T10:07", "slot interval: starts are every 15 minutes", "rules.slot_interval_minutes"),
        ("2026-11-18T13:15", "closed: open on Wednesday", "hours.wednesday"),
        ("2026-11-17T09:30", "lead time: bookings are taken until 1 hour", "rules.lead_time_minutes"),
        ("2026-11-16T10:00", "past", "now"),
        ("2027-11-18T10:00", "window: bookings are taken for today and 60 days", "rules.window_days"),
        ("2026-12-25T10:00", "closed: not open on Friday", "special_days 2026-12-25"),
        ("2026-11-18T12:45", "length", "hours.wednesday"),
    ],
)
def test_each_rule_is_named_with_its_value_and_where_it_is_set(demo, cut, at, rule, where):
    line = explained(demo, cut, at)["Lena Hoffmann"]
    assert line.startswith("not offered: ")
    assert rule in line
    assert where in line


def test_an_appointment_in_the_way_is_shown_with_its_time(demo, cut, now):
    lena = StaffMember.objects.get(business=demo, name="Lena Hoffmann")
    operations.book(
        wish=operations.one(demo, cut, operations.Listed(now.date(), 11 * 60), staff=lena),
        order=operations.Order(
            operations.Guest(name="Ann Lee"), operations.Taker(source="dashboard", by="dashboard:test")
        ),
        now=now,
    )
    line = explained(demo, cut, "2026-11-17T11:00", staff=str(lena.uuid))["Lena Hoffmann"]
    assert "appointment: has appointments, buffers included, 11:00–" in line


def test_an_unknown_service_lists_those_there_are(demo, cut):
    with pytest.raises(CommandError, match="Short cut"):
        call_command("explain_slot", business=demo.slug, service=str(uuid.uuid4()), at="2026-11-18T10:00")


@pytest.mark.parametrize("at", ["tomorrow", "2026-02-30T10:00", "2026-11-18T10:00:30"])
def test_a_time_that_is_none_is_refused_in_words(demo, cut, at):
    with pytest.raises(CommandError, match="--at"):
        call_command("explain_slot", business=demo.slug, service=str(cut.uuid), at=at)


def test_an_unknown_business_names_the_nearest(demo, cut):
    with pytest.raises(CommandError, match="demo"):
        call_command("explain_slot", business="dmo", service=str(cut.uuid), at="2026-11-18T10:00")
