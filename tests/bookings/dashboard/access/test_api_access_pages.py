"""API access as owners and the platform see it: a secret is in one answer, and nowhere else."""

import datetime as dt
import html
import re
import uuid

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import path, reverse

from bookings.dashboard.access.partner_apis import PARTNER_APIS
from bookings.dialects import urls as dialect_urls
from bookingsite import urls as site_urls
from businesses import api_access, api_calls, key_format
from businesses.models import (
    ApiAccessRequest,
    ApiCalls,
    ApiKey,
    ApiKeyGrant,
    Dialect,
    Membership,
    Scope,
    TrailEntry,
    User,
)
from tests import dashboard, partners
from tests.factories import NOW

PAGE = "/admin/businesses/apikey/"
SECRET = re.compile(key_format.pattern("pk_live_"))

urlpatterns = [
    *site_urls.urlpatterns,
    path("booking/v1/booking/<int:pk>", lambda request, pk: HttpResponse()),  # as if Booxi were there
]


def person(name, shop, role="owner", **more):
    user = User.objects.create_user(name, email=f"{name}@{shop.business.slug}.example", is_staff=True)
    Membership.objects.create(business=shop.business, user=user, role=role, **more)
    client = dashboard.signed_in(user)
    client.user = user
    return client


@pytest.fixture
def olive(elm):
    """The owner of North Elm, signed in."""
    return person("olive", elm)


@pytest.fixture
def kamran(karachi):
    """The neighbour's owner, signed in."""
    return person("kamran", karachi)


@pytest.fixture
def paul(db):
    """The platform's superuser, signed in."""
    user = User.objects.create_superuser("paul")
    client = dashboard.signed_in(user)
    client.user = user
    return client


def ask(client, dialect="booqara", use_case="Our own website", **how):
    return client.post(PAGE + "ask/", {"dialect": dialect, "use_case": use_case}, **how)


def decide(client, asked, decision="approve", reason="", **how):
    address = reverse("admin:api_request_decide", args=[asked.pk])
    return client.post(address, {"decision": decision, "reason": reason}, **how)


def make(client, dialect="booqara", ticket=None, **choices):
    sent = {"dialect": dialect, "ticket": ticket or uuid.uuid4(), "scopes": Scope.values, **choices}
    return client.post(PAGE + "make/", sent)


def secret_in(answer):
    found = set(SECRET.findall(html.unescape(answer.text)))
    assert len(found) == 1, found
    return found.pop()


@pytest.fixture
def approved(elm, olive, paul):
    asked = api_access.request(business=elm.business, dialect="booqara", use_case="Our website", by=olive.user, now=NOW)
    api_access.approve(asked, by=paul.user, now=NOW)
    return asked


@pytest.fixture
def key(elm):
    return ApiKey.issue(business=elm.business, dialect="booqara")[0]


def test_from_the_question_to_the_last_call(elm, olive, paul, stranger, time_moves):
    assert "once it is decided" in ask(olive, follow=True).text
    asked = ApiAccessRequest.objects.get()
    decide(paul, asked)
    secret = secret_in(make(olive))
    partner = partners.Partner("/booking", {"x-private-key": secret})
    assert partner.get("/business").json()["name"] == "North Elm Studio"
    partner.get("/services")
    api_calls.flush()
    assert "2 calls in the last 30 days" in olive.get(PAGE).text
    old = ApiKey.objects.get()
    answer = olive.post(f"{PAGE}{old.pk}/rotate/", {"ticket": uuid.uuid4()})
    newer = partners.Partner("/booking", {"x-private-key": secret_in(answer)})
    assert "works until Saturday, November 21, 2026, 9:00\u202fAM" in answer.text
    assert (partner.get("/business").status_code, newer.get("/business").status_code) == (200, 200)
    time_moves(hours=24)
    dashboard.again(olive)
    assert (partner.get("/business").status_code, newer.get("/business").status_code) == (401, 200)
    made = ApiKey.objects.exclude(pk=old.pk).get()
    assert "is revoked" in olive.post(f"{PAGE}{made.pk}/revoke/", follow=True).text
    assert newer.get("/business").status_code == 401


@pytest.fixture
def time_moves(now):
    """Lets the frozen clock go on: `time_moves(hours=24)`."""
    with time_machine.travel(now, tick=False) as clock:
        yield lambda **how: clock.shift(dt.timedelta(**how))


