"""Receivers as bad as they can be: none keeps us longer than the limit, or makes us read more."""

import contextlib
import itertools
import socket
import threading
import time

import pytest

from bookings.webhooks import fetching

SLOWLY = 10  # seconds that a busy machine may need for what is cut off after less than one


@pytest.fixture(autouse=True)
def _loopback(settings):
    settings.WEBHOOK_ALLOW_LOOPBACK = True


@pytest.fixture
def short(monkeypatch):
    """The limit is over soon."""
    monkeypatch.setattr(fetching, "TOTAL_SECONDS", 0.6)


@contextlib.contextmanager
def speaking(pieces, *, pause=0.0, listens=True):
    """A receiver that says these pieces of bytes, one after another; its address, and how many bytes were taken."""
    said = []

    def serve():
        with contextlib.suppress(OSError):
            connection, _ = listener.accept()
            with connection:
                if listens:
                    connection.recv(65536)
                for piece in pieces:
                    connection.sendall(piece)
                    said.append(len(piece))
                    time.sleep(pause)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/", said
    thread.join(timeout=30)
    assert not thread.is_alive()


def post(url, body=b"{}"):
    began = time.monotonic()
    try:
        return fetching.post(url, headers={}, body=body)
    finally:
        assert time.monotonic() - began < SLOWLY


OK = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize(
    "pieces",
    [
        [bytes([byte]) for byte in OK * 100],
        itertools.chain([OK + b"\r\n"], itertools.repeat(b".", 1000)),
        itertools.repeat(b"HTTP/1.1 100 Continue\r\n\r\n", 1000),
    ],
    ids=["head", "body", "never more than that it will answer"],
)
def test_one_that_drips_is_cut_off(pieces):
    with speaking(pieces, pause=0.05) as (url, _), pytest.raises(fetching.Unanswered, match="no whole answer within"):
        post(url)


@pytest.mark.usefixtures("short")
def test_one_that_never_reads_what_we_send_is_cut_off():
    late = pytest.raises(fetching.Unanswered, match="no whole answer within")
    with speaking([b""], pause=3, listens=False) as (url, _), late:
        post(url, body=b"x" * 50_000_000)


def test_of_an_endless_body_the_beginning_is_read():
    with speaking(itertools.chain([OK + b"\r\n"], itertools.repeat(b"x" * 1024))) as (url, said):
        answer = post(url)
    assert answer.status == 200
    assert 60_000 < len(answer.body) <= fetching.MOST_BYTES
    assert sum(said) < 20 * 1024 * 1024


def test_an_endless_head_is_no_answer():
    endless = itertools.chain([OK], itertools.repeat(b"a: b\r\n"))
    with speaking(endless) as (url, _), pytest.raises(fetching.Unanswered, match="64 kB"):
        post(url)


def test_what_claims_to_be_packed_is_not_unpacked():
    head = OK + b"Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc"
    with speaking([head]) as (url, _):
        assert post(url).body == b"abc"


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 ", b"hello\r\n\r\n", OK + b"Content-Length: 9\r\n\r\nabc"])
def test_an_answer_that_breaks_off_or_is_none_is_no_success(said):
    with speaking([said]) as (url, _), pytest.raises(fetching.Unanswered):
        post(url)


def test_nobody_listening_is_said_in_words():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(fetching.Unanswered, match="refused"):
        post(f"http://127.0.0.1:{port}/")


def test_no_proxy_of_the_environment_is_asked(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with speaking([OK + b"Content-Length: 0\r\n\r\n"]) as (url, _):
        assert post(url).status == 200
