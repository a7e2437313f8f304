"""Where webhooks may go: the public internet and nothing else."""

import ipaddress
import socket
import threading
from collections.abc import Iterable

import httpx
from django.conf import settings
from django.core.exceptions import ValidationError

from bookings.models import validate_webhook_url

LOOKUP_SECONDS = 5.0
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# What `is_global` lets through, or lets through in some releases of Python: addresses that carry an IPv4 address to
# be taken out on the way (NAT64, 6to4, the old compatible form), and those of a site, of relays and of documentation.
NEVER = tuple(
    ipaddress.ip_network(text)
    for text in (
        *("192.0.0.0/24", "192.88.99.0/24"),
        *("::/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/23", "2002::/16"),
        *("3fff::/20", "5f00::/16", "fec0::/10"),
    )
)


class Refused(Exception):
    """The address is none that we ask; the words are for whoever set it up."""


def parsed(url: str) -> httpx.URL:
    """This will give an address as its parts, names in their ASCII form. Raises `Refused` when its form is not allowed.

    The form was looked at when it was set up; the settings may have become stricter since.
    """
    try:
        validate_webhook_url(url)
        return httpx.URL(url)
    except ValidationError as error:
        raise Refused(error.messages[0]) from None
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise Refused("This is no web address.") from None


def resolved(host: str, port: int, *, encrypted: bool) -> list[str]:
    """This will give the addresses of a name, to be connected to as they are, IPv4 first.

    Raises `Refused` when any of them is not public, `OSError` when there is none.
    """
    found = {_unmapped(ipaddress.ip_address(text.partition("%")[0])) for text in _looked_up(host, port)}
    if not found:
        raise OSError(f"{host} has no address")
    to_ourselves = settings.WEBHOOK_ALLOW_LOOPBACK and all(address.is_loopback for address in found)
    if not to_ourselves:
        if not all(map(is_public, found)):
            raise Refused(f"{host} is not on the public internet.")
        if not encrypted:
            raise Refused("The address must begin with https://.")
    return [str(address) for address in sorted(found, key=lambda address: (address.version, int(address)))]


def is_public(address: Address) -> bool:
    """This will tell whether an address is one of the public internet, a single machine's, and no way to another."""
    address = _unmapped(address)
    special = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback
    return address.is_global and not special and not any(address in network for network in NEVER)


def _unmapped(address: Address) -> Address:
    return getattr(address, "ipv4_mapped", None) or address


def _looked_up(host: str, port: int) -> Iterable[str]:
    """What the resolver says. It has no time limit of its own, so it is left behind when it takes too long."""
    found: list[str] = []
    faults: list[Exception] = []

    def ask() -> None:
        try:
            found.extend(str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            faults.append(error)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(timeout=LOOKUP_SECONDS)
    if asking.is_alive():
        raise OSError(f"{host} was not resolved in time")
    if faults:
        raise OSError(f"{host} cannot be resolved")
    return found
