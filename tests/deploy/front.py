"""nginx with the file of deploy/, before the product: ports, paths and the certificate are those of the test."""

import contextlib
import datetime as dt
import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

import serving

NAME = "book.example"
REMEDY = "nginx is not on this machine. On Debian and Ubuntu: apt install nginx-light; or NGINX=/path/to/nginx"
# What Debian's own nginx.conf is around the file, with everything that is written in the test's folder.
AROUND = """
user {user};
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
worker_processes 1;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/bookingsite.conf;
}}
"""


class Front(NamedTuple):
    """The ports where nginx listens."""

    http: int
    https: int
    log: Path


@contextlib.contextmanager
def running(folder: Path, environment: dict[str, str]) -> Iterator[Front]:
    """nginx and the web server behind it."""
    front = Front(*_free_ports(), folder / "access.log")
    server = [*serving.web_server(f"unix:{folder}/web.sock"), "tests.deploy.application:application"]
    with serving.started(server, environment), serving.started(_nginx(folder, front), environment):
        yield front


def _nginx(folder: Path, front: Front) -> list[str]:
    _certify(folder)
    changed = (settings.BASE_DIR / "deploy/nginx.conf").read_text()
    for given, here in (
        ("listen 80;", f"listen 127.0.0.1:{front.http};"),
        ("listen [::]:80;", f"listen [::1]:{front.http};"),
        ("listen 443 ", f"listen 127.0.0.1:{front.https} "),
        ("listen [::]:443 ", f"listen [::1]:{front.https} "),
        (f"/etc/letsencrypt/live/{NAME}", str(folder)),
        ("/run/bookingsite/web.sock", f"{folder}/web.sock"),
        ("/var/log/nginx/access.log", f"{folder}/access.log"),
    ):
        assert given in changed
        changed = changed.replace(given, here)
    (folder / "bookingsite.conf").write_text(changed)
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=pwd.getpwuid(os.getuid()).pw_name))
    command = [_found(), "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    subprocess.run([*command, "-t", "-q"], check=True)
    return command


def _found() -> str:
    found = os.environ.get("NGINX") or shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin:/usr/local/sbin")
    if not found:
        pytest.fail(REMEDY, pytrace=False)
    return found


def _free_ports() -> Iterator[int]:
    with contextlib.ExitStack() as stack:
        for _ in ("http", "https"):
            yield stack.enter_context(socket.create_server(("127.0.0.1", 0))).getsockname()[1]


def _certify(folder: Path) -> None:
    """A certificate for an hour, signed by itself."""
    key, now = ec.generate_private_key(ec.SECP256R1()), dt.datetime.now(dt.UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now).not_valid_after(now + dt.timedelta(hours=1))
    signed = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
    (folder / "fullchain.pem").write_bytes(signed.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
