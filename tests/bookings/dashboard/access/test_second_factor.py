"""The second factor: asked for after the password; a code works once, wrong ones run out; superusers have one."""

import datetime as dt
import json
import re

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from businesses import account_mail, factors, limits, links
from businesses.models import User
from tests import dashboard

PASSWORD = "chestnuts in the courtyard"
LOGIN, CODE, ACCOUNT = "/admin/login/?next=/admin/diary/", "/admin/login/code/", "/admin/account/"


@pytest.fixture
def nina(elm):
    user = User.objects.create_user("nina", "nina@northelm.example", PASSWORD, is_staff=True)
    elm.business.members.add(user)
    return user


@pytest.fixture
def careful(nina):
    """Nina, with an app."""
    dashboard.give_app(nina)
    return nina


@pytest.fixture
def root(db):
    return User.objects.create_superuser("root", "root@site.example", PASSWORD)


def with_password(name="nina"):
    client = Client()
    client.answer = client.post(LOGIN, {"username": name, "password": PASSWORD})
    return client


def is_in(client):
    return client.get("/admin/diary/").status_code == 200


def secret_on(page):
    return re.search(r'id="secret">([A-Z2-7 ]+)<', page.text)[1].replace(" ", "")


def codes_on(page):
    return re.findall(r"<code>(\d{4} \d{4} \d{4})</code>", page.text)


def mailed():
    """The mails, once the worker has done its part."""
    account_mail.send_due(clock=timezone.now)
    return mail.outbox


def set_up(client):
    """An app, set up on the page as its owner does it: its secret and the recovery codes."""
    secret = secret_on(client.get(ACCOUNT + "app/"))
    page = client.post(ACCOUNT + "app/", {"code": dashboard.code(secret)})
    return secret, codes_on(page)


def test_a_password_alone_is_enough_without_a_second_factor(nina):
    client = with_password()
    assert client.answer["Location"] == "/admin/diary/"
    assert is_in(client)


def test_a_password_alone_opens_nothing_with_one(careful):
    client = with_password()
    assert client.answer["Location"] == CODE
    assert not is_in(client)
    assert client.get(ACCOUNT).status_code == 302


def test_the_code_of_the_app_opens_and_leads_where_one_wanted(careful, now):
    client = with_password()
    answer = client.post(CODE, {"code": dashboard.code()})
    assert answer["Location"] == "/admin/diary/"
    assert is_in(client)


def test_a_code_works_once_in_whatever_process(careful, now, monkeypatch):
    monkeypatch.setattr("django.core.cache.cache.add", lambda *args, **kwargs: True)  # nothing is remembered here
    with_password().post(CODE, {"code": dashboard.code()})
    second = with_password()
    assert "was used already" in second.post(CODE, {"code": dashboard.code()}).text
    assert not is_in(second)
    with time_machine.travel(now + dt.timedelta(seconds=30), tick=False):
        assert "was used already" in second.post(CODE, {"code": dashboard.code(later=-1)}).text
        assert second.post(CODE, {"code": dashboard.code()}).status_code == 302


def test_a_phone_may_be_half_a_minute_off_and_no_more(careful, now):
    for later, status in ((-2, 200), (2, 200), (-1, 302), (1, 302)):
        assert with_password().post(CODE, {"code": dashboard.code(later=later)}).status_code == status


@pytest.mark.parametrize("wrong", ["", "000000", "x", "0" * 12, "١٢٣٤٥٦", "9" * 40, "9" * 400])
def test_no_other_code_opens(careful, now, wrong):
    client = with_password()
    assert client.post(CODE, {"code": wrong}).status_code == 200
    assert client.post(CODE, {"credential": "{}", "code": ""}).status_code == 200
    assert not is_in(client)


def test_wrong_codes_run_out_for_whoever_tries_from_wherever(careful, now):
    for _ in range(limits.CODES.count):
        assert with_password().post(CODE, {"code": "000000"}).status_code == 200
    client = with_password()
    answer = client.post(CODE, {"code": dashboard.code()}, REMOTE_ADDR="10.0.0.9")
    assert (answer.status_code, int(answer["Retry-After"]) > 0) == (429, True)
    assert "Too many tries. Please wait" in answer.text
    assert not is_in(client)
    with time_machine.travel(now + dt.timedelta(seconds=int(answer["Retry-After"])), tick=False):
        assert with_password().post(CODE, {"code": dashboard.code()}).status_code == 302


def test_nobody_tries_codes_all_day(careful, now):
    at = now
    tried = 0
    for _ in range(17):  # until the evening
        at += dt.timedelta(minutes=30)
        with time_machine.travel(at, tick=False):
            client = with_password()
            tried += sum(client.post(CODE, {"code": "000000"}).status_code == 200 for _ in range(limits.CODES.count))
    assert tried <= limits.CODES_A_DAY.count


