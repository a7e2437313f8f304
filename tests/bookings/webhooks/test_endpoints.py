"""What an owner may set up, and how what was missed is sent again."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.forms import modelform_factory

from bookings import operations, outbox
from bookings.management.work import CHANNELS
from bookings.models import Delivery, WebhookEndpoint
from bookings.webhooks import endpoints
from tests import factories
from tests.factories import NOW

URL = "https://partner.example/hook"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://partner.example/", "https://"),
        ("ftp://partner.example/", "https://"),
        ("https://user:word@partner.example/", "password"),
        ("https://partner.example/#part", "#"),
        ("https://partner.example:22/", "443 or 8443"),
        ("https://partner.example:99999/", "web address"),
        ("https:///hook", "web address"),
    ],
)
def test_an_address_that_is_never_asked_cannot_be_set_up(elm, url, why):
    with pytest.raises(ValidationError) as refused:
        endpoints.create(business=elm.business, url=url)
    assert why in " ".join(refused.value.message_dict["url"])
    assert not WebhookEndpoint.objects.exists()


@pytest.mark.parametrize("url", [URL, "https://partner.example:8443/", "https://bücher.example/"])
def test_an_address_of_the_public_internet_can(elm, url):
    assert endpoints.create(business=elm.business, url=url)[0].active


def test_a_developers_own_machine_only_where_it_is_allowed(elm, settings):
    settings.WEBHOOK_ALLOW_LOOPBACK = True
    assert endpoints.create(business=elm.business, url="http://127.0.0.1:9000/hook")[0].active


@pytest.mark.parametrize("types", [["booking.held"], ["booking.created", "nothing"], "booking.created", {"a": 1}])
def test_types_of_which_nobody_is_told_cannot_be_chosen(elm, types):
    with pytest.raises(ValidationError) as refused:
        endpoints.create(business=elm.business, url=URL, event_types=types)
    assert "booking.created" in " ".join(refused.value.message_dict["event_types"])


def test_a_form_says_what_is_wrong_at_its_field(elm):
    form = modelform_factory(WebhookEndpoint, fields=["url", "format", "event_types"])
    filled = form({"url": "http://partner.example/", "format": "own", "event_types": '["booking.held"]'})
    assert set(filled.errors) == {"url", "event_types"}
    assert form({"url": URL, "format": "own", "event_types": "[]"}).is_valid()


@pytest.fixture
def endpoint(elm):
    return endpoints.create(business=elm.business, url=URL, event_types=["booking.created", "booking.cancelled"])[0]


def routed(now=NOW):
    while outbox.route([CHANNELS["webhook"]], now=now):
        pass


def kinds():
    return sorted(Delivery.objects.filter(channel="webhook", status="due").values_list("kind", flat=True))


def test_what_happened_while_it_was_off_is_made_up_for(elm, karachi, endpoint):
    endpoints.switch_off(endpoint, reason="x", now=NOW)
    booking = factories.book(elm, "Fade")
    operations.move(booking=booking, starts_at=factories.at(elm, factories.DAY, "15:00"), now=NOW, by="x")
    operations.cancel(booking=booking, now=NOW, by="x")
    factories.book(karachi, "Haircut", clock="12:00")
    routed()
    assert kinds() == []
    endpoints.switch_on(endpoint)
    assert endpoints.replay(endpoint, since=NOW, now=NOW) == 2
    assert kinds() == ["booking.cancelled", "booking.created"]


def test_what_was_delivered_or_given_up_is_due_again_and_nothing_twice(elm, endpoint):
    factories.book(elm, "Fade", clock="10:00")
    factories.book(elm, "Fade", clock="13:00")
    routed()
    first, second = Delivery.objects.order_by("id")
    Delivery.objects.filter(pk=first.pk).update(status="delivered", attempts=1, delivered_at=NOW)
    Delivery.objects.filter(pk=second.pk).update(status="given_up", attempts=10)
    later = NOW + dt.timedelta(hours=1)
    assert endpoints.replay(endpoint, since=NOW, now=later) == 2
    rows = Delivery.objects.filter(channel="webhook").values_list("status", "attempts", "due_at", "delivered_at")
    assert list(rows) == [("due", 0, later, None)] * 2


def test_only_since_that_time(elm, endpoint):
    factories.book(elm, "Fade", clock="10:00")
    routed()
    Delivery.objects.update(status="delivered")
    assert endpoints.replay(endpoint, since=NOW + dt.timedelta(seconds=1), now=NOW) == 0
    assert kinds() == []


def test_what_is_being_sent_is_left_to_its_sender(elm, endpoint):
    factories.book(elm, "Fade", clock="10:00")
    routed()
    (claimed,) = outbox.claim(now=NOW, limit=5)
    endpoints.send_again(claimed, now=NOW)
    endpoints.replay(endpoint, since=NOW, now=NOW)
    assert outbox.claim(now=NOW, limit=5) == []
    assert outbox.settle(claimed, outbox.Delivered(), now=NOW, schedule=CHANNELS)


def test_one_that_was_given_up_is_sent_again_as_if_for_the_first_time(elm, endpoint):
    factories.book(elm, "Fade", clock="10:00")
    routed()
    Delivery.objects.update(status="given_up", attempts=10)
    endpoints.send_again(Delivery.objects.get(), now=NOW)
    (claimed,) = outbox.claim(now=NOW, limit=5)
    assert claimed.attempts == 1
