"""Every verb has a type of its own, and partners read the few types that were promised to them, or nothing."""

import importlib
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from bookings import operations, outbox, queries
from bookings.management.work import CHANNELS
from bookings.models import Delivery, Event
from bookings.webhooks import endpoints, payloads
from tests import factories
from tests.factories import NOW

PROMISED = {
    "booking.created", "booking.confirmed", "booking.moved", "booking.changed",
    "booking.cancelled", "booking.completed", "booking.no_show", "booking.erased",
}  # fmt: skip
SECRETS = {
    "annotate": lambda booking: operations.annotate(booking=booking, staff_notes="pays late", now=NOW, by="x"),
    "revoke_links": lambda booking: operations.revoke_links(booking=booking, now=NOW, by="x"),
}
CHANGES = {
    "unconfirm": lambda booking: operations.unconfirm(booking=booking, now=NOW, by="x"),
    "arrive": lambda booking: operations.arrive(booking=booking, now=NOW, by="x"),
}


@pytest.fixture
def endpoint(elm):
    return endpoints.create(business=elm.business, url="https://partner.example/hook")[0]


def routed():
    while outbox.route(CHANNELS.values(), now=NOW):
        pass


def listed(shop):
    return [event.wire_type for event in queries.events_after(shop.business, after=0, limit=10, now=NOW)]


def test_partners_read_what_was_promised_and_nothing_else():
    assert set(Event.WIRE_TYPES) == PROMISED
    assert {Event(type=kind).wire_type for kind in Event.Type} == PROMISED | {""}


@pytest.mark.parametrize("verb", SECRETS)
def test_what_the_house_does_for_itself_is_told_to_no_partner(elm, endpoint, verb):
    booking = factories.book(elm, "Fade")
    SECRETS[verb](booking)
    routed()
    assert [row.kind for row in Delivery.objects.filter(channel="webhook")] == ["booking.created"]
    assert listed(elm) == ["booking.created"]
    endpoints.replay(endpoint, since=NOW, now=NOW)
    assert Delivery.objects.filter(channel="webhook").count() == 1


@pytest.mark.parametrize("verb", CHANGES)
def test_a_change_of_another_kind_is_told_as_changed(elm, endpoint, verb):
    booking = CHANGES[verb](factories.book(elm, "Fade"))
    routed()
    assert sorted(row.kind for row in Delivery.objects.filter(channel="webhook")) == [
        "booking.changed",
        "booking.created",
    ]
    assert listed(elm) == ["booking.created", "booking.changed"]
    booking = type(booking).objects.with_details().get(pk=booking.pk)
    assert payloads.event_object(booking.events.last(), booking)["type"] == "booking.changed"


def test_an_endpoint_that_chose_changes_is_told_of_every_kind(elm):
    endpoint, _ = endpoints.create(business=elm.business, url="https://p.example/", event_types=["booking.changed"])
    CHANGES["arrive"](factories.book(elm, "Fade"))
    routed()
    assert [row.kind for row in Delivery.objects.filter(endpoint=endpoint)] == ["booking.changed"]


def test_what_waits_for_a_partner_and_may_not_be_told_is_not_sent(elm, endpoint):
    booking = factories.book(elm, "Fade")
    SECRETS["annotate"](booking)
    event = booking.events.last()
    row = endpoints.planned(event, endpoint, due_at=NOW)
    row.save()
    (claimed,) = outbox.claim(now=NOW, limit=5)
    outbox.send(claimed, CHANNELS, clock=lambda: NOW)
    row.refresh_from_db()
    assert (row.status, row.last_answer) == ("skipped", "partners are not told of this")


def test_old_events_are_named_by_what_they_left_behind_and_back(elm):
    booking = factories.book(elm, "Fade")
    for change in (*SECRETS.values(), *CHANGES.values()):
        change(booking)
    booking = operations.confirm(booking=booking, now=NOW, by="x")
    done = operations.complete(booking=booking, now=booking.ends_at, by="x")
    operations.reopen(booking=done, now=booking.ends_at, by="x")
    booking.events.filter(type="booking.annotated").update(facts={"annotated": True})  # as the old ones said it
    named = list(booking.events.values_list("type", flat=True))
    renaming = importlib.import_module("bookings.migrations.0007_events_say_the_verb")
    editor = SimpleNamespace(connection=connection)
    renaming.unname(apps, editor)
    bags = list(booking.events.values_list("type", flat=True))
    renaming.name(apps, editor)
    assert bags.count("booking.changed") == len(SECRETS) + len(CHANGES) + 1
    assert list(booking.events.values_list("type", flat=True)) == named
