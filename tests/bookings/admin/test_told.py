"""Texts, endpoints and deliveries in the dashboard."""

import re

from django.core import mail
from django.urls import reverse

from bookings.models import Delivery, WebhookEndpoint
from bookings.webhooks import endpoints, secrets
from businesses.models import MessageText
from tests import factories
from tests.factories import NOW


def act(client, model, action, row):
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return client.post(address, {"action": action, "_selected_action": [row.pk]}, follow=True).content.decode()


def test_a_text_is_shown_as_a_guest_would_read_it(elm, olive):
    factories.book(elm, "Fade", clock="10:00")
    text = MessageText.objects.create(business=elm.business, kind="reminder", text="See you at {time}, {first_name}.")
    page = olive.get(reverse("admin:businesses_messagetext_change", args=[text.pk])).content.decode()
    assert "See you at 10:00\u202fAM, Jordan." in page


def test_a_text_with_an_unknown_placeholder_is_not_saved(elm, olive):
    answer = olive.post(
        reverse("admin:businesses_messagetext_add"),
        {"business": elm.business.pk, "kind": "reminder", "language": "", "subject": "", "text": "Dear {name}"},
    )
    assert "There is no {name} to fill in" in answer.content.decode()
    assert not MessageText.objects.exists()


def test_a_test_mail_shows_what_the_server_said(elm, olive):
    text = MessageText.objects.create(business=elm.business, kind="reminder")
    page = act(olive, MessageText, "send_test", text)
    assert "To olive@northelm.example: handed to the mail server" in page
    assert mail.outbox[0].to == ["olive@northelm.example"]


def test_an_endpoints_secret_is_shown_once(elm, olive):
    page = olive.post(
        reverse("admin:bookings_webhookendpoint_add"),
        {"business": elm.business.pk, "url": "https://partner.example/hook", "format": "own", "event_types": "[]"},
        follow=True,
    ).content.decode()
    shown = re.search(r"whsec_[A-Za-z0-9+/=]+", page)[0]
    endpoint = WebhookEndpoint.objects.get()
    assert secrets.decrypted(endpoint.encrypted_secret) == shown
    again = olive.get(reverse("admin:bookings_webhookendpoint_change", args=[endpoint.pk])).content.decode()
    assert "whsec_" not in again
    assert endpoint.encrypted_secret not in again
    assert "whsec_" in act(olive, WebhookEndpoint, "rotate", endpoint)


def test_what_was_given_up_is_sent_again(elm, olive):
    booking = factories.book(elm, "Fade")
    made = Delivery.objects.create(
        business=elm.business,
        booking=booking,
        channel="mail",
        kind="confirmed",
        dedupe="x",
        due_at=NOW,
        status="given_up",
    )
    act(olive, Delivery, "send_again", made)
    made.refresh_from_db()
    assert (made.status, made.attempts) == ("due", 0)


def test_a_bookings_page_says_who_was_told(elm, olive):
    booking = factories.book(elm, "Fade")
    Delivery.objects.create(
        business=elm.business,
        booking=booking,
        channel="mail",
        kind="confirmed",
        recipient="jordan@example.com",
        dedupe="x",
        due_at=NOW,
        status="given_up",
        last_answer="550 no such person",
    )
    page = olive.get(reverse("admin:bookings_booking_change", args=[booking.pk])).content.decode()
    assert "550 no such person" in page


def test_the_neighbours_endpoint_is_out_of_reach(elm, karachi, olive):
    theirs, _ = endpoints.create(business=karachi.business, url="https://partner.example/")
    assert olive.get(reverse("admin:bookings_webhookendpoint_change", args=[theirs.pk])).status_code == 302
    before = theirs.encrypted_secret
    act(olive, WebhookEndpoint, "rotate", theirs)
    theirs.refresh_from_db()
    assert theirs.encrypted_secret == before
