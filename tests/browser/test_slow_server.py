"""The grid of dates before a slow server: no key is lost while another month comes, and the last press counts."""

import datetime as dt

import pytest

from tests.browser import journeys

MONTHS = "**/time/?*month=*"


@pytest.fixture
def grid(visit, shop):
    """The date page with the focus in its grid."""
    page = visit(journeys.times(shop))
    page.locator(".day[tabindex='0']").focus()
    return page


def focused(page):
    return page.evaluate(journeys.FOCUSED)


def day_after(text, days):
    return (dt.date.fromisoformat(text) + dt.timedelta(days=days)).isoformat()


def test_keys_count_on_from_where_the_earlier_ones_led(grid):
    there = journeys.press(grid, "PageDown")
    journeys.press(grid, "PageUp")  # from where the next month's same day is that one, on a 31st too
    gate = journeys.Gate(grid, MONTHS)
    for key in ("PageDown", "ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft"):
        grid.keyboard.press(key)
    gate.open()
    journeys.until(grid, f"{journeys.FOCUSED} === '{day_after(there, 8)}'")
    assert len(gate.held) == 1


def test_back_within_the_month_that_is_still_shown(grid):
    start = focused(grid)
    gate = journeys.Gate(grid, MONTHS)
    grid.keyboard.press("PageDown")
    grid.keyboard.press("PageUp")
    gate.open()
    journeys.until(grid, f"{journeys.FOCUSED}?.slice(0, 7) === '{start[:7]}'")
    journeys.until(grid, "document.querySelectorAll('[role=grid]').length === 1")


def test_home_and_end_know_the_week_of_the_date_that_comes(grid):
    gate = journeys.Gate(grid, MONTHS)
    for key in ("PageDown", "Home", "End"):
        grid.keyboard.press(key)
    gate.open()
    journeys.until(grid, "document.activeElement.parentElement.cellIndex === 6")


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_date_that_is_not_there_yet_can_be_chosen(grid, shop, key):
    start = focused(grid)
    goal = next(day.isoformat() for day in journeys.open_days(shop, days_ahead=32) if day.isoformat()[:7] > start[:7])
    gate = journeys.Gate(grid, MONTHS)
    for _ in range((dt.date.fromisoformat(goal) - dt.date.fromisoformat(start)).days):
        grid.keyboard.press("ArrowRight")
    grid.keyboard.press(key)
    gate.open()
    grid.wait_for_url(f"**date={goal}*")
    journeys.until(grid, "document.activeElement.id === 'times-title'")


def test_whoever_has_gone_elsewhere_meanwhile_stays_there(grid):
    gate = journeys.Gate(grid, MONTHS)
    month = grid.locator("#month").inner_text()
    grid.keyboard.press("PageDown")
    grid.locator(".brand").focus()
    gate.open()
    journeys.soon(grid, lambda: grid.locator("#month").inner_text() != month)
    assert grid.evaluate("document.activeElement.className") == "brand"


def test_a_month_that_does_not_come_leaves_the_keys_where_they_were(grid):
    start = focused(grid)
    grid.route(MONTHS, lambda route: route.fulfill(status=429, body="Too many requests"))
    with grid.expect_response(MONTHS):
        grid.keyboard.press("PageDown")
    assert focused(grid) == start
    grid.unroute(MONTHS)
    assert journeys.press(grid, "PageDown")[:7] > start[:7]


def test_of_two_dates_the_one_pressed_last_is_shown(visit, shop):
    first, second, third = journeys.open_days(shop)[:3]
    page = visit(journeys.step(shop, "time", f"staff=any&date={first}"))
    gate = journeys.Gate(page, f"**date={second}*")
    page.locator(f"a.day[data-date='{second}']").click()
    journeys.soon(page, lambda: gate.held)
    journeys.choose_day(page, page.locator(f"a.day[data-date='{third}']"))
    journeys.soon(page, lambda: gate.held[0].request.failure, "the first answer is no longer waited for")
    assert f"date={third}" in page.url
    assert page.locator("a.day[aria-current='date']").get_attribute("data-date") == third.isoformat()
