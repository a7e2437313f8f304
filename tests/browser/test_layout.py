"""Where things are on the screen: times in sight, words with room, nothing under the bar at the bottom."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser import journeys
from tests.browser.conftest import PHONE

DESKS = [(1280, 800), (1440, 900)]
PHONES = [(320, 568), (390, 667), (390, 844), (430, 932)]
LANGUAGES = {"en": "en-GB", "de": "de-DE", "ar": "ar-EG"}

# How many times of the date lie wholly between the top of the screen and the bar at its bottom, and how many it has.
IN_SIGHT = """() => {
    const bar = document.querySelector("aside");
    const covered = bar && getComputedStyle(bar).position === "sticky" && innerWidth < 960;
    const end = covered ? bar.getBoundingClientRect().top : innerHeight;
    const times = [...document.querySelectorAll("button.time")].map((time) => time.getBoundingClientRect());
    return [times.filter((box) => box.top >= 0 && box.bottom <= end).length, times.length];
}"""
TOP_OF = "(selector) => document.querySelector(selector).getBoundingClientRect().top"


@pytest.mark.parametrize("size", DESKS, ids=str)
@pytest.mark.parametrize("lang", LANGUAGES.values())
def test_a_desk_shows_month_and_times_beside_each_other_without_scrolling(visit, shop, size, lang):
    page = visit(journeys.times(shop), size=size, lang=lang)
    in_sight, all_of_them = page.evaluate(IN_SIGHT)
    assert in_sight == all_of_them >= journeys.MANY
    assert page.evaluate("scrollY") == 0
    when, times = (page.locator(name).bounding_box() for name in ("#when", "#times"))
    assert abs(when["y"] - times["y"]) < 8
    assert abs(when["x"] - times["x"]) >= when["width"]


@pytest.mark.parametrize("size", DESKS, ids=str)
def test_another_date_on_a_desk_leaves_the_page_where_it_is(visit, shop, size):
    page = visit(journeys.times(shop), size=size)
    journeys.choose_day(page, journeys.last_day(page))
    journeys.until(page, "document.activeElement.id === 'times-title'")
    assert page.evaluate("scrollY") == 0
    assert page.evaluate(IN_SIGHT)[0] >= 1


@pytest.mark.parametrize("size", PHONES, ids=str)
@pytest.mark.parametrize("how", [{}, {"scripts": False}, {"reduced": True}, {"lang": "ar-EG"}], ids=str)
def test_the_times_of_a_tapped_date_come_into_view_on_every_phone(visit, shop, size, how):
    page = visit(journeys.times(shop), size=size, **how)
    journeys.choose_day(page, page.locator("a.day").last)
    journeys.soon(page, lambda: page.evaluate(IN_SIGHT)[0] >= 2, "times are in sight")
    assert 0 <= page.evaluate(TOP_OF, "#times-title") < size[1] / 2


def test_a_date_from_the_list_and_a_typed_one_lead_to_their_times(visit, shop):
    page = visit(journeys.times(shop), size=PHONE)
    page.locator("#when summary").click()
    page.locator(".next-dates a").last.click()
    journeys.soon(page, lambda: page.evaluate(IN_SIGHT)[0] >= 2, "times are in sight")
    day = journeys.open_days(shop)[-1]
    page.locator("#when summary").click()
    page.locator("#typed-date").fill(str(day))
    page.get_by_role("button", name="Show this date").click()
    page.wait_for_url(f"**date={day}*")
    journeys.soon(page, lambda: page.evaluate(IN_SIGHT)[0] >= 2, "times are in sight")


def test_a_turned_month_shows_no_times_of_another(visit, shop):
    page = visit(journeys.times(shop))
    before = page.locator("#times-title").inner_text()
    journeys.next_month(page)
    expect(page.locator("#times-title")).not_to_have_text(before)
    assert page.locator("a.day[aria-current='date']").count() == 1


@pytest.mark.parametrize("lang", ["en-GB", "ar-EG"])
@pytest.mark.parametrize("name", ["time", "classes"])
def test_the_arrows_of_a_month_and_a_week_point_outwards(visit, shop, lang, name):
    """On either side they point away from what stands between them, whichever way the page is read."""
    page = visit(journeys.step(shop, "time") if name == "time" else "/book/demo/classes/", size=PHONE, lang=lang)
    page.locator("a[rel=next]").click()
    arrows = page.locator("a[rel=prev], a[rel=next]")
    expect(arrows).to_have_count(2)
    left, right = sorted(arrows.all(), key=lambda arrow: arrow.bounding_box()["x"])
    assert (points_to(left), points_to(right)) == ("left", "right")


def points_to(arrow):
    """Where the tip is: in the middle of an arrow's height, and its arms' ends at the top."""
    ink = (
        Image.open(io.BytesIO(arrow.locator("span").screenshot())).convert("L").point(lambda light: light < 128 and 255)
    )
    left, top, right, bottom = ink.getbbox()
    middle = (top + bottom) // 2
    tip = ink.crop((left, middle - 1, right, middle + 1)).getbbox()
    return "left" if tip[0] < right - left - tip[2] else "right"


@pytest.mark.parametrize("width", [320, 360, 390, 430])
@pytest.mark.parametrize("lang", LANGUAGES.values())
def test_cards_give_their_words_the_room(visit, shop, width, lang):
    """No text of a card lies on another or beyond its edge, and a column of words is most of the card."""
    page = visit("/book/demo/", size=(width, 800), lang=lang)
    squeezed = """() => [...document.querySelectorAll(".card")].filter((card) => {
        const edge = card.getBoundingClientRect(), shown = card.querySelector("img, .avatar");
        const [words, facts] = [".card-link", ".card-facts"].map((part) => card.querySelector(part));
        const column = words.parentElement.getBoundingClientRect();
        const room = edge.width - (shown?.getBoundingClientRect().width ?? 0) - 64;
        const parts = [column, ...[...(facts?.children ?? [])].map((fact) => fact.getBoundingClientRect())];
        const cross = (one, other) => one !== other && one.left < other.right - 1 && other.left < one.right - 1
            && one.top < other.bottom - 1 && other.top < one.bottom - 1;
        return column.width < room || parts.some((part) => part.left < edge.left || part.right > edge.right
            || parts.some((other) => cross(part, other)));
    }).map((card) => card.textContent.trim())"""
    assert page.locator(".card-facts").count() > 5
    assert page.evaluate(squeezed) == []
    page.goto(page.url.split("/book/")[0] + journeys.step(shop, "staff", "embed=0"))
    assert page.locator(".card").count() > 1
    assert page.evaluate(squeezed) == []


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize("lang", LANGUAGES.values())
def test_the_title_stands_near_the_top_and_no_line_of_the_steps_begins_or_ends_with_a_dash(visit, shop, width, lang):
    page = visit(journeys.step(shop, "time"), size=(width, 800), lang=lang)
    assert page.evaluate(TOP_OF, "#title") < 140
    dangling = """() => {
        const list = document.querySelector(".progress"), edge = list.parentElement.getBoundingClientRect();
        const rtl = getComputedStyle(list).direction === "rtl";
        const lines = Map.groupBy(list.children, (step) => Math.round(step.getBoundingClientRect().top));
        return [...lines.values()].filter(([first]) => {
            const range = document.createRange();
            range.selectNodeContents(first);
            const words = range.getBoundingClientRect();
            return Math.abs(rtl ? edge.right - words.right : words.left - edge.left) > 2;
        }).length;
    }"""
    assert page.evaluate(dangling) == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_bar_at_the_bottom_says_how_long_and_how_much_before_a_time_is_chosen(visit, shop):
    page = visit(journeys.step(shop, "time"), size=PHONE)
    bar = page.locator("aside summary")
    expect(bar).to_contain_text("25 – 30 mins")
    expect(bar).to_contain_text("from")
    page.goto(page.url.split("/book/")[0] + journeys.step(shop, "time", f"staff={shop.staff[journeys.PERSON].pk}"))
    expect(bar).to_contain_text(f"{journeys.PERSON} · 25 mins · 32")


def test_the_languages_open_and_close_without_a_script_and_with_the_keyboard(visit, shop):
    page = visit("/book/demo/", size=PHONE, scripts=False)
    page.get_by_text("English").first.click()
    page.get_by_role("link", name="Deutsch").click()
    journeys.title(page, "Kastanie")
    assert page.locator("html").get_attribute("lang") == "de"
    page = visit("/book/demo/", size=PHONE)
    menu = page.locator("details[data-menu]")
    page.get_by_text("English").first.click()
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
