"""The door of the dashboard: passwords are tried only so often, forgotten ones are replaced by mail."""

import datetime as dt
import re

import pytest
import time_machine
from django.core import mail
from django.test import Client

from businesses import limits
from businesses.models import User

PASSWORD, NEW = "chestnuts in the courtyard", "acorns under the terrace"
LOGIN, RESET = "/admin/login/?next=/admin/", "/admin/password_reset/"


@pytest.fixture
def nina(elm):
    user = User.objects.create_user("nina", "nina@northelm.example", PASSWORD, is_staff=True)
    elm.business.members.add(user)
    return user


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
    answer = client.post(RESET, {"email": "Nina@northelm.example"}, follow=True, headers={"host": "localhost"})
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
    known = client.post(RESET, {"email": "nina@northelm.example"}, follow=True)
    unknown = client.post(RESET, {"email": "nobody@northelm.example"}, follow=True)
    assert known.text == unknown.text
    assert [letter.to for letter in mail.outbox] == [["nina@northelm.example"]]


def test_whoever_never_chose_a_password_comes_in_by_mail_too(client, nina):
    nina.set_unusable_password()
    nina.save()
    client.post(RESET, {"email": nina.email})
    assert client.get(link_in_mail(), follow=True).context["validlink"]


def test_somebody_who_is_switched_off_gets_no_link(client, nina):
    User.objects.update(is_active=False)
    client.post(RESET, {"email": nina.email})
    assert mail.outbox == []


def test_nobody_is_sent_links_without_end(client, nina):
    for _ in range(limits.RESETS.count):
        assert client.post(RESET, {"email": nina.email}).status_code == 302
    answer = client.post(RESET, {"email": nina.email.upper()})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert len(mail.outbox) == limits.RESETS.count


def test_a_weak_password_is_explained(client, nina):
    client.post(RESET, {"email": nina.email})
    form = client.get(link_in_mail(), follow=True)
    answer = client.post(form.request["PATH_INFO"], {"new_password1": "nina", "new_password2": "nina"})
    assert "too short" in answer.text
    assert sign_in(PASSWORD).status_code == 302
