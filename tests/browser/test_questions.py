"""What a service asks its guests, in a real browser: on a phone and on a desk, with scripts and without."""

import pytest

from bookings.models import Booking
from businesses import diary
from tests.browser import journeys
from tests.browser.conftest import DESK, PHONE

AGREE = "I have read what colour can do to my skin, and I agree."
ASKED = [
    {"text": "What colour do you wish for?", "kind": "text", "required": False},
    {"text": "Your hair is", "kind": "choice", "required": True, "choices": ["short", "to the shoulders", "long"]},
    {"text": AGREE, "kind": "tick", "required": True},
]
ONLINE = "https://meet.example.com/{random}"


@pytest.fixture
def asking(shop):
    """The demo, where the usual service asks, and is held by video."""
    service = shop.services[journeys.SERVICE]
    with diary.changing(shop.business.pk):
        service.questions, service.online = ASKED, ONLINE
        service.save()
    return shop


def send(page):
    page.get_by_label("Your name").fill("Jordan Smith")
    page.get_by_role("textbox", name="E-mail").fill("jordan@example.com")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_load_state()


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(
    "how", [{"size": PHONE}, {"size": DESK, "dark": True}, {"size": (320, 700), "scripts": False}], ids=str
)
def test_a_guest_answers_and_nobody_is_hindered(visit, asking, axe, how):
    looked = axe if how.get("scripts", True) else fits  # what looks is a script itself
    page = visit(journeys.times(asking), **how)
    page.locator("button.time").first.click()
    page.wait_for_url("**/details/**")
    looked(page)
    send(page)
    page.get_by_role("heading", name="Please look at 2 things").wait_for()
    looked(page)
    assert fits(page)
    page.get_by_role("radio", name="to the shoulders").check()
    page.get_by_role("checkbox", name=AGREE).check()
    page.get_by_role("textbox", name="What colour do you wish for?").fill("Copper\nor red")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Is everything right?").wait_for()
    assert fits(page)
    page.get_by_role("button", name="Book now").click()
    page.wait_for_url("**/b/**")
    booking = Booking.objects.visible().get()
    assert [each["answer"] for each in booking.answers] == ["Copper\nor red", "to the shoulders", True]
    link = page.get_by_role("link", name="Join by video")
    assert link.get_attribute("href") == booking.appointment.online_address
    assert fits(page)
    looked(page)


def test_a_link_of_the_faults_leads_to_its_question(visit, asking):
    page = visit(journeys.times(asking), size=PHONE)
    page.locator("button.time").first.click()
    page.wait_for_url("**/details/**")
    send(page)
    page.get_by_role("link", name="Choose one of these.").click()
    assert page.evaluate("document.activeElement.tagName") == "FIELDSET"


def test_what_was_typed_stays_in_the_tab_when_another_time_is_chosen_but_a_consent_is_given_anew(visit, asking):
    page = visit(journeys.times(asking))
    page.locator("button.time").first.click()
    page.wait_for_url("**/details/**")
    page.get_by_role("radio", name="long").check()
    page.get_by_role("checkbox", name=AGREE).check()
    page.get_by_role("textbox", name="What colour do you wish for?").fill("Copper")
    page.goto(page.url.split("/book/")[0] + journeys.times(asking))
    page.locator("button.time").last.click()
    page.wait_for_url("**/details/**")
    assert page.get_by_role("radio", name="long").is_checked()
    assert page.get_by_role("textbox", name="What colour do you wish for?").input_value() == "Copper"
    assert not page.get_by_role("checkbox", name=AGREE).is_checked()
