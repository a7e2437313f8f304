"""Back, forward, reload and a shared link at every step of a booking, and after it."""

import re

import pytest
from playwright.sync_api import expect

from bookings.models import Booking
from tests.browser import journeys
from tests.browser.conftest import DESK, PHONE

WORKSHOP = "Braiding workshop"
TITLES = {
    "business": "Kastanie",
    "staff": "Who would you like to see?",
    "time": "When would you like to come?",
    "details": "Who is coming?",
    "check": "Is everything right?",
}


def walk(page, on_step=lambda _: None):
    """From the first page to the last look; what is to be tried at a step is tried as it is reached."""
    on_step("business")
    page.get_by_role("link", name=journeys.SERVICE).first.click()
    journeys.title(page, TITLES["staff"])
    on_step("staff")
    page.get_by_role("link", name="Anyone available").click()
    journeys.title(page, TITLES["time"])
    on_step("time")
    page.locator("button.time").last.click()
    journeys.title(page, TITLES["details"])
    on_step("details")
    journeys.fill_in(page)
    on_step("check")


@pytest.mark.parametrize(("scripts", "size"), [(True, DESK), (True, PHONE), (False, PHONE)])
def test_back_and_forward_lead_through_every_step(visit, shop, scripts, size):
    page = visit("/book/demo/", scripts=scripts, size=size)
    walk(page)
    steps = list(TITLES)
    for name in reversed(steps[:-1]):
        page.go_back()
        journeys.title(page, TITLES[name])
    for name in steps[1:]:
        page.go_forward()
        journeys.title(page, TITLES[name])
    journeys.book(page)
    journeys.title(page, "You are booked")
    assert Booking.objects.count() == 1


@pytest.mark.parametrize("scripts", [True, False])
def test_every_step_is_the_same_after_a_reload(visit, shop, scripts):
    page = visit("/book/demo/", scripts=scripts)

    def reload(name):
        before = page.locator("main").inner_text()
        page.reload()
        journeys.title(page, TITLES[name])
        assert page.locator("main").inner_text() == before

    walk(page, reload)
    journeys.book(page)
    journeys.title(page, "You are booked")
    page.reload()
    expect(page.get_by_text(Booking.objects.get().code)).to_be_visible()
    assert Booking.objects.count() == 1


@pytest.mark.parametrize("scripts", [True, False])
def test_after_the_booking_every_step_before_it_leads_to_it(visit, shop, scripts):
    page = visit("/book/demo/", scripts=scripts)
    walk(page)
    journeys.book(page)
    for _ in ("check", "details"):
        page.go_back()
        journeys.title(page, "This is booked already")
    page.go_back()
    journeys.title(page, TITLES["time"])
    page.go_forward()
    page.get_by_role("link", name="See your booking").click()
    page.wait_for_url("**/b/**")
    assert Booking.objects.count() == 1


def test_who_goes_back_after_the_booking_may_book_another(visit, shop):
    page = visit("/book/demo/")
    walk(page)
    journeys.book(page)
    page.go_back()
    page.get_by_role("link", name="Book another time").click()
    journeys.title(page, TITLES["time"])
    page.locator("button.time").first.click()
    journeys.title(page, TITLES["details"])
    journeys.fill_in(page)
    journeys.book(page)
    assert Booking.objects.filter(status="confirmed").count() == 2


def test_what_is_wrong_is_said_at_an_address_too(visit, shop):
    page = visit(journeys.times(shop))
    page.locator("button.time").first.click()
    page.get_by_label("Your name").fill("Jordan Smith")
    page.get_by_role("button", name="Continue").click()
    page.locator("#errors").wait_for()
    page.reload()
    assert "Write your e-mail address" in page.locator("#errors").inner_text()
    assert page.get_by_label("Your name").input_value() == "Jordan Smith"
    journeys.fill_in(page)
    page.go_back()
    journeys.title(page, TITLES["details"])
    assert page.get_by_role("textbox", name="E-mail").input_value() == "jordan@example.com"
    assert page.locator("#errors").count() == 0


