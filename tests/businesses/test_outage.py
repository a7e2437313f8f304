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
    reading = "PRAGMA query_only = ON" if connection.vendor == "sqlite" else "SET TRANSACTION READ ONLY"
    with pytest.raises(Error) as found, transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(reading)
        Tally.objects.create(name="a", who="b", window=1, count=1)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = OFF")
    assert outage.is_outage(found.value)


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
