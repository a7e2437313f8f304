"""The pages that are open all day ask the database little, however much is booked."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings import operations
from businesses.models import Business
from tests import factories
from tests.bookings.queries.test_figures import TODAY, took

MOST = 12


@pytest.fixture
def busy(elm):
    """Visits of today and a request to decide, of Jane Doe and of others."""
    for n, name in enumerate(("jane", "una", "vera", "wim")):
        guest = operations.Guest(name=name, email=f"{name}@example.com")
        took(elm, "Fade", day=TODAY, clock=f"{13 + n}:00", guest=guest)
        took(elm, "Trim", clock=f"{13 + n}:00", guest=guest)
    Business.objects.filter(pk=elm.business.pk).update(auto_confirm=False)
    elm.business.refresh_from_db()
    factories.book(elm, "Fade")
    return elm


@pytest.mark.parametrize(
    "page",
    [
        "/admin/",
        "/admin/diary/",
        "/admin/businesses/customer/{jane}/card/",
        "/admin/find/?q=jane",
        "/admin/reports/?first=2025-12-01&last=2026-11-30",
        "/admin/reports/?first=2025-12-01&last=2026-11-30&by=staff",
    ],
)
def test_twelve_statements_are_enough(olive, busy, page):
    address = page.format(jane=busy.customers["jane@example.com"].pk)
    olive.get(address)  # the set-up is remembered from now on
    with CaptureQueriesContext(connection) as asked:
        answer = olive.get(address)
    assert answer.status_code == 200
    assert len(asked) <= MOST, [each["sql"][:120] for each in asked]
