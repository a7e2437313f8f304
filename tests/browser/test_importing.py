"""An owner brings the bookings of another system with them: the file, what would come of it, and what did."""

import datetime as dt

import pytest

from bookings.models import Booking
from tests.browser import test_dashboard as before
from tests.browser.conftest import DESK
from tests.browser.test_dashboard import people, sign_in  # noqa: F401 - fixtures

NARROW = (320, 700)
MANNERS = [{"size": DESK}, {"size": NARROW}, {"size": NARROW, "dark": True}, {"size": NARROW, "scripts": False}]


@pytest.mark.parametrize("how", MANNERS, ids=str)
def test_bookings_come_in_from_a_file_and_what_clashes_is_named(shop, sign_in, axe, how):  # noqa: F811
    day, start = before.free_day(shop)
    at, service = start.astimezone(shop.business.zone), before.journeys.SERVICE
    lines = [
        "Service;Scheduled date;Time;Client;Status",
        f"{service};{day.isoformat()};{at:%H:%M};Ada Ray;Booked",
        f"{service};{(day - dt.timedelta(days=400)).isoformat()};{at:%H:%M};Bo Li;Booked",
        f"A very long treatment that nobody here has ever heard of;{day.isoformat()};{at:%H:%M};Cy Fox;Booked",
    ]
    page = sign_in("olive", **how)

    def looks_well():
        if how.get("scripts", True):
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= how["size"][0]

    before.go(page, "/admin/import/")
    looks_well()
    page.get_by_label("The file").set_input_files(
        {"name": "export of the old system.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}
    )
    page.get_by_role("button", name="Read the file").click()
    page.get_by_text("has 3 lines").wait_for()
    looks_well()
    page.get_by_role("button", name="Look what would come of it").click()
    page.get_by_text("1 booking would come in. 2 lines would be left out. Nothing is written yet.").wait_for()
    page.get_by_text("It is past.").wait_for()
    looks_well()
    page.get_by_role("button", name="Bring 1 booking in").click()
    page.get_by_text("1 booking came in. 2 lines were left out.").wait_for()
    looks_well()
    assert Booking.objects.get(source="import").guest_name == "Ada Ray"