def test_the_second_step_is_nobodys_without_the_password(client, careful):
    assert client.get(CODE)["Location"] == "/admin/login/"
    assert client.post(CODE, {"code": dashboard.code()})["Location"] == "/admin/login/"


def test_the_second_step_waits_ten_minutes(careful, now):
    client = with_password()
    with time_machine.travel(now + dt.timedelta(minutes=10, seconds=1), tick=False):
        assert client.post(CODE, {"code": dashboard.code()})["Location"] == "/admin/login/"


def test_a_password_that_was_changed_meanwhile_ends_the_second_step(careful, now):
    client = with_password()
    careful.set_password("acorns under the terrace")
    careful.save()
    assert client.post(CODE, {"code": dashboard.code()})["Location"] == "/admin/login/"


def test_a_mailed_link_replaces_the_password_and_not_the_second_factor(client, careful, now):
    client.post("/admin/password_reset/", {"email": careful.email})
    link = re.search(r"http://[^/]+(/admin/password_reset/\S+)", mailed()[-1].body)[1]
    for address in (link, link.replace("password_reset", "welcome")):
        form = client.get(address, follow=True)
        if form.context.get("validlink"):
            new = {"new_password1": "acorns under the terrace", "new_password2": "acorns under the terrace"}
            client.post(form.request["PATH_INFO"], new)
        assert not is_in(client)


def test_the_link_of_an_invitation_asks_for_the_second_factor_too(client, careful, now):
    address = links.mailed_link(careful).partition("8000")[2]
    form = client.get(address, follow=True)
    new = {"new_password1": "acorns under the terrace", "new_password2": "acorns under the terrace"}
    assert client.post(form.request["PATH_INFO"], new)["Location"] == CODE
    assert not is_in(client)
    client.post(CODE, {"code": dashboard.code()})
    assert is_in(client)


def test_an_app_is_set_up_by_its_own_code(nina, now):
    client = dashboard.signed_in(nina)
    page = client.get(ACCOUNT + "app/")
    secret = secret_on(page)
    assert f"secret={secret}" in page.text
    assert 'src="data:image/svg+xml;base64,' in page.text
    wrong = client.post(ACCOUNT + "app/", {"code": "000000"})
    assert (wrong.status_code, secret_on(wrong)) == (400, secret)
    assert not factors.has_any(nina)
    done = client.post(ACCOUNT + "app/", {"code": dashboard.code(secret)})
    assert len(codes_on(done)) == 10
    assert "Authenticator app" in client.get(ACCOUNT).text
    assert [letter.to for letter in mailed()] == [[nina.email]]


def test_the_code_that_sets_an_app_up_does_not_sign_in(nina, now):
    secret, _ = set_up(dashboard.signed_in(nina))
    client = with_password()
    client.post(CODE, {"code": dashboard.code(secret)})
    assert not is_in(client)


def test_nothing_that_opens_is_in_the_database_in_the_clear(nina, now):
    client = dashboard.signed_in(nina)
    secret, codes = set_up(client)
    client.get(ACCOUNT + "app/")
    kept = " ".join(str(row.data) for row in Authenticator.objects.all())
    kept += str(dict(client.session))
    assert secret not in kept
    assert secret_on(client.get(ACCOUNT + "app/")) not in str(dict(client.session))
    for code in codes:
        assert code not in kept
        assert code.replace(" ", "") not in kept


def test_a_recovery_code_opens_once_and_its_owner_is_told(nina, now):
    _, codes = set_up(dashboard.signed_in(nina))
    client = with_password()
    assert client.post(CODE, {"code": codes[3].replace(" ", "-")}).status_code == 302
    assert is_in(client)
    assert any("9 of them are left" in letter.body for letter in mailed())
    assert "<strong>9</strong> recovery codes" in client.get(ACCOUNT).text
    again = with_password()
    assert again.post(CODE, {"code": codes[3]}).status_code == 200
    assert not is_in(again)
    assert with_password().post(CODE, {"code": codes[0]}).status_code == 302


def test_recovery_codes_are_shown_once_and_new_ones_end_the_old(nina, now):
    client = dashboard.signed_in(nina)
    _, codes = set_up(client)
    for page in (ACCOUNT, ACCOUNT + "codes/"):
        assert not any(code in client.get(page).text for code in codes)
    made = codes_on(client.post(ACCOUNT + "codes/"))
    assert not set(made) & set(codes)
    assert with_password().post(CODE, {"code": codes[0]}).status_code == 200
    assert with_password().post(CODE, {"code": made[0]}).status_code == 302


def test_an_app_that_is_removed_is_asked_for_no_more(nina, now):
    client = dashboard.signed_in(nina)
    set_up(client)
    app = factors.of(nina)[0]
    assert "It is the last" in client.get(f"{ACCOUNT}factors/{app.pk}/remove/").text
    client.post(f"{ACCOUNT}factors/{app.pk}/remove/")
    assert not Authenticator.objects.exists()
    assert is_in(with_password())