def test_a_lost_time_is_left_behind_by_back(visit, shop):
    path = journeys.times(shop, f"staff={shop.staff[journeys.PERSON].pk}")
    first, second = visit(path), visit(path)
    chosen = first.locator("button.time").nth(3).get_attribute("value")
    for page in (first, second):
        page.locator(f"button.time[value='{chosen}']").click()
    journeys.title(first, TITLES["details"])
    journeys.title(second, "This time has just been taken")
    second.reload()
    journeys.title(second, "This time has just been taken")
    second.go_back()
    journeys.title(second, TITLES["time"])


@pytest.mark.parametrize("scripts", [True, False])
def test_a_link_that_is_shared_shows_the_step_and_nothing_of_the_guest(visit, shop, scripts):
    page = visit("/book/demo/", scripts=scripts)
    shared = []
    walk(page, lambda name: shared.append((name, page.url)))
    for name, url in shared:
        assert not re.search("Jordan|jordan", url)
        other = visit(url.removeprefix(re.match("https?://[^/]+", url)[0]), scripts=scripts)
        journeys.title(other, TITLES["details" if name == "check" else name])
        assert "ordan" not in other.content()


def test_a_guest_from_elsewhere_comes_back_past_the_times(visit, shop):
    page = visit("/book/demo/", zone="America/New_York")
    page.get_by_role("link", name=journeys.SERVICE).first.click()
    page.get_by_role("link", name="Anyone available").click()
    page.wait_for_url("**tz=America*")
    page.locator(".time-own").first.wait_for()
    page.go_back()
    journeys.title(page, TITLES["staff"])


@pytest.mark.parametrize(
    ("scripts", "zone"), [(True, "America/New_York"), (True, "Europe/Berlin"), (False, "Europe/Berlin")]
)
def test_a_party_that_is_chosen_and_not_shown_is_booked_as_a_party(visit, shop, scripts, zone):
    """With scripts the dates are for so many at once, whatever else the page has fetched meanwhile."""
    page = visit(journeys.step(shop, "time", service=WORKSHOP), size=PHONE, scripts=scripts, zone=zone)
    if zone != "Europe/Berlin":
        page.locator(".time-own").first.wait_for()
    page.get_by_label("How many are you?").select_option("3")
    if scripts:
        page.wait_for_url("**party=3**")
    page.locator("button.time").first.click()
    journeys.title(page, TITLES["details"])
    journeys.fill_in(page)
    said = page.locator("main").inner_text()
    assert "3 people" in said
    assert re.search(r"38,00\s€ for each person, 114,00\s€ in all", said)
    assert ("in New York" in said) == (zone != "Europe/Berlin")
    journeys.book(page)
    assert Booking.objects.get().party_size == 3


def test_the_last_button_says_that_it_was_pressed(visit, shop):
    page = visit(journeys.times(shop))
    journeys.choose_time(page)
    journeys.fill_in(page)
    page.evaluate("addEventListener('submit', (event) => event.preventDefault())")  # it stays on its way
    button = page.locator("main form .actions button")
    expect(button).to_have_text("Book now")
    button.click()
    expect(button).to_have_text("Booking …")
    expect(button).to_have_attribute("aria-busy", "true")
    page.evaluate("dispatchEvent(new Event('pageshow'))")  # as after Back
    expect(button).to_have_text("Book now")
    expect(button).not_to_have_attribute("aria-busy", "true")


