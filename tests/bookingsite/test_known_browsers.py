"""Whoever signed in in a browser before is not kept out by strangers; a sign-in in another is told by mail."""

import datetime as dt
import re
from contextlib import suppress

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from businesses import account_mail, limits
from businesses.models import AccountMail, User

PASSWORD, NEW = "chestnuts in the courtyard", "acorns under the terrace"
LOGIN = "/admin/login/?next=/admin/"


@pytest.fixture
def nina(elm, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # many tries, none of them the matter
    user = User.objects.create_user("nina", "nina@northelm.example", PASSWORD, is_staff=True)
    elm.business.members.add(user)
    return user


def sign_in(client, password=PASSWORD, name="nina"):
    return client.post(LOGIN, {"username": name, "password": password}).status_code


def browser(address="10.0.0.1"):
    return Client(REMOTE_ADDR=address)


@pytest.fixture
def own(nina):
    """Nina's browser, in which she signed in and left again."""
    client = browser()
    assert sign_in(client) == 302
    leave(client)
    return client


def leave(client):
    """What a browser forgets when a session ends, and what it does not."""
    client.cookies.pop("sessionid", None)


def strangers_try():
    """Others at the same address try this name and many more, as often as they may."""
    sign_in(browser(), "wrong")
    for _ in range(limits.LOGINS_FROM.count):
        with suppress(limits.Exceeded):
            limits.take_from(limits.LOGINS_FROM, "10.0.0.1", now=timezone.now())


def told():
    account_mail.send_due(clock=timezone.now)
    return [letter.to for letter in mail.outbox]


def test_strangers_behind_the_same_address_do_not_keep_the_owner_out(own):
    strangers_try()
    assert sign_in(browser()) == 429
    assert sign_in(own) == 302


def test_a_known_browser_has_a_limit_of_its_own(own, now):
    for _ in range(limits.LOGINS_KNOWN.count):
        assert sign_in(own, "wrong") == 200
    assert sign_in(own) == 429
    assert sign_in(browser()) == 302
    with time_machine.travel(now + dt.timedelta(seconds=2 * limits.LOGINS_KNOWN.per_seconds), tick=False):
        assert sign_in(own) == 302


def test_the_browser_is_known_to_those_who_signed_in_there_and_to_nobody_else(own, elm):
    User.objects.create_user("kim", "kim@northelm.example", PASSWORD, is_staff=True)
    strangers_try()
    assert sign_in(own, name="kim") == 429
    assert sign_in(own) == 302


def test_several_people_share_a_browser(own, elm):
    kim = User.objects.create_user("kim", "kim@northelm.example", PASSWORD, is_staff=True)
    elm.business.members.add(kim)
    assert sign_in(own, name="kim") == 302
    leave(own)
    strangers_try()
    assert (sign_in(own, name="kim"), sign_in(own)) == (302, 302)


@pytest.mark.parametrize("forged", ["", "x", "e30:1:x", "{}"])
def test_nobody_forges_a_browser(nina, forged):
    strangers_try()
    client = browser()
    client.cookies["browser"] = forged
    assert sign_in(client) == 429


def test_a_new_password_ends_the_browsers_that_were_known_but_the_one_it_was_chosen_in(own, nina):
    other = browser()
    assert sign_in(other) == 302
    sent = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert other.post("/admin/password_change/", sent).status_code == 302
    leave(other)
    strangers_try()
    assert sign_in(own, NEW) == 429
    assert sign_in(other, NEW) == 302


def test_whoever_replaced_a_forgotten_password_is_known_in_that_browser(nina):
    client = browser()
    client.post("/admin/password_reset/", {"email": nina.email})
    account_mail.send_due(clock=timezone.now)
    link = re.search(r"http://[^/]+(/admin/password_reset/\S+)", mail.outbox[-1].body)[1]
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"new_password1": NEW, "new_password2": NEW})
    strangers_try()
    assert sign_in(client, NEW) == 302


def test_the_first_sign_in_ever_is_told_to_nobody(own):
    assert told() == []


def test_a_sign_in_elsewhere_is_told_by_mail_with_time_and_network(own, nina):
    assert sign_in(browser("2001:db8:1:2::7")) == 302
    assert told() == [["nina@northelm.example"]]
    body = mail.outbox[0].body
    assert "as nina at http://127.0.0.1:8000" in body
    assert "on Friday, 20 November 2026 at 09:00 (Chicago), from the network 2001:db8:1:2::/64." in body
    assert "http://127.0.0.1:8000/admin/password_reset/" in body


def test_in_a_known_browser_nobody_is_told(own):
    assert sign_in(own) == 302
    assert told() == []


def test_a_wrong_password_elsewhere_is_told_to_nobody(own):
    assert sign_in(browser(), "wrong") == 200
    assert told() == []


def test_nobody_is_told_without_end(own):
    for _ in range(limits.DEVICE_MAILS.count + 5):
        assert sign_in(browser()) == 302
    assert AccountMail.objects.count() == limits.DEVICE_MAILS.count


def test_who_has_no_e_mail_is_told_nothing_and_comes_in(own):
    User.objects.update(email="")
    assert sign_in(browser()) == 302
    assert told() == []
    assert not AccountMail.objects.exists()
