"""A key's minute: never more than the limit, never less for whoever asks, and seldom a write."""

import datetime as dt
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings as django_settings
from django.db import OperationalError, connection

from businesses import call_window, permits
from businesses.models import ApiKey, CallWindow
from tests import factories
from tests.factories import NOW
from tests.races import other_processes


def key(shop, limit):
    return ApiKey.issue(business=shop.business, dialect="booqara", rate_limit=limit)[0]


def later(seconds):
    return NOW + dt.timedelta(seconds=seconds)


def passed(asked, times, now=NOW):
    """How many of so many requests pass."""
    count = 0
    for _ in range(times):
        try:
            permits.take(asked, now=now)
            count += 1
        except permits.Exceeded:
            pass
    return count


@pytest.mark.parametrize("limit", [0, 1, 2, 7, 60, 1200])
def test_as_many_pass_as_the_limit_says_and_no_more(elm, limit):
    assert passed(key(elm, limit), limit + 5) == limit


def test_without_a_limit_nothing_is_counted(elm, django_assert_num_queries):
    unlimited = key(elm, None)
    with django_assert_num_queries(0):
        assert permits.take(unlimited, now=NOW) is None


def test_a_minute_begins_with_a_request_and_the_next_one_after_it(elm):
    asked = key(elm, 10)
    assert passed(asked, 4, later(0)) == 4
    assert passed(asked, 9, later(59)) == 6
    assert passed(asked, 11, later(60)) == 10
    assert passed(asked, 1, later(119)) == 0
    assert passed(asked, 1, later(500)) == 1


def test_whoever_stays_within_the_limit_in_any_minute_is_never_refused(elm):
    asked = key(elm, 30)
    for second in (0, 50, 61, 111, 171, 172):  # never more than thirty within sixty seconds
        assert passed(asked, 15, later(second)) == 15


def test_who_is_refused_is_told_when_the_minute_ends(elm):
    asked = key(elm, 3)
    passed(asked, 3, later(0))
    with pytest.raises(permits.Exceeded) as refused:
        permits.take(asked, now=later(20.5))
    assert refused.value.retry_after_seconds == 40
    assert refused.value.permit == permits.Permit(3, 0, int(NOW.timestamp()) + 60)
    assert passed(asked, 1, later(20 + 40)) == 1


def test_what_remains_is_told_with_every_request(elm):
    asked = key(elm, 40)
    assert [permits.take(asked, now=NOW).remaining for _ in range(40)] == list(reversed(range(40)))


def test_most_requests_write_nothing(elm):
    asked, writes = key(elm, 1200), 0
    with connection.execute_wrapper(lambda execute, *args: (counted.append(1), execute(*args))[1]):
        counted = []
        passed(asked, 1200)
        writes = len(counted)
    assert writes < 150


def test_a_key_that_is_used_up_is_not_looked_up_again_within_the_second(elm, django_assert_num_queries):
    asked = key(elm, 3)
    passed(asked, 4)
    with django_assert_num_queries(0):
        assert passed(asked, 50) == 0


def test_another_limit_holds_at_once(elm):
    asked = key(elm, 3)
    passed(asked, 4)
    asked.rate_limit = 5
    assert passed(asked, 5) == 2
    asked.rate_limit = 4
    assert passed(asked, 5) == 0


def test_a_clock_that_was_set_back_locks_nobody_out(elm):
    asked = key(elm, 3)
    passed(asked, 3, later(86_400))
    permits.forget()
    assert passed(asked, 4, NOW) == 3


def test_one_key_takes_nothing_from_another(elm):
    asked = key(elm, 3)
    passed(asked, 3)
    assert passed(key(elm, 3), 4) == 3