def test_a_secret_is_in_one_answer_and_nowhere_else(olive, approved, caplog):
    caplog.set_level(0)
    answer = make(olive)
    secret, key = secret_in(answer), ApiKey.objects.get()
    assert "no-store" in answer["Cache-Control"]
    rotated = olive.post(f"{PAGE}{key.pk}/rotate/", {"ticket": uuid.uuid4()})
    newer = secret_in(rotated)
    assert newer != secret
    seen = [olive.get(PAGE), olive.get("/admin/")]
    for each in ApiKey.objects.all():
        seen += [olive.get(f"{PAGE}{each.pk}/{page}/", follow=True) for page in ("change", "history", "rotate")]
    kept = [
        *(page.text for page in seen),
        *(str(message) for page in (answer, rotated) for message in get_messages(page.wsgi_request)),
        *(str(row) for row in TrailEntry.objects.values()),
        *(str(session.get_decoded()) for session in Session.objects.all()),
        *(str(row) for row in ApiKey.objects.values()),
        str(olive.cookies),
        caplog.text,
        answer.wsgi_request.get_full_path(),
        *(str(letter.message()) for letter in mail.outbox),
    ]
    assert TrailEntry.objects.count() == 3
    for told in kept:
        assert secret not in told
        assert newer not in told


def test_the_same_form_sent_again_makes_no_second_key(olive, approved):
    ticket = uuid.uuid4()
    secret = secret_in(make(olive, ticket=ticket))
    again = make(olive, ticket=ticket)
    assert again.status_code == 409
    assert "This key was shown already; rotate it if you lost it." in again.text
    assert secret not in again.text
    key = ApiKey.objects.get()
    ticket = uuid.uuid4()
    olive.post(f"{PAGE}{key.pk}/rotate/", {"ticket": ticket})
    assert "shown already" in olive.post(f"{PAGE}{key.pk}/rotate/", {"ticket": ticket}).text
    assert ApiKey.objects.count() == 2


def test_every_visit_of_the_page_has_a_ticket_of_its_own(olive, approved):
    form = PAGE + "make/?dialect=booqara"
    tickets = {re.search(r'name="ticket" value="([^"]+)"', olive.get(form).text)[1] for _ in range(2)}
    assert len(tickets) == 2
    assert make(olive, ticket="no-ticket").status_code == 404
    assert not ApiKey.objects.exists()


def test_the_line_for_the_terminal_is_right(olive, approved, settings):
    answer = make(olive)
    line = f"curl -H 'x-private-key: {secret_in(answer)}' {settings.PUBLIC_URL}/booking/business"
    assert line in html.unescape(answer.text)


def test_without_an_approval_there_is_no_button_and_no_key(elm, olive, kamran, karachi, paul):
    asked = api_access.request(business=karachi.business, dialect="booqara", use_case="x", by=kamran.user, now=NOW)
    api_access.approve(asked, by=paul.user, now=NOW)
    assert "Make a Booqara key" not in olive.get(PAGE).text
    assert make(olive).status_code == 409
    assert not ApiKey.objects.exists()
    assert "Make a Booqara key" in kamran.get(PAGE).text


def test_reading_an_address_of_a_deed_does_nothing(olive, approved, key):
    for deed in ("ask/", "make/"):
        assert olive.get(PAGE + deed)["Location"] == PAGE
    for deed in ("rotate", "revoke"):
        assert olive.get(f"{PAGE}{key.pk}/{deed}/").status_code == 200
    assert ApiKey.objects.get().revoked_at is None


def test_an_api_that_is_not_here_cannot_be_asked_for(olive, monkeypatch):
    monkeypatch.setitem(PARTNER_APIS, "miketsu", PARTNER_APIS["miketsu"]._replace(path="/nowhere"))
    page = olive.get(PAGE).text
    assert 'id="api-booqara"' in page
    assert "miketsu" not in page.lower()
    for dialect in ("miketsu", "nonsense", ""):
        answer = ask(olive, dialect)
        assert answer.status_code == 400
        assert "choose one of the APIs" in answer.text
        assert make(olive, dialect).status_code == 404
    assert not ApiAccessRequest.objects.exists()


