"""Blocking a time from the diary in a browser: in three presses, at a desk and on a phone, with scripts and without."""

import datetime as dt

import pytest

from businesses.models import TimeOff
from tests.browser.conftest import DESK, PHONE


class Presses:
    """Presses, counted."""

    def __init__(self):
        self.count = 0

    def on(self, what, **how):
        what.click(**how)
        self.count += 1


@pytest.mark.parametrize(
    ("until", "how"),
    [
        ("Save", {"size": DESK}),
        ("Until closing", {"size": PHONE}),
        ("All day", {"size": DESK, "scripts": False}),
    ],
    ids=str,
)
def test_a_free_place_of_the_diary_is_blocked_in_three_presses(as_owner, shop, thursday, until, how):
    amir = shop.staff["Amir Rahimi"]
    page, presses = as_owner(f"/admin/diary/?day={thursday}&staff={amir.pk}", **how), Presses()
    if how["size"] == PHONE:  # there the day is a list
        presses.on(page.get_by_role("link", name="Free with Amir Rahimi").last)
    else:
        presses.on(page.locator(f'.track[data-staff="{amir.pk}"] .gap').last, position={"x": 40, "y": 20})
    presses.on(page.get_by_role("link", name="Block time"))
    presses.on(page.locator("main").get_by_role("button", name=until).last)
    page.get_by_text("Amir Rahimi is away").wait_for()
    assert presses.count == 3
    row = TimeOff.objects.get()
    assert (row.staff, row.starts_at.astimezone(shop.business.zone).date()) == (amir, thursday)
    assert page.locator(".block.away").count() > 0


def test_an_afternoon_is_blocked_by_the_keyboard_alone(as_owner, shop, thursday):
    page = as_owner(f"/admin/diary/block/?staff={shop.staff['Amir Rahimi'].pk}&day={thursday}&time=14:00")
    page.get_by_role("button", name="Until closing").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Amir Rahimi is away").wait_for()
    assert TimeOff.objects.get().starts_at.astimezone(shop.business.zone).time() == dt.time(14)
