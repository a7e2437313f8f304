"""A request to an address that somebody else chose: it reaches the public internet only, and cannot keep us.

The name is resolved once; every address it has must be public; one of those very addresses is connected to, with the
name in TLS. Fifteen seconds and 64 kB are for everything together: finding, connecting, asking, answering.
"""

import contextlib
import socket
import ssl
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import httpcore

from bookings.webhooks.addresses import Refused, parsed, resolved

TOTAL_SECONDS = 15.0
CONNECT_SECONDS = 5.0  # for each address of a name
MOST_BYTES = 64 * 1024

__all__ = ["Answer", "Refused", "Unanswered", "post"]


class Unanswered(Exception):
    """No answer came; the words say why."""


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the headers by lower-case name, and the first bytes of the body."""

    status: int
    headers: dict[str, str]
    body: bytes


def post(url: str, *, headers: dict[str, str], body: bytes, trust: ssl.SSLContext | None = None) -> Answer:
    """This will post a body, in 15 seconds at most whatever the receiver does, without following redirects.

    Raises `Refused` for an address that is not asked, `Unanswered` when no whole answer came.
    """
    address = parsed(url)
    limits = Limits(time.monotonic() + TOTAL_SECONDS, MOST_BYTES)
    fixed = {"host": address.netloc.decode("ascii"), "connection": "close", "content-length": str(len(body))}
    pairs = [(name.encode(), value.encode()) for name, value in {**fixed, **headers}.items()]
    origin = httpcore.URL(scheme=address.raw_scheme, host=address.raw_host, port=address.port, target=address.raw_path)
    pool = httpcore.ConnectionPool(
        network_backend=PublicInternet(limits, encrypted=address.scheme == "https"),
        ssl_context=trust or _everyday_trust(),
        max_connections=1,
        retries=0,
    )
    try:
        request = httpcore.Request("POST", origin, headers=pairs, content=body)
        with contextlib.closing(pool.handle_request(request)) as answer:
            return Answer(answer.status, _as_text(answer.headers), _beginning(answer.iter_stream()))
    except TooMuch:
        raise Unanswered(f"the head of the answer has more than {MOST_BYTES // 1024} kB") from None
    except ssl.SSLError as error:
        raise Unanswered(f"TLS: {getattr(error, 'verify_message', '') or error.reason or 'it broke off'}") from None
    except TimeoutError:
        raise Unanswered(f"no whole answer within {TOTAL_SECONDS:.0f} s") from None
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise Unanswered(str(error) or "it hung up") from None
    except OSError as error:
        raise Unanswered(error.strerror or str(error) or "it hung up") from None
    finally:
        pool.close()


def _as_text(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in headers}


def _beginning(stream: Iterable[bytes]) -> bytes:
    """The first bytes of a body. Where there are more than we read the rest is left; the status has said it all."""
    head = b""
    with contextlib.suppress(TooMuch):
        for chunk in stream:
            head += chunk
    return head[:MOST_BYTES]


@lru_cache(maxsize=1)
def _everyday_trust() -> ssl.SSLContext:
    return ssl.create_default_context()


class TooMuch(Exception):
    """The receiver has sent as much as we read."""


@dataclass
class Limits:
    """What is left for everything: until when on the monotonic clock, and how many bytes of answer."""

    deadline: float
    bytes_left: int

    def seconds_left(self) -> float:
        """This will give the seconds that are left. Raises `TimeoutError` when there are none."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class PublicInternet(httpcore.NetworkBackend):
    """Connects to the resolved, public addresses of a name, and to nothing else."""

    def __init__(self, limits: Limits, *, encrypted: bool) -> None:
        self.limits, self.encrypted = limits, encrypted

    def connect_tcp(self, host: str, port: int, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        """This will connect to the first address that lets us."""
        fault: OSError = OSError(f"{host} has no address")
        for address in resolved(host, port, encrypted=self.encrypted):
            try:
                patience = min(CONNECT_SECONDS, self.limits.seconds_left())
                connected = connected_to(address, port, patience)
            except OSError as error:
                fault = OSError("it cannot be connected to in time") if isinstance(error, TimeoutError) else error
            else:
                return Wire(connected, self.limits)
        raise fault

    def connect_unix_socket(self, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        """Never: that would be a socket of this machine."""
        raise Refused("This is no web address.")


def connected_to(address: str, port: int, patience: float) -> socket.socket:
    """This will give a connection to an address as it stands there: nobody is asked for a name again."""
    made = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        made.settimeout(patience)
        made.connect((address, port))
    except OSError:
        made.close()
        raise
    return made


class Wire(httpcore.NetworkStream):
    """A connection whose every step ends with the time of all, and which is read no further than we want to."""

    def __init__(self, connected: socket.socket, limits: Limits) -> None:
        self.connected, self.limits = connected, limits

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """This will give what has come, waiting for the first byte of it. Raises `TooMuch` or `TimeoutError`."""
        if not self.limits.bytes_left:
            raise TooMuch
        self.connected.settimeout(self.limits.seconds_left())
        got = self.connected.recv(min(max_bytes, self.limits.bytes_left))
        self.limits.bytes_left -= len(got)
        return got

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """This will send all of it. A receiver that closes early may have answered: that is read all the same."""
        while buffer:
            self.connected.settimeout(self.limits.seconds_left())
            try:
                buffer = buffer[self.connected.send(buffer) :]
            except TimeoutError:
                raise
            except OSError as error:
                raise httpcore.WriteError("it hung up") from error

    def close(self) -> None:
        """This will end the connection."""
        self.connected.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """This will speak TLS from here on, to who can prove to be `server_hostname`."""
        self.connected.settimeout(self.limits.seconds_left())
        try:
            return Wire(ssl_context.wrap_socket(self.connected, server_hostname=server_hostname), self.limits)
        except Exception:
            self.close()
            raise

    def get_extra_info(self, info: str) -> Any:
        """What the connection pool asks; nothing waits to be read on a connection that is used once."""
        return False if info == "is_readable" else None
