"""Partners' receivers and mail servers, on this machine: real ones, as friendly or as bad as a test wants them."""

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller


class Receiver:
    """An HTTP server that keeps what it gets; `answer(handler)` says how it answers."""

    def __init__(self, answer: Callable[[BaseHTTPRequestHandler], None] | int = 200) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                receiver.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
                if callable(receiver.answer):
                    receiver.answer(self)
                else:
                    say(self, receiver.answer)

            def log_message(self, *args: Any) -> None:
                """Silent."""

        self.answer = answer
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def say(handler: BaseHTTPRequestHandler, status: int, headers: dict[str, str] | None = None, body: bytes = b"") -> None:
    """This will answer with a status, headers and a body."""
    handler.send_response(status)
    for name, value in (headers or {}).items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def sleep_for(seconds: float) -> Callable[[BaseHTTPRequestHandler], None]:
    """This will make an answer that does not come for so long."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        with contextlib.suppress(OSError):
            say(handler, 200)

    return answer


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    """This will break off without an answer."""
    handler.connection.close()


@contextlib.contextmanager
def receiving(answer: Callable[[BaseHTTPRequestHandler], None] | int = 200) -> Iterator[Receiver]:
    """A receiver for as long as the block lasts."""
    receiver = Receiver(answer)
    try:
        yield receiver
    finally:
        receiver.server.shutdown()
        receiver.server.server_close()


class MailServer:
    """An SMTP server that keeps what it accepts; `refusal` is what it says to every recipient instead."""

    def __init__(self) -> None:
        self.got: list[Any] = []
        self.refusal = ""
        self.bad = ""  # or "sleeps", "drops": what it does with a mail

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Accepts the recipient, unless it refuses everybody."""
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keeps the mail, unless it is a bad one."""
        if self.bad == "sleeps":
            await asyncio.sleep(2)
        if self.bad == "drops":
            server.transport.abort()
            return "451 dropped"
        self.got.append(envelope)
        return "250 kept"


@contextlib.contextmanager
def mail_server() -> Iterator[tuple[MailServer, int]]:
    """A mail server and its port for as long as the block lasts."""
    server = MailServer()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=port, ready_timeout=60)
    controller.start()
    try:
        yield server, port
    finally:
        controller.stop()
