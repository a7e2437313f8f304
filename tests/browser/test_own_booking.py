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
    own_date = booking.starts_at.astimezone(booking.business.zone).date().isoformat()
    page.locator(f"a.day[data-date='{own_date}'][aria-current='date']").wait_for()
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
    heading(page).filter(has_text="It is cancelled.").wait_for()
    axe(page)
    assert Booking.objects.get().status == Booking.Status.CANCELLED
    page.get_by_role("link", name="Book this again").click()
    page.wait_for_url(f"**/time/?staff={booking.staff.pk}")
    page.get_by_role("grid").wait_for()


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


@pytest.mark.parametrize("scripts", [True, False])
def test_who_wrote_a_wrong_code_first_comes_back_past_it(visit, booking, scripts):
    page = visit("/book/demo/find", scripts=scripts)
    page.get_by_label("Booking code").fill(booking.code)
    for contact in ("somebody@example.com", booking.guest_email):
        page.get_by_label("E-mail or phone").fill(contact)
        page.get_by_role("button", name="Find it").click()
        page.wait_for_url("**/find?**" if contact != booking.guest_email else "**/b/**")
    page.go_back()
    journeys.title(page, "Find a booking")
    page.get_by_text("No booking has this code").wait_for()
    assert page.get_by_label("Booking code").input_value() == booking.code
    page.go_forward()
    journeys.title(page, "this is your booking")


def test_a_press_shows_that_it_worked_until_the_answer_comes(visit, booking):
    page = visit(f"{link(booking)}cancel/")
    gate = journeys.Gate(page, "**/cancel/")
    page.get_by_role("button", name="Yes, cancel it").click(no_wait_after=True)
    journeys.until(page, "document.querySelector('button[aria-busy=true]')?.textContent === 'Cancelling it …'")
    gate.open()
    heading(page).filter(has_text="It is cancelled.").wait_for()


def test_what_was_done_is_said_once(visit, booking):
    page = visit(f"{link(booking)}cancel/")
    page.get_by_role("button", name="Yes, cancel it").click()
    page.locator("[data-said]").wait_for()
    journeys.until(page, "!location.search.includes('done')")
    page.reload()
    heading(page).filter(has_text="Hello Jordan").wait_for()
    page.go_back()
    page.get_by_text("It is cancelled.").wait_for()
    assert Booking.objects.get().events.filter(type="booking.cancelled").count() == 1


def test_back_and_forward_after_a_move_change_nothing(visit, booking):
    page = visit(f"{link(booking)}move/")
    page.locator("button.time").last.click()
    page.get_by_role("button", name="Yes, move it").click()
    heading(page).filter(has_text="has been moved").wait_for()
    moved = Booking.objects.get().starts_at
    page.go_back()
    heading(page).filter(has_text="When would you like to come instead?").wait_for()
    page.go_forward()
    heading(page).filter(has_text="this is your booking").wait_for()
    assert Booking.objects.get().starts_at == moved
    assert Booking.objects.get().sequence == 2


def test_who_has_a_booking_at_that_time_is_asked(visit, axe, shop, booking):
    page = visit(link(booking), size=PHONE)
    start = booking.starts_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    page.goto(page.url.split("/b/")[0] + journeys.step(shop, "details", f"staff=any&start={start}"))
    journeys.fill_in(page)
    page.get_by_role("heading", name="You have a booking at this time already").wait_for()
    axe(page)
    page.get_by_role("button", name="Book this one, too").click()
    journeys.title(page, "You are booked")
    page.get_by_text("on its way to jordan@example.com").wait_for()
    axe(page)
    assert Booking.objects.visible().count() == 2
