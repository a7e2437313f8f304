"""Near a limit a guest waits a moment: the page goes on by itself, and by its button where there are no scripts."""

import re

import pytest
from playwright.sync_api import Page, expect

from bookings.models import Booking
from bookings.wizard import moments
from tests.browser import journeys
from tests.browser.conftest import DESK, PHONE


@pytest.fixture
def many(settings, monkeypatch):
    """Every hold after the first is near the limit; a moment is short."""
    settings.GUEST_LIMITS = "held=2"
    monkeypatch.setattr(moments, "SECONDS", 3)


def hold(page: Page, shop, number: int) -> None:
    """A guest without a cookie chooses a time."""
    page.context.clear_cookies()
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + journeys.times(shop))
    page.locator("button.time").nth(number).click()


def ask_for_two(page: Page, shop) -> None:
    hold(page, shop, 0)
    expect(page.locator("h1")).to_have_text("Who is coming?")
    hold(page, shop, 1)
    expect(page.locator("h1")).to_have_text("One moment, please")


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_it_goes_on_by_itself_and_a_reader_is_told(visit, axe, shop, many, size):
    page = visit("/", size=size)
    ask_for_two(page, shop)
    expect(page.locator("#errors")).to_be_focused()
    axe(page)
    expect(page.locator("h1")).to_have_text("Who is coming?", timeout=journeys.PATIENCE * 1000)
    assert Booking.objects.filter(status="held").count() == 2


def test_without_scripts_it_goes_on_by_its_button(visit, shop, many):
    page = visit("/", size=PHONE, scripts=False)
    ask_for_two(page, shop)
    for _ in range(journeys.PATIENCE):
        if page.locator("h1").inner_text() != "One moment, please":
            break
        page.get_by_role("button", name="Go on").click()
        page.wait_for_timeout(1000)
    expect(page.locator("h1")).to_have_text(re.compile("Who is coming"))
