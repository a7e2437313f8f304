"""`manage.py renew_secrets`, and the whole way from one SECRET_KEY to the next."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from bookings import queries
from bookings.notifications import refusals
from bookings.webhooks import endpoints
from businesses import factors
from businesses.models import User
from tests import dashboard, factories
from tests.factories import NOW

OLD, NEW = "an earlier key that was random " * 2, "the key that takes over, random too " * 2
SAID = "webhook endpoints: 1; authenticator apps and recovery codes: 1; addresses that want no optional mail: {}\n"
URL = "https://partner.example/hook"


@pytest.fixture
def before(elm, settings):
    """What a site with the old key has given out: a guest's link, a webhook's secret, a refused mail."""
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS, settings.WEBHOOK_SECRET_KEY = OLD, [], []
    booking = factories.book(elm, "Fade")
    endpoint, _ = endpoints.create(business=elm.business, url=URL)
    endpoints.rotate(endpoint, now=NOW)
    refusals.refuse(elm.business, "Jordan@example.com")
    dashboard.give_app(User.objects.create_user("olive", "olive@example.com"))
    return booking, queries.link_token(booking), endpoint, endpoints.secrets_of(endpoint, now=NOW)


def renewed():
    written = io.StringIO()
    call_command("renew_secrets", stdout=written)
    return written.getvalue()


def test_with_the_old_key_beside_it_a_new_one_changes_nothing_for_anybody(elm, before, settings):
    booking, link, endpoint, secrets = before
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    assert queries.booking_by_link(link) == booking
    assert endpoints.secrets_of(endpoint, now=NOW) == secrets
    assert refusals.is_refused(elm.business, "jordan@example.com")


def test_once_renewed_the_old_key_may_go(elm, before, settings):
    booking, link, endpoint, secrets = before
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    assert renewed() == SAID.format(1)
    settings.SECRET_KEY_FALLBACKS = []
    endpoint.refresh_from_db()
    assert endpoints.secrets_of(endpoint, now=NOW) == secrets
    assert refusals.is_refused(elm.business, "jordan@example.com")
    assert factors.is_right(User.objects.get(username="olive"), dashboard.code(), now=timezone.now())
    assert queries.booking_by_link(link) is None
    assert queries.booking_by_link(queries.link_token(booking)) == booking


def test_a_second_time_changes_nothing(before, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    renewed()
    assert renewed() == SAID.format(0)


def test_a_secret_that_no_key_opens_is_said_and_nothing_is_written(elm, before, settings):
    endpoint = before[2]
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, []
    with pytest.raises(CommandError, match="WEBHOOK_SECRET_KEY does not open this secret"):
        renewed()
    kept = endpoint.encrypted_secret
    endpoint.refresh_from_db()
    assert endpoint.encrypted_secret == kept
