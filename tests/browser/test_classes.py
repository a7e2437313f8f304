"""A party joins a class: on a telephone without scripts, by keyboard alone; and nothing on the way hinders anybody."""

import datetime as dt

import pytest
from django.utils import timezone

from bookings import operations, queries
from bookings.models import Booking
from tests import factories
from tests.browser import journeys
from tests.browser.conftest import DESK, PHONE

CLASSES = "/book/demo/classes/"


def of_yoga(shop):
    return f"/book/demo/{shop.services['Yoga for stiff people'].pk}/time/"


def filled(shop, party_size):
    """The first yoga class that guests are shown, with so many others in it; and it."""
    now = timezone.now()
    first = now.astimezone(shop.business.zone).date()
    last = first + dt.timedelta(days=shop.business.window_days)
    yoga = [shop.services["Yoga for stiff people"]]
    held = queries.class_timetable(shop.business, first=first, last=last, now=now, services=yoga)[1]
    wish = operations.one(shop.business, held.service, held.starts_at, party_size=party_size)
    operations.book(wish=wish, order=operations.Order(factories.JORDAN, factories.WIZARD), now=now)
    return held


def only():
    return Booking.objects.visible().get()


def test_a_party_without_scripts_on_a_small_phone(visit, shop):
    page = visit("/book/demo/", size=PHONE, scripts=False)
    page.get_by_role("link", name="classes at a glance").click()
    page.get_by_label("How many are you?").select_option("3")
    page.locator("button.class-take").first.click()
    page.wait_for_url("**/details/**")
    journeys.fill_in(page)
    facts = page.locator("main").inner_text().replace("\xa0", " ")
    assert "3 people" in facts
    assert "16,00 € for each person, 48,00 € in all" in facts
    journeys.book(page)
    journeys.title(page, "You are booked")
    assert "48,00 € in all" in page.locator("main").inner_text().replace("\xa0", " ")
    assert only().party_size == 3


def test_a_party_by_keyboard_alone(visit, shop):
    page = visit(of_yoga(shop))
    keys = page.keyboard
    page.get_by_label("How many are you?").focus()
    keys.press("2")
    page.wait_for_url("**party=2**")
    page.locator("button.class-take").first.focus()
    keys.press("Enter")
    page.wait_for_url("**/details/**")
    journeys.type_in(page)
    page.get_by_role("button", name="Book now").focus()
    keys.press("Enter")
    page.wait_for_url("**/b/**")
    assert only().party_size == 2


@pytest.mark.parametrize(
    "how", [{"size": PHONE}, {"size": DESK, "dark": True}, {"size": DESK, "lang": "ar-EG"}], ids=str
)
def test_nobody_is_hindered(visit, shop, axe, how):
    held = filled(shop, 8)
    page = visit(CLASSES + f"?date={held.date}", **how)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(page.url.split("/book/")[0] + of_yoga(shop) + f"?date={held.date}&party=2")
    page.locator(".class-full a").first.wait_for()  # what there is instead of the full one
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_full_class_leads_on(visit, shop):
    held = filled(shop, 8)
    page = visit(of_yoga(shop) + f"?date={held.date}", size=PHONE)
    page.locator(".class-full a").first.click()
    page.wait_for_url("**/details/**")


def test_weeks_turn_in_place_and_back_shows_what_the_address_says(visit, shop):
    page = visit(CLASSES, size=PHONE)
    week = page.locator("#week").inner_text()
    page.get_by_role("link", name="Next week").click()
    page.wait_for_url("**date=**")
    assert page.locator("#week").inner_text() != week
    there = page.locator("#week").inner_text()
    page.reload()
    assert page.locator("#week").inner_text() == there
    page.go_back()
    page.locator("#week", has_text=week).wait_for()