def test_more_time_asks_for_nothing_and_loses_nothing(visit, shop):
    page = visit(journeys.times(shop))
    journeys.choose_time(page)
    page.get_by_role("button", name="I need more time").click()
    page.wait_for_url("**draft=**")
    journeys.title(page, TITLES["details"])
    assert page.locator("#errors").count() == 0
    page.get_by_label("Your name").fill("Jordan Smith")
    page.get_by_role("button", name="I need more time").click()
    journeys.soon(page, lambda: page.get_by_label("Your name").input_value() == "Jordan Smith")
    journeys.fill_in(page)
    page.get_by_role("button", name="I need more time").click()
    journeys.title(page, TITLES["check"])
    journeys.book(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_move_can_be_gone_back_to_and_forth(visit, shop, scripts):
    page = visit("/book/demo/", scripts=scripts)
    walk(page, on_step=lambda name: journeys.next_month(page) if name == "time" else None)
    journeys.book(page)
    page.get_by_role("link", name="Move").click()
    journeys.title(page, "When would you like to come instead?")
    journeys.choose_day(page, journeys.last_day(page))
    page.locator("button.time").first.click()
    journeys.title(page, "Move your booking?")
    page.reload()
    journeys.title(page, "Move your booking?")
    page.go_back()
    journeys.title(page, "When would you like to come instead?")
    page.go_forward()
    page.get_by_role("button", name="Yes, move it").click()
    journeys.title(page, "has been moved")
    page.reload()
    page.go_back()
    journeys.title(page, "When would you like to come instead?")
    page.go_forward()
    page.get_by_role("link", name="Cancel").click()
    page.get_by_role("button", name="Yes, cancel it").click()
    page.get_by_text("It is cancelled.").first.wait_for()
    page.go_back()
    page.get_by_text("It is cancelled.").first.wait_for()
    assert Booking.objects.count() == 1


def there_and_back(page, titles):
    """Back through the pages with these titles, the last one first, and forward again."""
    ways = [(page.go_back, words) for words in reversed(titles[:-1])] + [(page.go_forward, each) for each in titles[1:]]
    for number, (go, words) in enumerate(ways):
        page.evaluate(f"document.documentElement.dataset.left = {number}")
        go()
        page.locator(f"html:not([data-left='{number}'])").wait_for()  # two pages may have one title
        journeys.title(page, words)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_series_can_be_gone_back_through(visit, shop, scripts):
    page = visit(journeys.step(shop, "time"), scripts=scripts)
    page.locator("button.time").first.click()
    page.get_by_role("link", name="Come again every week or month?").click()
    page.locator("input[value=week]").check()
    page.get_by_role("button", name="Show the dates").click()
    page.get_by_text("Write how many times you would like to come").wait_for()
    page.get_by_label("How many times").fill("3")
    page.get_by_role("button", name="Show the dates").click()
    page.get_by_role("link", name="Continue with these 3 dates").click()
    journeys.title(page, TITLES["details"])
    journeys.fill_in(page)
    often = "How often would you like to come?"
    there_and_back(page, [TITLES["details"], often, often, often, TITLES["details"], TITLES["check"]])
    page.reload()
    journeys.book(page)
    page.go_back()
    journeys.title(page, "This is booked already")
    assert Booking.objects.filter(status="confirmed").count() == 3


@pytest.mark.parametrize("scripts", [True, False])
def test_a_visit_of_two_services_can_be_gone_back_through(visit, shop, scripts):
    page = visit(journeys.step(shop, "more"), scripts=scripts)
    more = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="Long cut & finish").click()
    journeys.title(page, TITLES["time"])
    page.locator("button.time").first.click()
    journeys.title(page, TITLES["details"])
    journeys.fill_in(page)
    there_and_back(page, [more, TITLES["time"], TITLES["details"], TITLES["check"]])
    page.reload()
    journeys.book(page)
    page.go_back()
    journeys.title(page, "This is booked already")
    assert len(Booking.objects.get().parts) == 2


@pytest.mark.parametrize("scripts", [True, False])
def test_a_class_can_be_gone_back_through(visit, shop, scripts):
    page = visit("/book/demo/classes/", scripts=scripts)
    week = page.get_by_role("heading", level=1).inner_text()
    page.locator("button.class-take").last.click()
    journeys.title(page, TITLES["details"])
    journeys.fill_in(page)
    there_and_back(page, [week, TITLES["details"], TITLES["check"]])
    page.reload()
    journeys.book(page)
    page.go_back()
    journeys.title(page, "This is booked already")
    assert Booking.objects.count() == 1


def test_what_is_no_longer_there_is_said_when_a_link_leads_to_it(visit, shop):
    page = visit("/book/demo/")
    shop.services[journeys.SERVICE].active = False
    shop.services[journeys.SERVICE].save()
    page.get_by_role("link", name=journeys.SERVICE).first.click()
    page.wait_for_url("**/book/demo/*/**")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text(TITLES["business"])
    page.go_back()
    journeys.title(page, TITLES["business"])
