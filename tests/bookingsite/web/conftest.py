"""The product itself, served as in production."""

from collections.abc import Iterator

import pytest

import serving
from tests.bookingsite.web import served
from tests.races import other_processes


@pytest.fixture(scope="package")
def product(django_db_setup: None) -> Iterator[int]:
    """Its port; it has the tests' empty database."""
    environment = {**other_processes.environment(), "ALLOWED_HOSTS": "127.0.0.1,localhost"}
    with served.running(serving.web_server, environment, "/healthz") as here:
        yield here.port
