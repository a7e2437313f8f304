"""Doors at which whoever is signed in proves again who they are: every one of them, and what becomes of the form."""

import datetime as dt
import re
import uuid

import pytest
import time_machine
from django.conf import settings
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, get_resolver

from bookings.models import WebhookEndpoint
from bookings.webhooks import endpoints
from businesses import api_access, limits
from businesses.models import ApiKey, Membership, User
from tests import dashboard
from tests.factories import NOW

PASSWORD = "chestnuts in the courtyard"
PEOPLE, KEYS, HOOKS = "/admin/businesses/membership/", "/admin/businesses/apikey/", "/admin/bookings/webhookendpoint/"
USERS, ACCOUNT = "/admin/businesses/user/", "/admin/account/"

# Each door: who comes to it, how, and where; {…} is a row of its own. Without a fresh proof each asks for one.
DOORS = (
    ("olive", "POST", f"{KEYS}make/"),
    ("olive", "GET", f"{KEYS}{{key}}/rotate/"),
    ("olive", "POST", f"{KEYS}{{key}}/rotate/"),
    ("olive", "GET", f"{KEYS}{{key}}/revoke/"),
    ("olive", "POST", f"{KEYS}{{key}}/revoke/"),
    ("olive", "GET", f"{KEYS}{{key}}/sites/"),
    ("olive", "POST", f"{KEYS}{{key}}/sites/"),
    ("olive", "POST", f"{KEYS}consent/"),
    ("olive", "POST", f"{KEYS}consent/1/withdraw/"),
    ("platform", "POST", f"{KEYS}{{key}}/change/"),
    ("platform", "POST", "/admin/businesses/apiaccessrequest/{asked}/decide/"),
    ("olive", "GET", f"{HOOKS}add/"),
    ("olive", "POST", f"{HOOKS}add/"),
    ("olive", "POST", f"{HOOKS}{{hook}}/change/"),
    ("olive", "GET", f"{HOOKS}{{hook}}/rotate/"),
    ("olive", "POST", f"{HOOKS}{{hook}}/rotate/"),
    ("olive", "GET", "/admin/document/download/"),
    ("olive", "POST", PEOPLE),
    ("olive", "POST", f"{PEOPLE}{{member}}/change/"),
    ("olive", "POST", f"{PEOPLE}{{member}}/remove/"),
    ("platform", "GET", "/admin/businesses/business/add/"),
    ("platform", "POST", "/admin/businesses/business/add/"),
    ("platform", "POST", USERS),
    ("platform", "GET", f"{USERS}add/"),
    ("platform", "POST", f"{USERS}add/"),
    ("platform", "POST", f"{USERS}{{user}}/change/"),
    ("platform", "GET", f"{USERS}{{user}}/password/"),
    ("platform", "POST", f"{USERS}{{user}}/password/"),
    ("platform", "GET", f"{USERS}{{user}}/delete/"),
    ("platform", "POST", f"{USERS}{{user}}/delete/"),
    ("olive", "GET", "/admin/businesses/customer/{customer}/delete/"),
    ("olive", "POST", "/admin/businesses/customer/{customer}/delete/"),
    ("olive", "GET", "/admin/businesses/customer/{customer}/export/"),
    ("olive", "GET", "/admin/reports/bookings/"),
    ("olive", "GET", "/admin/reports/customers/"),
    ("olive", "GET", "/admin/businesses/customer/{customer}/erase/"),
    ("olive", "POST", "/admin/businesses/customer/{customer}/erase/"),
    ("olive", "GET", "/admin/password_change/"),
    ("olive", "POST", "/admin/password_change/"),
    ("olive", "GET", f"{ACCOUNT}app/"),
    ("olive", "POST", f"{ACCOUNT}app/"),
    ("olive", "GET", f"{ACCOUNT}passkey/"),
    ("olive", "POST", f"{ACCOUNT}passkey/"),
    ("olive", "POST", f"{ACCOUNT}passkey/question/"),
    ("olive", "GET", f"{ACCOUNT}codes/"),
    ("olive", "POST", f"{ACCOUNT}codes/"),
    ("olive", "GET", f"{ACCOUNT}factors/1/remove/"),
    ("olive", "POST", f"{ACCOUNT}factors/1/remove/"),
)
# Of the tables of "Access", and of the account, what stays open to whoever is signed in, and why.
OPEN = {
    "api_key_calls": "how a program fares, to look at",
    "account": "one's own, to look at",
    "account_end": "ending a session takes nothing from its owner",
    "api_key_ask": "a question to the platform",
    "webhook_test": "sends nothing of anybody's",
    "webhook_on": "to an address that was proved",
    "webhook_off": "takes nothing away for good",
    "webhook_replay": "to an address that was proved",
}
LOOKED_AT = ("changelist", "history", "autocomplete", "delete")  # lists, histories; nothing here is deleted but users


