"""A real PostgreSQL that is frozen, stopped, full of connections, and gone in the middle of a commit."""

import contextlib
import logging
import signal
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

import postgres
from tests.outages import site

CONNECTIONS = 24
CROWD = 16  # twice as many as the web server has threads
SOON = 2.0  # seconds in which /healthz answers, whatever the database does …
SLACK = 2.0  # … and what a busy machine may add to that
END_AT_COMMIT = """
CREATE FUNCTION the_end() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(1); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER the_end AFTER INSERT ON bookings_booking
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION the_end();
"""
log = logging.getLogger("outages")


@pytest.fixture(scope="module")
def server():
    with postgres.own(max_connections=str(CONNECTIONS)) as made:
        yield made


@pytest.fixture(scope="module")
def shop(server):
    with site.running(server.url) as running:
        yield running


@pytest.fixture
def sql(server):
    """Asks the database by another way."""
    host = server.url.partition("host=")[2]

    def ask(statement, *values):
        with psycopg.connect(host=host, user="postgres", dbname="postgres", autocommit=True) as connection:
            cursor = connection.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

    return ask


def assert_refused_in_shape(shop):
    """Every kind of caller is answered 503, with a time to come back."""
    page = shop.ask("/book/elm/", **{"Accept-Language": "de"})
    answers = {
        "page": page,
        "form": shop.send("/book/elm/find", code="A", contact="b"),
        "dashboard": shop.ask("/admin/"),
        "sign-in": shop.send("/admin/login/", username="olive", password="x"),
        "partner": shop.partner("business"),
        "health": shop.ask("/healthz"),
    }
    seen = {name: (answer.status, answer.headers["Retry-After"]) for name, answer in answers.items()}
    pages = {"page", "form", "partner", "health"}  # the way in to the dashboard needs no database
    assert {name: seen[name] for name in pages} == dict.fromkeys(pages, (503, "5"))
    assert {seen["dashboard"][0], seen["sign-in"][0]} <= {503, 302, 403}
    assert 'lang="de"' in page.text
    assert '"success":false' in answers["partner"].text.replace(" ", "")


def test_a_frozen_server_holds_nobody_up_and_healthz_answers_in_two_seconds(server, shop):
    assert shop.partner("business").status == 200
    server.signal(signal.SIGSTOP)
    try:
        with ThreadPoolExecutor(2 * CROWD) as clients:
            partners = [clients.submit(shop.partner, "business") for _ in range(CROWD)]
            guests = [clients.submit(shop.ask, "/book/elm/") for _ in range(CROWD // 2)]
            health = [clients.submit(shop.ask, "/healthz") for _ in range(4)]
            answers = [each.result() for each in [*health, *partners, *guests]]
        again = shop.ask("/healthz")
        assert_refused_in_shape(shop)
    finally:
        server.signal(signal.SIGCONT)
    slowest = max(answer.seconds for answer in [*answers[:4], again])
    log.info("/healthz %.2f s, the slowest of all %.2f s", slowest, max(answer.seconds for answer in answers))
    assert {answer.status for answer in [*answers, again]} == {503}
    assert slowest < SOON + SLACK
    site.wait_for(lambda: shop.partner("business").status == 200)
    assert shop.is_well()


def test_a_server_that_is_stopped_and_comes_back_is_used_again(server, shop, sql):
    (before,) = sql("SELECT name FROM bookings_pulse WHERE name LIKE 'worker:%'")
    server.stop()
    assert_refused_in_shape(shop)
    booked = shop.book("10:00")
    assert booked.status == 503
    assert "look whether this was done" in booked.text
    site.wait_for(lambda: "worker: a round failed" in shop.logged())
    server.start(max_connections=str(CONNECTIONS))
    site.wait_for(lambda: shop.book("10:00").status == 200)
    beats = "SELECT count(*) FROM bookings_pulse WHERE name = %s AND at > now() - interval '3 seconds'"
    site.wait_for(lambda: sql(beats, *before) == [(1,)])  # the same worker, by itself
    assert sql("SELECT count(*) FROM bookings_booking") == [(1,)]


def test_without_a_connection_to_be_had_everybody_is_told_so(server, shop, sql):
    host = server.url.partition("host=")[2]
    with contextlib.ExitStack() as taken:

        def take():
            one = psycopg.connect(host=host, user="postgres", dbname="postgres", autocommit=True)
            return taken.enter_context(one)

        first = take()
        first.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        with contextlib.suppress(psycopg.OperationalError):
            while True:
                take()
        site.wait_for(lambda: shop.ask("/book/elm/").status == 503)
        assert_refused_in_shape(shop)
    site.wait_for(lambda: shop.partner("business").status == 200)


def test_a_connection_lost_in_the_commit_leaves_nothing_half_done_and_says_to_look(shop, sql):
    sql(END_AT_COMMIT)
    try:
        before = sql("SELECT count(*) FROM bookings_event")
        answer = shop.book("11:00")
        held = shop.send(f"{shop.facts['page']}hold/", staff="any", start=shop.facts["eleven"])
    finally:
        sql("DROP TRIGGER the_end ON bookings_booking; DROP FUNCTION the_end")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    assert "look whether this was done" in answer.text
    assert held.status == 503
    assert "before you try again" in held.text
    assert sql("SELECT count(*) FROM bookings_event") == before
    site.wait_for(lambda: shop.book("11:00").status == 200)


def test_the_log_has_a_line_for_each_and_no_traceback(shop):
    lines = shop.logged()
    assert "the database cannot serve" in lines
    assert "Traceback" not in lines
