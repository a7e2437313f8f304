"""Mails about accounts: written down by a page, sent by the worker, once and not for ever."""

import datetime as dt
import smtplib

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from businesses import account_mail, links
from businesses.models import AccountMail, User
from tests.factories import NOW

KIM = "kim@northelm.example"


@pytest.fixture
def kim(db):
    return User.objects.create_user("kim", KIM)


def send(after=dt.timedelta()):
    return account_mail.send_due(clock=lambda: NOW + after)


def failing(monkeypatch, error):
    def fail(self):
        raise error

    monkeypatch.setattr(EmailMessage, "send", fail)


def test_nothing_that_opens_anything_stands_in_the_database(kim):
    account_mail.ask_reset(KIM, now=NOW)
    assert AccountMail.objects.get().about == {"email": KIM}
    assert send() == 1
    assert "/admin/password_reset/" in mail.outbox[0].body
    assert not AccountMail.objects.exists()


def test_everybody_with_the_address_gets_a_link_and_nobody_else(kim):
    User.objects.create_user("kim2", KIM.upper())
    User.objects.create_user("off", KIM, is_active=False)
    account_mail.ask_reset(KIM, now=NOW)
    account_mail.ask_reset("nobody@northelm.example", now=NOW)
    assert send() == 2
    assert sorted("kim2" in letter.body for letter in mail.outbox) == [False, True]


def test_of_two_workers_one_sends(kim):
    account_mail.ask_reset(KIM, now=NOW)
    same = list(AccountMail.objects.all())
    assert send() == 1
    assert not account_mail._try(same[0], NOW)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    "error", [ConnectionRefusedError(), smtplib.SMTPResponseException(451, b"later"), LookupError("a fault of ours")]
)
def test_what_does_not_go_out_is_tried_again_and_at_last_given_up(kim, monkeypatch, error):
    account_mail.ask_new_device(kim, "203.0.113.9", now=NOW)
    failing(monkeypatch, error)
    assert (send(), send()) == (1, 0)
    passed = sum(send(dt.timedelta(minutes=minute)) for minute in range(1, 600))
    assert passed == len(account_mail.PAUSES)
    assert not AccountMail.objects.exists()


def test_it_arrives_when_the_mail_server_is_there_again(kim, monkeypatch):
    account_mail.ask_reset(KIM, now=NOW)
    with monkeypatch.context() as away:
        failing(away, TimeoutError())
        send()
    assert send(dt.timedelta(minutes=2)) == 1
    assert len(mail.outbox) == 1


def test_an_address_that_does_not_exist_is_not_tried_again(kim, monkeypatch):
    account_mail.ask_reset(KIM, now=NOW)
    failing(monkeypatch, smtplib.SMTPRecipientsRefused({KIM: (550, b"no such user")}))
    send()
    assert not AccountMail.objects.exists()


def test_what_was_changed_is_told_in_a_sentence(kim):
    assert account_mail.tell(kim, "Your password was changed", "Your password was changed.", now=NOW)
    assert mail.outbox == []
    send()
    [letter] = mail.outbox
    assert (letter.to, letter.subject) == ([KIM], "Your password was changed")
    assert "Your password was changed.\n\nIt is about your account kim at " in letter.body


def test_who_has_no_e_mail_cannot_be_told(db):
    assert not account_mail.tell(User.objects.create_user("ana"), "Changed", "Something was changed.", now=NOW)
    assert not AccountMail.objects.exists()


def test_nobody_gets_a_link_long_after_they_asked(kim):
    account_mail.ask_reset(KIM, now=NOW)
    send(dt.timedelta(seconds=links.RESET_SECONDS + 1))
    assert mail.outbox == []
    assert not AccountMail.objects.exists()


def test_what_a_dead_worker_left_is_sent_by_another(kim):
    account_mail.ask_reset(KIM, now=NOW)
    AccountMail.objects.update(due_at=NOW + account_mail.LEASE, attempts=1)
    assert send() == 0
    assert send(account_mail.LEASE) == 1
