"""Who really calls, when proxies stand before us."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import RequestFactory

from bookingsite.proxies import caller_behind_proxies

pytestmark = pytest.mark.django_db


def caller(settings, trusted, peer, forwarded=None):
    settings.TRUSTED_PROXIES = trusted
    headers = {"X-Forwarded-For": forwarded} if forwarded is not None else {}
    request = RequestFactory(headers=headers).get("/", REMOTE_ADDR=peer)
    caller_behind_proxies(lambda request: HttpResponse())(request)
    return request.META["REMOTE_ADDR"]


@pytest.mark.parametrize(
    ("peer", "forwarded", "found"),
    [
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1, 203.0.113.9, 10.2.3.4", "203.0.113.9"),
        ("::ffff:10.0.0.1", "2001:db8::7", "2001:db8::7"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "unknown", "10.0.0.1"),
        ("10.0.0.1", "203.0.113.9, nonsense", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.2", "10.0.0.1"),
        ("203.0.113.1", "198.51.100.1", "203.0.113.1"),
        ("203.0.113.1", None, "203.0.113.1"),
    ],
)
def test_the_nearest_caller_that_is_no_proxy(settings, peer, forwarded, found):
    assert caller(settings, ["10.0.0.0/8"], peer, forwarded) == found


def test_a_socket_without_an_address_is_trusted_only_when_said(settings):
    assert caller(settings, ["unix"], "", "203.0.113.9") == "203.0.113.9"
    assert caller(settings, ["10.0.0.0/8"], "", "203.0.113.9") == ""


@pytest.mark.parametrize("written", ["::ffff:10.0.0.1", "::ffff:10.0.0.0/104", " 10.0.0.1"])
@pytest.mark.parametrize("peer", ["10.0.0.1", "::ffff:10.0.0.1"])
def test_an_ipv4_proxy_is_known_however_it_is_written(settings, written, peer):
    assert caller(settings, ["unix", written], peer, "203.0.113.9") == "203.0.113.9"
    assert caller(settings, [written], "198.51.100.1", "203.0.113.9") == "198.51.100.1"


def test_a_wide_ipv6_network_stays_one(settings):
    assert caller(settings, ["::/0"], "2001:db8::1", "203.0.113.9") == "203.0.113.9"


@pytest.mark.parametrize(("peer", "secure"), [("10.0.0.1", True), ("203.0.113.1", False)])
def test_only_a_proxy_says_that_the_caller_came_by_https(settings, peer, secure):
    settings.TRUSTED_PROXIES, settings.SECURE_PROXY_SSL_HEADER = ["10.0.0.1"], ("HTTP_X_FORWARDED_PROTO", "https")
    request = RequestFactory(headers={"X-Forwarded-Proto": "https"}).get("/", REMOTE_ADDR=peer)
    caller_behind_proxies(lambda request: HttpResponse())(request)
    assert request.is_secure() == secure


def test_without_proxies_nobody_is_asked(settings):
    assert caller(settings, [], "127.0.0.1", "203.0.113.9") == "127.0.0.1"
    assert caller(settings, [], "", "203.0.113.9") == ""


@pytest.mark.parametrize(
    ("forwarded", "found"),
    [("203.0.113.9:5123", "203.0.113.9"), ("[2001:db8::7]:443", "2001:db8::7"), ("fe80::7%eth0", "fe80::7")],
)
def test_an_address_is_read_with_the_port_that_some_proxies_write(settings, forwarded, found):
    assert caller(settings, ["10.0.0.1"], "10.0.0.1", forwarded) == found


@pytest.mark.parametrize("written", ["10.0.0.300", "10.0.0.1/8", "proxy.example"])
def test_a_mistake_is_said_at_the_start(settings, written):
    settings.TRUSTED_PROXIES = [written]
    with pytest.raises(ImproperlyConfigured, match=r"10\.0\.0\.0/8"):
        caller_behind_proxies(lambda request: HttpResponse())
