"""Texts, endpoints and deliveries in the dashboard."""

import datetime as dt
import html
import re
import uuid

import pytest
from django.contrib.messages import get_messages
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bookings import outbox, queries
from bookings.dashboard.frame import sent
from bookings.management.work import CHANNELS
from bookings.models import Attempt, Delivery, Event, WebhookEndpoint
from bookings.notifications import said
from bookings.webhooks import endpoints, secrets
from businesses.models import Membership, MessageText, TrailEntry, User
from tests import dashboard, factories
from tests.factories import NOW

ENDPOINTS, DELIVERIES = "/admin/bookings/webhookendpoint/", "/admin/bookings/delivery/"


def act(client, model, action, row):
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return client.post(address, {"action": action, "_selected_action": [row.pk]}, follow=True).content.decode()


def test_a_text_is_shown_as_a_guest_would_read_it(elm, olive):
    factories.book(elm, "Fade", clock="10:00")
    text = MessageText.objects.create(business=elm.business, kind="reminder", text="See you at {time}, {first_name}.")
    page = olive.get(reverse("admin:businesses_messagetext_change", args=[text.pk])).content.decode()
    assert "See you at 10:00\u202fAM, Jordan." in page
    [framed] = re.findall(r'<iframe sandbox srcdoc="([^"]*)"', page)
    written = html.unescape(framed)
    assert "See you at 10:00\u202fAM, Jordan." in written
    assert "<h1" in written


def test_nothing_of_a_shown_text_opens_the_booking(elm, olive, client):
    booking = factories.book(elm, "Fade", clock="10:00")
    text = MessageText.objects.create(business=elm.business, kind="reminder", text="See {link}")
    page = html.unescape(olive.get(reverse("admin:businesses_messagetext_change", args=[text.pk])).content.decode())
    found = set(re.findall(r"/b/[\w=-]+/", page))
    assert found
    assert f"/b/{queries.link_token(booking)}/" not in found
    assert {client.get(path).status_code for path in found} == {404}


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


def person(name, shop, role="owner", **more):
    user = User.objects.create_user(name, email=f"{name}@northelm.example", is_staff=True)
    Membership.objects.create(business=shop.business, user=user, role=role, **more)
    client = dashboard.signed_in(user)
    return client


def set_up(client, follow=False, **typed):
    typed = {"url": "https://partner.example/hook", "format": "own", **typed}
    return client.post(ENDPOINTS + "add/", typed, follow=follow)


def secret_in(answer):
    found = set(re.findall(r"whsec_[A-Za-z0-9+/]+=*", html.unescape(answer.text)))
    assert len(found) == 1, found
    return found.pop()


def deed(client, endpoint, name, **typed):
    return client.post(f"{ENDPOINTS}{endpoint.pk}/{name}/", typed, follow=True)


def rotation(client, endpoint):
    page = client.get(f"{ENDPOINTS}{endpoint.pk}/rotate/").text
    return {"ticket": re.search(r'name="ticket" value="([^"]+)"', page)[1]}


def delivery(shop, **how):
    facts = {"channel": "mail", "kind": "confirmed", "dedupe": str(uuid.uuid4()), "due_at": NOW, "status": "given_up"}
    return Delivery.objects.create(business=shop.business, **{**facts, **how})


@pytest.fixture
def endpoint(elm):
    return endpoints.create(business=elm.business, url="https://partner.example/hook")[0]


def test_an_endpoint_is_set_up_in_plain_words(elm, olive):
    page = olive.get(ENDPOINTS + "add/").text
    assert "A booking is cancelled" in page
    assert "written for ReserveKit" in page
    set_up(olive, event_types=["booking.created", "booking.cancelled"])
    made = WebhookEndpoint.objects.get()
    assert (made.business, made.event_types) == (elm.business, ["booking.created", "booking.cancelled"])
    assert "2 of 8 things" in olive.get(ENDPOINTS).text


def test_an_address_that_we_never_ask_is_a_fault_of_the_form(elm, olive):
    for url in ("http://partner.example/", "https://partner.example:22/", "nonsense"):
        assert set_up(olive, url=url).status_code == 200
    assert set_up(olive, event_types=["booking.held"]).status_code == 200
    assert not WebhookEndpoint.objects.exists()


def test_a_secret_is_in_one_answer_and_nowhere_else(elm, olive, caplog):
    caplog.set_level(0)
    answer = set_up(olive)
    secret, endpoint = secret_in(answer), WebhookEndpoint.objects.get()
    assert secrets.decrypted(endpoint.encrypted_secret) == secret
    assert "no-store" in answer["Cache-Control"]
    rotated = deed(olive, endpoint, "rotate", **rotation(olive, endpoint))
    newer = secret_in(rotated)
    endpoint.refresh_from_db()
    assert endpoints.secrets_of(endpoint, now=NOW) == [newer, secret]
    pages = ["", "add/", f"{endpoint.pk}/change/", f"{endpoint.pk}/history/", f"{endpoint.pk}/rotate/"]
    kept = [
        *(olive.get(ENDPOINTS + page).text for page in pages),
        *(str(message) for page in (answer, rotated) for message in get_messages(page.wsgi_request)),
        *(str(row) for row in TrailEntry.objects.values()),
        *(str(session.get_decoded()) for session in Session.objects.all()),
        *(str(row) for row in WebhookEndpoint.objects.values()),
        str(olive.cookies),
        caplog.text,
    ]
    assert TrailEntry.objects.count() == 2
    for told in kept:
        assert "whsec_" not in told
        assert secret.removeprefix("whsec_") not in told
    assert endpoint.encrypted_secret not in "".join(kept[: len(pages)])


