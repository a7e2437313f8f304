"""Which proxies are trusted to say who calls, and which ones stand before us without being known.

Behind a proxy that is not in TRUSTED_PROXIES everybody has its address: all guests share one limit. So whoever sends
what proxies send is noticed: said once in the log, and kept for the dashboard and for `check --deploy`. A process
writes once a day for each, no request does. Anybody can send such headers; so from a public address, which may be any
visitor's, nothing is kept, and the words everywhere ask whether it is one's own proxy.
"""

import datetime as dt
import ipaddress
import logging
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.http import HttpRequest

from businesses import addresses
from businesses.addresses import Address
from businesses.models import UnknownProxy

logger = logging.getLogger(__name__)
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
UNIX = "unix"  # the peer of a socket in the file system has no address
MAPPED_BITS = 96  # of an IPv6 address stand before the IPv4 address in it
SENT_BY_PROXIES = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")
KEPT = dt.timedelta(days=7)
AGAIN = dt.timedelta(days=1)
MOST = 16  # addresses of our own network that are remembered, and as many of others, by a process and in the table

_noticed: dict[bool, dict[str, dt.datetime]] = {True: {}, False: {}}  # by whether they are of our own network


class Trusted:
    """The addresses, networks and sockets of TRUSTED_PROXIES. Raises `ImproperlyConfigured` for anything else."""

    def __init__(self, written: tuple[str, ...]) -> None:
        texts = [text.strip() for text in written]
        self.unix = UNIX in texts
        self.networks = [_network(text) for text in texts if text != UNIX]

    def has(self, address: Address | None) -> bool:
        """This will tell whether a proxy is trusted; None is the peer of a socket in the file system."""
        return self.unix if address is None else any(address in network for network in self.networks)


@lru_cache
def _trusted(written: tuple[str, ...]) -> Trusted:
    return Trusted(written)


def trusted() -> Trusted:
    """This will give the proxies that are trusted; raises `ImproperlyConfigured`."""
    return _trusted(tuple(settings.TRUSTED_PROXIES))


def notice(request: HttpRequest, peer: Address | None, *, now: dt.datetime) -> None:
    """This will keep that a request which says that it was forwarded came from a peer that is not trusted."""
    if not any(name in request.META for name in SENT_BY_PROXIES):
        return
    name, is_near = str(peer or UNIX), peer is None or not peer.is_global
    request.unknown_proxy = name  # type: ignore[attr-defined]
    noticed = _noticed[is_near]
    before = noticed.get(name)
    if now - before < AGAIN if before else len(noticed) >= MOST:
        return
    noticed[name] = now
    if before is None:
        logger.warning("%s", said([name]))
    if is_near:
        _remember(name, now)


def untold(request: HttpRequest | None = None, *, now: dt.datetime) -> list[str]:
    """This will give the proxies that are not trusted: those seen lately, and the one that brought this request."""
    kept = UnknownProxy.objects.filter(seen_at__gt=now - KEPT).values_list("address", flat=True)
    names = {*kept, *filter(None, [getattr(request, "unknown_proxy", "")])}
    return sorted(name for name in names if not trusted().has(addresses.read(name)))


def said(names: list[str]) -> str:
    """This will say what that means, and what whoever runs the site writes where."""
    many, setting = len(names) > 1, ",".join([*settings.TRUSTED_PROXIES, *names])
    return (
        f"Requests that say they were forwarded come from {' and '.join(names)}, which TRUSTED_PROXIES does not name. "
        f"If {'these are' if many else 'this is'} your own proxy, all its callers count as one here, and a few wrong "
        f"tries of one keep all of them out: set TRUSTED_PROXIES={setting} and start again. "
        f"If you do not know {'them' if many else 'it'}, do nothing: anybody can send such headers."
    )


def forget() -> None:
    """This will forget what this process has noticed."""
    for noticed in _noticed.values():
        noticed.clear()


def _remember(name: str, now: dt.datetime) -> None:
    try:
        if UnknownProxy.objects.filter(address=name).update(seen_at=now):
            return
        UnknownProxy.objects.filter(seen_at__lte=now - KEPT).delete()
        if UnknownProxy.objects.count() < MOST:
            UnknownProxy.objects.get_or_create(address=name, defaults={"seen_at": now})
    except DatabaseError:  # it was said in the log; the request goes on, or meets the same fault by itself
        logger.warning("an unknown proxy could not be remembered", exc_info=True)


def _network(text: str) -> Network:
    """An IPv4 network that was written as a part of IPv6 is itself; the addresses compared with it are so too."""
    try:
        network = ipaddress.ip_network(text)
    except ValueError:
        raise ImproperlyConfigured(
            f"TRUSTED_PROXIES: {text!r} is no address or network such as 10.0.0.7 or 10.0.0.0/8 (or {UNIX})."
        ) from None
    mapped = getattr(network.network_address, "ipv4_mapped", None)
    if mapped is None or network.prefixlen < MAPPED_BITS:
        return network
    return ipaddress.ip_network((mapped, network.prefixlen - MAPPED_BITS))
