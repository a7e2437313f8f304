"""An owner closes a day on which guests come: sees who, moves them, and undoes it."""

import pytest

from bookings import operations
from bookings.models import Booking
from businesses.models import SpecialDay
from tests.browser import test_dashboard as before
from tests.browser.conftest import DESK
from tests.browser.test_dashboard import people, sign_in  # noqa: F401 - fixtures

NARROW = (320, 700)
MANNERS = [{"size": DESK}, {"size": NARROW}, {"size": NARROW, "dark": True}, {"size": NARROW, "scripts": False}]


@pytest.mark.parametrize("how", MANNERS, ids=str)
def test_a_day_is_closed_its_bookings_are_moved_and_all_of_it_is_undone(shop, sign_in, axe, how):  # noqa: F811
    day, start = before.free_day(shop)
    wish = operations.one(shop.business, shop.services[before.journeys.SERVICE], start)
    order = operations.Order(operations.Guest(name="Jordan Smith"), operations.Taker("wizard", "guest"))
    booking = operations.book(wish=wish, order=order, now=before.timezone.now())
    SpecialDay.objects.filter(business=shop.business, date=day).delete()
    page = sign_in("olive", **how)
    before.go(page, "/admin/businesses/specialday/")
    page.get_by_label("Date", exact=True).fill(day.isoformat())
    page.get_by_label("Closed all day").check()
    page.get_by_role("button", name="Save").last.click()
    page.get_by_text("1 booking to come would be outside.").wait_for()
    if how.get("scripts", True):
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= how["size"][0]
    page.get_by_label("With all of them").select_option("time")
    page.get_by_role("button", name="Save, and do this").click()
    page.get_by_text("1 booking is moved: Jordan Smith").wait_for()
    assert Booking.objects.get(pk=booking.pk).starts_at != start
    page.get_by_role("link", name="Undo all of it").click()
    if how.get("scripts", True):
        axe(page)
    page.get_by_role("button", name="Undo it").click()
    page.get_by_text("the set-up is as it was").wait_for()
    assert Booking.objects.get(pk=booking.pk).starts_at == start
    assert not SpecialDay.objects.filter(business=shop.business, date=day).exists()