def test_an_api_is_available_as_soon_as_it_is_mounted():
    mounted = {
        each.urlconf_module.__name__.split(".")[-2]
        for each in dialect_urls.urlpatterns
        if hasattr(each, "urlconf_module")
    }
    assert {str(api.dialect) for api in PARTNER_APIS.values() if api.is_available} == mounted & set(Dialect.values)
    assert set(PARTNER_APIS) == set(Dialect)


def test_what_cannot_be_asked_keeps_what_was_typed(olive):
    answer = ask(olive, use_case=" ")
    assert "what you want to do with it" in answer.text
    ask(olive, use_case="Our own website")
    answer = ask(olive, use_case="Our other website")
    assert (answer.status_code, "You have asked for Booqara already" in answer.text) == (400, True)


def test_the_page_says_what_became_of_a_request(olive, paul):
    ask(olive)
    assert "awaits a decision" in olive.get(PAGE).text
    decide(paul, ApiAccessRequest.objects.get(), "refuse", "Please tell us who writes it.")
    page = olive.get(PAGE).text
    assert "Why: Please tell us who writes it." in page
    assert 'id="api-booqara"' in page


@pytest.mark.parametrize("role", ["manager", "staff"])
def test_keys_are_the_owners_alone(elm, karachi, role, key, approved):
    staff = elm.staff["Maria Gomez"] if role == "staff" else None
    client = person("mona", elm, role, staff=staff)
    assert client.get(PAGE).status_code == 403
    for deed in ("ask/", "make/", "consent/", "consent/1/withdraw/", f"{key.pk}/rotate/", f"{key.pk}/revoke/"):
        assert client.post(PAGE + deed, {"dialect": "booqara", "use_case": "x"}).status_code == 403
    assert client.get("/admin/businesses/apiaccessrequest/").status_code == 403
    assert ApiKey.objects.get().revoked_at is None
    assert ApiAccessRequest.objects.count() == 1


def test_the_neighbour_finds_neither_key_nor_consent(elm, karachi, kamran, key):
    partner = ApiKey.issue(business=karachi.business, dialect="booxi")[0]
    given = api_access.grant(partner.prefix, business=elm.business, now=NOW)
    for pk in (key.pk, 10**9):
        for deed in ("rotate", "revoke"):
            assert kamran.get(f"{PAGE}{pk}/{deed}/").status_code == 404
            assert kamran.post(f"{PAGE}{pk}/{deed}/", {"ticket": uuid.uuid4()}).status_code == 404
    for pk in (given.pk, 10**9):
        assert kamran.post(f"{PAGE}consent/{pk}/withdraw/").status_code == 404
    assert key.prefix not in kamran.get(PAGE).text
    assert ApiKeyGrant.objects.exists()
    assert ApiKey.objects.get(pk=key.pk).revoked_at is None


def test_an_owner_cannot_give_a_key_more_than_it_has(olive, key):
    answer = olive.post(f"{PAGE}{key.pk}/change/", {"rate_limit": "", "expires_at_0": "", "expires_at_1": ""})
    assert answer.status_code == 403
    assert olive.post(f"{PAGE}{key.pk}/delete/", {"post": "yes"}).status_code == 403
    assert ApiKey.objects.get().rate_limit == 1200


def test_a_key_that_has_ended_is_listed_as_such(olive, key):
    api_access.revoke(key, now=NOW)
    page = olive.get(PAGE).text
    assert "Keys that have ended (1)" in page
    assert f"/{key.pk}/rotate/" not in page
    assert olive.post(f"{PAGE}{key.pk}/rotate/", {"ticket": uuid.uuid4()}).status_code == 404


def test_the_chart_has_a_twin_in_words(olive, key):
    today = NOW.date()
    for days_ago, calls in ((0, 1), (3, 400), (31, 7)):
        ApiCalls.objects.create(business=key.business, key=key, day=today - dt.timedelta(days=days_ago), count=calls)
    page = olive.get(PAGE).text
    assert "401 in all, most on Tue, Nov 17 with 400" in page
    assert page.count("<rect") == 2
    assert "Tue, Nov 17, 2026" in page


def test_the_page_takes_as_many_queries_for_many_keys(elm, olive, key, django_assert_num_queries):
    olive.get(PAGE)
    with CaptureQueriesContext(
        connection,
    ) as few:
        olive.get(PAGE)
    for _ in range(5):
        ApiKey.issue(business=elm.business, dialect="booqara")
    with django_assert_num_queries(len(few)):
        olive.get(PAGE)


