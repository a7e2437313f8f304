"""Limits: exact, whatever comes at once, and without a word about whom they count."""

import datetime as dt
import threading

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, transaction

from bookings import operations
from bookingsite import checks
from businesses import limits
from businesses.models import Tally
from tests import factories
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


def tries_from(addresses, *, rule=RULE):
    passed = 0
    for address in addresses:
        try:
            limits.take_from(rule, address, now=NOW)
            passed += 1
        except limits.Exceeded:
            pass
    return passed


def test_all_addresses_of_one_home_are_one_caller(db):
    assert tries_from(f"2001:db8:1:2::{n:x}" for n in range(8)) == 5
    assert tries_from(["2001:db8:1:3::1", "::ffff:203.0.113.9", "203.0.113.9"]) == 3
    assert tries_from(["203.0.113.9"] * 5) == 3


def test_a_site_of_many_networks_has_a_limit_too_and_what_is_refused_is_not_counted(db):
    rule = limits.Limit("finds", 2, 900)
    assert tries_from((f"2001:db8:1:{n:x}::1" for n in range(40)), rule=rule) == 2 * limits.WIDER
    assert tries_from(["2001:db8:1:ffff::1"] * 3, rule=rule) == 0
    assert tries_from(["2001:db8:2:ffff::1"] * 3, rule=rule) == 2
    assert not Tally.objects.filter(name="finds", count__gt=2).exists()


def test_what_is_not_limited_is_not_limited_for_a_site_either(db):
    assert tries_from(["2001:db8:1:2::1"] * 50, rule=limits.Limit("finds", limits.UNLIMITED, 900)) == 50


@pytest.mark.parametrize(
    ("times", "seconds"), [(1, 10), (2, 900), (5, 900), (5, 7), (20, 60), (60, 600)], ids=lambda value: str(value)
)
def test_who_waits_as_long_as_told_passes_and_not_a_second_sooner(db, times, seconds):
    rule, moment, refused = limits.Limit("finds", times, seconds), NOW + dt.timedelta(seconds=seconds * 2 // 3), 0
    for _ in range(4 * times):
        try:
            limits.take(rule, "10.0.0.1", now=moment)
        except limits.Exceeded as error:
            refused += 1
            wait = error.retry_after_seconds
            assert wait >= 1
            assert tries(1, rule=rule, now=moment + dt.timedelta(seconds=wait - 1)) == 0
            moment += dt.timedelta(seconds=wait)
            assert tries(1, rule=rule, now=moment) == 1
    assert refused


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
    assert limits.purge(NOW) == 0
    assert limits.purge(NOW + dt.timedelta(days=3)) == 1
    assert not Tally.objects.exists()


def test_a_window_that_still_counts_is_kept(db):
    rule, day = limits.Limit("emails", 5, limits.LONGEST_SECONDS), dt.timedelta(days=1)
    tries(5, rule=rule)
    limits.purge(NOW + day)
    assert tries(5, rule=rule, now=NOW + day) < 5


@pytest.mark.parametrize(("times", "seconds"), [(5, 0), (5, limits.LONGEST_SECONDS + 1), (-1, 60)])
def test_a_limit_that_nobody_could_count_cannot_be_made(times, seconds):
    with pytest.raises(ValueError, match="from a second to a day"):
        limits.Limit("finds", times, seconds)


def test_within_a_transaction_it_counts_too_and_a_refusal_leaves_that_whole(db):
    with transaction.atomic():
        assert tries(8) == 5
        assert Tally.objects.get().count == 5
    assert tries(1) == 0


def test_a_database_that_cannot_count_lets_nobody_look_up_a_booking(client, elm):
    guest = operations.Guest(name="Jordan Smith", email="jordan@example.com")
    asked = {"code": factories.book(elm, "Fade", guest=guest).code, "contact": guest.email}
    assert client.post("/book/elm/find", asked)["Location"].startswith("/b/")
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {Tally._meta.db_table} RENAME TO out_of_reach")
    with pytest.raises(DatabaseError, match=Tally._meta.db_table), transaction.atomic():
        client.post("/book/elm/find", asked)


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
    assert len(passed) == 10
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
    "written", ["finds", "finds=5", "finds=5/15", "finds=0/15m", "cakes=5/15m", "finds=-1/1m", "finds=5/2d", "5"]
)
def test_a_mistake_says_what_would_work_and_says_it_at_the_start(settings, written):
    settings.GUEST_LIMITS = written
    with pytest.raises(ImproperlyConfigured, match=r"holds=30/10m"):
        limits.of_guests()
    [found] = checks.guests_limits_can_be_read()
    assert found.is_serious()
    assert "holds=30/10m" in found.msg


@pytest.mark.parametrize("written", ["", "none", "holds=7/30s"])
def test_a_setting_that_can_be_read_starts(settings, written):
    settings.GUEST_LIMITS = written
    assert checks.guests_limits_can_be_read() == []


def test_who_is_forgotten_begins_anew(db):
    tries(5)
    tries(5, who="10.0.0.2")
    limits.forget(RULE, "10.0.0.1")
    assert tries(8) == 5
    assert tries(1, who="10.0.0.2") == 0


def test_a_thing_is_first_once(db):
    assert [limits.is_first("links", "a", made_at=NOW) for _ in range(3)] == [True, False, False]
    assert limits.is_first("links", "b", made_at=NOW)
    limits.purge(NOW + dt.timedelta(days=1))
    assert not limits.is_first("links", "a", made_at=NOW)


def test_how_much_is_kept_at_once_is_a_count_without_a_time(settings):
    settings.GUEST_LIMITS = "held=3, holds=5/1m"
    assert limits.at_once() == {**limits.AT_ONCE, "held": 3}
    assert limits.of_guests()["holds"] == limits.Limit("holds", 5, 60)
    settings.GUEST_LIMITS = "none"
    assert limits.at_once() is None


@pytest.mark.parametrize("written", ["held=3/1h", "held=0", "held", "holds=5", "kept=3"])
def test_either_is_written_as_it_counts(settings, written):
    settings.GUEST_LIMITS = written
    with pytest.raises(ImproperlyConfigured, match="held"):
        limits.at_once()


def test_half_of_a_limit_is_near_it(db):
    limit, later = limits.Limit("tries", 4, 600), NOW + dt.timedelta(seconds=600)
    seen = []
    for _ in range(3):
        seen.append(limits.is_near_from(limit, "2001:db8::1", now=NOW))
        limits.take_from(limit, "2001:db8::2", now=NOW)
    assert seen == [False, False, True]
    assert not limits.is_near_from(limit, "192.0.2.7", now=NOW)
    assert not limits.is_near_from(limit, "2001:db8::1", now=later + dt.timedelta(seconds=600))
    assert not limits.is_near_from(limits.Limit("tries", 0, 600), "2001:db8::1", now=NOW)
