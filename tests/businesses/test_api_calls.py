"""Calls are counted per key and day of the business: exactly, and without anybody waiting for it."""

import datetime as dt
import subprocess
import sys
import threading
import time

import pytest
from django.conf import settings as django_settings
from django.db import DatabaseError, connection

from bookings.management import work
from businesses import api_calls
from businesses.models import ApiCalls, ApiKey
from tests import factories
from tests.factories import NOW


def new_key(shop):
    return ApiKey.issue(business=shop.business, dialect="booqara")[0]


def written():
    api_calls.flush()
    return list(ApiCalls.objects.order_by("day", "key_id").values_list("key_id", "day", "count"))


def test_nothing_is_written_until_it_is_time(elm, booqara, django_assert_num_queries):
    key = ApiKey.objects.get()
    booqara.get("/business")
    with django_assert_num_queries(2):  # the key, the business: no word of the count
        booqara.get("/business")
    assert not ApiCalls.objects.exists()
    assert written() == [(key.pk, NOW.date(), 2)]


def test_what_is_written_later_is_added(elm):
    key = new_key(elm)
    for times in (2, 3):
        for _ in range(times):
            api_calls.count(key, now=NOW)
        api_calls.flush()
    assert written() == [(key.pk, NOW.date(), 5)]


def test_nothing_counted_is_nothing_written(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        api_calls.flush()


def test_a_wrong_key_is_not_counted(elm, stranger):
    stranger.headers["x-private-key"] = factories.key(elm) + "x"
    assert stranger.get("/business").status_code == 401
    assert written() == []


def test_a_refused_request_is_a_call_too(elm, booqara):
    assert booqara.get("/nothing").status_code == 404
    assert [calls for _, _, calls in written()] == [1]


def test_the_day_is_that_of_the_business(elm, karachi):
    late = dt.datetime(2026, 11, 20, 22, 0, tzinfo=dt.UTC)  # 16:00 in Chicago, 03:00 of the next day in Karachi
    here, there = new_key(elm), new_key(karachi)
    api_calls.count(here, now=late)
    api_calls.count(there, now=late)
    assert written() == [(here.pk, dt.date(2026, 11, 20), 1), (there.pk, dt.date(2026, 11, 21), 1)]


def test_many_keys_are_written_by_few_statements(elm, django_assert_max_num_queries):
    keys = [new_key(elm) for _ in range(api_calls.AT_ONCE + 1)]
    for key in keys:
        api_calls.count(key, now=NOW)
    with django_assert_max_num_queries(6):  # two, each in a savepoint
        api_calls.flush()
    assert ApiCalls.objects.count() == len(keys)


def test_a_chart_has_a_number_for_every_day(elm, karachi, django_assert_num_queries):
    key, quiet, theirs = new_key(elm), new_key(elm), new_key(karachi)
    for days_ago, times in ((0, 2), (1, 1), (2, 3), (3, 5)):
        for _ in range(times):
            api_calls.count(key, now=NOW - dt.timedelta(days=days_ago))
    api_calls.count(theirs, now=NOW)
    api_calls.flush()
    with django_assert_num_queries(1):
        found = api_calls.by_day([key, quiet], until=NOW.date(), days=3)
    assert found == {key.pk: [3, 1, 2], quiet.pk: [0, 0, 0]}


def test_the_worker_drops_what_no_chart_shows(elm):
    key = new_key(elm)
    for days in (0, 400, 401):
        api_calls.count(key, now=NOW - dt.timedelta(days=days))
    api_calls.flush()
    assert " 1 counts" in work.purge(NOW)
    assert sorted(ApiCalls.objects.values_list("day", flat=True)) == [NOW.date() - dt.timedelta(days=400), NOW.date()]


def test_what_a_database_cannot_take_now_is_kept_for_later(elm, monkeypatch):
    key = new_key(elm)
    api_calls.count(key, now=NOW)
    with monkeypatch.context() as broken:
        broken.setattr(api_calls, "_add", _locked)
        api_calls.flush()
        api_calls.count(key, now=NOW)
    assert written() == [(key.pk, NOW.date(), 2)]


def _locked(rows):
    raise DatabaseError("database is locked")


@pytest.mark.django_db(transaction=True)
def test_a_key_that_is_gone_takes_no_other_keys_calls_with_it():
    shop = factories.load(factories.ELM)
    gone, key = new_key(shop), new_key(shop)
    api_calls.count(gone, now=NOW)
    api_calls.count(key, now=NOW)
    gone.delete()
    assert written() == [(key.pk, NOW.date(), 1)]
    assert written() == [(key.pk, NOW.date(), 1)]


@pytest.mark.django_db(transaction=True)
def test_a_timer_writes_by_itself_and_ends(settings):
    settings.API_CALLS_WRITTEN_EVERY = 0.05
    key = new_key(factories.load(factories.ELM))
    api_calls.count(key, now=NOW)
    deadline = time.monotonic() + 20
    while not ApiCalls.objects.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    while api_calls._book.timer is not None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert ApiCalls.objects.get().count == 1
    api_calls.count(key, now=NOW)
    settings.API_CALLS_WRITTEN_EVERY = 0
    while ApiCalls.objects.get().count != 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert ApiCalls.objects.get().count == 2


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_threads_that_count_and_write_at_once_lose_no_call():
    key = new_key(factories.load(factories.ELM))
    start, ended = threading.Barrier(8), []

    def run(number):
        try:
            start.wait(timeout=20)
            for step in range(60):
                api_calls.count(key, now=NOW)
                if step % 7 == number % 7:
                    api_calls.flush()
            ended.append(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert len(ended) == 8
    assert written() == [(key.pk, NOW.date(), 480)]


PROCESS = """
import datetime as dt, django
django.setup()
from django.conf import settings
settings.DATABASES["default"].update({database!r})
from businesses import api_calls
from businesses.models import ApiKey
key = ApiKey.objects.select_related("business").get()
for step in range(100):
    api_calls.count(key, now=dt.datetime.fromisoformat({now!r}))
    if step in (20, 40, 60):
        api_calls.flush()
"""


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_several_processes_add_up_and_write_the_rest_when_they_end(monkeypatch):
    key = new_key(factories.load(factories.ELM))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.settings")
    names = {"NAME": str(connection.settings_dict["NAME"])}
    program = PROCESS.format(database=names, now=NOW.isoformat())
    started = [
        subprocess.Popen([sys.executable, "-c", program], cwd=django_settings.BASE_DIR, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    for process in started:
        assert process.communicate(timeout=120) == (None, b"")
        assert process.returncode == 0
    assert written() == [(key.pk, NOW.date(), 300)]
