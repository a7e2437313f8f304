"""A request to an address that somebody else chose: it reaches the public internet only, and cannot keep us.

The name is resolved once; every address it has must be global; that very address is connected to, with the name in TLS.
"""

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpcore
from django.conf import settings

TOTAL_SECONDS = 15.0
MOST_BYTES = 64 * 1024


class Refused(Exception):
    """The address is none that we ask."""


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the headers by lower-case name, and the first bytes of the body."""

    status: int
    headers: dict[str, str]
    body: bytes


def post(url: str, *, headers: dict[str, str], body: bytes) -> Answer:
    """This will post a body, in 15 seconds at most whatever the receiver does, without following redirects.

    Raises `Refused`, `TimeoutError`, `OSError` or `httpcore.NetworkError` and its kin.
    """
    deadline = time.monotonic() + TOTAL_SECONDS
    backend = _PublicOnly(deadline)
    pool = httpcore.ConnectionPool(network_backend=backend, ssl_context=_trusted(), max_connections=1)
    left = TOTAL_SECONDS
    extensions = {"timeout": {"connect": left, "read": left, "write": left, "pool": left}}
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    try:
        with pool.stream("POST", url, headers=pairs, content=body, extensions=extensions) as answer:
            found = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}
            return Answer(answer.status, found, _head(answer.iter_stream(), deadline))
    except httpcore.TimeoutException:
        raise TimeoutError(f"no answer within {TOTAL_SECONDS:.0f} s") from None
    finally:
        pool.close()


@cache
def _trusted() -> ssl.SSLContext:
    """The authorities that this machine trusts; reading them takes longer than most requests."""
    return ssl.create_default_context()


def _head(stream: Iterable[bytes], deadline: float) -> bytes:
    head = b""
    for chunk in stream:
        head += chunk
        if len(head) >= MOST_BYTES or time.monotonic() > deadline:
            break
    return head[:MOST_BYTES]


class _PublicOnly(httpcore.NetworkBackend):
    """Connects to one resolved, public address; each read and write has what is left of the time of all."""

    def __init__(self, deadline: float) -> None:
        self.deadline = deadline
        self.real = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        address = _resolved(host, port)
        left = max(self.deadline - time.monotonic(), 0.001)
        return _Hurried(self.real.connect_tcp(address, port, timeout=left), self.deadline)

    def connect_unix_socket(self, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        raise Refused("a socket of this machine")


class _Hurried(httpcore.NetworkStream):
    """A stream whose every step ends with the deadline of all: a receiver that drips is cut off."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self.stream, self.deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.stream.read(max_bytes, timeout=self._left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.stream.write(buffer, timeout=self._left())

    def close(self) -> None:
        self.stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self.stream.start_tls(ssl_context, server_hostname=server_hostname, timeout=self._left())
        return _Hurried(inner, self.deadline)

    def get_extra_info(self, info: str) -> Any:
        return self.stream.get_extra_info(info)

    def _left(self) -> float:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left


def _resolved(host: str, port: int) -> str:
    """The address of a name, when all the addresses it has are public. Raises `Refused` or `OSError`."""
    found = {str(entry[4][0]) for entry in _lookup(host, port)}
    addresses = {_plain(ipaddress.ip_address(text.split("%")[0])) for text in found}
    if not addresses:
        raise OSError(f"{host} has no address")
    for address in addresses:
        loopback = settings.WEBHOOK_ALLOW_LOOPBACK and address.is_loopback
        if not loopback and (not address.is_global or address.is_multicast):
            raise Refused(f"{host} is not on the public internet")
    return str(min(addresses, key=lambda address: (address.version, int(address))))


def _plain(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    return getattr(address, "ipv4_mapped", None) or address


def _lookup(host: str, port: int) -> list[Any]:
    """The resolver has no time limit of its own; it gets one."""
    found: list[Any] = []
    faults: list[OSError] = []

    def ask() -> None:
        try:
            found.extend(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except OSError as error:
            faults.append(error)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(timeout=5)
    if asking.is_alive():
        raise TimeoutError(f"{host} was not resolved in time")
    if faults:
        raise OSError(f"{host} cannot be resolved")
    return found
