"""What a guest types is found again at every step, by this guest alone, and for a short while."""

import datetime as dt

import pytest
import time_machine

from bookings import operations
from bookings.models import Booking, Draft
from bookings.operations.draft import KEPT
from tests import factories
from tests.bookings.wizard.test_booking import JORDAN, choose
from tests.factories import DAY, NOW
from tests.guests import Guest


def step_of(guest):
    return guest.path.split("?")[0].rstrip("/").rsplit("/", 1)[-1]


def test_the_last_look_is_a_page_that_can_be_opened_again(guest, elm):
    choose(guest, elm)
    page = guest.press("Continue", **JORDAN, notes="Left side")
    assert step_of(guest) == "check"
    again = guest.open(guest.path)
    assert (again.status, again.text) == (200, page.text)
    assert "You are booked" in guest.press("Book now").text


def test_nothing_that_was_typed_stands_in_an_address(guest, elm):
    choose(guest, elm)
    for words, typed in (("Continue", {**JORDAN, "email": "jordan@"}), ("Continue", JORDAN)):
        guest.press(words, **typed)
        assert not any(part in guest.path for part in ("ordan", "example", "0147"))


def test_whoever_is_given_the_link_sees_nothing_of_the_guest(guest, elm):
    choose(guest, elm)
    guest.press("Continue", **JORDAN)
    other = Guest()
    other.open(guest.path)
    assert step_of(other) == "details"
    assert "ordan" not in other.page.html
    assert other.page.forms[0].fields["name"] == ""
    other.press("Continue", name="Sam", email="sam@example.com")
    assert "Jordan Smith" in guest.open(guest.path).text
    assert "Sam" not in guest.page.text


@pytest.mark.parametrize("key", ["x", "~", "a.b", "a~b~c", "." * 200, "é.é"])
def test_a_form_that_is_none_is_a_new_one(guest, elm, key):
    choose(guest, elm)
    address = guest.path.split("draft=")[0]
    page = guest.open(f"{address}draft={key}")
    assert page.title.startswith("Your details")
    assert "You are booked" in (guest.press("Continue", **JORDAN) and guest.press("Book now")).text


def test_a_form_of_the_neighbours_is_none(guest, elm, karachi):
    choose(guest, karachi, "Haircut", "12:00")
    guest.press("Continue", **JORDAN)
    token = guest.page.forms[0].fields["token"]
    other = Guest()
    choose(other, elm)
    page = other.press("Continue", name="Sam", email="sam@example.com", token=token)
    assert "Sam" in page.text
    assert "Jordan" not in page.text


def test_a_browser_that_keeps_no_cookies_books_as_well(elm):
    guest = Guest(cookies=False)
    guest.open(f"/book/elm/{elm.services['Yoga'].pk}/details/?start=2026-11-24T16:00:00Z")
    guest.press("Continue", name="Jordan", email="jordan@")
    assert "Write an e-mail address" in guest.page.text
    guest.press("Continue", **JORDAN)
    assert step_of(guest) == "check"
    assert "Jordan Smith" in guest.open(guest.path).text
    assert "You are booked" in guest.press("Book now").text


def test_within_a_frame_every_page_can_be_opened_again(elm):
    guest = Guest(cookies=False)
    guest.open(f"/book/elm/{elm.services['Fade'].pk}/time/?staff=any&date={DAY}&embed=1")
    guest.press(guest.page.buttons("10:00")[0])
    guest.press("Continue", name="Jordan")
    assert "Write your e-mail address" in guest.open(guest.path).text
    guest.press("Continue", **JORDAN)
    path = guest.path
    assert "Jordan Smith" in guest.open(path).text
    guest.press("Book now")
    assert "This is booked already" in guest.open(path).text


def test_more_time_judges_nothing(guest, elm):
    choose(guest, elm)
    page = guest.press("I need more time")
    assert (page.status, step_of(guest)) == (200, "details")
    assert "Please look" not in page.text
    page = guest.press("I need more time", name="Jo", email="jo@", phone="1", notes="Hi")
    assert "Please look" not in page.text
    fields = page.forms[0].fields
    assert [fields[name] for name in ("name", "email", "phone", "notes")] == ["Jo", "jo@", "1", "Hi"]
    assert "Please look at 2 things" in guest.press("Continue").text


def test_more_time_at_the_last_look_leads_back_to_it(guest, elm):
    choose(guest, elm)
    guest.press("Continue", **JORDAN)
    assert "Jordan Smith" in guest.press("I need more time").text
    assert step_of(guest) == "check"


