"""How the product is served. `gunicorn` reads this file by itself; what its command line says goes before it."""

import os
from pathlib import Path

import environ

environ.Env.read_env(Path(__file__).resolve().parent / ".env")

wsgi_app = "bookingsite.wsgi"
worker_class = "bookingsite.web.worker.Worker"
workers = int(os.environ.get("WEB_PROCESSES", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
control_socket_disable = True
loglevel = "warning"
