"""Moving in the diary by finger and by keys, an open diary that keeps up, and the presses that a day takes."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from bookings import operations
from bookings.models import Booking
from businesses import diary as diaries
from businesses.models import TimeOff
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_diary import asked

LIVE = "**/admin/diary/live/**"


def column(page, person):
    return page.locator(f'.track[data-staff="{person.pk}"]')


def booked(shop, day, name, hour, guest, person):
    """A booking of a short cut, taken at the desk."""
    start = dt.datetime.combine(day, dt.time(hour), shop.business.zone)
    wish = operations.one(
        shop.business, shop.services[name], start, staff=shop.staff[person], policy=operations.COUNTER
    )
    order = operations.Order(operations.Guest(name=guest), operations.Taker("dashboard", "dashboard:olive"))
    return operations.book(wish=wish, order=order, now=start - dt.timedelta(days=1))


def test_the_keys_pick_a_booking_up_move_it_and_ask(diary, shop, day):
    page = diary()
    step = shop.business.slot_interval_minutes
    block = page.locator("[data-move]", has_text="Jordan Smith").first
    said = page.locator("#diary-said")
    block.focus()
    page.keyboard.press("m")
    expect(said).to_have_text(
        "Jordan Smith, 10:00, Lena Hoffmann. Arrow keys move it, Enter asks, Escape puts it back."
    )
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    later = f"{10 + step // 60:02}:{step % 60:02}"
    expect(said).to_have_text(f"{later}, Amir Rahimi")
    page.keyboard.press("Escape")
    expect(said).to_have_text("Put back.")
    assert page.locator(".drop").count() == 0
    expect(block).to_be_focused()
    page.keyboard.press(" ")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/move/**")
    assert asked(page)[1]["at"] == f"{day}T{later}"
    page.get_by_role("button", name="Move", exact=True).click()
    page.wait_for_url(f"**/admin/diary/?day={day}")  # back where one came from
    assert "Jordan Smith comes" in page.content()


def test_a_finger_that_rests_on_a_booking_drags_it(diary, shop, day):
    page = diary("&as=columns", size=(390, 800), has_touch=True)
    block = column(page, shop.staff["Lena Hoffmann"]).locator("[data-move]")
    block.scroll_into_view_if_needed()
    box = block.bounding_box()
    x, y = box["x"] + 30, box["y"] + 6
    touch = page.context.new_cdp_session(page)

    def finger(kind, *at):
        points = [{"x": at[0], "y": at[1]}] if at else []
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    finger("touchStart", x, y)
    expect(page.locator(".drop")).to_be_visible()  # it has rested long enough
    for part in (32, 64, 96):  # an hour lower
        finger("touchMove", x, y + part)
    expect(page.locator(".drop")).to_have_text("11:00")
    finger("touchEnd")
    page.wait_for_url("**/move/**")
    assert asked(page)[1]["at"] == f"{day}T11:00"


def test_a_finger_that_moves_at_once_scrolls(diary, shop):
    page = diary("&as=columns", size=(390, 800), has_touch=True)
    block = column(page, shop.staff["Lena Hoffmann"]).locator("[data-move]")
    block.scroll_into_view_if_needed()
    box = block.bounding_box()
    touch = page.context.new_cdp_session(page)
    for kind, down in (("touchStart", 0), ("touchMove", 30), ("touchMove", 60)):
        point = {"x": box["x"] + 30, "y": box["y"] + 6 + down}
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(600)  # longer than a finger has to rest
    assert page.locator(".drop").count() == 0
    assert "/admin/diary/" in page.url


def test_what_happens_is_seen_without_a_reload_and_focus_stays(diary, shop, day):
    page = diary()
    block = page.locator("#diary [data-move]", has_text="Jordan Smith").first
    block.focus()
    page.evaluate("window.stays = true")
    booked(shop, day, "Short cut", 12, "Bo Li", "Lena Hoffmann")
    with page.expect_response(LIVE) as answered:
        page.evaluate(LOOKED_AWAY_AND_BACK)
    assert answered.value.status == 200
    expect(column(page, shop.staff["Lena Hoffmann"]).get_by_role("link", name=re.compile("Bo Li"))).to_be_visible()
    expect(page.locator("#diary [data-move]", has_text="Jordan Smith").first).to_be_focused()
    assert page.evaluate("window.stays")
    with page.expect_response(LIVE) as answered:
        page.evaluate(LOOKED_AWAY_AND_BACK)
    assert answered.value.status == 304


LOOKED_AWAY_AND_BACK = 'document.dispatchEvent(new Event("visibilitychange"))'
HIDDEN = 'Object.defineProperty(document, "hidden", { get: () => true })'


def test_it_asks_by_itself_but_not_while_nobody_looks(diary):
    page = diary()
    page.clock.install()
    page.reload()
    questions = []
    page.on("request", lambda request: questions.append(request.url) if "/live/" in request.url else None)
    with page.expect_response(LIVE):
        page.clock.run_for(21_000)
    page.evaluate(HIDDEN)
    asked_before = len(questions)
    page.clock.run_for(120_000)
    assert len(questions) == asked_before


def test_a_house_that_cannot_be_reached_is_said(diary):
    page = diary()
    page.route(LIVE, lambda route: route.abort("aborted"))
    page.evaluate(LOOKED_AWAY_AND_BACK)
    expect(page.locator("#diary-lost")).to_contain_text("since then nothing was heard from here")


def test_a_clash_and_the_week_of_everybody_can_be_read(diary, axe, shop, day):
    edges = [dt.datetime.combine(day, dt.time(hour), shop.business.zone) for hour in (9, 12)]
    with diaries.changing(shop.business.pk):
        TimeOff.objects.create(
            business=shop.business, staff=shop.staff["Lena Hoffmann"], starts_at=edges[0], ends_at=edges[1]
        )
    for how in ({"size": DESK}, {"size": PHONE, "dark": True}):
        for query in ("&as=columns", "&view=week"):
            page = diary(query, **how)
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page = diary("&as=columns")
    clash = page.locator(".clash")
    expect(clash).to_contain_text("Time off")


def test_on_a_phone_the_day_is_a_list_with_what_is_free(diary, axe, shop):
    page = diary(size=PHONE)
    axe(page)
    expect(page.locator("#diary")).to_be_hidden()
    page.locator("#list").get_by_role("link", name=re.compile("Free with Amir Rahimi")).first.click()
    page.wait_for_url("**/admin/book/**")
    assert asked(page)[1]["staff"] == str(shop.staff["Amir Rahimi"].pk)


def test_the_day_sheet_prints_black_on_white_from_the_dark_theme(diary):
    page = diary(dark=True)
    page.emulate_media(media="print")
    for part in (".sheet", ".sheet h3", ".sheet td.guest-name", ".sheet td.standing"):
        style = page.locator(part).first.evaluate(
            "(part) => [getComputedStyle(part).color, getComputedStyle(part).backgroundColor]"
        )
        ink, paper = (sum(int(number) for number in re.findall(r"\d+", each)[:3]) for each in style)
        assert ink < 200, (part, style)
        assert paper == 765 or style[1] == "rgba(0, 0, 0, 0)", (part, style)
    expect(page.locator("#diary")).to_be_hidden()


class Hand:
    """Counts what somebody presses on the way; a choice from a list is one press."""

    def __init__(self, page):
        self.page, self.presses = page, 0

    def press(self, *which, **how):
        self.presses += 1
        self.page.get_by_role(*which, **how).first.click()

    def choose(self, label, option):
        self.presses += 1
        self.page.get_by_label(label, exact=True).select_option(option)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_caller_on_the_phone_takes_five_presses(diary, shop, size):
    page = diary(size=size)
    hand, free = Hand(page), "#diary .gap" if size == DESK else ".sheet .free a"
    hand.presses += 1
    page.locator(free).first.click()
    hand.choose("Service", str(shop.services["Short cut"].pk))
    hand.presses += 1
    page.get_by_label("Name", exact=True).click()
    page.keyboard.type("Ruth Adler")
    page.get_by_label("Name", exact=True).press("Tab")
    hand.press("button", name="Book", exact=True)
    page.wait_for_url("**/admin/bookings/booking/*/change/")
    assert Booking.objects.filter(guest_name="Ruth Adler").exists()
    assert hand.presses <= 5


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_walk_in_takes_four_presses(diary, shop, size):
    page = diary(size=size)
    hand = Hand(page)
    hand.press("link", name="Walk-in")
    hand.choose("Service", str(shop.services["Short cut"].pk))
    hand.press("button", name="Book", exact=True)
    page.wait_for_url("**/admin/bookings/booking/*/change/")
    assert Booking.objects.filter(guest_name="", source="dashboard").count() == 1
    assert hand.presses <= 4


def test_a_move_by_an_hour_takes_three_presses(diary, shop, day):
    page = diary()
    hand = Hand(page)
    box = column(page, shop.staff["Lena Hoffmann"]).locator("[data-move]").bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 5)
    page.mouse.down()
    hand.presses += 1
    page.mouse.move(box["x"] + 30, box["y"] + 60, steps=3)
    page.mouse.move(box["x"] + 30, box["y"] + 5 + 96, steps=2)
    page.mouse.up()
    page.wait_for_url("**/move/**")
    hand.press("button", name="Move", exact=True)
    page.wait_for_url("**/admin/diary/**")
    start = dt.datetime.combine(day, dt.time(11), shop.business.zone)
    assert Booking.objects.filter(places__appointment__starts_at=start).count() == 1
    assert hand.presses <= 3
