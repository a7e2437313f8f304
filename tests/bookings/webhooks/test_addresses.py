"""Nothing inside is ever asked, however it is spelled, and whatever a name says the second time."""

import contextlib
import datetime as dt
import ipaddress
import socket
import ssl
import threading

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bookings.webhooks import addresses, fetching

INSIDE = [
    *("127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1"),
    *("169.254.169.254", "192.0.0.8", "192.0.0.170", "192.88.99.1", "198.18.0.1", "198.51.100.7", "203.0.113.9"),
    *("224.0.0.1", "224.0.1.1", "239.255.255.255", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:0:127.0.0.1"),
    *("64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::a00:1", "2002:7f00:1::1", "2002:a00:1::1", "2001:0:7f00:1::1"),
    *("fe80::1", "fec0::1", "fc00::1", "fd12:3456::1", "ff02::1", "ff0e::1", "100::1", "2001:db8::1", "3fff::1"),
]
OUTSIDE = ["8.8.8.8", "93.184.215.14", "::ffff:8.8.8.8", "2606:4700::1111", "2a00:1450:4001::200e"]


@pytest.mark.parametrize("text", INSIDE)
def test_an_address_inside_is_not_public(text):
    assert not addresses.is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", OUTSIDE)
def test_an_address_outside_is(text):
    assert addresses.is_public(ipaddress.ip_address(text))


@pytest.fixture
def listening():
    """A socket of this machine, and who came: nobody may."""
    came = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)

        def accept():
            with contextlib.suppress(OSError):
                while True:
                    came.append(listener.accept())

        thread = threading.Thread(target=accept)
        thread.start()
        yield listener.getsockname()[1], came
        thread.join()


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "127.1", "0x7f.1", "0x7f000001", "2130706433", "0177.0.0.1", "localhost", "LOCALHOST", "0"),
        *("[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "①②⑦.⓪.⓪.①"),
    ],
)
def test_no_spelling_of_this_machine_reaches_it(settings, monkeypatch, listening, host):
    port, came = listening
    monkeypatch.setattr("bookings.models.delivery.WEBHOOK_PORTS", (port,))
    with pytest.raises((fetching.Refused, fetching.Unanswered)):
        fetching.post(f"https://{host}:{port}/", headers={}, body=b"{}")
    assert came == []


@pytest.mark.parametrize(
    "host",
    [
        *("169.254.169.254", "0xa9fea9fe", "2852039166", "169.254.43518", "[fd00:ec2::254]"),
        *("[::ffff:a9fe:a9fe]", "10.0.0.1", "[fe80::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::1]"),
    ],
)
def test_no_network_inside_is_asked(host):
    with pytest.raises(fetching.Refused, match="public internet"):
        fetching.post(f"https://{host}/", headers={}, body=b"{}")


@pytest.mark.parametrize("host", ["0251.0376.0251.0376", "127.0.0.1.", "0300.0250.1.1"])
def test_other_spellings_of_a_network_inside_are_no_address_at_all(host):
    with pytest.raises((fetching.Refused, fetching.Unanswered)):
        fetching.post(f"https://{host}/", headers={}, body=b"{}")


@pytest.mark.parametrize(
    "url", ["http://8.8.8.8/", "https://8.8.8.8:22/", "https://a:b@8.8.8.8/", "file:///etc/passwd", "https://", "x"]
)
def test_an_address_of_another_form_is_not_asked(monkeypatch, url):
    monkeypatch.setattr(addresses.socket, "getaddrinfo", _never)
    with pytest.raises(fetching.Refused):
        fetching.post(url, headers={}, body=b"{}")


def _never(*args, **kwargs):
    pytest.fail("it was looked up")


@pytest.fixture
def names(monkeypatch):
    """`names["hooks.example"] = [["127.0.0.1"]]`: what a name resolves to, the first time and each time after it."""
    known, asked = {}, []

    def look_up(host, port, **kwargs):
        asked.append(host)
        answers = known[host]
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        return [(socket.AF_INET6 if ":" in each else socket.AF_INET, 1, 6, "", (each, port)) for each in found]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", look_up)
    known["asked"] = asked
    return known


@pytest.mark.parametrize("found", [["8.8.8.8", "127.0.0.1"], ["2606:4700::1", "10.0.0.1"], ["8.8.8.8", "fd00::1"]])
def test_a_name_with_one_address_inside_is_not_asked(names, found):
    names["two-faced.example"] = [found]
    with pytest.raises(fetching.Refused):
        fetching.post("https://two-faced.example/", headers={}, body=b"{}")


