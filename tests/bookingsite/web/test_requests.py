"""What comes over the wire and is no plain request is refused, and the product goes on."""

import contextlib
import re

import pytest

from tests.bookingsite.web import served

pytestmark = pytest.mark.django_db  # the tests have a database, then, and the product with them

HOST = b"Host: localhost\r\n"
GET = b"GET / HTTP/1.1\r\n" + HOST
POST = b"POST /booking/appointments HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"

REFUSED = {
    "two lengths": POST + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    "two lengths in one line": POST + b"Content-Length: 2, 3\r\n\r\n{}",
    "a length with a sign": POST + b"Content-Length: +2\r\n\r\n{}",
    "a length below nothing": POST + b"Content-Length: -1\r\n\r\n{}",
    "a length of many digits": POST + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n{}",
    "a length in letters": POST + b"Content-Length: two\r\n\r\n{}",
    "a length, and chunks": POST + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks, and a length": POST + b"Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
    "chunks in HTTP/1.0": b"POST / HTTP/1.0\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "another encoding": POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "an encoding that looks like chunks": POST + b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
    "an encoding with a space in its name": POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "a size that is no number": CHUNKED + b"zz\r\n{}\r\n0\r\n\r\n",
    "a size below nothing": CHUNKED + b"-2\r\n{}\r\n0\r\n\r\n",
    "a size with 0x": CHUNKED + b"0x2\r\n{}\r\n0\r\n\r\n",
    "a chunk that is longer than its size": CHUNKED + b"2\r\n{}}}\r\n0\r\n\r\n",
    "a chunk with a strange extension": CHUNKED + b"2;\x00\r\n{}\r\n0\r\n\r\n",
    "a folded line": GET + b"X-Long: a\r\n b\r\n\r\n",
    "a line without a name": GET + b": a\r\n\r\n",
    "a line without a colon": GET + b"nonsense\r\n\r\n",
    "a space before the colon": GET + b"X-Name : a\r\n\r\n",
    "a line that ends in LF": b"GET /healthz HTTP/1.1\nHost: localhost\r\n\r\n",
    "a CR in a line": GET + b"X-Name: a\rb\r\n\r\n",
    "NUL in a line": GET + b"X-Name: a\x00b\r\n\r\n",
    "NUL in the path": b"GET /health\x00z HTTP/1.1\r\n" + HOST + b"\r\n",
    "NUL in the path, in per cent": b"GET /book/%00/ HTTP/1.1\r\n" + HOST + b"\r\n",
    "NUL in a static path": b"GET /static/%00.css HTTP/1.1\r\n" + HOST + b"\r\n",
    "NUL in a number": b"GET /booking/slots?date=%00 HTTP/1.1\r\n" + HOST + b"\r\n",
    "spaces before a control character": GET + b"X-Name:" + b" " * 16_000 + b"\x01\r\n\r\n",
    "a header of a megabyte": GET + b"X-Long: " + b"a" * 1_000_000 + b"\r\n\r\n",
    "a line of a megabyte": b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    "ten thousand lines": GET + b"X-Name: a\r\n" * 10_000 + b"\r\n",
    "HTTP/0.9": b"GET /healthz\r\n\r\n",
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/9.9": b"GET /healthz HTTP/9.9\r\n" + HOST + b"\r\n",
    "no host": b"GET /healthz HTTP/1.1\r\n\r\n",
    "two hosts": GET + b"Host: other.example\r\n\r\n",
    "another host": b"GET / HTTP/1.1\r\nHost: other.example\r\n\r\n",
    "a host with a path": b"GET / HTTP/1.1\r\nHost: localhost/nowhere\r\n\r\n",
    "another host in the address": b"GET http://other.example/healthz HTTP/1.1\r\n" + HOST + b"\r\n",
    "half a bracket in the address": b"GET http://[localhost/healthz HTTP/1.1\r\n" + HOST + b"\r\n",
    "an address for a tunnel": b"CONNECT localhost:443 HTTP/1.1\r\n" + HOST + b"\r\n",
    "a star": b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n",
    "a verb in small letters": b"get /healthz HTTP/1.1\r\n" + HOST + b"\r\n",
    "a verb that nobody knows": b"BREW /healthz HTTP/1.1\r\n" + HOST + b"\r\n",
    "a verb that gives headers back": b"TRACE /healthz HTTP/1.1\r\n" + HOST + b"\r\n",
    "a path that leads out": b"GET /static/..%2f..%2f..%2fetc/passwd HTTP/1.1\r\n" + HOST + b"\r\n",
    "a path that is no UTF-8": b"GET /book/%ff%fe/ HTTP/1.1\r\n" + HOST + b"\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "too large a body": POST + b"Content-Length: 99999999\r\n\r\n",
    "too large a body, when asked first": POST + b"Expect: 100-continue\r\nContent-Length: 99999999\r\n\r\n",
    "too large a chunk": CHUNKED + b"5f5e0ff\r\n" + b" " * 14_000_000,
}


def statuses(line):
    """Those of all answers that come."""
    return [int(status) for status in re.findall(rb"HTTP/1\.[01] (\d{3}) ", served.all_of(line))]


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_plain_request_is_refused(product, name):
    line = served.connection(product)
    with contextlib.suppress(ConnectionError):  # it may be refused before all is sent
        line.sendall(REFUSED[name].replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1))
    (status,) = statuses(line)
    assert 400 <= status < 500 or status == 501
    assert served.ask(product, "/healthz") == {"status": "ok"}


def test_a_second_request_within_a_body_is_not_answered_as_one(product):
    inner = GET + b"\r\n"
    line = served.connection(product, POST + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(inner) + inner)
    assert len(statuses(line)) == 1


def test_requests_at_once_are_answered_in_their_order(product):
    asked = [
        b"GET /healthz HTTP/1.1\r\n",
        b"GET /nowhere HTTP/1.1\r\n",
        b"GET /healthz HTTP/1.1\r\nConnection: close\r\n",
    ]
    line = served.connection(product, b"".join(request + HOST + b"\r\n" for request in asked))
    assert statuses(line) == [200, 404, 200]


def test_who_sends_requests_by_the_hundred_without_reading_is_closed(product):
    line = served.connection(product, (GET + b"\r\n") * 100)
    assert len(statuses(line)) < 100
    assert served.ask(product, "/healthz") == {"status": "ok"}


def test_the_address_may_be_written_in_full(product):
    asked = b"GET http://localhost/healthz HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"
    assert statuses(served.connection(product, asked)) == [200]


def test_a_header_with_an_underscore_is_no_header(product):
    """A proxy that does not know it would let it through: X_Forwarded_For for X-Forwarded-For."""
    assert "HTTP_X_FORWARDED_FOR" not in served.environ_of(b"X_Forwarded_For: 203.0.113.9\r\n")
