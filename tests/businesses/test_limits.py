"""Limits: exact, whatever comes at once, and without a word about whom they count."""

import datetime as dt
import threading

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from businesses import limits
from businesses.models import Tally
from tests.factories import NOW

RULE = limits.Limit("finds", 5, 900)


def tries(times, *, rule=RULE, who="10.0.0.1", now=NOW):
    passed = 0
    for _ in range(times):
        try:
            limits.take(rule, who, now=now)
            passed += 1
        except limits.Exceeded:
            pass
    return passed


def test_as_many_pass_as_the_limit_says(db):
    assert tries(8) == 5


def test_everybody_is_counted_alone(db):
    tries(5)
    assert tries(1, who="10.0.0.2") == 1
    assert tries(1, rule=limits.Limit("holds", 5, 900)) == 1


def test_who_waits_is_told_how_long(db):
    tries(5)
    with pytest.raises(limits.Exceeded) as caught:
        limits.take(RULE, "10.0.0.1", now=NOW + dt.timedelta(seconds=100))
    assert caught.value.retry_after_seconds == 800


def test_after_two_windows_all_is_forgotten(db):
    tries(50)
    assert tries(5, now=NOW + dt.timedelta(seconds=1800)) == 5


def test_the_border_of_two_windows_is_no_way_to_twice_as_many(db):
    end, begin = NOW + dt.timedelta(seconds=899), NOW + dt.timedelta(seconds=900)
    assert tries(5, now=end) == 5
    assert tries(5, now=begin) == 0
    assert tries(5, now=begin + dt.timedelta(seconds=450)) == 3


def test_no_address_is_kept(db):
    tries(1, who="jordan@example.com")
    assert "jordan" not in str(list(Tally.objects.values()))


def test_old_windows_are_dropped(db):
    tries(1)
    assert limits.purge(now=NOW) == 0
    assert limits.purge(now=NOW + dt.timedelta(days=3)) == 1
    assert not Tally.objects.exists()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_exactly_as_many_pass():
    passed, rule, start = [], limits.Limit("finds", 20, 900), threading.Barrier(10)

    def run():
        try:
            start.wait(timeout=20)
            passed.append(tries(20, rule=rule))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sum(passed) == 20


def test_without_a_setting_there_are_limits(settings):
    settings.GUEST_LIMITS = ""
    assert limits.of_guests()["finds"] == limits.Limit("finds", 5, 900)


def test_a_setting_changes_what_it_names(settings):
    settings.GUEST_LIMITS = "holds=7/30s, emails=2/1d"
    found = limits.of_guests()
    assert (found["holds"], found["emails"]) == (limits.Limit("holds", 7, 30), limits.Limit("emails", 2, 86400))
    assert found["finds"] == limits.Limit("finds", 5, 900)


def test_none_is_no_limit(db, settings):
    settings.GUEST_LIMITS = "none"
    assert tries(100, rule=limits.of_guests()["finds"]) == 100
    assert not Tally.objects.exists()


@pytest.mark.parametrize(
    "written", ["finds", "finds=5", "finds=5/15", "finds=0/15m", "cakes=5/15m", "finds=-1/1m", "5"]
)
def test_a_mistake_says_what_would_work(settings, written):
    settings.GUEST_LIMITS = written
    with pytest.raises(ImproperlyConfigured, match=r"holds=30/10m"):
        limits.of_guests()
