"""What is not theirs is to everybody as if it were not there: a row of the neighbour's, and to staff a colleague's."""

import re

import pytest
from django.contrib import admin

from bookings import operations
from bookings.models import Booking
from businesses.models import TimeOff, User
from businesses.models.tenant import TenantModel
from tests import factories
from tests.bookings.dashboard import test_crawl as crawl
from tests.bookings.dashboard.test_crawl import neighbour  # noqa: F401 - a fixture
from tests.factories import DAY

UUID = re.compile(r"[0-9a-f-]{36}")
NOWHERE, NO_UUID = 987_654_321, "00000000-0000-4000-8000-000000000000"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"')


def said(client, address, method):
    """An answer and what the next page says of it, without the id that was asked for and the tokens of forms."""
    answer = getattr(client, method)(address, {"post": "yes"} if method == "post" else {})
    told = client.get("/admin/choose/").text if answer.status_code == 302 else ""
    key = next(each for each in address.split("/") if each.isdigit() or UUID.fullmatch(each))
    headers = [f"{name}: {value}" for name, value in answer.items() if name not in ("ETag", "Content-Length")]
    text = "\n".join([str(answer.status_code), *headers, getattr(answer, "text", ""), told])
    return TOKEN.sub("", text).replace(address, "#").replace(f"/{key}/", "/#/").replace(f"“{key}”", "“#”")


def places():
    """Every address with the id of a row in it."""
    found = [(text, name) for text, name in crawl.addresses() if crawl.PLACE.search(text)]
    assert len(found) > 40
    return found


def other_than_nowhere(client, rows):
    """The addresses at which a row that is not theirs is answered otherwise than one that is not there."""
    odd = []
    for text, name in places():
        for row in rows:
            if isinstance(row, TenantModel | User) and f"/{row._meta.app_label}/{row._meta.model_name}/" not in text:
                continue
            nowhere = type(row)(pk=NOWHERE)
            if hasattr(nowhere, "uuid"):
                nowhere.uuid = NO_UUID
            theirs, none = crawl.filled(text, name, [row]), crawl.filled(text, name, [nowhere])
            for address, unknown in zip(theirs, none, strict=True):
                odd += [
                    (method, address)
                    for method in ("get", "post")
                    if said(client, address, method) != said(client, unknown, method)
                ]
    return odd


@pytest.mark.parametrize("who", ["olive", "max_", "maria"])
def test_a_row_of_the_neighbours_is_answered_as_one_that_is_not_there(request, elm, neighbour, who):  # noqa: F811
    client = request.getfixturevalue(who)
    rows = [*crawl.rows_of(neighbour.business), User.objects.create_user("amna", "amna@karachi.example")]
    assert other_than_nowhere(client, rows) == []


def test_a_colleagues_row_is_to_a_staff_member_as_one_that_is_not_there(elm, maria):
    ana = elm.staff["Ana Ruiz"]
    factories.book(elm, "Fade", staff="Ana Ruiz", guest=operations.Guest(name="Zed Neighbour"))
    start, end = factories.at(elm, DAY, "15:00"), factories.at(elm, DAY, "16:00")
    away = TimeOff.objects.create(business=elm.business, staff=ana, starts_at=start, ends_at=end)
    assert other_than_nowhere(maria, [away, Booking.objects.get(), ana]) == []


def test_every_table_of_the_dashboard_is_one_that_knows_whose_rows_they_are(elm, olive, max_, maria, neighbour):  # noqa: F811
    """A new table is either a tenant's or the platform's alone."""
    for model in admin.site._registry:
        if issubclass(model, TenantModel) or model._meta.model_name == "business":
            continue
        for client in (olive, max_, maria):
            assert client.get(f"/admin/{model._meta.app_label}/{model._meta.model_name}/").status_code == 403, model
