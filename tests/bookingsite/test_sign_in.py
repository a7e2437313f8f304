"""The door of the dashboard: passwords are tried only so often, forgotten ones are replaced by mail."""

import datetime as dt
import re

import pytest
import time_machine
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from businesses import account_mail, limits, links
from businesses.models import User

PASSWORD, NEW = "chestnuts in the courtyard", "acorns under the terrace"
LOGIN, RESET = "/admin/login/?next=/admin/", "/admin/password_reset/"


@pytest.fixture
def nina(elm):
    user = User.objects.create_user("nina", "nina@northelm.example", PASSWORD, is_staff=True)
    elm.business.members.add(user)
    return user


def reset(client, email="nina@northelm.example", **more):
    """This will ask for a new password, and let the worker do its part."""
    answer = client.post(RESET, {"email": email}, **more)
    account_mail.send_due(clock=timezone.now)
    return answer


def sign_in(password, name="nina", address="10.0.0.1"):
    return Client(REMOTE_ADDR=address).post(LOGIN, {"username": name, "password": password})


def fail_often(**more):
    for _ in range(limits.LOGINS.count):
        assert sign_in("wrong", **more).status_code == 200


def link_in_mail():
    return re.search(r"http://[^/]+(/admin/password_reset/\S+)", mail.outbox[-1].body)[1]


def test_the_right_password_opens(nina):
    assert sign_in(PASSWORD).status_code == 302


def test_after_too_many_tries_the_right_password_waits_too(nina, now):
    fail_often()
    answer = sign_in(PASSWORD)
    assert answer.status_code == 429
    assert "Too many tries. Please wait" in answer.text
    wait = int(answer["Retry-After"])
    with time_machine.travel(now + dt.timedelta(seconds=wait), tick=False):
        assert sign_in(PASSWORD).status_code == 302


@pytest.mark.parametrize("name", ["NINA", "ｎｉｎａ", " nina "])
def test_another_spelling_of_the_name_is_no_way_to_more_tries(nina, name):
    fail_often()
    assert sign_in(PASSWORD, name=name).status_code == 429


def test_others_sign_in_meanwhile(nina, elm):
    User.objects.create_user("kim", password=PASSWORD, is_staff=True)
    fail_often()
    assert sign_in(PASSWORD, name="kim").status_code == 302
    assert sign_in(PASSWORD, address="10.0.0.2").status_code == 302


def test_whoever_gets_it_right_begins_anew(nina):
    for _ in range(3):
        for _ in range(limits.LOGINS.count - 1):
            assert sign_in("wrong").status_code == 200
        assert sign_in(PASSWORD).status_code == 302


def test_no_address_tries_all_names(nina, db):
    for number in range(limits.LOGINS_FROM.count):
        sign_in("x", name=f"n{number}")
    assert sign_in(PASSWORD).status_code == 429


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(client, nina, settings):
    assert RESET in client.get(LOGIN).text
    answer = reset(client, "Nina@northelm.example", follow=True, headers={"host": "localhost"})
    assert "Look into your mail" in answer.text
    assert f"{settings.PUBLIC_URL}/admin/password_reset/" in mail.outbox[0].body
    link = link_in_mail()
    form = client.get(link, follow=True)
    assert "Choose your password" in form.text
    done = client.post(form.request["PATH_INFO"], {"new_password1": NEW, "new_password2": NEW}, follow=True)
    assert "Your password is set" in done.text
    assert sign_in(NEW).status_code == 302
    assert "was used already" in Client().get(link, follow=True).text


def test_an_unknown_e_mail_is_answered_alike_and_gets_nothing(client, nina):
    known = reset(client, follow=True)
    unknown = reset(client, "nobody@northelm.example", follow=True)
    assert known.text == unknown.text
    assert [letter.to for letter in mail.outbox] == [["nina@northelm.example"]]


def test_whoever_never_chose_a_password_comes_in_by_mail_too(client, nina):
    nina.set_unusable_password()
    nina.save()
    reset(client)
    assert client.get(link_in_mail(), follow=True).context["validlink"]


def test_whether_somebody_has_an_account_changes_nothing_of_the_work(client, nina):
    done = []
    for email in ("nina@northelm.example", "nobody@northelm.example"):
        with CaptureQueriesContext(connection) as queries:
            assert client.post(RESET, {"email": email}).status_code == 302
        done.append([re.sub(r"'[^']*'|\d+", "…", each["sql"]) for each in queries])
    assert done[0] == done[1]
    assert mail.outbox == []


@pytest.mark.parametrize("who", ["nobody", "unusable", "off"])
def test_a_password_is_hashed_once_whoever_it_is_for(nina, monkeypatch, who):
    User.objects.create_user("unusable", password=None)
    User.objects.create_user("off", password=PASSWORD, is_active=False)
    hashed = []
    for name in ("encode", "verify"):
        real = getattr(Argon2PasswordHasher, name)
        counting = lambda *args, _real=real, **more: hashed.append(1) or _real(*args, **more)  # noqa: E731
        monkeypatch.setattr(Argon2PasswordHasher, name, counting)
    said = []
    for name in ("nina", who):
        answer = sign_in("wrong", name=name)
        said.append(re.sub(r'value="[^"]*"', "", answer.text))
        assert len(hashed) == len(said)
    assert said[0] == said[1]


def test_a_link_to_a_new_password_lives_an_hour_and_says_so(client, nina, now):
    reset(client)
    assert "within 60 minutes" in mail.outbox[0].body
    for minutes, works in ((59, True), (61, False)):
        with time_machine.travel(now + dt.timedelta(minutes=minutes), tick=False):
            assert Client().get(link_in_mail(), follow=True).context["validlink"] is works


def test_a_new_password_ends_every_session_and_signs_nobody_in(client, nina):
    inside = Client()
    inside.force_login(nina)
    reset(client)
    form = client.get(link_in_mail(), follow=True)
    client.post(form.request["PATH_INFO"], {"new_password1": NEW, "new_password2": NEW})
    assert inside.get("/admin/").status_code == 302
    assert client.get("/admin/").status_code == 302


def test_an_invitation_signs_in_whoever_never_was_here_and_nobody_else(nina):
    for been_here in (False, True):
        User.objects.update(last_login=timezone.now() if been_here else None)
        nina.refresh_from_db()
        client = Client()
        form = client.get(links.mailed_link(nina).removeprefix("http://127.0.0.1:8000"), follow=True)
        done = client.post(form.request["PATH_INFO"], {"new_password1": NEW, "new_password2": NEW}, follow=True)
        assert ("Your password is set" in done.text) is been_here
        assert (client.get("/admin/").status_code == 200) is not been_here


def test_somebody_who_is_switched_off_gets_no_link(client, nina):
    User.objects.update(is_active=False)
    reset(client)
    assert mail.outbox == []


def test_nobody_is_sent_links_without_end(client, nina):
    for _ in range(limits.RESETS.count):
        assert reset(client).status_code == 302
    answer = reset(client, nina.email.upper())
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert len(mail.outbox) == limits.RESETS.count


def test_a_weak_password_is_explained(client, nina):
    reset(client)
    form = client.get(link_in_mail(), follow=True)
    answer = client.post(form.request["PATH_INFO"], {"new_password1": "nina", "new_password2": "nina"})
    assert "too short" in answer.text
    assert sign_in(PASSWORD).status_code == 302