def test_the_same_form_sent_again_makes_no_second_endpoint_and_no_second_secret(elm, olive):
    ticket = str(uuid.uuid4())
    set_up(olive, ticket=ticket)
    again = set_up(olive, ticket=ticket)
    assert (again.status_code, "shown already" in again.text, "whsec_" in again.text) == (409, True, False)
    endpoint = WebhookEndpoint.objects.get()
    form = rotation(olive, endpoint)
    deed(olive, endpoint, "rotate", **form)
    endpoint.refresh_from_db()
    before = endpoint.encrypted_secret
    for typed in (form, {}):
        assert "shown already" in deed(olive, endpoint, "rotate", **typed).text
    endpoint.refresh_from_db()
    assert endpoint.encrypted_secret == before


def test_a_test_is_sent_and_the_log_shows_every_try(elm, olive, endpoint):
    assert "The test is on its way" in deed(olive, endpoint, "test").text
    sent = Delivery.objects.get()
    assert (sent.kind, sent.endpoint) == ("endpoint.test", endpoint)
    Attempt.objects.create(
        business=elm.business, delivery=sent, started_at=NOW, status=503, milliseconds=81, answer="<b>down</b>"
    )
    page = olive.get(f"{ENDPOINTS}{endpoint.pk}/change/").text
    for shown in ("503", "81 ms", "&lt;b&gt;down&lt;/b&gt;", "on its way"):
        assert shown in page


def test_an_endpoint_is_switched_off_and_on_without_a_mail_to_who_did_it(elm, olive, endpoint):
    assert "told nothing more" in deed(olive, endpoint, "off").text
    endpoint.refresh_from_db()
    assert not endpoint.active
    assert not Delivery.objects.exists()
    deed(olive, endpoint, "on")
    endpoint.refresh_from_db()
    assert endpoint.active


def test_what_happened_since_an_instant_of_the_business_is_sent_again(elm, olive, endpoint):
    booking = factories.book(elm, "Fade", now=NOW - dt.timedelta(hours=1))  # at 08:00 in Chicago
    outbox.route(CHANNELS.values(), now=NOW)
    Delivery.objects.filter(endpoint=endpoint).update(status="delivered")
    assert "Nothing happened since then" in deed(olive, endpoint, "replay", since="2026-11-20T08:00:01").text
    assert Delivery.objects.get(endpoint=endpoint).status == "delivered"
    assert "1 thing that happened since then" in deed(olive, endpoint, "replay", since="2026-11-20T08:00").text
    again = Delivery.objects.get(endpoint=endpoint)
    assert (again.status, again.booking) == ("due", booking)
    in_a_night_of_two_such_times = "2026-11-01T01:30"
    assert "1 thing that" in deed(olive, endpoint, "replay", since=in_a_night_of_two_such_times).text


@pytest.mark.parametrize(
    "since", ["", "soon", "2026-11-20T09:01", "2026-13-01T00:00", "9999-12-31T23:59", "2026-11-21T00:00Z"]
)
def test_a_time_that_is_none_or_not_past_replays_nothing(elm, olive, endpoint, since):
    assert "a date and a time that are past" in deed(olive, endpoint, "replay", since=since).text


def test_reading_an_address_of_a_deed_does_nothing(elm, olive, endpoint):
    for name in ("test", "off", "on", "replay", "rotate"):
        olive.get(f"{ENDPOINTS}{endpoint.pk}/{name}/")
    before = endpoint.encrypted_secret
    endpoint.refresh_from_db()
    assert (endpoint.active, endpoint.encrypted_secret) == (True, before)
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("role", ["manager", "staff"])
def test_webhooks_are_the_owners_alone(elm, endpoint, role):
    client = person("mona", elm, role, staff=elm.staff["Maria Gomez"] if role == "staff" else None)
    for page in ("", "add/", f"{endpoint.pk}/change/"):
        assert client.get(ENDPOINTS + page).status_code in (403, 302)
    assert set_up(client).status_code == 403
    for name in ("rotate", "test", "off", "on", "replay"):
        assert client.post(f"{ENDPOINTS}{endpoint.pk}/{name}/").status_code == 403
    assert WebhookEndpoint.objects.get().active


