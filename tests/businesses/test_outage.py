"""Which failures of a database mean that it cannot serve for now, by the real ones that can be had in a test."""

import psycopg
import pytest
from django.db import Error, IntegrityError, InterfaceError, OperationalError, connection, transaction

from businesses import outage
from businesses.models import Business, Tally


def failure(statement):
    """What a statement fails with, in a transaction of its own."""
    with pytest.raises(Error) as found, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return found.value


def of_postgresql(kind):
    """An error as Django hands it on."""
    error = OperationalError("secret")
    error.__cause__ = kind("secret")
    return error


@pytest.mark.parametrize(
    "statement",
    ["SELECT nothing", "SELECT * FROM nowhere", "SELEC", "INSERT INTO businesses_tally (name) VALUES (NULL)"],
)
def test_what_we_asked_wrongly_is_no_outage(db, statement):
    assert not outage.is_outage(failure(statement))


def test_what_is_there_twice_is_no_outage(elm):
    with pytest.raises(IntegrityError) as found, transaction.atomic():
        Business.objects.create(slug=elm.business.slug, name="Another")
    assert not outage.is_outage(found.value)


def test_a_database_that_is_only_read_is_one(db):
    on_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON" if on_sqlite else "SET TRANSACTION READ ONLY")
        with pytest.raises(Error) as found, transaction.atomic():
            Tally.objects.create(name="a", who="b", window=1, count=1)
        if on_sqlite:
            cursor.execute("PRAGMA query_only = OFF")
    assert outage.is_outage(found.value)


def test_a_disk_that_is_full_is_one(transactional_db):
    if connection.vendor == "postgresql":
        return  # its code is known below; a full disk would be full for every other test
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # no page that earlier rows have left
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        rows = [Tally(name="a" * 40, who=f"{n:0>64}", window=1, count=1) for n in range(1000)]
        with pytest.raises(Error) as found:
            Tally.objects.bulk_create(rows)
        cursor.execute("PRAGMA max_page_count = 1073741823")
    assert "full" in str(found.value)
    assert outage.is_outage(found.value)
    assert not Tally.objects.exists()


@pytest.mark.parametrize(
    "kind",
    [
        psycopg.OperationalError,  # nobody listens: the connection has no codes
        psycopg.errors.ConnectionTimeout,
        psycopg.errors.TooManyConnections,
        psycopg.errors.DiskFull,
        psycopg.errors.QueryCanceled,
        psycopg.errors.AdminShutdown,
        psycopg.errors.CrashShutdown,
        psycopg.errors.CannotConnectNow,
        psycopg.errors.LockNotAvailable,
        psycopg.errors.DeadlockDetected,
        psycopg.errors.ReadOnlySqlTransaction,
        psycopg.errors.IdleInTransactionSessionTimeout,
    ],
)
def test_a_server_that_is_away_full_or_locked_is_one(kind):
    assert outage.is_outage(of_postgresql(kind))


def test_a_connection_that_is_closed_is_one():
    assert outage.is_outage(InterfaceError("connection already closed"))


@pytest.mark.parametrize("error", [None, ValueError("x"), of_postgresql(psycopg.errors.StatementTooComplex)])
def test_nothing_else_is_one(error):
    assert not outage.is_outage(error)


def test_a_crowd_is_over_sooner():
    assert outage.is_outage(outage.Crowded("many"))
    assert outage.retry_after(outage.Crowded("many")) < outage.retry_after(OperationalError("gone"))


def test_what_is_said_is_one_line():
    assert outage.said(OperationalError("gone\n\tfor ever")) == "OperationalError: gone for ever"
