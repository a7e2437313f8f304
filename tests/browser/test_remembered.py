"""What a guest typed is remembered on their device only, only if they want it, and forgotten by one press."""

from tests.browser import journeys
from tests.browser.conftest import PHONE

TICK = "Remember my details on this device"
KEPT = "localStorage.getItem('remembered')"


def details(page, shop):
    """The page that asks who comes, in the same browser; what a tab keeps of its own is gone with the tab."""
    page.evaluate("sessionStorage.clear()")
    page.goto(page.url.split("/book/")[0] + journeys.step(shop, "details", _start(page, shop)))
    page.get_by_role("heading", name="Who is coming?").wait_for()


def _start(page, shop):
    page.goto(page.url.split("/book/")[0] + journeys.times(shop))
    return f"staff=any&start={page.locator('button.time').last.get_attribute('value')}"


def typed(page):
    return [page.get_by_label(label).input_value() for label in ("Your name", "E-mail", "Phone", "Anything we should")]


def test_who_ticks_it_finds_it_filled_in_next_time_without_the_notes(visit, axe, shop):
    page = visit(journeys.times(shop), size=PHONE)
    details(page, shop)
    page.get_by_label(TICK).check()
    page.get_by_label("Phone").fill("030 23125 170")
    page.get_by_label("Anything we should").fill("left side shorter")
    assert page.evaluate(KEPT) is None
    journeys.fill_in(page)
    page.goto(page.url.split("/book/")[0] + "/book/demo/")
    details(page, shop)
    assert typed(page) == ["Jordan Smith", "jordan@example.com", "030 23125 170", ""]
    assert page.get_by_label(TICK).is_checked()
    axe(page)


def test_who_does_not_tick_it_leaves_nothing_behind(visit, shop):
    page = visit(journeys.times(shop))
    details(page, shop)
    assert not page.get_by_label(TICK).is_checked()
    assert page.get_by_role("button", name="Forget them").count() == 0
    journeys.fill_in(page)
    assert page.evaluate(KEPT) is None


def test_one_press_forgets_it(visit, axe, shop):
    page = visit(journeys.times(shop))
    page.evaluate("""localStorage.setItem("remembered", '{"name": "Jo", "email": "jo@example.com", "phone": ""}')""")
    details(page, shop)
    assert typed(page)[0] == "Jo"
    page.get_by_role("button", name="Forget them").click()
    page.get_by_text("They are forgotten on this device.").wait_for()
    assert typed(page) == [""] * 4
    assert page.evaluate(KEPT) is None
    assert page.evaluate("document.activeElement.name") == "name"
    axe(page)
    details(page, shop)
    assert typed(page) == [""] * 4


def test_taking_the_tick_away_forgets_it_at_once(visit, shop):
    page = visit(journeys.times(shop))
    page.evaluate("""localStorage.setItem("remembered", '{"name": "Jo"}')""")
    details(page, shop)
    page.get_by_label(TICK).uncheck()
    assert page.evaluate(KEPT) is None


def test_what_is_no_memory_of_ours_is_nothing(visit, shop):
    page = visit(journeys.times(shop))
    for broken in ("{", "null", "[]", "7"):
        page.evaluate(f"localStorage.setItem('remembered', '{broken}')")
        details(page, shop)
        assert typed(page) == [""] * 4


def test_without_scripts_there_is_no_tick(visit, shop):
    page = visit(journeys.times(shop), scripts=False)
    journeys.choose_time(page)
    assert page.get_by_label(TICK).count() == 0 or not page.get_by_label(TICK).is_visible()
