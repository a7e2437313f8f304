"""What no browser says of a passkey is sent to each place that reads one: it opens nothing, and breaks nothing."""

import base64
import json

import pytest
from django.test import Client
from django.urls import reverse

from businesses import limits
from businesses.models import Session, User
from tests import dashboard

PASSWORD = "chestnuts in the courtyard"
FLAGS = 32  # bytes of a hash stand before them


def encoded(raw):
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def answer(authenticator=b"\0" * FLAGS + b"\x05" + b"\0" * 4, client=b"{}"):
    """What a browser says, with data of an authenticator and of its own as they are given."""
    said = {"clientDataJSON": encoded(client), "authenticatorData": encoded(authenticator)}
    made = {"attestationObject": encoded(authenticator), "signature": "AA", "userHandle": "MQ"}
    return json.dumps({"id": "AQ", "rawId": "AQ", "type": "public-key", "response": {**said, **made}})


def extended(cbor):
    return b"\0" * FLAGS + b"\x85" + b"\0" * 4 + cbor


RUBBISH = {
    "brackets": "[" * 30_000,
    "brackets that end": "[" * 3000 + "]" * 3000,
    "a number of thousands of digits": "1" * 5000,
    "half a letter": '"\\ud800"',
    "a text": '"x"',
    "no parts": '{"response": {}}',
    "parts that are a text": '{"response": "x"}',
    "too few bytes": answer(b"\0" * 10),
    "a list that breaks off": answer(extended(b"\xa1")),
    "lists within lists": answer(extended(b"\x81" * 5000)),
    "a list of very many": answer(extended(b"\xbb" + b"\xff" * 8)),
    "an object that breaks off": answer(b"\xa3\x63"),
    "a browser's brackets": answer(client=b"[" * 20_000),
    "a browser's list": answer(client=b"[]"),
}


@pytest.fixture
def nina(elm):
    user = User.objects.create_user("nina", "nina@northelm.example", PASSWORD, is_staff=True)
    elm.business.members.add(user)
    return user


def test_no_rubbish_signs_in_or_breaks_a_page(nina):
    client = Client()
    client.post(reverse("passkey_question"))
    for name, rubbish in RUBBISH.items():
        answer = client.post(reverse("by_passkey"), {"credential": rubbish})
        assert (answer.status_code, answer["Location"]) == (302, reverse("admin:login")), name


def test_no_rubbish_is_a_new_passkey(nina):
    client = dashboard.signed_in(nina)
    client.post(reverse("admin:account_passkey_question"))
    for name, rubbish in RUBBISH.items():
        answer = client.post(reverse("admin:account_passkey"), {"name": "Key", "credential": rubbish})
        assert answer.status_code == 400, name


def test_no_rubbish_is_a_second_step_or_a_proof(nina):
    dashboard.give_app(nina)
    coming, within = Client(), dashboard.signed_in(nina)
    coming.post(reverse("admin:login"), {"username": "nina", "password": PASSWORD})
    coming.post(reverse("passkey_question"))
    session = within.session
    session["proved"] = 0
    session.save()
    for name, rubbish in RUBBISH.items():
        assert coming.post(reverse("second_step"), {"credential": rubbish}).status_code == 200, name
        proof = {"proof-for": "GET", "proof-credential": rubbish}
        assert within.post(reverse("admin:account_codes"), proof).status_code == 403, name


def test_whoever_tries_too_often_waits_and_leaves_no_session_behind(nina):
    for _ in range(limits.PASSKEYS_FROM.count):
        Client().post(reverse("by_passkey"), {"credential": "{}"})
    before = Session.objects.count()
    answer = Client().post(reverse("by_passkey"), {"credential": "{}"})
    assert (answer.status_code, int(answer["Retry-After"]) > 0) == (429, True)
    assert "Too many tries" in answer.text
    assert Session.objects.count() == before