def test_deliveries_are_shown_to_owner_and_manager_but_not_to_staff(elm, olive):
    made = delivery(elm)
    mona, stan = person("mona", elm, "manager"), person("stan", elm, "staff", staff=elm.staff["Maria Gomez"])
    for client in (olive, mona):
        assert "Confirmation" in client.get(DELIVERIES).text
        assert client.get(f"{DELIVERIES}{made.pk}/change/").status_code == 200
    assert stan.get(DELIVERIES).status_code == 403
    assert stan.post(f"{DELIVERIES}{made.pk}/again/").status_code == 403
    mona.post(f"{DELIVERIES}{made.pk}/again/")
    made.refresh_from_db()
    assert made.status == "due"


def test_what_failed_comes_first_and_is_said_in_plain_words(elm, olive):
    failed = delivery(elm, audience="guest", last_answer="550 no such person")
    trying = delivery(elm, status="due", attempts=2, kind="reminder", audience="guest")
    fine = delivery(elm, status="delivered", kind="booking.cancelled", channel="webhook")
    later, leaving = (delivery(elm, status="due", kind=kind, audience="guest") for kind in ("thanks", "moved"))
    page = olive.get(DELIVERIES)
    assert [*page.context["cl"].result_list][:2] == [failed, trying]
    for shown in (
        "Confirmation",
        "the guest",
        "failed",
        "550 no such person",
        "trying again",
        "A booking is cancelled",
    ):
        assert shown in page.text
    states = {"failed": failed, "trying again": trying, "arrived": fine, "not yet": later, "on its way": leaving}
    for state, expected in states.items():
        assert list(olive.get(DELIVERIES, {"state": state}).context["cl"].result_list) == [expected]
    assert list(olive.get(DELIVERIES, {"said": "reminder"}).context["cl"].result_list) == [trying]


def test_every_kind_that_is_sent_has_words():
    own = {outbox.UNPLANNED, "endpoint.test", "endpoint.switched_off"}
    mails = {kind for hears in said.TABLE.values() for kind in hears if kind}
    assert {*Event.WIRE_TYPES, *MessageText.Kind, *mails, *own} <= set(sent.KINDS)


def test_what_could_not_be_decided_is_seen_in_the_list_and_on_the_front_page(elm, olive):
    delivery(elm, kind=outbox.UNPLANNED, booking=factories.book(elm, "Fade"), last_answer="It could not be decided.")
    assert "Mail to whoever should know" in olive.get(reverse("admin:index")).text
    page = olive.get(DELIVERIES).text
    for shown in ("Whom to tell", "whoever should know", "It could not be decided."):
        assert shown in page


def test_an_endpoint_chooses_among_the_types_that_partners_read():
    assert set(sent.EVENTS) == set(Event.WIRE_TYPES)


def test_a_button_in_the_list_sends_one_again_and_comes_back(elm, olive):
    made, other = delivery(elm), delivery(elm)
    assert f'formaction="{DELIVERIES}{made.pk}/again/"' in olive.get(DELIVERIES).text
    here = f"{DELIVERIES}?state=failed"
    answer = olive.post(f"{DELIVERIES}{made.pk}/again/", headers={"referer": f"http://testserver{here}"})
    assert answer["Location"] == here
    elsewhere = olive.post(f"{DELIVERIES}{made.pk}/again/", headers={"referer": "https://evil.example/"})
    assert elsewhere["Location"] == DELIVERIES
    made.refresh_from_db()
    other.refresh_from_db()
    assert (made.status, other.status) == ("due", "given_up")
    assert olive.get(f"{DELIVERIES}{other.pk}/again/").status_code == 405


def test_the_list_takes_as_many_queries_for_many_deliveries(elm, olive, endpoint, django_assert_num_queries):
    def add():
        booking = factories.book(elm, "Yoga")
        row = delivery(elm, channel="webhook", endpoint=endpoint, booking=booking)
        Attempt.objects.create(business=elm.business, delivery=row, started_at=NOW, status=500)

    add()
    pages = (DELIVERIES, f"{ENDPOINTS}{endpoint.pk}/change/")
    few = []
    for page in pages:
        olive.get(page)
        with CaptureQueriesContext(connection) as queries:
            olive.get(page)
        few.append(len(queries))
    add()
    add()
    for page, number in zip(pages, few, strict=True):
        with django_assert_num_queries(number):
            olive.get(page)


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


def test_the_neighbours_endpoint_and_deliveries_are_out_of_reach(elm, karachi, olive):
    theirs, _ = endpoints.create(business=karachi.business, url="https://partner.example/")
    sent = delivery(karachi)
    assert olive.get(reverse("admin:bookings_webhookendpoint_change", args=[theirs.pk])).status_code == 302
    before = theirs.encrypted_secret
    for pk in (theirs.pk, 10**9):
        for name in ("rotate", "test", "off", "on", "replay"):
            assert olive.post(f"{ENDPOINTS}{pk}/{name}/", {"since": "2026-11-01T00:00"}).status_code == 404
    for pk in (sent.pk, 10**9):
        assert olive.post(f"{DELIVERIES}{pk}/again/").status_code == 404
    act(olive, Delivery, "send_again", sent)
    theirs.refresh_from_db()
    sent.refresh_from_db()
    assert (theirs.encrypted_secret, theirs.active, sent.status) == (before, True, "given_up")
    assert Delivery.objects.count() == 1
