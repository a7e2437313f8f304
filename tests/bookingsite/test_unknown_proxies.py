"""A proxy that nobody told us of is noticed, and said to whoever can do something about it."""

import datetime as dt
import logging

import pytest
import time_machine
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bookingsite import checks
from businesses import forwarding
from businesses.models import UnknownProxy, User
from tests.dashboard import signed_in

BEHIND = {"headers": {"X-Forwarded-For": "198.51.100.7"}, "REMOTE_ADDR": "10.0.0.7"}


def ask(client=None, **how):
    return (client or Client()).get("/healthz", **how)


def said_to(client, **how):
    text = client.get("/admin/", **how).text
    return "TRUSTED_PROXIES=" in text and text


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_it_is_said_in_the_log_once_and_written_once(elm, caplog, header):
    for _ in range(3):
        ask(headers={header: "for=198.51.100.7"}, REMOTE_ADDR="10.0.0.7")
    with CaptureQueriesContext(connection) as queries:
        ask(headers={header: "for=198.51.100.7"}, REMOTE_ADDR="10.0.0.7")
    assert not any("unknownproxy" in each["sql"] for each in queries)
    [said] = [each.getMessage() for each in caplog.records if each.levelno == logging.WARNING]
    assert "come from 10.0.0.7" in said
    assert "set TRUSTED_PROXIES=10.0.0.7 and" in said
    assert UnknownProxy.objects.get().address == "10.0.0.7"


def test_a_request_that_nobody_forwarded_is_not_noticed(elm, caplog):
    ask(REMOTE_ADDR="10.0.0.7")
    ask(headers={"Via": "1.1 office"}, REMOTE_ADDR="10.0.0.7")
    assert not caplog.records
    assert not UnknownProxy.objects.exists()


def test_a_trusted_one_is_not_noticed_either(elm, settings, caplog):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    ask(**BEHIND)
    assert not caplog.records


def test_the_platform_reads_what_to_write_where(elm, platform, settings):
    settings.TRUSTED_PROXIES = ["192.0.2.1"]
    ask(**BEHIND)
    forwarding.forget()
    assert "set TRUSTED_PROXIES=192.0.2.1,10.0.0.7 and" in said_to(platform)
    settings.TRUSTED_PROXIES = ["192.0.2.1", "10.0.0.0/8"]
    assert not said_to(platform)


def test_a_socket_in_the_file_system_has_a_name_too(elm, platform):
    ask(headers=BEHIND["headers"], REMOTE_ADDR="")
    assert "TRUSTED_PROXIES=unix" in said_to(platform)


def test_owners_read_it_where_nobody_else_runs_the_site(elm, olive, max_, maria):
    ask(**BEHIND)
    assert said_to(olive)
    assert not said_to(max_)
    assert not said_to(maria)
    User.objects.create_superuser("root", password=None)
    assert not said_to(olive)


def test_anybody_can_forge_a_header_so_nothing_of_a_public_address_is_kept(elm, platform, caplog):
    for number in range(100):
        ask(headers=BEHIND["headers"], REMOTE_ADDR=f"8.8.4.{number}")
    assert not UnknownProxy.objects.exists()
    assert not said_to(platform)
    assert len(caplog.records) == forwarding.MOST
    ask(**BEHIND)
    assert "10.0.0.7" in said_to(platform)


def test_a_public_proxy_is_known_by_the_request_that_it_brings(elm, platform):
    assert "TRUSTED_PROXIES=8.8.4.4" in said_to(platform, headers=BEHIND["headers"], REMOTE_ADDR="8.8.4.4")


def test_many_neighbours_fill_no_table(elm):
    for number in range(100):
        ask(headers=BEHIND["headers"], REMOTE_ADDR=f"10.0.0.{number}")
    forwarding.forget()
    ask(headers=BEHIND["headers"], REMOTE_ADDR="10.0.1.1")
    assert UnknownProxy.objects.count() == forwarding.MOST


def test_what_is_not_seen_any_more_is_not_said_any_more(elm, platform, now):
    ask(**BEHIND)
    with time_machine.travel(now + forwarding.KEPT + dt.timedelta(minutes=1), tick=False):
        assert forwarding.untold(now=now + forwarding.KEPT + dt.timedelta(minutes=1)) == []
        ask(**BEHIND)
        assert said_to(signed_in(User.objects.get(username="root")))


def test_a_check_before_deployment_says_it(elm, settings):
    assert checks.proxies_are_known() == []
    ask(**BEHIND)
    [found] = checks.proxies_are_known()
    assert "set TRUSTED_PROXIES=10.0.0.7 and" in found.msg
    settings.TRUSTED_PROXIES, settings.PUBLIC_URL = ["10.0.0.7"], "https://book.example"
    assert checks.proxies_are_known() == []
    settings.TRUSTED_PROXIES = []
    assert [each.id for each in checks.proxies_are_known()] == ["bookingsite.W001", "bookingsite.W002"]


def test_a_check_before_the_first_migration_is_no_failure(db, monkeypatch):
    def missing(*args, **kwargs):
        raise DatabaseError("no such table")

    monkeypatch.setattr(UnknownProxy.objects, "filter", missing)
    assert checks.proxies_are_known() == []


def test_a_database_that_cannot_keep_it_stops_no_request(elm, monkeypatch):
    def full(*args, **kwargs):
        raise DatabaseError("disk full")

    monkeypatch.setattr(UnknownProxy.objects, "filter", full)
    assert ask(**BEHIND).status_code == 200
