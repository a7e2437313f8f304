"""A booking from the first page to the last, by those who do without a mouse, without scripts, or come second."""

import pytest
from django.utils import timezone

from bookings import operations
from bookings.models import Booking
from tests.browser import journeys
from tests.browser.conftest import PHONE


def only():
    return Booking.objects.visible().get()


def test_by_keyboard_alone(visit, shop):
    page = visit("/book/demo/")
    keys = page.keyboard

    def tab_to(words, limit=60):
        for _ in range(limit):
            keys.press("Tab")
            said = page.evaluate(
                "(document.activeElement.ariaLabel || document.activeElement.textContent || '').trim()"
            )
            if words in said:
                return
        raise AssertionError(f"no tab stop says {words!r}")

    tab_to(journeys.SERVICE)
    keys.press("Enter")
    page.get_by_role("heading", name="Who would you like to see?").wait_for()
    journeys.until(page, "document.activeElement.id === 'title'")  # else the step's focus may come after our Tab
    tab_to("Anyone available")
    keys.press("Enter")
    page.get_by_role("grid").wait_for()
    journeys.until(page, "document.activeElement.id === 'title'")
    tab_to("available")
    first = page.evaluate(journeys.FOCUSED)
    chosen = journeys.press(page, "ArrowDown")
    assert chosen > first
    while page.evaluate("document.activeElement.tagName") != "A":  # some days are closed
        chosen = journeys.press(page, "ArrowRight")
    keys.press("Enter")
    page.wait_for_url(f"**date={chosen}*")
    journeys.until(page, "document.activeElement.id === 'times-title'")
    keys.press("Tab")
    assert page.evaluate("document.activeElement.className") == "time"
    keys.press("Enter")
    page.wait_for_url("**/details/**")
    journeys.type_in(page)
    tab_to("Book now")
    keys.press("Enter")
    page.wait_for_url("**/b/**")
    journeys.title(page, "You are booked")
    assert only().guest_name == "Jordan Smith"


def test_without_scripts_on_a_small_phone(visit, shop):
    page = visit("/", size=PHONE, scripts=False)
    page.get_by_role("link", name="Kastanie").click()
    page.get_by_role("link", name=journeys.SERVICE).click()
    page.get_by_role("link", name="Anyone available").click()
    journeys.next_month(page)
    journeys.choose_day(page, journeys.last_day(page))
    journeys.choose_time(page)
    journeys.fill_in(page)
    journeys.book(page)
    journeys.title(page, "You are booked")
    page.get_by_role("link", name="Move").click()
    journeys.title(page, "When would you like to come instead?")
    journeys.next_month(page)
    journeys.choose_day(page, journeys.last_day(page))
    page.locator("button.time").last.click()
    page.get_by_role("button", name="Yes, move it").click()
    journeys.title(page, "has been moved")
    page.get_by_role("link", name="Cancel").click()
    page.get_by_role("button", name="Yes, cancel it").click()
    page.get_by_role("link", name="Book this again").wait_for()
    assert only().status == Booking.Status.CANCELLED


def test_in_arabic_from_right_to_left(visit, shop):
    page = visit(journeys.step(shop, "time"), size=PHONE, lang="ar-EG")
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    page.locator("a.day").first.focus()
    first = page.evaluate(journeys.FOCUSED)
    assert journeys.press(page, "ArrowLeft") > first
    page.goto(page.url.split("/book/")[0] + journeys.times(shop))
    journeys.choose_time(page)
    page.locator("#id_name").fill("ليلى")
    page.locator("#id_email").fill("layla@example.com")
    page.get_by_role("button", name="متابعة").click()
    page.get_by_role("button", name="احجز الآن").click()
    page.wait_for_url("**/b/**")
    assert (only().guest_name, only().guest_language) == ("ليلى", "ar")


def test_two_guests_want_the_last_time(visit, shop):
    """The second one loses the time while typing, and has another with two presses and nothing typed twice."""
    path = journeys.times(shop, f"staff={shop.staff[journeys.PERSON].pk}")
    first, second = visit(path), visit(path)
    chosen = first.locator("button.time").nth(3).get_attribute("value")
    second.goto(second.url.split("/time/")[0] + f"/details/?staff={shop.staff[journeys.PERSON].pk}&start={chosen}")
    second.get_by_label("Your name").fill("Second Guest")
    second.get_by_role("textbox", name="E-mail").fill("second@example.com")
    first.locator(f"button.time[value='{chosen}']").click()
    first.wait_for_url("**/details/**")
    second.get_by_role("button", name="Continue").click()
    journeys.title(second, "This time has just been taken")
    second.locator("button.time").first.click()
    second.get_by_role("heading", name="Is everything right?").wait_for()
    assert "Second Guest" in second.locator("main").inner_text()
    journeys.book(second)
    journeys.fill_in(first)
    journeys.book(first)
    starts = {booking.guest_name: booking.starts_at for booking in Booking.objects.visible()}
    assert len(starts) == len(set(starts.values())) == 2


