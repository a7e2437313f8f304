"""Somebody sits on one business's diary, and forty want to book there: another business is served as ever."""

import contextlib
import datetime as dt
import http.client
import json
import logging
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

import serving
from bookings.models import Booking
from businesses import diary
from tests import factories
from tests.races import other_processes
from tests.races.cast import birch
from tests.races.runner import assert_sound

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

CLIENTS = 40
PATIENCE = 60
PROMPTLY = 3.0  # seconds, on a slow machine; whoever waits for the diary waits for 5
log = logging.getLogger("races")


@pytest.fixture
def port(transactional_db):
    environment = {**other_processes.environment(), "ALLOWED_HOSTS": "127.0.0.1", "GUEST_LIMITS": "none"}
    with serving.running({**environment, "SECURE_SSL_REDIRECT": "false"}) as served:
        yield served.port


def asked(port, key, method, path, body=None):
    """Status, Retry-After, and the seconds that the answer took."""
    began = time.monotonic()
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as client:
        headers = {"x-private-key": key, "Content-Type": "application/json"}
        client.request(method, path, json.dumps(body) if body else None, headers)
        answer = client.getresponse()
        answer.read()
        return answer.status, answer.headers["Retry-After"], time.monotonic() - began


def order(shop, number):
    """A booking at noon, of a day of its own."""
    return {
        "serviceId": str(shop.services["Trim"].uuid),
        "userId": "any",
        "appointmentDate": (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=7 + number)).isoformat(),
        "appointmentTime": "12:00",
        "guestName": "Jordan Smith",
    }


@contextlib.contextmanager
def sat_on(shop):
    """Nobody else gets the diaries of a business; on SQLite nobody writes at all."""
    if connection.vendor == "sqlite":
        with transaction.atomic():
            yield
    else:
        with diary.changing(shop.business.pk):
            yield


def test_a_neighbour_reads_and_books_while_forty_wait_for_another_business(port):
    here, there = birch(), birch(slug="beech", name="Beech House")
    key, other_key = factories.key(here), factories.key(there)
    for each in (key, other_key):  # whose use is noted once a minute
        assert asked(port, each, "GET", "/booking/business")[0] == 200
    with ThreadPoolExecutor(CLIENTS) as clients, sat_on(here):
        waiting = [
            clients.submit(asked, port, key, "POST", "/booking/appointments", order(here, n)) for n in range(CLIENTS)
        ]
        time.sleep(0.2)
        reads = [asked(port, other_key, "GET", "/booking/services") for _ in range(10)]
        booked = asked(port, other_key, "POST", "/booking/appointments", order(there, 0))
        answers = [each.result(PATIENCE) for each in waiting]
    log.info("reads %s; a booking %s", [f"{seconds:.2f}" for *_, seconds in reads], booked)
    assert {status for status, *_ in reads} == {200}
    assert max(seconds for *_, seconds in reads) < PROMPTLY
    assert booked[0] == (503 if connection.vendor == "sqlite" else 200)
    assert booked[2] < PROMPTLY
    assert {(status, again) for status, again, _ in answers} == {(503, "1")}
    assert asked(port, key, "POST", "/booking/appointments", order(here, 0))[0] == 200
    assert Booking.objects.count() == (1 if connection.vendor == "sqlite" else 2)
    assert_sound()
