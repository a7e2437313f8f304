"""Every page and step: axe finds nothing, nothing is cut off, whatever the screen, the light and the language."""

import pytest
from django.utils import timezone

from bookings import operations, queries
from bookings.recurrence import Recurrence
from tests.browser import journeys
from tests.browser.conftest import DESK, PHONE

MANNERS = {
    "phone": {"size": PHONE},
    "desk": {"size": DESK},
    "desk, dark": {"size": DESK, "dark": True},
    "phone, Arabic": {"size": PHONE, "lang": "ar-EG"},
    "phone, dark, no scripts": {"size": PHONE, "dark": True, "scripts": False},
}
OTHER_STATUS = {"unknown link": 404, "not found": 404, "refused": 403, "not moved": 409}


@pytest.fixture
def paths(shop, live_server):
    """Every page of the guests, by name."""
    service = shop.services[journeys.SERVICE]
    now = timezone.now()
    slots = queries.open_slots(shop.business, service, day=journeys.open_days(shop)[0], now=now)
    start = next(slot.starts_at for slot in slots if slot.free)
    order = operations.Order(operations.Guest(name="Jordan Smith"), operations.Taker("wizard", "guest"))
    wish, weekly = operations.one(shop.business, service, start, policy=operations.STAFF), Recurrence("WEEKLY", count=3)
    [booking], *_ = operations.book_series(wish=wish, recurrence=weekly, orders=[order], now=now)
    own = f"/b/{queries.link_token(booking)}/"
    instant = slots[-1].starts_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    other = shop.services["Long cut & finish"]
    more, stages = f"more={other.pk}-any", [queries.Stage(service), queries.Stage(other)]
    visits = queries.visit_slots(shop.business, stages, day=journeys.open_days(shop)[0], now=now)
    visit = next(slot.starts_at for slot in visits if slot.free).strftime("%Y-%m-%dT%H:%M:%SZ")
    details = f"staff=any&start={instant}"
    return {
        "directory": "/",
        "business": "/book/demo/",
        "search without a match": "/book/demo/?q=tattoo",
        "staff": journeys.step(shop, "staff", "embed=0"),
        "time": journeys.step(shop, "time"),
        "time, with a guest's own": journeys.step(shop, "time", "staff=any&tz=Pacific/Auckland"),
        "city": journeys.step(shop, "time/city", "staff=any&tz=Pacific/Auckland"),
        "another service": journeys.step(shop, "more", "staff=any"),
        "with whom, of a visit": journeys.step(shop, "staff", more),
        "time of a visit": journeys.step(shop, "time", f"staff=any&{more}"),
        "details of a visit": journeys.step(shop, "details", f"staff=any&start={visit}&{more}"),
        "how often": journeys.step(shop, "repeat", details),
        "dates of a series": journeys.step(shop, "repeat", f"{details}&every=week&times=12"),
        "group": journeys.step(shop, "time", "party=2", service="Yoga for stiff people"),
        "details": journeys.step(shop, "details", details),
        "find": "/book/demo/find",
        "find by mail": "/book/demo/find/mail",
        "find by mail, asked": "/book/demo/find/mail?mailed=1",
        "own booking": own,
        "own booking, done": f"{own}?done=1",
        "move": f"{own}move/",
        "move, check": f"{own}move/?start={instant}",
        "cancel": f"{own}cancel/",
        "not moved": f"{own}refused/?why=ChangedMeanwhile",
        "refused": journeys.step(shop, "refused", f"{details}&why=CustomerBlocked"),
        "unknown link": "/b/x/",
        "not found": "/nothing",
    }


@pytest.mark.parametrize("manner", MANNERS)
def test_every_page_can_be_read_by_everybody(visit, axe, paths, manner):
    how = {**MANNERS[manner]}
    scripts = how.pop("scripts", True)
    page = visit("/", **how)  # axe itself is a script
    for name, path in paths.items():
        if not scripts:
            page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
        answer = page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + path)
        assert answer.status == OTHER_STATUS.get(name, 200), name
        axe(page)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} is {wide} pixels too wide"


def test_every_target_is_large_enough_for_a_thumb(visit, paths):
    page = visit("/", size=(390, 800))
    small = """() => [...document.querySelectorAll('a[href], button, select, input:not([type=hidden]), summary')]
        .filter((target) => target.checkVisibility() && !target.closest('.hidden, .website, p, dd, address, .alert')
            && !target.matches('.skip, .card-link'))
        .map((target) => [target.getBoundingClientRect(), target.outerHTML.slice(0, 80)])
        .filter(([box]) => box.width < 24 || box.height < 24).map(([box, html]) => html)"""
    for path in paths.values():
        page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + path)
        assert page.evaluate(small) == [], path


def test_errors_are_said_at_the_top_and_at_the_field(visit, axe, shop):
    page = visit(journeys.times(shop), size=PHONE)
    journeys.choose_time(page)
    page.get_by_role("button", name="Continue").click()
    page.locator("#errors").wait_for()
    assert page.title().startswith("Error: ")
    journeys.until(page, "document.activeElement.id === 'errors'")
    axe(page)
    page.get_by_role("link", name="Write your name").click()
    journeys.until(page, "document.activeElement.name === 'name'")
    field = page.get_by_label("Your name")
    assert field.get_attribute("aria-invalid") == "true"
    assert field.evaluate("field => getComputedStyle(field).borderInlineStartWidth") == "4px"  # not by a word alone
    described = field.get_attribute("aria-describedby")
    assert "Write your name" in page.locator(f"#{described.split()[0]}").inner_text()


def test_the_check_page_and_what_stands_there_later_are_clean_too(visit, axe, shop):
    page = visit(journeys.times(shop), size=PHONE, dark=True)
    journeys.choose_time(page)
    axe(page)
    journeys.fill_in(page)
    axe(page)
    journeys.book(page)
    page.go_back()
    journeys.title(page, "This is booked already")
    axe(page)


def test_a_lost_time_is_clean_too(visit, axe, shop):
    path = journeys.times(shop, f"staff={shop.staff[journeys.PERSON].pk}")
    first, second = visit(path), visit(path, size=PHONE)
    for page in (first, second):
        page.locator("button.time").first.wait_for()
    first.locator("button.time").first.click()
    journeys.title(first, "Who is coming?")
    second.locator("button.time").first.click()
    journeys.title(second, "This time has just been taken")
    axe(second)
