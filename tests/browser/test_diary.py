"""The diary in a browser: pointed at, walked through by arrow keys, dragged; each of it also by plain links."""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from bookings import operations
from tests.browser.conftest import DESK, PHONE


def asked(page):
    """The path that a page has, and what its address asks for."""
    parts = urlsplit(page.url)
    return parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()}


@pytest.mark.parametrize("how", [{"size": DESK}, {"size": PHONE}, {"size": DESK, "dark": True}], ids=str)
@pytest.mark.parametrize("query", ["", "&view=week"])
def test_it_can_be_read_by_everybody_and_nothing_is_cut_off(diary, axe, how, query):
    page = diary(query, **how)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_free_time_is_taken_where_one_points(diary, shop, day):
    page = diary()
    amir = shop.staff["Amir Rahimi"]
    gap = page.locator(f'.track[data-staff="{amir.pk}"] .gap').first
    gap.click(position={"x": 40, "y": 16 * 7})  # 70 minutes below 09:00, on a scale of 1.6 pixels a minute
    page.wait_for_url("**/admin/book/**")
    assert asked(page) == ("/admin/book/", {"staff": str(amir.pk), "day": str(day), "time": "10:00"})


def test_arrow_keys_walk_between_the_blocks_and_enter_opens(diary):
    page = diary()
    stops = page.locator('#diary a[tabindex="0"]')
    assert stops.count() == 1
    stops.focus()
    page.keyboard.press("Home")
    focused = page.locator(":focus")
    assert "Free 09:00–10:00 with Lena Hoffmann" in focused.text_content()
    page.keyboard.press("ArrowDown")
    assert "Jordan Smith" in focused.text_content()
    page.keyboard.press("ArrowRight")
    assert "with Amir Rahimi" in focused.text_content()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/bookings/booking/*/change/")


def test_dragging_opens_the_form_that_moves_and_moves_nothing(diary, shop, day):
    page = diary()
    lena, amir = shop.staff["Lena Hoffmann"], shop.staff["Amir Rahimi"]
    block = page.locator(f'.track[data-staff="{lena.pk}"] [data-move]')
    box = block.bounding_box()
    there = page.locator(f'.track[data-staff="{amir.pk}"] .body').bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(there["x"] + 30, box["y"] + 100, steps=4)
    page.mouse.move(there["x"] + 30, box["y"] + 5 + 96, steps=2)  # an hour lower
    page.mouse.up()
    page.wait_for_url("**/move/**")
    assert asked(page)[1] == {"at": f"{day}T11:00", "staff": str(amir.pk), "next": f"/admin/diary/?day={day}"}
    assert page.locator("#id_time").input_value() == "11:00"
    assert page.locator("#id_staff").input_value() == str(amir.pk)


def test_without_scripts_it_is_all_there(diary):
    page = diary(scripts=False)
    assert page.locator(".gap").first.is_visible()
    page.locator("#list").get_by_role("link", name="Jordan Smith").first.click()
    page.wait_for_url("**/admin/bookings/booking/*/change/")


@pytest.fixture
def developing(shop, day):
    """Lena's root touch-up from 11:00: half an hour of work, half an hour in which it develops, a quarter of work."""
    order = operations.Order(operations.Guest(name="Ruth Adler"), operations.Taker("dashboard", "dashboard:olive"))
    starts_at = dt.datetime.combine(day, dt.time(11), shop.business.zone)
    person, service = shop.staff["Lena Hoffmann"], shop.services["Root touch-up"]
    wish = operations.one(shop.business, service, starts_at, staff=person, policy=operations.STAFF)
    return operations.book(wish=wish, order=order, now=timezone.now())


@pytest.mark.parametrize("how", [{"size": DESK}, {"size": PHONE}, {"size": DESK, "dark": True}], ids=str)
def test_the_time_in_which_a_service_waits_is_pressed_upon_it(diary, axe, shop, day, developing, how):
    page = diary("&as=columns", **how)
    axe(page)
    lena = shop.staff["Lena Hoffmann"]
    page.locator(f'.track[data-staff="{lena.pk}"] .gap.within').click(position={"x": 20, "y": 4})
    page.wait_for_url("**/admin/book/**")
    assert asked(page)[1]["time"] == "11:30"


def test_what_is_served_meanwhile_and_what_waits_are_both_opened(diary, shop, day, developing):
    operations.move(
        booking=shop.staff["Lena Hoffmann"]
        .appointments.get(service=shop.services["Short cut"])
        .taken_places.get()
        .booking,
        starts_at=developing.starts_at + dt.timedelta(minutes=30),
        now=timezone.now(),
        by="dashboard:olive",
    )
    page = diary()
    for name in ("Ruth Adler", "Jordan Smith"):
        track = page.locator(f'.track[data-staff="{shop.staff["Lena Hoffmann"].pk}"]')
        track.get_by_role("link", name=name).click(position={"x": 4, "y": 40} if name == "Ruth Adler" else None)
        page.wait_for_url("**/admin/bookings/booking/*/change/")
        assert name in page.content()
        page.go_back()
