"""A business from nothing until guests can book it, through the pages alone, as its owner would go through them."""

import datetime as dt
import re

from django.core import mail
from django.test import Client
from django.urls import reverse

from bookings import queries
from businesses import document
from businesses.models import Business, Category, Resource, Service, StaffMember
from tests.bookings.dashboard.forms import address, faults, send
from tests.bookings.dashboard.setup.test_hours_page import week
from tests.factories import NOW

PASSWORD = "three words of mine"
MONDAY = dt.date(2026, 11, 30)


def link_in_mail():
    return re.search(r"https?://[^/\s]+(/\S+)", mail.outbox[-1].body).group(1)


def founded():
    """The owner's browser, signed in by nothing but the mail."""
    client = Client()
    client.post(
        reverse("start_business"), {"name": "Quiet Corner", "zone": "Europe/Lisbon", "email": "h@quiet.example"}
    )
    welcome = client.post(link_in_mail(), follow=True)
    assert "Choose your password" in welcome.text
    page = welcome.redirect_chain[-1][0]
    done = client.post(page, {"new_password1": PASSWORD, "new_password2": PASSWORD}, follow=True)
    assert done.redirect_chain[-1][0] == reverse("admin:index")
    return client


def made(client, model, **typed):
    """A new row, through its form."""
    answer = send(client, address(model, "add"), **typed)
    assert not faults(answer), faults(answer)
    return model.objects.latest("pk")


def set_up(client):
    """Everything that a business can have, page by page."""
    here = Business.objects.get()
    contact = {"email": "hello@quiet.example", "address": "Rua Nova 1", "embed_origins": "https://www.quiet.example"}
    answer = send(client, address(here), lead_time_minutes=0, window_days=30, **contact)
    assert not faults(answer), faults(answer)
    hours = week(monday=[("09:00", "12:00"), ("13:00", "17:00")], friday=[("18:00", "02:00")])
    client.post(reverse("admin:businesses_openinghours_changelist"), hours)
    closed = {"staff": "", "first": "2026-12-24", "last": "2026-12-26", "closed": "on", "note": "Christmas"}
    client.post(reverse("admin:businesses_specialday_changelist"), closed)
    category = made(client, Category, name="Rest")
    made(client, Resource, name="Room 1", kind="room")
    rest = made(
        client, Service, name="Quiet hour", category=category.pk, price="40", duration_minutes=60, resource_kind="room"
    )
    hana = made(client, StaffMember, name="Hana", **{f"does_{rest.pk}": "on", f"price_{rest.pk}": "45"})
    own = week(monday=[("13:00", "15:00")]) | {"own": "yes"}
    client.post(reverse("admin:staff_hours", args=[hana.pk]), own)
    off = {"staff": hana.pk, "first": "2026-12-07", "last": "", "reason": "Dentist"}
    client.post(reverse("admin:businesses_timeoff_changelist"), off)
    return here, rest


def times(here, service, day):
    here.refresh_from_db()
    slots = queries.open_slots(here, service, day=day, now=NOW)
    return [f"{slot.starts_at.astimezone(here.zone):%H:%M}" for slot in slots if slot.free]


def test_a_business_is_set_up_until_it_offers_times(db, now, settings):
    settings.SELF_SERVICE = True
    client = founded()
    here, service = set_up(client)
    assert times(here, service, MONDAY) == ["13:00", "13:30", "14:00"]
    assert not times(here, service, MONDAY + dt.timedelta(days=7)), "Hana is away"
    assert "Your business can be booked" in client.get(reverse("admin:index")).text
    assert "Quiet hour" in Client().get(f"/book/{here.slug}/").text


def test_what_the_pages_write_is_a_document_that_loads_again(db, now, settings):
    settings.SELF_SERVICE = True
    client = founded()
    here, service = set_up(client)
    text = client.get(reverse("admin:document_download")).text
    answer = client.post(reverse("admin:document"), {"text": text}, follow=True)
    assert "The document was loaded." in answer.text
    here.refresh_from_db()
    assert document.export(here) == text
    service.refresh_from_db()
    assert (service.active, service.resource_kind) == (True, "room")
