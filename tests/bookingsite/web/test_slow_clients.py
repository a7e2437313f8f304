"""Five hundred clients that never finish, of every kind, and guests who notice nothing."""

import contextlib
import resource

import pytest

from load import slow
from tests.bookingsite.web import served

pytestmark = pytest.mark.django_db  # the tests have a database, then, and the product with them

GUESTS = 20


@pytest.fixture(scope="module", autouse=True)
def _descriptors():
    """Enough for this side of the connections."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, slow.CLIENTS * 2), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.parametrize("name", [name for name, kind in slow.KINDS.items() if not kind.reads_slowly])
def test_guests_are_answered_beside_five_hundred_slow_clients(product, name):
    with slow.crowd(product, slow.KINDS[name], "/healthz") as crowd:
        for _ in range(GUESTS):
            assert served.ask(product, "/healthz") == {"status": "ok"}
        assert len(crowd.lines) > slow.CLIENTS * 0.9


def test_guests_are_answered_beside_five_hundred_who_do_not_read_what_they_asked_for():
    with served.running(served.server()) as here, slow.crowd(here.port, slow.KINDS["a reader by bytes"], "/large/30"):
        for _ in range(GUESTS):
            assert served.ask(here.port)["body"] == 0


def test_guests_are_answered_beside_slow_clients_of_every_kind(product):
    with contextlib.ExitStack() as stack:
        for kind in slow.KINDS.values():
            stack.enter_context(slow.crowd(product, kind, "/healthz", clients=slow.CLIENTS // len(slow.KINDS)))
        for _ in range(GUESTS):
            assert served.ask(product, "/healthz") == {"status": "ok"}
