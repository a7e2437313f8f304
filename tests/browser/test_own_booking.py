"""A guest's own booking with scripts: each page comes whole, whichever part of the last one was asked for."""

import datetime as dt

import pytest
from django.utils import timezone

from bookings import operations, queries
from bookings.models import Booking
from tests.browser import journeys
from tests.browser.conftest import DESK, PHONE
from tests.factories import link


@pytest.fixture
def booking(shop):
    """A booking three weeks ahead, long before it is too late to change it."""
    now, service, person = timezone.now(), shop.services[journeys.SERVICE], shop.staff[journeys.PERSON]
    wanted = queries.Wanted(person)
    first = now.astimezone(shop.business.zone).date() + dt.timedelta(days=21)
    day = queries.open_dates(shop.business, service, first=first, horizon_days=14, now=now, count=1, wanted=wanted)[0]
    slots = queries.open_slots(shop.business, service, day=day.date, now=now, wanted=wanted)
    return operations.book(
        wish=operations.one(shop.business, service, next(slot.starts_at for slot in slots if slot.free), staff=person),
        order=operations.Order(
            operations.Guest(name="Jordan Smith", email="jordan@example.com"),
            operations.Taker(source="wizard", by="guest"),
        ),
        now=now,
    )


def heading(page):
    return page.get_by_role("heading", level=1)


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_moving_and_cancelling(visit, axe, booking, size):
    page = visit(link(booking), size=size)
    page.get_by_role("link", name="Move").click()
    heading(page).filter(has_text="When would you like to come instead?").wait_for()
    journeys.next_month(page)
    chosen = journeys.choose_day(page, journeys.last_day(page))
    journeys.until(page, "document.activeElement.id === 'times-title'")
    page.locator("button.time").last.click()
    heading(page).filter(has_text="Move your booking?").wait_for()
    axe(page)
    page.get_by_role("button", name="Yes, move it").click()
    heading(page).filter(has_text="Your booking has been moved.").wait_for()
    moved = Booking.objects.get()
    assert moved.starts_at.astimezone(booking.business.zone).date().isoformat() == chosen
    page.get_by_role("link", name="Cancel").click()
    heading(page).filter(has_text="Cancel this booking?").wait_for()
    axe(page)
    page.get_by_role("button", name="Yes, cancel it").click()
    page.get_by_role("link", name="Book this again").wait_for()
    assert Booking.objects.get().status == Booking.Status.CANCELLED


def test_its_calendar_file_is_kept_and_not_shown(visit, booking):
    page = visit(link(booking))
    with page.expect_download() as download:
        page.get_by_role("link", name="Calendar file").click()
    assert download.value.suggested_filename == f"{booking.code}.ics"


def test_found_by_its_code(visit, axe, booking):
    page = visit("/book/demo/find", size=PHONE)
    page.get_by_label("Booking code").fill("000000000000")
    page.get_by_label("E-mail or phone").fill("jordan@example.com")
    page.get_by_role("button", name="Find it").click()
    page.get_by_role("alert").wait_for()
    axe(page)
    page.get_by_label("Booking code").fill(booking.code.lower())
    page.get_by_role("button", name="Find it").click()
    heading(page).filter(has_text="Hello Jordan").wait_for()
