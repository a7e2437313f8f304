"""Guests whose clock is not the venue's: over a change of the clock, and by the list of cities."""

import datetime as dt
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from bookings import queries
from bookings.models import Booking
from businesses import document
from tests.browser import journeys
from tests.browser.conftest import DESK, PHONE

DENVER, PHOENIX = ZoneInfo("America/Denver"), ZoneInfo("America/Phoenix")  # the same time for half the year
A_DAY = dt.timedelta(days=1)


@pytest.fixture
def phoenix(shop):
    """The demo business where clocks are never changed; its window is long enough for the next change elsewhere."""
    values = yaml.safe_load(Path(settings.BASE_DIR, "businesses/demo.yaml").read_text("utf-8"))
    values |= {"timezone": str(PHOENIX), "rules": {**values.get("rules", {}), "window_days": 365}}
    return document.load(yaml.safe_dump(values), now=timezone.now())


def around_a_change(shop):
    """A date on which Denver shows the venue's time and one on which it does not, on both sides of a change."""
    first = timezone.now().astimezone(PHOENIX).date() + 2 * A_DAY
    wanted = queries.Wanted(shop.staff[journeys.PERSON])
    found = queries.open_dates(
        shop.business,
        shop.services[journeys.SERVICE],
        first=first,
        horizon_days=360,
        now=timezone.now(),
        count=360,
        wanted=wanted,
    )
    days = [each.date for each in found]
    same = [day for day in days if not differs(day)]
    other = [day for day in days if differs(day)]
    before, after = min(((a, b) for a in same for b in other), key=lambda pair: abs(pair[0] - pair[1]))
    return before, after


def differs(day):
    noon = dt.datetime.combine(day, dt.time(12), PHOENIX)
    return noon.utcoffset() != noon.astimezone(DENVER).utcoffset()


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_new_guest_over_a_change_of_their_clock(visit, phoenix, size):
    same, other = around_a_change(phoenix)
    page = visit(journeys.step(phoenix, "time", f"staff=any&date={same}"), zone=str(DENVER), size=size)
    page.wait_for_url("**tz=America*")
    expect(page.locator("#zone")).to_contain_text("Your own time is shown, too: Denver.")
    assert page.locator(".time-own").count() == 0
    page.goto(page.url.replace(f"date={same}", f"date={other}"))
    page.locator(".time-own").first.wait_for()
    journeys.choose_time(page)
    journeys.fill_in(page)
    journeys.book(page)
    booking = Booking.objects.get()
    own = booking.starts_at.astimezone(DENVER)
    assert f"{own:%H:%M} in Denver" in page.locator("main").inner_text()
    assert own.utcoffset() != booking.starts_at.astimezone(PHOENIX).utcoffset()


def test_a_city_is_chosen_from_a_list_that_comes_when_it_is_asked_for(visit, shop):
    page = visit(journeys.times(shop))
    date = re.search(r"date=([\d-]+)", page.url)[1]
    assert page.locator("option").count() == 0
    page.get_by_role("link", name="Show the times of another city as well").click()
    cities = page.get_by_label("The times of this city stand beside ours")
    expect(cities).to_be_focused()
    assert page.locator("#choose .month").count() == 1 or page.locator("#when").count() == 1
    cities.select_option(label="Tokyo")
    page.locator("#zone").get_by_role("button", name="Show").click()
    page.wait_for_url("**tz=Asia*")
    assert f"date={date}" in page.url
    page.locator(".time-own").first.wait_for()
    expect(page.locator("#zone")).to_contain_text("Tokyo")
    page.go_back()
    expect(page.locator(".time-own")).to_have_count(0)
    page.go_forward()
    page.locator(".time-own").first.wait_for()


def test_the_own_zone_is_no_step_that_back_falls_into(visit, shop):
    page = visit("/book/demo/", zone="America/New_York")
    page.goto(page.url.split("/book/")[0] + journeys.times(shop))
    page.wait_for_url("**tz=America*")
    page.locator(".time-own").first.wait_for()
    page.go_back()
    page.wait_for_url("**/book/demo/")


def test_the_list_is_a_page_without_scripts(visit, shop):
    page = visit(journeys.times(shop), scripts=False, size=PHONE)
    page.get_by_role("link", name="Show the times of another city as well").click()
    page.get_by_label("The times of this city stand beside ours").select_option(label="Tokyo")
    page.get_by_role("button", name="Show").click()
    assert page.locator(".time-own").count()


def test_whoever_opens_a_business_is_offered_the_zone_of_the_device_by_whatever_name(visit, transactional_db, settings):
    """Some browsers call Kolkata's zone by the name that it had until 2008."""
    settings.SELF_SERVICE = True
    page = visit("/admin/start/", zone="Asia/Kolkata")
    expect(page.locator("select[data-own-zone]")).to_have_value("Asia/Kolkata")
