"""A visit of several services: on a telephone without scripts, and by keyboard alone; then a series."""

from bookings.models import Booking
from tests.browser import journeys
from tests.browser.conftest import PHONE


def only():
    return Booking.objects.visible().get()


def test_two_services_without_scripts_on_a_small_phone(visit, shop):
    page = visit("/book/demo/", size=PHONE, scripts=False)
    page.get_by_role("link", name="Short cut").click()
    page.get_by_role("link", name="Add another service").click()
    page.get_by_role("link", name="Root touch-up").click()
    page.get_by_role("link", name="Anyone available").click()
    if "/staff/" in page.url:  # the second has several people, too
        page.get_by_role("link", name="Anyone available").click()
    page.locator("button.time").first.click()
    page.wait_for_url("**/details/**")
    journeys.fill_in(page)
    facts = page.locator("main").inner_text().replace("\xa0", " ")
    assert "Short cut + Root touch-up" in facts
    assert "of which 30 mins waiting time" in facts
    journeys.book(page)
    journeys.title(page, "You are booked")
    assert [place.service_name for place in only().parts] == ["Short cut", "Root touch-up"]


def test_two_services_by_keyboard_alone(visit, shop):
    page = visit(journeys.step(shop, "more", "staff=any"))
    keys = page.keyboard
    page.get_by_role("link", name="Long cut & finish").focus()
    keys.press("Enter")
    page.wait_for_url("**/time/**")
    page.locator("button.time").first.focus()
    keys.press("Enter")
    page.wait_for_url("**/details/**")
    page.go_back()
    page.wait_for_url("**/time/**")
    assert page.get_by_role("link", name="Remove Long cut").count() == 1
    page.go_forward()
    journeys.type_in(page)
    page.get_by_role("button", name="Book now").focus()
    keys.press("Enter")
    page.wait_for_url("**/b/**")
    assert len(only().parts) == 2


def test_a_series_of_three_without_scripts_on_a_small_phone(visit, shop):
    page = visit(journeys.step(shop, "time", "staff=any"), size=PHONE, scripts=False)
    page.locator("button.time").first.click()
    page.get_by_role("link", name="Come again every week or month?").click()
    page.locator("input[value=week]").check()
    page.get_by_label("How many times").fill("3")
    page.get_by_role("button", name="Show the dates").click()
    page.get_by_role("link", name="Continue with these 3 dates").click()
    journeys.fill_in(page)
    journeys.book(page)
    journeys.title(page, "You are booked")
    assert Booking.objects.visible().count() == 3
