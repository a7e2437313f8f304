"""Every mail in a real browser: on a phone and in a column of 600 pixels, light and dark, by the golden files."""

from pathlib import Path

import pytest

from tests.bookings.notifications.test_golden import GOLDEN

WIDTHS = (320, 600)
SIZE = 800
# The landmarks are those of the page of the mail program around it.
LANDMARKS = ("region", "landmark-one-main")
CLOSELY = ("pending", "moved", "cancelled", "thanks", "house-decide", "series", "mislaid")
LOST = """() => [...document.querySelectorAll('td, p, h1, a')].filter((each) => each.checkVisibility())
    .map((each) => [each.getBoundingClientRect(), each.outerHTML.slice(0, 80)])
    .filter(([box]) => box.left < 0 || box.right > innerWidth + 0.5).map(([, html]) => html)"""


@pytest.fixture
def read(browser):
    """`read(file, width, dark)` shows a mail, as a program does that loads nothing."""
    contexts = []

    def show(path: Path, width: int, *, dark: bool):
        context = browser.new_context(
            viewport={"width": width, "height": SIZE}, color_scheme="dark" if dark else "light", offline=True
        )
        contexts.append(context)
        page = context.new_page()
        page.set_content(path.read_text("utf-8"))
        return page

    yield show
    for context in contexts:
        context.close()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_of_any_mail_is_cut_off(read, width, dark):
    files = sorted(GOLDEN.glob("*/*.html"))
    assert len(files) >= 5 * 17
    page = read(files[0], width, dark=dark)
    for file in files:
        page.set_content(file.read_text("utf-8"))
        assert page.evaluate(LOST) == [], file
        assert page.evaluate("document.documentElement.scrollWidth") <= width, file
        button = page.locator(".button a")
        assert button.count() == 0 or button.bounding_box()["height"] >= 44, file


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_mails_can_be_read_by_everybody(read, axe, language, dark):
    for kind in CLOSELY:
        page = read(GOLDEN / language / f"{kind}.html", WIDTHS[0], dark=dark)
        axe(page, without=LANDMARKS)
        background = page.evaluate("getComputedStyle(document.querySelector('.card')).backgroundColor")
        assert (background == "rgb(255, 255, 255)") is not dark
