"""waitress in several processes that share one listening socket: `load.waitress_processes HOST:PORT PROCESSES THREADS`.

waitress itself is one process. It reads whole requests before a thread sees them.
"""

import importlib
import logging
import os
import signal
import socket
import sys


def main() -> None:
    """This will serve until it is told to stop; each process then ends what it is answering."""
    host, _, port = sys.argv[1].rpartition(":")
    listener = socket.create_server((host, int(port)), backlog=2048)
    children = [_forked(listener, threads=int(sys.argv[3])) for _ in range(int(sys.argv[2]))]

    def stop(number: int, frame: object) -> None:
        for child in children:
            os.kill(child, number)

    signal.signal(signal.SIGTERM, stop)
    for child in children:
        os.waitpid(child, 0)


def _forked(listener: socket.socket, *, threads: int) -> int:
    if child := os.fork():
        return child
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    sys.path.insert(0, os.getcwd())
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that requests queue is what is measured
    waitress = importlib.import_module("waitress")  # no dependency: compared where it is installed

    from bookingsite.wsgi import application

    waitress.serve(
        application, sockets=[listener], threads=threads, connection_limit=2000, asyncore_use_poll=True,
        channel_timeout=15, cleanup_interval=5, _quiet=True,
    )  # fmt: skip
    os._exit(0)


if __name__ == "__main__":
    main()