@pytest.mark.urls(__name__)
def test_a_partners_key_is_let_in_and_out_again(elm, karachi, olive):
    partner = ApiKey.issue(business=karachi.business, dialect="booxi")[0]
    assert (
        "No working Booxi key begins like that"
        in olive.post(PAGE + "consent/", {"prefix": "bxp_nobody\0"}, follow=True).text
    )
    page = olive.post(PAGE + "consent/", {"prefix": partner.prefix}, follow=True).text
    assert f"{partner} may act for North Elm Studio now." in page
    given = ApiKeyGrant.objects.get()
    assert given.business == elm.business
    assert f"consent/{given.pk}/withdraw/" in page
    assert "may not act for you any more" in olive.post(f"{PAGE}consent/{given.pk}/withdraw/", follow=True).text
    assert not ApiKeyGrant.objects.exists()


def test_the_platform_sees_what_waits_first(elm, karachi, olive, kamran, paul):
    first = api_access.request(business=karachi.business, dialect="booqara", use_case="x", by=kamran.user, now=NOW)
    later = NOW + dt.timedelta(days=1)
    second = api_access.request(business=elm.business, dialect="booqara", use_case="x", by=olive.user, now=later)
    api_access.approve(second, by=paul.user, now=later)
    page = paul.get("/admin/businesses/apiaccessrequest/")
    assert list(page.context["cl"].result_list) == [first, second]
    assert olive.get("/admin/businesses/apiaccessrequest/").status_code == 403
    assert olive.get(f"/admin/businesses/apiaccessrequest/{second.pk}/change/").status_code == 403
    assert olive.get(f"/admin/businesses/apiaccessrequest/{second.pk}/history/").status_code == 403


def test_the_platform_decides_with_the_use_case_before_it_and_the_owners_are_told(elm, olive, paul):
    person("oscar", elm)
    person("mona", elm, "manager")
    ask(olive, use_case="A page for <our> partner")
    asked = ApiAccessRequest.objects.get()
    page = paul.get(f"/admin/businesses/apiaccessrequest/{asked.pk}/change/").text
    assert "A page for &lt;our&gt; partner" in page
    assert "olive@elm.example" in page
    page = decide(paul, asked, "refuse", "Please tell us more.", follow=True).text
    assert "Booqara for North Elm Studio is refused. Told: olive@elm.example, oscar@elm.example." in page
    assert [letter.to for letter in mail.outbox] == [["olive@elm.example"], ["oscar@elm.example"]]
    assert "Please tell us more." in mail.outbox[0].body
    decide(paul, asked)
    assert "may use the Booqara API now" in mail.outbox[-1].body
    assert mail.outbox[-1].subject == "Booqara API for North Elm Studio: approved"


def test_a_refusal_without_a_reason_is_sent_back(elm, olive, paul):
    ask(olive)
    asked = ApiAccessRequest.objects.get()
    answer = decide(paul, asked, "refuse", "  ")
    assert (answer.status_code, "give a reason" in answer.text) == (400, True)
    decide(paul, asked)
    assert "approved already" in decide(paul, asked).text
    assert len(mail.outbox) == 1


def test_a_mail_server_that_fails_undoes_no_decision(elm, olive, paul, monkeypatch):
    ask(olive)
    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", _no_server)
    page = decide(paul, ApiAccessRequest.objects.get(), follow=True).text
    assert "could not be sent (no route to the mail server); please tell them" in page
    assert ApiAccessRequest.objects.get().status == "approved"


def _no_server(*args, **kwargs):
    raise OSError("no route to the mail server")


def test_only_the_platform_decides(elm, olive, kamran):
    ask(olive)
    asked = ApiAccessRequest.objects.get()
    for client in (olive, kamran):
        assert decide(client, asked).status_code == 403
    asked.refresh_from_db()
    assert asked.status == "pending"


def test_the_platform_is_told_of_a_request_that_is_not_there(elm, paul):
    assert paul.get("/admin/businesses/apiaccessrequest/999/change/").status_code == 404
    assert paul.post("/admin/businesses/apiaccessrequest/999/decide/").status_code == 404
