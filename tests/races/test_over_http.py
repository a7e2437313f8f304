"""The whole way: a web server of two processes, and forty of a partner's clients who book one start at once."""

import collections
import concurrent.futures
import contextlib
import datetime as dt
import http.client
import json
import os
import signal
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest

import serving
from bookings.models import Appointment, Booking
from tests import factories
from tests.races import other_processes
from tests.races.cast import birch
from tests.races.runner import SLOTS, assert_sound

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

CLIENTS = 40
PEOPLE = 3
KILLED, ORDERS = 4, 8  # processes, and bookings while each of them is killed
HOST = "127.0.0.1"
PATIENCE = 60  # seconds that a client waits for an answer, the server's start included


@pytest.fixture
def served(transactional_db):
    """A web server with the test's own data; it ends with the test."""
    environment = {**other_processes.environment(), "ALLOWED_HOSTS": HOST, "GUEST_LIMITS": "none"}
    with serving.running(environment) as here:
        yield here


@pytest.fixture
def port(served):
    """Its port."""
    return served.port


def request(port, method, path, key, body=None):
    """Status and JSON of an answer."""
    with contextlib.closing(http.client.HTTPConnection(HOST, port, timeout=PATIENCE)) as client:
        headers = {"x-private-key": key, "Content-Type": "application/json"}
        client.request(method, path, json.dumps(body) if body else None, headers)
        answer = client.getresponse()
        return answer.status, json.loads(answer.read())


def test_forty_clients_want_one_start_and_three_people_take_one_each(port):
    shop = birch(people=PEOPLE)
    key = factories.key(shop, rate_limit=None)
    assert request(port, "GET", "/booking/business", key)[0] == 200
    line = threading.Barrier(CLIENTS, timeout=PATIENCE)
    today = dt.datetime.now(dt.UTC).date()

    def book(on):
        order = {
            "serviceId": str(shop.services["Trim"].uuid),
            "userId": "any",
            "appointmentDate": on.isoformat(),
            "appointmentTime": "12:00",
            "guestName": "Jordan Smith",
        }
        line.wait()
        return request(port, "POST", "/booking/appointments", key, order)

    with ThreadPoolExecutor(CLIENTS) as clients:
        for n in range(SLOTS):
            answers = list(clients.map(book, [today + dt.timedelta(days=7 + n)] * CLIENTS))
            statuses = collections.Counter(status for status, _ in answers)
            assert statuses == {200: PEOPLE, 409: CLIENTS - PEOPLE}
            booked = [answer["booking"] for status, answer in answers if status == 200]
            assert {booking["staffName"] for booking in booked} == set(shop.staff)
            assert len({booking["confirmationCode"] for booking in booked}) == PEOPLE
            assert all(answer["success"] is False for status, answer in answers if status == 409)
    assert Appointment.objects.count() == Booking.objects.count() == SLOTS * PEOPLE
    assert_sound()


def hold(port, path, form):
    """The status of the answer to a guest who presses a time; 409 where it leads to the page that says no."""
    with contextlib.closing(http.client.HTTPConnection(HOST, port, timeout=PATIENCE)) as client:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        client.request("POST", path, urlencode(form), headers)
        answer = client.getresponse()
        answer.read()
        return 409 if "/refused/" in answer.getheader("Location", "") else answer.status


def test_guests_on_the_page_and_a_partners_clients_want_one_start(port):
    shop = birch(people=PEOPLE)
    key, service = factories.key(shop, rate_limit=None), shop.services["Trim"]
    line = threading.Barrier(CLIENTS, timeout=PATIENCE)
    day = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=7)
    start = factories.at(shop, day, "12:00").strftime("%Y-%m-%dT%H:%M:%SZ")
    order = {
        "serviceId": str(service.uuid),
        "userId": "any",
        "appointmentDate": day.isoformat(),
        "appointmentTime": "12:00",
        "guestName": "Jordan Smith",
    }

    def want(number):
        line.wait()
        if number % 2:
            return request(port, "POST", "/booking/appointments", key, order)[0]
        return hold(port, f"/book/{shop.business.slug}/{service.pk}/hold/", {"staff": "any", "start": start})

    with ThreadPoolExecutor(CLIENTS) as clients:
        statuses = collections.Counter(clients.map(want, range(CLIENTS)))
    assert statuses[200] + statuses[303] == PEOPLE
    assert statuses[409] == CLIENTS - PEOPLE
    assert Appointment.objects.count() == PEOPLE
    assert_sound()


def test_a_web_process_that_is_killed_is_replaced_and_takes_no_acknowledged_booking_with_it(served):
    shop = birch(people=PEOPLE)
    key = factories.key(shop)
    assert request(served.port, "GET", "/booking/business", key)[0] == 200
    first = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=7)

    def book(n):
        order = {
            "serviceId": str(shop.services["Trim"].uuid),
            "userId": "any",
            "appointmentDate": (first + dt.timedelta(days=n)).isoformat(),
            "appointmentTime": "12:00",
            "guestName": "Jordan Smith",
        }
        try:
            status, answer = request(served.port, "POST", "/booking/appointments", key, order)
        except (OSError, http.client.HTTPException):
            return None  # its process was killed: nobody knows
        assert status == 200
        return answer["booking"]["id"]

    acknowledged = []
    for number in range(KILLED):
        with ThreadPoolExecutor(ORDERS) as clients:
            orders = [clients.submit(book, number * ORDERS + n) for n in range(ORDERS)]
            concurrent.futures.wait(orders, return_when=concurrent.futures.FIRST_COMPLETED)
            os.kill(processes(served.pid)[0], signal.SIGKILL)  # the others are being answered
            acknowledged += [order.result() for order in orders]
    acknowledged = [booking for booking in acknowledged if booking]
    assert acknowledged
    for booking in acknowledged:
        assert request(served.port, "GET", f"/booking/appointments/{booking}", key)[0] == 200
    assert_sound()


def processes(parent):
    """The processes that another one started."""
    told = subprocess.run(["ps", "-A", "-o", "ppid=,pid="], check=True, capture_output=True, text=True).stdout
    return [int(pid) for owner, pid in map(str.split, told.splitlines()) if int(owner) == parent]