def test_a_double_click_makes_one_booking(visit, shop):
    page = visit(journeys.times(shop))
    journeys.choose_time(page)
    journeys.fill_in(page)
    page.get_by_role("button", name="Book now").dblclick()
    page.wait_for_url("**/b/**")
    page.reload()
    assert Booking.objects.visible().count() == 1


def test_back_keeps_the_hold_and_what_was_typed(visit, shop):
    page = visit(journeys.times(shop))
    journeys.choose_time(page)
    page.get_by_label("Your name").fill("Jordan Smith")
    page.get_by_role("link", name="Change the time").click()
    page.locator("button.time[aria-current='true']").wait_for()
    assert "held for you" in page.locator("button.time[aria-current='true']").inner_text()
    page.locator("button.time").last.click()
    page.wait_for_url("**/details/**")
    assert page.get_by_label("Your name").input_value() == "Jordan Smith"
    assert Booking.objects.filter(status="held").count() == 1


def test_the_time_left_is_counted_down_and_said_near_the_end(visit, shop):
    page = visit(journeys.times(shop))
    page.clock.install()
    journeys.choose_time(page)
    assert "another 10 minutes" in page.locator(".timer").inner_text()
    page.clock.fast_forward("05:00")
    page.clock.run_for(1500)
    assert "another 5 minutes" in page.locator(".timer").inner_text()
    assert page.locator("[data-announce]").inner_text() == ""
    page.clock.fast_forward("03:30")
    page.clock.run_for(1500)
    assert "another 2 minutes" in page.locator("[data-announce]").inner_text()
    page.clock.fast_forward("03:00")
    page.clock.run_for(1500)
    assert "no longer held" in page.locator(".timer").inner_text()


def test_a_guest_from_elsewhere_sees_their_own_time_beside_the_venues(visit, shop):
    page = visit(journeys.times(shop), zone="America/New_York")
    page.wait_for_url("**tz=America*")
    page.locator(".time-own").first.wait_for()
    assert "below each time" in page.locator("#times").inner_text()
    journeys.choose_time(page)
    journeys.fill_in(page)
    journeys.book(page)
    assert "in New York" in page.locator("main").inner_text()
    assert only().guest_timezone == "America/New_York"


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Europe/Paris"])
def test_a_guest_whose_clock_shows_the_same_is_not_bothered(visit, shop, zone):
    page = visit(journeys.step(shop, "time"), zone=zone)
    page.wait_for_load_state("networkidle")
    assert "tz=" not in page.url
    assert page.locator(".time-own").count() == 0


def test_the_grid_has_one_tab_stop_and_every_key_of_the_pattern(visit, shop):
    page = visit(journeys.step(shop, "time"))
    assert page.locator(".day[tabindex='0']").count() == 1
    page.locator(".day[tabindex='0']").focus()
    start = page.evaluate(journeys.FOCUSED)
    assert journeys.press(page, "PageDown")[:7] > start[:7]
    page.keyboard.press("Home")  # which may lie in the month before
    journeys.until(page, "document.activeElement.parentElement.cellIndex === 0")
    page.keyboard.press("PageUp")
    journeys.until(page, f"{journeys.FOCUSED}?.slice(0, 7) === '{start[:7]}'")
    assert page.locator(".day[tabindex='0']").count() == 1
    assert page.locator("[role=grid] [aria-selected='true']").count() == 1
    assert page.locator("[role=grid]").get_attribute("aria-labelledby") == "month"


def test_a_hold_that_ran_out_is_offered_to_others(visit, shop):
    page = visit(journeys.times(shop))
    journeys.choose_time(page)
    assert operations.expire(now=timezone.now() + timezone.timedelta(minutes=11)) == 1
    page.reload()
    assert "no longer held" in page.locator("main").inner_text()
    journeys.fill_in(page)
    journeys.book(page)
    assert only().status == Booking.Status.CONFIRMED
