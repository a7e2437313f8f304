"""/healthz, and what `check --deploy` says."""

import datetime as dt
import sqlite3

import pytest
from django.core import checks
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from bookings.models import Delivery, Pulse
from bookings.webhooks import endpoints
from bookingsite import health
from bookingsite.checks import sqlite_keeps_its_log
from tests import factories


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch):
    monkeypatch.setattr(health.Migrations, "applied", False)


def test_it_is_well_when_the_database_answers_and_all_migrations_are_applied(db, client):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok"}
    assert "no-store" in answer["Cache-Control"]


def test_once_the_migrations_are_applied_it_takes_one_query(db, client, django_assert_num_queries):
    client.get("/healthz")
    with django_assert_num_queries(1):
        client.get("/healthz")


def test_a_missing_migration_is_503_until_it_is_applied(db, client, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: ["one"])
        assert client.get("/healthz").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_a_database_that_does_not_answer_is_503(db, client, monkeypatch):
    def gone(*args, **kwargs):
        raise OperationalError("no route to host")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", gone)
        answer = client.get("/healthz")
    assert answer.status_code == 503
    assert "route" not in answer.content.decode()


def test_a_probe_by_plain_http_and_by_an_address_is_answered_and_gets_no_cookie(db, client, settings):
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["book.example"], True
    settings.SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    for host in ("10.0.0.7:8000", "[::1]", "a host that is none", "evil.example"):
        answer = client.get("/healthz", HTTP_HOST=host, HTTP_COOKIE="sessionid=x; lang=de")
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
        assert not answer.cookies
        assert "Vary" not in answer
        assert host not in answer.content.decode()


def test_nothing_else_is_answered_to_a_foreign_name(db, client, settings):
    settings.ALLOWED_HOSTS = ["book.example"]
    for path in ("/", "/admin/login/", "/healthz/", "/booking/business"):
        assert client.get(path, HTTP_HOST="evil.example").status_code == 400


def test_it_is_only_read(db, client):
    assert client.head("/healthz").status_code == 200
    assert client.post("/healthz").status_code == 405


def test_an_old_sqlite_is_pointed_out_but_fails_no_deployment(monkeypatch):
    monkeypatch.setattr(connection, "vendor", "sqlite")
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 2))
    (found,) = sqlite_keeps_its_log()
    assert found.level < checks.WARNING
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 3))
    assert sqlite_keeps_its_log() == []


def test_on_postgresql_the_version_of_sqlite_does_not_matter(monkeypatch):
    monkeypatch.setattr(connection, "vendor", "postgresql")
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    assert sqlite_keeps_its_log() == []


def deep(client):
    answer = client.get("/healthz?deep=1")
    return answer.status_code, answer.json()


def test_deep_without_a_worker_is_ill(client, db):
    status, facts = deep(client)
    assert (status, facts["status"]) == (503, "no worker runs")
    assert client.get("/healthz").status_code == 200


def test_deep_with_a_worker_is_well(client, db, now):
    Pulse.objects.create(name="worker:one", at=now)
    assert deep(client) == (
        200,
        {
            "status": "ok",
            "worker_seconds": 0,
            "oldest_event_seconds": None,
            "oldest_delivery_seconds": None,
            "audit": None,
        },
    )


def test_deep_names_what_waits_and_what_the_audit_found(client, elm, now):
    Pulse.objects.create(name="worker:one", at=now)
    Pulse.objects.create(name="work:audit", at=now, said="2 broken")
    factories.book(elm, "Fade", now=now - dt.timedelta(minutes=20))
    status, facts = deep(client)
    assert status == 503
    assert facts["status"] == "deliveries are late; the audit found something"
    assert facts["oldest_event_seconds"] == 1200


@pytest.mark.parametrize(("failing", "status"), [(False, 503), (True, 200)])
def test_deep_does_not_mind_a_receiver_that_fails(client, elm, now, failing, status):
    Pulse.objects.create(name="worker:one", at=now)
    endpoint, _ = endpoints.create(business=elm.business, url="https://partner.example/")
    endpoint.failing_since = now if failing else None
    endpoint.save()
    Delivery.objects.create(
        business=elm.business,
        channel="webhook",
        endpoint=endpoint,
        kind="x",
        dedupe="x",
        attempts=1,
        due_at=now - dt.timedelta(minutes=20),
    )
    assert deep(client)[0] == status
