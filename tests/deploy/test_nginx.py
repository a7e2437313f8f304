"""nginx as deploy/nginx.conf has it: who calls, and how, arrives truly; slow clients hold neither it nor us."""

import contextlib
import http.client
import os
import socket
import ssl

import pytest

from load import slow
from tests.bookingsite.web import served
from tests.deploy import front as fronts
from tests.races import other_processes

pytestmark = pytest.mark.django_db  # the tests have a database, then, and the product with them

GUEST, ATTACKER = "127.0.0.3", "127.0.0.1"
GUESTS = 20
FORGED = {
    "X-Forwarded-For": "203.0.113.9",
    "X_Forwarded_For": "203.0.113.9",
    "X-Forwarded-Proto": "http",
}
HOST = f"Host: {fronts.NAME}\r\n".encode()
POST = b"POST /booking/appointments HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n"


@pytest.fixture(scope="module")
def front(django_db_setup, tmp_path_factory):
    environment = {
        **other_processes.environment(),
        "ALLOWED_HOSTS": fronts.NAME,
        "PUBLIC_URL": f"https://{fronts.NAME}",
        "TRUSTED_PROXIES": "unix",
    }
    with fronts.running(tmp_path_factory.mktemp("front"), environment) as found:
        served.eventually(lambda: ask(found).status == 200)
        yield found


def tls(front):
    """Believes any certificate: that of the test is signed by itself."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def ask(front, path="/healthz", method="GET", body=None, **headers):
    """A guest's request; the answer is read."""
    client = http.client.HTTPSConnection(
        "127.0.0.1", front.https, timeout=served.PATIENCE, context=tls(front), source_address=(GUEST, 0)
    )
    with contextlib.closing(client):
        client.request(method, path, body, {"Host": fronts.NAME, **headers})
        answer = client.getresponse()
        answer.read()
        return answer


def test_the_callers_address_is_that_which_nginx_sees(front):
    assert ask(front, **FORGED).headers["X-Seen-Caller"] == GUEST


def test_it_is_known_that_the_caller_came_by_https(front):
    answer = ask(front, "/", **FORGED)
    assert (answer.status, answer.headers["Location"]) == (200, None)


def test_plain_http_is_sent_to_https(front):
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", front.http, timeout=served.PATIENCE)) as client:
        client.request("GET", "/book/", headers={"Host": fronts.NAME})
        answer = client.getresponse()
        assert (answer.status, answer.headers["Location"]) == (301, f"https://{fronts.NAME}/book/")


def test_an_address_that_opens_something_is_in_no_log(front):
    opening = ["/b/opens-a-booking/", "/admin/welcome/MQ/opens-an-account/", "/admin/start/opens-a-business/"]
    opening += ["/book/x/1/check/?embed=1&hold=opens-a-hold~x", "/book/x/1/check/?draft=opens-a-form%7Ex&staff=any"]
    opening += ["/admin/find/?q=opens-as-a-search", "/admin/businesses/customer/?blocked=1&q=opens-as-a-search"]
    for path in [*opening, "/admin/password_reset/MQ/opens-an-account/", "/seen-in-the-log"]:
        ask(front, path)
    served.eventually(lambda: "/seen-in-the-log" in front.log.read_text())
    assert "opens-" not in front.log.read_text()


@pytest.mark.parametrize(
    ("version", "ciphers", "spoken"),
    [
        (ssl.TLSVersion.TLSv1_3, None, True),
        (ssl.TLSVersion.TLSv1_2, "ECDHE+AESGCM", True),
        (ssl.TLSVersion.TLSv1_2, "ECDHE+AES+SHA256:AES256-GCM-SHA384:AES128-SHA@SECLEVEL=0", False),
        (ssl.TLSVersion.TLSv1_1, "ALL@SECLEVEL=0", False),
    ],
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_only_tls_that_keeps_its_secrets_is_spoken(front, version, ciphers, spoken):
    context = tls(front)
    context.minimum_version = context.maximum_version = version
    if ciphers:
        context.set_ciphers(ciphers)
    with socket.create_connection(("127.0.0.1", front.https), timeout=served.PATIENCE) as line:
        try:
            with context.wrap_socket(line, server_hostname=fronts.NAME):
                found = True
        except (ssl.SSLError, ConnectionError):
            found = False
    assert found == spoken


def test_a_body_that_is_too_large_is_refused_by_its_length(front):
    assert ask(front, "/booking/appointments", "POST", None, **{"Content-Length": str(50 * 1024**2)}).status == 413


@pytest.mark.parametrize("name", slow.KINDS)
def test_guests_are_answered_beside_slow_clients(front, name):
    with slow.crowd(front.https, slow.KINDS[name], "/healthz", tls=tls(front)):
        for _ in range(GUESTS):
            assert ask(front).status == 200


@pytest.mark.parametrize(
    "sent",
    [
        POST + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        POST + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        b"GET /healthz\x00 HTTP/1.1\r\n" + HOST + b"\r\n",
        b"GET /healthz HTTP/1.1\r\n" + HOST + b"X-Long: " + b"a" * 100_000 + b"\r\n\r\n",
        b"GET /book/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ],
)
def test_what_is_no_plain_request_is_refused(front, sent):
    with socket.create_connection(("127.0.0.1", front.https), timeout=served.PATIENCE) as line:
        secured = tls(front).wrap_socket(line)
        with contextlib.suppress(OSError):  # it may be refused before all is sent
            secured.sendall(sent.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1))
        assert served.all_of(secured).split()[1].startswith((b"4", b"501"))
    assert ask(front).status == 200


def test_a_caller_who_comes_past_nginx_is_believed_nothing(tmp_path):
    """The same settings, at a port: the address is the connection's own, and plain HTTP is sent to HTTPS."""
    environment = {**other_processes.environment(), "ALLOWED_HOSTS": "127.0.0.1", "TRUSTED_PROXIES": "unix"}
    environment = {**os.environ, **environment, "PUBLIC_URL": f"https://{fronts.NAME}"}
    command = served.server(application="tests.deploy.application:application")
    with served.serving.running(environment, command) as here:
        served.eventually(lambda: seen(here.port))
        status, caller = seen(here.port)
    assert (status, caller) == (301, ATTACKER)


def seen(port):
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=served.PATIENCE)) as client:
        client.request("GET", "/", headers={"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"})
        answer = client.getresponse()
        return answer.status, answer.headers["X-Seen-Caller"]
