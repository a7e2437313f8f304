"""The page of a key's last calls."""

import html
import re

import pytest
from django.urls import reverse

from bookings.dashboard.access import calls_page
from businesses import api_calls
from businesses.models import ApiKey, RecentCall
from tests import factories, partners


@pytest.fixture
def page(elm):
    def show(client, key=None):
        answer = client.get(reverse("admin:api_key_calls", args=[(key or ApiKey.objects.get()).pk]))
        return answer, " ".join(re.sub(r"<[^>]+>", " ", html.unescape(answer.content.decode())).split())

    return show


def test_the_owner_sees_how_the_last_calls_went(elm, booqara, olive, page):
    booqara.get("/business")
    refused = booqara.get("/appointments/00000000-0000-0000-0000-000000000000")
    api_calls.flush()
    answer, said = page(olive)
    assert answer.status_code == 200
    assert "GET /booking/business 200" in said
    assert "GET /booking/appointments/{id} 404" in said
    assert "Refused 1, that is 50%" in said
    assert refused["X-Request-Id"] in said
    assert '/api/docs/booqara/#example"' in answer.content.decode()


def test_a_key_without_calls_says_so(elm, booqara, olive, page):
    assert "This key has made no call yet" in page(olive)[1]


def test_nothing_that_a_guest_gave_is_on_it(elm, booqara, olive, page):
    booqara.get("/slots", date="jane@example.com", serviceId="Jane Doe")
    booqara.post("/appointments", {"guestName": "Jane Doe"})
    booqara.get("/appointments/jane@example.com")
    api_calls.flush()
    assert "jane" not in page(olive)[1].lower()


def test_only_owners_see_it_and_only_of_their_own_keys(elm, karachi, booqara, max_, maria, amna, page):
    for client, status in ((max_, 403), (maria, 403), (amna, 404)):
        assert page(client)[0].status_code == status


def test_a_key_that_has_ended_keeps_its_page(elm, booqara, olive, page):
    booqara.get("/business")
    api_calls.flush()
    ApiKey.objects.update(revoked_at=factories.NOW)
    assert "GET /booking/business 200" in page(olive)[1]


def test_the_list_of_keys_leads_to_it(elm, booqara, olive):
    shown = olive.get(reverse("admin:businesses_apikey_changelist")).content.decode()
    assert reverse("admin:api_key_calls", args=[ApiKey.objects.get().pk]) in shown


def test_each_dialect_is_noted(elm, olive, page):
    for make in (partners.booqara, partners.nextinque, partners.reservekit):
        make(elm).get("/services")
    api_calls.flush()
    for key in ApiKey.objects.all():
        assert "/services 200" in page(olive, key)[1]


def test_the_sum_says_what_is_usual_and_what_was_slow():
    calls = [RecentCall(method="GET", path="/x", status=200 if n < 199 else 503, milliseconds=n) for n in range(200)]
    found = calls_page.summary(calls)
    assert (found.total, found.refused, found.ours, found.refused_percent) == (200, 1, 1, 1)
    assert (found.usual_milliseconds, found.slowest.milliseconds) == (99, 199)
