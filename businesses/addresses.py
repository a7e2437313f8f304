"""Where somebody calls from: network addresses as they are written, and the networks by which callers are counted."""

import ipaddress
import re
from typing import NamedTuple

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
HOME_BITS, SITE_BITS = 64, 48  # of an IPv6 address: what a connection gets at least, what a house with many may get
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # the whole of IPv4, written as a part of IPv6
WITH_PORT = re.compile(r"\[(?P<six>[^\[\]]+)\](?::\d{1,5})?|(?P<four>[\d.]+):\d{1,5}")
UNKNOWN = "unknown"  # the peer of a socket in the file system has no address


class Networks(NamedTuple):
    """Whom a caller is counted with: everybody who may be the same person, and (IPv6 only, else "") the wider site."""

    near: str
    wide: str = ""


def read(text: str) -> Address | None:
    """This will read an address, with or without a port; None when it is none.

    IPv4 within IPv6 is IPv4. A zone (%eth0) is left out: it says something to the machine that wrote it alone.
    """
    text = text.strip()
    if found := WITH_PORT.fullmatch(text):
        text = found["six"] or found["four"]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return address.ipv4_mapped
        if address in NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def networks(text: str) -> Networks:
    """This will give the networks of a caller. Of IPv6 everybody has 2⁶⁴ addresses at hand, so they count as one."""
    address = read(text)
    if address is None:
        return Networks(UNKNOWN)
    if isinstance(address, ipaddress.IPv4Address):
        return Networks(str(address))
    near, wide = (str(ipaddress.ip_network((int(address), bits), strict=False)) for bits in (HOME_BITS, SITE_BITS))
    return Networks(near, wide)