def test_what_is_too_long_is_said_and_not_lost(guest, elm):
    choose(guest, elm)
    page = guest.press("Continue", **JORDAN, notes="ß" * 2500)
    assert "Please look at one thing" in page.text
    assert page.forms[0].fields["notes"] == "ß" * 2500


def test_another_time_after_everything_was_typed_leads_to_the_last_look(guest, elm):
    choose(guest, elm)
    guest.press("Continue", **JORDAN)
    guest.click("the time")
    page = guest.press(next(text for text in guest.page.buttons() if text.startswith("11:00")))
    assert step_of(guest) == "check"
    assert "Jordan Smith" in page.text
    assert "You are booked" in guest.press("Book now").text


def test_once_something_is_booked_the_form_holds_nothing_and_its_steps_lead_there(guest, elm):
    choose(guest, elm)
    details = guest.path
    guest.press("Continue", **JORDAN)
    check = guest.path
    guest.press("Book now")
    assert Draft.objects.get().typed == {}
    for path in (check, details, check.replace("/check/", "/refused/") + "&why=SlotTaken"):
        page = guest.open(path)
        assert page.status == 200
        assert "This is booked already" in page.text
    assert "Your booking" in guest.click("See your booking").title
    guest.open(check)
    guest.click("Book another time")
    assert "draft" not in guest.path
    assert Booking.objects.count() == 1


def test_after_a_series_its_steps_lead_to_it_too(guest, db, now):
    choose(guest, factories.load(factories.elm_document(rules={"guests_may_book_series": True})))
    guest.click("Come again")
    guest.press("Show the dates", every="week", times="3")
    guest.click("Continue with these 3 dates")
    details = guest.path
    guest.press("Continue", **JORDAN)
    check = guest.path
    assert "You are booked" in guest.press("Book now").text
    for path in (details, check):
        assert "This is booked already" in guest.open(path).text


def test_a_cancelled_booking_is_not_called_booked_alone(guest, elm):
    choose(guest, elm)
    guest.press("Continue", **JORDAN)
    check = guest.path
    guest.press("Book now")
    operations.cancel(booking=Booking.objects.whole(), now=NOW, by="guest")
    assert "It is cancelled." in guest.open(check).text


def test_a_form_sent_after_the_booking_writes_nothing(guest, elm):
    choose(guest, elm)
    form, _ = guest.found("Continue")
    path = guest.path
    guest.press("Continue", **JORDAN)
    guest.press("Book now")
    guest.path = path
    page = guest.send(form.action, "post", {**form.fields, **JORDAN, "name": "Somebody Else"})
    assert "This is booked already" in page.text
    assert Draft.objects.get().typed == {}


def test_a_lost_time_is_said_again_after_a_reload_and_no_more_once_it_is_free(guest, elm):
    maria = elm.staff["Maria Gomez"].pk
    other = Guest()
    choose(other, elm, staff=maria)
    start = "2026-11-24T16:00:00Z"
    guest.open(f"/book/elm/{elm.services['Fade'].pk}/details/?staff={maria}&start={start}")
    for page in (guest.press("Continue", **JORDAN), guest.open(guest.path)):
        assert (page.status, step_of(guest)) == (409, "refused")
        assert "This time has just been taken" in page.text
    with time_machine.travel(NOW + dt.timedelta(minutes=11), tick=False):
        assert "Jordan Smith" in guest.open(guest.path).text
        assert step_of(guest) == "check"


@pytest.mark.parametrize("why", ["", "x", "Refused", "TooOften"])
def test_a_no_that_is_none_leads_on(guest, elm, why):
    page = guest.open(f"/book/elm/{elm.services['Fade'].pk}/refused/?staff=any&start=2026-11-24T16:00:00Z&why={why}")
    assert page.status == (429 if why == "TooOften" else 200)


def test_what_was_left_is_forgotten_after_two_hours(guest, elm):
    choose(guest, elm)
    guest.press("Continue", **JORDAN)
    later = NOW + KEPT
    with time_machine.travel(later, tick=False):
        assert "Jordan" not in guest.open(guest.path).text
    assert operations.forget_drafts(now=later - dt.timedelta(seconds=1)) == 0
    assert operations.forget_drafts(now=later) == 1


def test_too_many_forms_from_one_network_are_refused_with_all_that_was_typed(elm, settings):
    settings.GUEST_LIMITS = "forms=1/10m"
    address = f"/book/elm/{elm.services['Fade'].pk}/details/?staff=any&start=2026-11-24T16:00:00Z"
    for _ in range(2):
        guest = Guest()
        guest.open(address)
        page = guest.press("Continue", **JORDAN)
    assert page.status == 429
    settings.GUEST_LIMITS = "none"
    assert "Jordan Smith" in guest.press("Try again").text