@pytest.fixture
def rows(elm, olive, max_):
    User.objects.filter(username="olive").update(password=_hashed())
    elm_key, _ = ApiKey.issue(business=elm.business, dialect="booqara")
    by = User.objects.get(username="olive")
    asked = api_access.request(business=elm.business, dialect="booqara", use_case="Our website", by=by, now=NOW)
    hook, _ = endpoints.create(business=elm.business, url="https://hooks.example/")
    max_user = User.objects.get(username="max")
    return {
        "key": elm_key.pk,
        "asked": asked.pk,
        "hook": hook.pk,
        "member": Membership.objects.get(user=max_user).pk,
        "user": max_user.pk,
        "customer": elm.business.customer_set.first().pk,
    }


def _hashed():
    user = User()
    user.set_password(PASSWORD)
    return user.password


def later(**time):
    return time_machine.travel(NOW + dt.timedelta(**time), tick=False)


def asks(answer):
    return answer.status_code == 403 and 'name="proof-for"' in answer.text


@pytest.fixture
def olive_(rows, olive):
    """Olive, who has a password; her sitting began with it."""
    return dashboard.signed_in(User.objects.get(username="olive"))


@pytest.mark.parametrize(("who", "method", "where"), DOORS, ids=[" ".join(door) for door in DOORS])
def test_every_such_door_asks_for_a_proof(request, rows, olive_, who, method, where):
    client = request.getfixturevalue("platform") if who == "platform" else olive_
    address = where.format(**rows)
    with later(minutes=10):
        assert not asks(client.generic(method, address)), "a fresh proof is enough"
    client = dashboard.again(client)
    with later(minutes=10, seconds=1):
        assert asks(client.generic(method, address))


def test_no_door_is_forgotten():
    """Every deed of the tables of "Access" and of one's account is in one of the two lists."""
    names = set()
    for each in get_resolver().url_patterns:
        if str(each.pattern) == "admin/":
            names |= set(_names(each.url_patterns))
    ours = {name for name in names if name.startswith(("account", "api_key_", "api_request_", "webhook_"))}
    for model in ("apikey", "membership", "webhookendpoint", "user"):
        ours |= {name for name in names if re.search(rf"_{model}_(?!{'|'.join(LOOKED_AT)})", name)}
    known = {_name_of(where) for _, _, where in DOORS} | set(OPEN)
    cannot = {"businesses_apikey_add", "businesses_membership_add"}  # nobody may, by anything
    assert ours - known - cannot == set()


def _names(patterns):
    for each in patterns:
        if isinstance(each, URLPattern):
            if each.name:
                yield each.name
        else:
            yield from _names(each.url_patterns)


def _name_of(where):
    return get_resolver().resolve(re.sub(r"\{\w+\}", "1", where)).url_name


def test_to_look_at_people_nobody_is_asked(olive_, rows):
    with later(hours=1):
        assert olive_.get(PEOPLE).status_code == 200
        assert olive_.get(f"{PEOPLE}{rows['member']}/change/").status_code == 200
        assert olive_.get(KEYS).status_code == 200


def test_the_right_password_opens_the_page_and_holds_for_ten_minutes(olive_):
    with later(hours=1):
        page = olive_.get("/admin/document/download/")
        assert asks(page)
        answer = olive_.post("/admin/document/download/", {"proof-for": "GET", "proof-password": PASSWORD})
        assert answer["Location"] == "/admin/document/download/"
        assert olive_.get("/admin/document/download/")["Content-Type"].startswith("application/yaml")
        assert not asks(olive_.get(f"{ACCOUNT}app/"))
    with later(hours=1, minutes=10, seconds=1):
        assert asks(olive_.get("/admin/document/download/"))


