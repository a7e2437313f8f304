"""What guests do on the way to a booking, as the tests of several pages need it done."""

from typing import Any

from playwright.sync_api import Page

SERVICE, PERSON = "Short cut", "Amir Rahimi"


def step(shop: Any, name: str, query: str = "", service: str = SERVICE) -> str:
    """This will give the address of a step."""
    return f"/book/demo/{shop.services[service].pk}/{name}/?{query or 'staff=any'}"


def choose_time(page: Page) -> None:
    """On the date page: the first time of the day is taken."""
    page.locator("button.time").first.click()
    page.wait_for_url("**/details/**")


def fill_in(page: Page) -> None:
    """On the details page: somebody comes."""
    page.get_by_label("Your name").fill("Jordan Smith")
    page.get_by_label("E-mail").fill("jordan@example.com")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Is everything right?").wait_for()


def book(page: Page) -> None:
    """On the check page: it is booked."""
    page.get_by_role("button", name="Book now").click()
    page.wait_for_url("**/b/**")


def until(page: Page, condition: str) -> None:
    """This will wait until an expression is true in the page, which itself may evaluate no text."""
    for _ in range(200):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(25)
    raise AssertionError(f"it never became true that {condition}")