def test_nobody_removes_the_factor_of_somebody_else(careful, olive):
    app = factors.of(careful)[0]
    assert olive.get(f"{ACCOUNT}factors/{app.pk}/remove/").status_code == 404
    assert olive.post(f"{ACCOUNT}factors/{app.pk}/remove/").status_code == 404
    assert factors.has_any(careful)


def test_a_new_app_replaces_the_one_before(careful, now):
    client = dashboard.signed_in(careful)
    secret, _ = set_up(client)
    assert len(factors.of(careful)) == 1
    with time_machine.travel(now + dt.timedelta(seconds=30), tick=False):
        assert with_password().post(CODE, {"code": dashboard.code()}).status_code == 200
        assert with_password().post(CODE, {"code": dashboard.code(secret)}).status_code == 302


def test_a_superuser_without_one_is_led_to_set_one_up_before_anything_opens(root, elm, now):
    client = with_password("root")
    for path in ("/admin/", "/admin/diary/", "/admin/businesses/user/", "/admin/document/download/", ACCOUNT):
        answer = client.get(path)
        assert answer["Location"] == ACCOUNT + "app/", path
        assert client.post(path)["Location"] == ACCOUNT + "app/", path
    page = client.get(ACCOUNT + "app/")
    assert "North Elm" not in page.text
    assert client.get(ACCOUNT + "passkey/").status_code == 200
    set_up(client)
    assert is_in(client)


def test_a_superuser_signs_out_before_it_is_set_up(root):
    client = with_password("root")
    client.post("/admin/logout/")
    assert "_auth_user_id" not in client.session


def test_whoever_becomes_superuser_signs_in_anew_with_the_second_factor(careful, now):
    client = with_password()
    client.post(CODE, {"code": dashboard.code()})
    by_password = Client()
    by_password.force_login(careful)
    User.objects.filter(pk=careful.pk).update(is_superuser=True)
    assert is_in(client)
    assert by_password.get("/admin/diary/")["Location"].startswith("/admin/login/")


def test_a_superuser_keeps_the_last_one(root, now):
    client = dashboard.signed_in(root)
    app = factors.of(root)[0]
    assert "always has one" in client.get(f"{ACCOUNT}factors/{app.pk}/remove/").text
    client.post(f"{ACCOUNT}factors/{app.pk}/remove/")
    assert factors.has_any(root)


def test_who_runs_the_installation_takes_away_what_somebody_lost(careful, now):
    browser = dashboard.signed_in(careful)
    call_command("reset_second_factor", "nina")
    assert is_in(with_password())
    assert not is_in(browser)
    assert [letter.to for letter in mailed() if "taken away" in letter.body] == [[careful.email]]
    with pytest.raises(CommandError, match="has no second factor"):
        call_command("reset_second_factor", "nina")
    with pytest.raises(CommandError, match="no user"):
        call_command("reset_second_factor", "nobody")


def test_a_lost_key_of_the_site_opens_nothing_and_breaks_nothing(careful, settings, now):
    settings.WEBHOOK_SECRET_KEY = ["another one"]
    client = with_password()
    assert client.post(CODE, {"code": dashboard.code()}).status_code == 200
    assert not is_in(client)
    assert dashboard.signed_in(careful).get(ACCOUNT).status_code == 200


def test_the_pages_of_allauth_are_not_here(client, db, platform):
    for path in ("/accounts/", "/accounts/login/", "/accounts/signup/", "/accounts/2fa/", "/accounts/email/"):
        assert client.get(path).status_code == 404
    for table in ("account/emailaddress", "mfa/authenticator"):
        assert platform.get(f"/admin/{table}/").status_code == 404


def test_no_passkey_is_made_up(client, careful, now):
    """Whatever a program sends in the place of a browser's answer opens nothing and breaks nothing."""
    question = client.post("/admin/login/passkey/question/").json()["publicKey"]
    assert question["userVerification"] == "required"
    assert not question.get("allowCredentials")
    made_up = {"id": "AA", "rawId": "AA", "type": "public-key", "response": {"userHandle": "MQ"}}
    inner = {"clientDataJSON": "e30", "authenticatorData": "A" * 64, "signature": "AA", "userHandle": "MQ"}
    for sent in ("", "x", "{}", "[]", "null", "7", json.dumps(made_up), json.dumps({**made_up, "response": inner})):
        answer = client.post("/admin/login/passkey/", {"credential": sent})
        assert answer["Location"] == "/admin/login/", sent
        second = with_password()
        assert second.post(CODE, {"credential": sent, "code": ""}).status_code == 200, sent
        assert not is_in(second)
    assert not is_in(client)


def test_questions_for_passkeys_run_out(client, db, now):
    for _ in range(limits.PASSKEYS_FROM.count):
        assert client.post("/admin/login/passkey/question/").status_code == 200
    assert client.post("/admin/login/passkey/question/").status_code == 429