def test_a_name_is_resolved_once_and_that_address_is_connected_to(names, monkeypatch):
    """The second answer would be inside: nobody asks for it."""
    names["rebinding.example"] = [["93.184.215.14"], ["127.0.0.1"]]
    connected = []

    def connect(address, port, patience):
        connected.append((address, port))
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(fetching, "connected_to", connect)
    with pytest.raises(fetching.Unanswered, match="Connection refused"):
        fetching.post("https://rebinding.example/", headers={}, body=b"{}")
    assert connected == [("93.184.215.14", 443)]
    assert names["asked"] == ["rebinding.example"]


def test_with_loopback_allowed_the_other_networks_inside_stay_closed(settings, names):
    settings.WEBHOOK_ALLOW_LOOPBACK = True
    names["mixed.example"] = [["127.0.0.1", "10.0.0.1"]]
    for host in ("10.0.0.1", "169.254.169.254"):
        names[host] = [[host]]
    for host in ("mixed.example", "10.0.0.1", "169.254.169.254"):
        with pytest.raises(fetching.Refused):
            fetching.post(f"https://{host}/", headers={}, body=b"{}")


def test_with_loopback_allowed_nothing_public_is_asked_in_clear(settings, names):
    settings.WEBHOOK_ALLOW_LOOPBACK = True
    names["partner.example"] = [["8.8.8.8"]]
    with pytest.raises(fetching.Refused, match="https://"):
        fetching.post("http://partner.example/", headers={}, body=b"{}")


def test_a_name_that_does_not_resolve_is_tried_again_later():
    with pytest.raises(fetching.Unanswered, match="cannot be resolved"):
        fetching.post("https://nobody.invalid/", headers={}, body=b"{}")


def test_a_resolver_that_sleeps_does_not_keep_us(monkeypatch):
    monkeypatch.setattr(addresses, "LOOKUP_SECONDS", 0.1)
    woken = threading.Event()
    monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda *args, **kwargs: woken.wait(30) and [])
    with pytest.raises(fetching.Unanswered, match="in time"):
        fetching.post("https://slow.example/", headers={}, body=b"{}")
    woken.set()


@pytest.fixture
def secured(settings, tmp_path):
    """`secured("hooks.example")` listens with a certificate for that name: (port, who trusts it, names asked for)."""
    settings.WEBHOOK_ALLOW_LOOPBACK = True
    with contextlib.ExitStack() as stack:
        yield lambda name: _listening_secured(stack, tmp_path, name)


def _listening_secured(stack, folder, name):
    certificate, key = _certificate(name)
    (folder / "pem").write_bytes(certificate + key)
    context, asked = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), []
    context.load_cert_chain(folder / "pem")
    context.sni_callback = lambda connection, host, this: asked.append(host)
    listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
    listener.settimeout(30)

    def serve():
        with contextlib.suppress(OSError):
            plain, _ = listener.accept()
            with context.wrap_socket(plain, server_side=True) as encrypted:
                request = b""
                while not request.endswith(b"{}"):
                    request += encrypted.recv(65536)
                asked.append(request.decode())
                encrypted.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    thread = threading.Thread(target=serve)
    thread.start()
    stack.callback(thread.join)
    return listener.getsockname()[1], ssl.create_default_context(cadata=certificate.decode()), asked


def _certificate(name):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return made.public_bytes(serialization.Encoding.PEM), key.private_bytes(*form)


def test_the_name_is_the_one_in_tls_and_in_the_request_although_an_address_is_connected_to(names, secured):
    names["hooks.example"] = [["127.0.0.1"]]
    port, trust, asked = secured("hooks.example")
    answer = fetching.post(f"https://hooks.example:{port}/hook?a=1", headers={"x-a": "b"}, body=b"{}", trust=trust)
    assert answer.status == 204
    assert asked[0] == "hooks.example"
    assert asked[1].startswith("POST /hook?a=1 HTTP/1.1\r\n")
    assert f"host: hooks.example:{port}\r\n" in asked[1].lower()


def test_a_certificate_for_another_name_is_not_spoken_to(names, secured):
    names["hooks.example"] = [["127.0.0.1"]]
    port, trust, asked = secured("other.example")
    with pytest.raises(fetching.Unanswered, match=r"TLS: .*hooks\.example"):
        fetching.post(f"https://hooks.example:{port}/", headers={}, body=b"{}", trust=trust)
    assert asked == ["hooks.example"]


def test_a_certificate_that_nobody_vouches_for_is_not_spoken_to(names, secured):
    names["hooks.example"] = [["127.0.0.1"]]
    port, _, _ = secured("hooks.example")
    with pytest.raises(fetching.Unanswered, match="TLS: "):
        fetching.post(f"https://hooks.example:{port}/", headers={}, body=b"{}")