def test_what_lies_unused_is_given_back_once_it_may_be_missed(elm):
    asked = key(elm, 200)
    assert passed(asked, 1) == 1  # this process has seven more
    idle = permits._hand.minutes.pop(asked.pk)
    assert passed(asked, 150) == 150  # another process
    busy = permits._hand.minutes.pop(asked.pk)
    permits._hand.minutes[asked.pk] = idle
    permits.give_back(second=later(1).timestamp())
    assert idle.unused == 7
    permits.give_back(second=later(2).timestamp())
    assert idle.unused == 0
    permits._hand.minutes[asked.pk] = busy
    assert passed(asked, 60) == 49


def test_what_nobody_misses_is_not_written_back(elm, django_assert_num_queries):
    asked = key(elm, 200)
    passed(asked, 1)
    with django_assert_num_queries(1):  # the look at it
        permits.give_back(second=later(30).timestamp())
    with django_assert_num_queries(0):
        permits.give_back(second=later(60).timestamp())
    assert not permits._hand.minutes


def test_a_process_remembers_so_many_keys_and_no_more(elm, monkeypatch):
    monkeypatch.setattr(permits, "KEYS", 3)
    for _ in range(5):
        passed(key(elm, 100), 1)
    assert len(permits._hand.minutes) == 3


def test_where_nothing_can_be_written_a_process_goes_by_its_own_count(elm, monkeypatch):
    def locked(*args, **how):
        tries.append(args)
        raise OperationalError("database is locked")

    asked, tries = key(elm, 50), []
    with monkeypatch.context() as broken:
        broken.setattr(call_window, "take", locked)
        assert passed(asked, 20, later(0)) == 20
        assert passed(asked, 40, later(4)) == 30
        assert len(tries) == 1
        passed(asked, 1, later(5))
        assert len(tries) == 2
        assert passed(asked, 60, later(70)) == 50
    assert passed(asked, 10, later(76)) == 0  # what was used meanwhile is paid
    assert passed(asked, 60, later(131)) == 50


def test_the_rows_of_a_key_go_with_it(elm):
    asked = key(elm, 50)
    passed(asked, 1)
    asked.delete()
    assert not CallWindow.objects.exists()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_locked_database_costs_a_request_that_reads_a_moment_and_not_its_answer(booqara):
    if connection.vendor != "sqlite":
        return  # rows are locked one by one there, and this row by nobody for long
    locked, done = threading.Event(), threading.Event()

    def write():
        with connection.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE")
            locked.set()
            done.wait(timeout=20)
            cursor.execute("ROLLBACK")
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert locked.wait(timeout=20)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 100")  # for what else would wait
        assert booqara.get("/business").status_code == 200
    finally:
        done.set()
        writer.join()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("limit", [50, 1200])
def test_eight_threads_pass_as_many_as_the_limit_says(now, limit):
    shop = factories.load(factories.ELM)
    asked = key(shop, limit)

    def hurry(_):
        try:
            return passed(asked, limit // 5)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as clients:
        assert sum(clients.map(hurry, range(8))) == limit


HURRY = """
import datetime as dt, sys
import django
django.setup()
from businesses import permits
from businesses.models import ApiKey
asked, count = ApiKey.objects.get(pk=int(sys.argv[1])), 0
print("ready", flush=True)
sys.stdin.readline()
for n in range(int(sys.argv[2])):
    try:
        permits.take(asked, now=dt.datetime.fromisoformat(sys.argv[3]) + dt.timedelta(milliseconds=n))
        count += 1
    except permits.Exceeded:
        pass
print(count, flush=True)
"""


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("limit", [100, 1200])
def test_four_processes_pass_no_more_than_the_limit_and_waste_next_to_nothing(now, limit):
    shop = factories.load(factories.ELM)
    asked = key(shop, limit)
    command = [sys.executable, "-c", HURRY, str(asked.pk), str(limit), NOW.isoformat()]
    environment = {**other_processes.environment(), "PYTHONPATH": str(django_settings.BASE_DIR)}
    started = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
        for _ in range(4)
    ]
    for process in started:
        assert process.stdout.readline() == "ready\n"
    for process in started:
        process.stdin.write("\n")
        process.stdin.flush()
    counts = [int(process.communicate(timeout=120)[0]) for process in started]
    assert sum(counts) == limit
