"""What guests do on the way to a booking, as the tests of several pages need it done."""

import datetime as dt
import re
import time
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from playwright.sync_api import Locator, Page, Route, expect

from bookings import queries

SERVICE, PERSON = "Short cut", "Amir Rahimi"
MANY = 8  # times that a date needs before several guests can choose there
PATIENCE = 30  # seconds that a page may take on a slow and busy machine
FOCUSED = "document.activeElement.dataset.date"


def step(shop: Any, name: str, query: str = "", service: str = SERVICE) -> str:
    """This will give the address of a step."""
    return f"/book/demo/{shop.services[service].pk}/{name}/?{query or 'staff=any'}"


def open_days(shop: Any, *, days_ahead: int = 7) -> list[dt.date]:
    """The next dates on which the usual person has many free times; never today, where they run out meanwhile."""
    now, service, wanted = timezone.now(), shop.services[SERVICE], queries.Wanted(shop.staff[PERSON])
    first = now.astimezone(shop.business.zone).date() + dt.timedelta(days=days_ahead)
    found = queries.open_dates(shop.business, service, first=first, horizon_days=28, now=now, count=28, wanted=wanted)
    return [day.date for day in found if day.free >= MANY]


def times(shop: Any, query: str = "staff=any") -> str:
    """This will give the address of the step with the times, on a date that has many."""
    return step(shop, "time", f"{query}&date={open_days(shop)[0]}")


def choose_day(page: Page, day: Locator) -> str:
    """In the grid: another date is chosen, and its times have come."""
    chosen = day.get_attribute("data-date")
    assert chosen
    day.click()
    page.wait_for_url(f"**date={chosen}*")
    page.locator(f"a.day[data-date='{chosen}'][aria-current='date']").wait_for()
    return chosen


def next_month(page: Page) -> None:
    """In the grid: the next month has come. Its last days are far enough away to move and to cancel."""
    month = page.locator("#month").inner_text()
    page.locator("#when a[rel=next]").click()
    expect(page.locator("#month")).not_to_have_text(month)


def last_day(page: Page) -> Locator:
    """The last date of the month with free times."""
    return page.get_by_role("link", name=re.compile("times? available")).last


def title(page: Page, words: str) -> None:
    """This will wait for the page whose title says this."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def choose_time(page: Page) -> None:
    """On the date page: the first time of the day is taken."""
    page.locator("button.time").first.click()
    page.wait_for_url("**/details/**")


def fill_in(page: Page) -> None:
    """On the details page: somebody comes."""
    page.get_by_label("Your name").fill("Jordan Smith")
    page.get_by_role("textbox", name="E-mail").fill("jordan@example.com")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Is everything right?").wait_for()


def type_in(page: Page) -> None:
    """The same by the keyboard alone."""
    page.get_by_label("Your name").focus()
    page.keyboard.type("Jordan Smith")
    page.keyboard.press("Tab")
    page.keyboard.type("jordan@example.com")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Is everything right?").wait_for()


def book(page: Page) -> None:
    """On the check page: it is booked."""
    page.get_by_role("button", name="Book now").click()
    page.wait_for_url("**/b/**")


def until(page: Page, condition: str) -> None:
    """This will wait until an expression is true in the page, which itself may evaluate no text."""
    soon(page, lambda: page.evaluate(condition), condition)


def soon(page: Page, condition: Callable[[], Any], words: str = "what was waited for") -> None:
    """This will wait until something is true, whatever the page does meanwhile."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"it never became true: {words}"
        page.wait_for_timeout(25)


def press(page: Page, key: str) -> str:
    """This will press a key in the grid, and give the date that has the focus then; its month may have to come."""
    before = page.evaluate(FOCUSED)
    page.keyboard.press(key)
    until(page, f"({FOCUSED} ?? '{before}') !== '{before}'")
    return str(page.evaluate(FOCUSED))


class Gate:
    """Holds back the answers to some requests of a page until it is opened."""

    def __init__(self, page: Page, pattern: str) -> None:
        self.page, self.held, self.is_open = page, list[Route](), False
        page.route(pattern, lambda route: self._come(route))

    def open(self) -> None:
        """This will wait for the first request, and let it and all others through."""
        soon(self.page, lambda: self.held, "a request has come to the gate")
        self.is_open = True
        for route in self.held:
            route.continue_()

    def _come(self, route: Route) -> None:
        if self.is_open:
            route.continue_()
        else:
            self.held.append(route)
