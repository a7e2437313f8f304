"""Every address of the dashboard, found by itself, tried by those who must find nothing there, and by those who may."""

import itertools
import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver

from bookings import operations
from bookings.models import Delivery, WebhookEndpoint
from bookings.webhooks import endpoints
from businesses.models import (
    ApiAccessRequest,
    ApiKey,
    Customer,
    MessageText,
    ReminderRule,
    Resource,
    Rota,
    SpecialDay,
    TimeOff,
    Timetable,
)
from businesses.models.tenant import TenantModel
from tests import factories
from tests.bookings.dashboard.plain_words import foreign
from tests.bookings.operations import files
from tests.factories import DAY, NOW

TENANTS = [model for model in apps.get_models() if issubclass(model, TenantModel)]
PLACE = re.compile(r"<(?:(\w+):)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
MARKS = ("Karachi Kuts", "Amna Khan", "Haircut", "Zed Neighbour", "zed@neighbour.example", "neighbours-room")
LEAVES = ("logout", "password_change")  # they would end the crawl


def addresses():
    """Every pattern under /admin/, as (its text with places to fill in, its name)."""

    def walk(patterns, prefix):
        for each in patterns:
            text = prefix + str(each.pattern).removeprefix("^").removesuffix("$").removesuffix("\\Z")
            if isinstance(each, URLResolver):
                yield from walk(each.url_patterns, text)
            elif isinstance(each, URLPattern) and each.name not in LEAVES:
                yield text, each.name or ""

    found = [each for each in walk(get_resolver().url_patterns, "/") if each[0].startswith("/admin/")]
    assert len(found) > 60
    return found


@pytest.fixture
def neighbour(karachi):
    """Karachi Kuts with at least one row of everything that a tenant has."""
    business, amna, cut = karachi.business, karachi.staff["Amna Khan"], karachi.services["Haircut"]
    zed = Customer.objects.create(business=business, first_name="Zed Neighbour", email="zed@neighbour.example")
    guest = operations.Guest(name="Zed Neighbour", email="zed@neighbour.example", customer=zed)
    booking = factories.book(karachi, "Haircut", clock="11:00", guest=guest)
    start = factories.at(karachi, DAY, "15:00")
    own = {"business": business}
    TimeOff.objects.create(**own, staff=amna, starts_at=start, ends_at=factories.at(karachi, DAY, "16:00"))
    Rota.objects.create(**own, staff=amna, from_on=DAY, weeks=[[[1, "10:00", "16:00"]], []])
    SpecialDay.objects.create(**own, date=DAY, note="Zed Neighbour")
    Timetable.objects.create(**own, service=cut, staff=amna, weekday=1, time="10:00")
    location = karachi.locations["Main"]
    Resource.objects.create(**own, name="neighbours-room", kind="neighbours-room", location=location)
    MessageText.objects.create(**own, kind="reminder", text="Zed Neighbour")
    ReminderRule.objects.create(**own, minutes_before=60, service=cut)
    endpoint, _ = endpoints.create(business=business, url="https://neighbours-room.example/")
    Delivery.objects.create(
        **own, booking=booking, channel="webhook", endpoint=endpoint, kind="x", dedupe="x", due_at=NOW, recipient="Zed"
    )
    files.kept(
        karachi, [files.row("1", client="Zed Neighbour", email="zed@neighbour.example")], faults=[[2, "past", "", []]]
    )
    ApiAccessRequest.objects.create(**own, dialect="booqara", use_case="Zed Neighbour", status="approved")
    ApiKey.issue(business=business, dialect="booqara")
    return karachi


def filled(text, name, rows):
    """A pattern's addresses, its places filled in with the ids and slugs of rows."""
    places = list(PLACE.finditer(text))
    if not places:
        return [text.replace("\\", "")]
    options = []
    for place in places:
        word = place[2] or place[3]
        if word in ("slug", "app_label"):
            options.append({"slug": ["karachi"], "app_label": ["businesses", "bookings"]}[word])
        elif word == "name":
            options.append(["cancel", "note"])
        elif word in ("uidb64", "token", "signed"):
            options.append(["MQ"])
        elif place[1] == "uuid":
            options.append([str(row.uuid) for row in rows])
        else:
            same = [row for row in rows if f"/{row._meta.app_label}/{row._meta.model_name}/" in text]
            options.append([str(row.pk) for row in same or rows])
    made = []
    for values in itertools.product(*options):
        address = text
        for place, value in zip(places, values, strict=True):
            address = address.replace(place[0], value)
        made.append(address)
    return made


def rows_of(business):
    """A row of each kind."""
    return [row for model in TENANTS for row in model._default_manager.filter(business=business).order_by("pk")[:1]]


def everything(business):
    """Every column of every row of a business."""
    return {model: list(model._default_manager.filter(business=business).order_by("pk").values()) for model in TENANTS}


def marks_in(answer):
    text = getattr(answer, "content", b"").decode(errors="replace")  # a picture is no text
    return [mark for mark in MARKS if mark in text]


@pytest.mark.parametrize("who", ["olive", "max_", "maria"])
def test_nobody_finds_anything_of_the_neighbours(request, elm, neighbour, who):
    client, rows = request.getfixturevalue(who), rows_of(neighbour.business)
    assert {type(row) for row in rows} >= {WebhookEndpoint, ApiKey, Timetable, Delivery}
    before = everything(neighbour.business)
    for text, name in addresses():
        for address in filled(text, name, rows):
            for answer in (client.get(address), client.post(address, {"post": "yes", "reason": "mine now"})):
                assert answer.status_code < 500, address
                assert marks_in(answer) == [], address
    assert everything(neighbour.business) == before


def test_no_list_or_search_or_action_reaches_the_neighbours_rows(elm, neighbour, olive):
    before = everything(neighbour.business)
    for model, site_admin in admin.site._registry.items():
        address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        theirs = model._default_manager.filter(business=neighbour.business) if issubclass(model, TenantModel) else []
        for row in theirs[:1]:
            for query in (f"?business__id__exact={row.business_id}", f"?id__exact={row.pk}", "?q=Zed", "?e=1"):
                assert marks_in(olive.get(address + query, follow=True)) == [], address + query
            for action in [*(site_admin.actions or ()), "delete_selected"]:
                chosen = {"action": action, "_selected_action": [row.pk], "select_across": "1", "post": "yes"}
                assert marks_in(olive.post(address, chosen, follow=True)) == [], (address, action)
        for field in model._meta.fields:
            query = f"app_label={model._meta.app_label}&model_name={model._meta.model_name}&field_name={field.name}"
            assert marks_in(olive.get(f"/admin/autocomplete/?{query}&term=")) == []
    assert everything(neighbour.business) == before


def test_no_page_of_ones_own_shows_the_neighbours_rows(elm, neighbour, olive):
    factories.book(elm, "Fade")
    rows = rows_of(elm.business)
    opened, strange = 0, {}
    for text, name in addresses():
        for address in filled(text, name, rows):
            answer = olive.get(address)
            assert answer.status_code < 500, address
            assert marks_in(answer) == [], address
            strange |= {address: found} if (found := foreign(answer)) else {}
            opened += answer.status_code == 200
    assert opened > 40
    assert strange == {}


def test_the_platform_opens_everything(neighbour, platform):
    strange = {}
    for text, name in addresses():
        for address in filled(text, name, rows_of(neighbour.business)):
            answer = platform.get(address)
            assert answer.status_code in (200, 302, 403, 404, 405), address
            if "/businesses/user/" in address:  # what somebody may do besides, by the framework's own names
                continue
            strange |= {address: found} if (found := foreign(answer)) else {}
    assert strange == {}


def test_whoever_is_not_signed_in_is_asked_to(client, neighbour):
    public = ("login", "owner_welcome", "jsi18n", "start", "password_reset")
    for text, name in addresses():
        for address in filled(text, name, rows_of(neighbour.business)):
            answer = client.get(address)
            assert marks_in(answer) == []
            if not any(word in address or word in name for word in public):
                assert answer.status_code in (302, 404, 405), address
