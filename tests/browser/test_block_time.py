"""Blocking a time from the diary in a browser: in three presses, at a desk and on a phone, with scripts and without."""

import datetime as dt

import pytest
from django.utils import timezone

from businesses.models import SpecialDay, TimeOff, User
from tests import dashboard
from tests.browser.conftest import DESK, PHONE


@pytest.fixture
def day(shop):
    """A Thursday of usual hours on which nobody is booked or away, whatever today is."""
    SpecialDay.objects.all().delete()
    TimeOff.objects.all().delete()
    today = timezone.now().astimezone(shop.business.zone).date()
    return today + dt.timedelta(days=(3 - today.weekday()) % 7 + 7)


@pytest.fixture
def opened(shop, day, visit):
    """`opened("/admin/diary/", size=PHONE)` opens a page, signed in as the owner."""
    user = User.objects.create_user("olive", is_staff=True)
    shop.business.members.add(user)
    client = dashboard.signed_in(user)

    def page_of(path, **how):
        page = visit("/healthz", **how)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": page.url}
        page.context.add_cookies([cookie])
        page.goto(f"{page.url.removesuffix('/healthz')}{path}")
        return page

    return page_of


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
def test_a_free_place_of_the_diary_is_blocked_in_three_presses(opened, shop, day, until, how):
    amir = shop.staff["Amir Rahimi"]
    page, presses = opened(f"/admin/diary/?day={day}&staff={amir.pk}", **how), Presses()
    if how["size"] == PHONE:  # there the day is a list
        presses.on(page.get_by_role("link", name="Free with Amir Rahimi").last)
    else:
        presses.on(page.locator(f'.track[data-staff="{amir.pk}"] .gap').last, position={"x": 40, "y": 20})
    presses.on(page.get_by_role("link", name="Block time"))
    presses.on(page.locator("main").get_by_role("button", name=until).last)
    page.get_by_text("Amir Rahimi is away").wait_for()
    assert presses.count == 3
    row = TimeOff.objects.get()
    assert (row.staff, row.starts_at.astimezone(shop.business.zone).date()) == (amir, day)
    assert page.locator(".block.away").count() > 0


def test_an_afternoon_is_blocked_by_the_keyboard_alone(opened, shop, day):
    page = opened(f"/admin/diary/block/?staff={shop.staff['Amir Rahimi'].pk}&day={day}&time=14:00")
    page.get_by_role("button", name="Until closing").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Amir Rahimi is away").wait_for()
    assert TimeOff.objects.get().starts_at.astimezone(shop.business.zone).time() == dt.time(14)
