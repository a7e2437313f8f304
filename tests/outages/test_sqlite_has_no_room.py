"""A disk without room for a byte more: who reads is served, who writes is told to come back, and it heals by itself."""

import resource
import sqlite3
from contextlib import contextmanager

import pytest

import postgres
from tests.outages import site

NO_LIMIT = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


@pytest.fixture
def database(tmp_path):
    return tmp_path / "bookingsite.sqlite3"


@pytest.fixture
def shop(database):
    with site.running(f"sqlite:///{database}", worker=False) as running:
        yield running


@contextmanager
def no_room(shop):
    """The kernel lets the web server write no file beyond its first bytes."""
    server = shop.processes["web server"].pid
    for pid in (everybody := [server, *postgres.children(server)]):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
    yield
    for pid in everybody:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, NO_LIMIT)


def test_reads_go_on_writes_are_503_and_nothing_is_half_done(shop, database):
    assert shop.book("09:00").status == 200
    with no_room(shop):
        reads = [shop.partner("services"), shop.ask("/book/elm/"), shop.ask("/healthz")]
        booked = shop.book("10:00")
        held = shop.send(f"{shop.facts['page']}hold/", staff="any", start=shop.facts["eleven"])
    assert [answer.status for answer in reads] == [200, 200, 200]
    assert (booked.status, booked.headers["Retry-After"]) == (503, "5")
    assert (held.status, held.headers["Retry-After"]) == (503, "5")
    site.wait_for(lambda: shop.book("10:00").status == 200)
    with sqlite3.connect(database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("SELECT count(*) FROM bookings_booking").fetchall() == [(2,)]
        assert connection.execute("SELECT count(*) FROM bookings_place").fetchall() == [(2,)]
