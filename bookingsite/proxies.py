"""Who really calls, when proxies stand before us."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from businesses import addresses
from businesses.addresses import Address

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
UNIX = "unix"  # the peer of a socket in the file system has no address
MAPPED_BITS = 96  # of an IPv6 address stand before the IPv4 address in it


def caller_behind_proxies(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: REMOTE_ADDR becomes the caller whom the nearest trusted proxy saw; nobody below looks further.

    Raises `ImproperlyConfigured` when TRUSTED_PROXIES has something that is no address or network.
    """
    written = [text.strip() for text in settings.TRUSTED_PROXIES]
    trusted, unix = _networks(written), UNIX in written
    if not trusted and not unix:
        raise MiddlewareNotUsed

    def serve(request: HttpRequest) -> HttpResponse:
        peer = addresses.read(request.META.get("REMOTE_ADDR", ""))
        if (peer is None and unix) or (peer is not None and _is_in(peer, trusted)):
            forwarded = request.headers.get("X-Forwarded-For", "").split(",")
            request.META["REMOTE_ADDR"] = _caller(forwarded, trusted) or request.META.get("REMOTE_ADDR", "")
        else:
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)  # SECURE_PROXY_SSL_HEADER believes whoever sends it
        return get_response(request)

    return serve


def _caller(forwarded: list[str], trusted: list[Network]) -> str:
    """The right-most address that is no proxy of ours: what stands left of it, anybody may have written."""
    for text in reversed(forwarded):
        address = addresses.read(text)
        if address is None:
            return ""
        if not _is_in(address, trusted):
            return str(address)
    return ""


def _networks(written: list[str]) -> list[Network]:
    found = []
    for text in written:
        if text == UNIX:
            continue
        try:
            found.append(_unmapped(ipaddress.ip_network(text)))
        except ValueError:
            raise ImproperlyConfigured(
                f"TRUSTED_PROXIES: {text!r} is no address or network such as 10.0.0.7 or 10.0.0.0/8 (or {UNIX})."
            ) from None
    return found


def _unmapped(network: Network) -> Network:
    """An IPv4 network that was written as a part of IPv6, as itself; the addresses compared with it are so too."""
    mapped = getattr(network.network_address, "ipv4_mapped", None)
    if mapped is None or network.prefixlen < MAPPED_BITS:
        return network
    return ipaddress.ip_network((mapped, network.prefixlen - MAPPED_BITS))


def _is_in(address: Address, networks: list[Network]) -> bool:
    return any(address in network for network in networks)
