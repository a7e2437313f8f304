"""Somebody is erased by a page: afterwards no table and no line of a log says who it was."""

import io
import logging

import pytest
from django.core.management import call_command
from django.db import connection

from bookings import operations
from bookings.models import Booking, Import
from bookings.notifications import mislaid
from businesses.models import Customer
from tests import factories
from tests.bookings.dashboard.forms import address, send
from tests.bookings.operations import files
from tests.factories import NOW, WIZARD

ADA = operations.Guest(name="Ada Xylander", email="ada.xylander@example.com", phone="+12025550177", notes="Xylander")
NAMING = ("xylander", "5550177")


def dump():
    """Every table as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            yield from (f"{table}: {row}" for row in cursor.fetchall())


def naming(lines):
    return [line for line in lines if any(mark in line.lower() for mark in NAMING)]


@pytest.fixture
def ada(elm, max_, mailoutbox):
    """Ada, of whom every part of the house has heard."""
    order = operations.Order(ADA, WIZARD, partner_facts={"booxi": {"lastName": "Xylander"}}, token="ada")
    coming = operations.book(wish=factories.wish(elm, "Fade"), order=order, now=NOW)
    factories.book(elm, "Yoga", guest=ADA, staff_notes="Ask Xylander")
    answers = [{"question": "Who sent you?", "kind": "text", "answer": "Xylander"}]
    Booking.objects.update(answers=answers)
    typed = {"name": "Ada Xylander", "email": ADA.email}
    operations.keep_draft(business=elm.business, key="x", typed=typed, was_sent=True, now=NOW)
    call_command("run_worker", once=True, stdout=io.StringIO())
    mislaid.ask(elm.business, ADA.email, now=NOW)
    person = coming.customer
    send(max_, address(person), address="1 Xylander Street")
    files.kept(elm, [files.row("1", client="Ada Xylander", phone="(202) 555-0177"), files.row("2")])
    other = Customer.objects.create(business=elm.business, first_name="A.", last_name="Xylander")
    max_.post(f"/admin/businesses/customer/{person.pk}/merge/", {"with": other.pk}, follow=True)
    for typed in ({"blocked": "on"}, {}):
        max_.post(f"/admin/businesses/customer/{person.pk}/block/", typed, follow=True)
    max_.get(f"/admin/businesses/customer/{person.pk}/export/")
    max_.get("/admin/find/", {"q": "xylander"})
    return person


def test_nothing_names_them_afterwards(elm, max_, ada, caplog):
    tables = {line.partition(":")[0] for line in naming(dump())}
    assert {"bookings_booking", "bookings_draft", "bookings_delivery", "businesses_customer"} <= tables
    assert "bookings_import" in tables
    assert "businesses_trailentry" not in tables  # which names nobody from the beginning
    caplog.clear()
    with caplog.at_level(logging.DEBUG):
        answer = max_.post(f"/admin/businesses/customer/{ada.pk}/erase/", follow=True)
    assert "The customer was erased" in answer.text
    assert naming(dump()) == []
    assert [line[0] for line in Import.objects.get().lines] == [3]
    assert naming(record.getMessage() for record in caplog.records if record.name != "django.db.backends") == []


def test_what_is_to_come_keeps_its_time(elm, max_, ada):
    max_.post(f"/admin/businesses/customer/{ada.pk}/erase/", follow=True)
    assert [each.status for each in Booking.objects.all()] == ["confirmed", "confirmed"]
    assert Booking.objects.filter(places__live=True).count() == 2
    assert max_.get(f"/admin/businesses/customer/{ada.pk}/card/").status_code == 404
