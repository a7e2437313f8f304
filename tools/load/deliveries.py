"""How fast a worker delivers what waits."""

import http.server
import subprocess
import threading
import time
from collections.abc import Mapping

import serving
from load import shell
from load.report import Figure

WEBHOOKS = 1000
LONGEST_SECONDS = 300


def figure(environment: Mapping[str, str], slug: str) -> Figure:
    """The seconds in which a worker delivers a thousand webhooks, from its start to the last arrival."""
    got: list[float] = []

    class Receiver(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(204)
            self.end_headers()
            got.append(time.perf_counter())

        def log_message(self, *args: object) -> None:
            """Silent."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    local = {**environment, "WEBHOOK_ALLOW_LOOPBACK": "true", "EMAIL_URL": "memorymail://"}
    url = f"http://127.0.0.1:{server.server_port}/"
    shell.call(local, "deliveries_rows", "queue", slug=slug, url=url, count=WEBHOOKS)
    begin = time.perf_counter()
    worker = subprocess.Popen([*serving.MANAGE, "run_worker"], env=local, stdout=subprocess.DEVNULL)
    try:
        while len(got) < WEBHOOKS and time.perf_counter() - begin < LONGEST_SECONDS:
            time.sleep(0.05)
    finally:
        worker.terminate()
        worker.wait()
        server.shutdown()
    return Figure(f"{WEBHOOKS} webhooks to a fast receiver", max(got, default=begin + LONGEST_SECONDS) - begin, "s")