def test_a_form_that_was_filled_in_is_not_lost(olive_, rows):
    with later(hours=1):
        page = olive_.post(PEOPLE, {"email": 'kim"<@northelm.example', "role": "manager", "staff": ""})
        assert 'name="email" value="kim&quot;&lt;@northelm.example"' in page.text
        page = olive_.post(PEOPLE, {"email": "kim@northelm.example", "role": "manager", "staff": ""})
        assert asks(page)
        assert not User.objects.filter(username="kim@northelm.example").exists()
        hidden = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page.text))
        wrong = olive_.post(PEOPLE, {**hidden, "proof-password": "wrong"})
        assert asks(wrong)
        assert 'value="kim@northelm.example"' in wrong.text
        done = olive_.post(PEOPLE, {**hidden, "proof-password": PASSWORD})
        assert done.status_code == 200
        assert User.objects.filter(username="kim@northelm.example").exists()


def test_a_form_that_comes_with_a_fresh_proof_is_taken(olive_, rows):
    hidden = {"proof-for": "POST", "email": "kim@northelm.example", "role": "manager", "staff": ""}
    assert olive_.post(PEOPLE, hidden).status_code == 200
    assert User.objects.filter(username="kim@northelm.example").exists()


def test_what_is_refused_was_not_done(olive_, rows):
    with later(hours=1):
        olive_.post(f"{KEYS}{rows['key']}/revoke/")
        olive_.post(f"{HOOKS}{rows['hook']}/rotate/")
        olive_.post(f"{KEYS}{rows['key']}/rotate/", {"ticket": uuid.uuid4(), "proof-for": "POST"})
        olive_.post(f"{KEYS}{rows['key']}/rotate/", {"ticket": uuid.uuid4(), "proof-for": "x", "proof-password": "x"})
    assert ApiKey.objects.get().revoked_at is None
    assert WebhookEndpoint.objects.get().old_encrypted_secret == ""


def test_a_code_of_the_app_is_a_proof_too(olive_):
    dashboard.give_app(User.objects.get(username="olive"))
    with later(hours=1):
        assert "Or a code from your app" in olive_.get("/admin/document/download/").text
        answer = olive_.post("/admin/document/download/", {"proof-for": "GET", "proof-code": dashboard.code()})
        assert answer.status_code == 302
    with later(hours=2):
        answer = olive_.post("/admin/document/download/", {"proof-for": "GET", "proof-code": "000000"})
        assert asks(answer)


@pytest.mark.parametrize(("field", "limit"), [("proof-password", limits.PROOFS), ("proof-code", limits.CODES)])
def test_wrong_proofs_run_out(olive_, field, limit):
    dashboard.give_app(User.objects.get(username="olive"))
    with later(hours=1):
        for _ in range(limit.count):
            olive_.post("/admin/document/download/", {"proof-for": "GET", field: "wrong"})
        right = {"proof-password": PASSWORD, "proof-code": dashboard.code()}[field]
        answer = olive_.post("/admin/document/download/", {"proof-for": "GET", field: right})
        assert "Too many tries. Please wait" in answer.text
        assert asks(olive_.get("/admin/document/download/"))


def test_nobody_proves_by_the_password_of_somebody_else(olive_, max_):
    with later(hours=1):
        answer = max_.post(f"{ACCOUNT}app/", {"proof-for": "GET", "proof-password": PASSWORD})
        assert asks(answer)


def test_the_site_has_no_other_table_of_people_or_keys():
    tables = {model._meta.model_name for model in admin.site._registry}
    assert not tables & {"session", "authenticator", "emailaddress", "group"}


def test_a_proof_gives_the_session_another_key_and_ends_the_one_before(olive_):
    name = settings.SESSION_COOKIE_NAME
    with later(hours=1):
        before = olive_.cookies[name].value
        olive_.post("/admin/document/download/", {"proof-for": "GET", "proof-password": PASSWORD})
        assert olive_.cookies[name].value != before
        old = Client()
        old.cookies[name] = before
        assert old.get("/admin/diary/").status_code == 302
        assert olive_.get("/admin/diary/").status_code == 200
