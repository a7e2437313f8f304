"""Partners of all dialects, twenty at the same moment: for the last place, for one key's last hold, for one hold."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from bookings.models import Booking
from tests import factories
from tests.bookings.dialects.every.cast import VOICES
from tests.bookings.dialects.partner.answers import Holder, roomy, row_of
from tests.races.runner import CROWD, PATIENCE, assert_sound

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def together(*calls):
    """The status of each call's answer, all made at the same moment."""
    line = threading.Barrier(len(calls), timeout=PATIENCE)

    def make(call):
        try:
            connection.ensure_connection()
            line.wait()
            return call().status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as crowd:
        return Counter(crowd.map(make, calls))


def holder(shop, voice):
    return Holder(shop, voice, factories.key(shop, voice.dialect, rate_limit=None))


def holding(partner, *args, **changes):
    return lambda: partner.post("/holds", partner.wanted(*args, **changes))


@pytest.fixture
def shop(now):
    return factories.load(roomy())


def test_the_last_place_is_held_by_one_of_all_dialects(shop):
    factories.book(shop, "Fade")
    partners = [holder(shop, VOICES[n % len(VOICES)]) for n in range(CROWD)]
    found = together(*(holding(each) for each in partners))
    assert found[201] == 1
    assert found[400] + found[409] == CROWD - 1
    assert Booking.objects.filter(status="held").count() == 1
    assert_sound()


@pytest.mark.parametrize("voice", VOICES, ids=lambda voice: voice.dialect)
def test_of_one_start_a_key_holds_three_and_no_more(shop, voice):
    partner = holder(shop, voice)
    assert together(*[holding(partner, "Yoga")] * CROWD) == {201: 3, 409: CROWD - 3}
    assert_sound()


def test_in_all_a_key_holds_no_more_than_it_may(shop, monkeypatch):
    monkeypatch.setattr("bookings.operations.capping.MOST_OF_A_KEY", 5)
    partner = holder(shop, VOICES[0])
    clocks = ("09:00", "09:30", "10:00", "10:30", "11:00", "13:00", "13:30", "14:00", "14:30", "15:00")
    assert together(*(holding(partner, "Trim", clock) for clock in clocks)) == {201: 5, 409: 5}
    assert_sound()


@pytest.mark.parametrize("voice", VOICES, ids=lambda voice: voice.dialect)
def test_one_hold_becomes_one_booking_and_nobody_gets_in_between(shop, voice):
    factories.book(shop, "Fade", staff="Ana Ruiz")  # the vendor who names a person names Maria
    partner, rivals = holder(shop, voice), [holder(shop, each) for each in VOICES]
    held = partner.hold()
    mine = [lambda: partner.create(held["id"])] * (CROWD // 2)
    theirs = [holding(rivals[n % len(rivals)]) for n in range(CROWD // 2)]
    found = together(*mine, *theirs)
    assert found[200] + found[201] == 1
    assert row_of(held).status in ("pending", "confirmed")
    assert Booking.objects.visible().count() == 2
    assert_sound()


def test_of_booking_giving_back_and_extending_at_once_what_is_answered_is_true(shop):
    partner = holder(shop, VOICES[0])
    for clock in ("10:00", "13:00", "15:00"):
        held = partner.hold(clock=clock)
        answers = {}

        def booking(held=held, answers=answers, clock=clock):
            answers["booked"] = partner.create(held["id"], appointmentTime=clock)
            return answers["booked"]

        def giving_back(held=held, answers=answers):
            answers["given back"] = partner.delete(f"/holds/{held['id']}")
            return answers["given back"]

        together(booking, giving_back, lambda held=held: partner.post(f"/holds/{held['id']}/extend"))
        # given back first, it is booked anew: the time was free
        assert answers["booked"].status_code == 200
        given_back = answers["given back"].status_code == 204
        assert row_of(held).status == ("expired" if given_back else "confirmed")
        assert given_back or answers["given back"].status_code == 404
    assert_sound()
