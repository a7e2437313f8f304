"""A mail server of the tests' own, and a worker whose clock stands where the test puts it."""

from email import message_from_bytes, policy

import pytest

from bookings import outbox
from bookings.management.work import CHANNELS
from tests import receivers
from tests.factories import NOW


@pytest.fixture
def post(settings):
    """The mail server that all mails go to: `post.got`, `post.refusal`."""
    with receivers.mail_server() as (server, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield server


@pytest.fixture
def run():
    """One round of the worker."""

    def work(now=NOW):
        while outbox.route(CHANNELS.values(), now=now):
            pass
        while claimed := outbox.claim(now=now, limit=50):
            for delivery in claimed:
                outbox.send(delivery, CHANNELS, clock=lambda: now)

    return work


@pytest.fixture
def mails(post):
    """What has arrived so far, read back."""

    def read(to=""):
        found = [message_from_bytes(envelope.original_content, policy=policy.default) for envelope in post.got]
        return [mail for mail in found if to in mail["To"]]

    return read
