"""A guest books the same time again and again: every date is seen before anything is booked, and all are or none."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings import operations
from bookings.models import Booking
from tests import factories
from tests.factories import DAY, NOW, at

JORDAN = {"name": "Jordan Smith", "email": "jordan@example.com"}
WEEK = dt.timedelta(days=7)
AGAIN = "Come again every week or month?"


@pytest.fixture
def shop(db, now):
    """North Elm, where guests may book a series."""
    return factories.load(factories.elm_document(rules={"guests_may_book_series": True}))


def held(guest, shop, service="Fade", clock="10:00", **query):
    """The guest has a time held and is asked who comes."""
    words = "".join(f"&{name}={value}" for name, value in query.items())
    staff = query.pop("staff", "any")
    guest.open(f"/book/elm/{shop.services[service].pk}/time/?staff={staff}&date={DAY}{words}")
    return guest.press(next(text for text in guest.page.buttons() if text.startswith(clock)))


def asked(guest, shop, every="week", times="4", **how):
    """They see the dates of a series."""
    until = how.pop("until", "")
    held(guest, shop, **how)
    guest.click(AGAIN)
    return guest.press("Show the dates", every=every, times=times, until=until)


def booked(guest, shop, **how):
    """They have booked it."""
    asked(guest, shop, **how)
    guest.click("Continue with these")
    guest.press("Continue", **JORDAN)
    return guest.press("Book now")


def starts(shop):
    rows = Booking.objects.visible().with_details().order_by("series_index")
    return [f"{row.starts_at.astimezone(shop.business.zone):%m-%d %H:%M}" for row in rows]


def test_a_series_from_the_time_to_the_booking(guest, shop):
    page = asked(guest, shop)
    assert "every week, 4 dates" in page.text
    assert "Tuesday, November 24, 2026, 10:00 AM free" in page.text
    assert "Tuesday, December 15, 2026, 10:00 AM free" in page.text
    assert "Dates up to Tuesday, January 19, 2027 can be booked." in page.text
    page = guest.click("Continue with these 4 dates")
    assert "We are holding this time for you" in page.text
    page = guest.press("Continue", **JORDAN)
    assert "every week, 4 dates Tuesday, November 24, 2026, 10:00 AM Tuesday, December 1" in page.text
    assert "$35.00 each time, $140.00 in all" in page.text
    page = guest.press("Book now")
    assert "Thank you, Jordan. You are booked." in page.text
    assert "These are 4 dates; you find them all below." in page.text
    assert "Date 1 of 4 of a series" in page.text
    assert starts(shop) == ["11-24 10:00", "12-01 10:00", "12-08 10:00", "12-15 10:00"]
    assert not Booking.objects.filter(status="held").exists()


@pytest.mark.parametrize(
    ("every", "dates"),
    [("2weeks", ["11-24 10:00", "12-08 10:00", "12-22 10:00"]), ("month", ["11-24 10:00", "12-24 10:00"])],
)
def test_other_rhythms(guest, shop, every, dates):
    booked(guest, shop, every=every, times=str(len(dates)))
    assert starts(shop) == dates


def test_until_a_date(guest, shop):
    booked(guest, shop, times="", until="2026-12-08")
    assert starts(shop) == ["11-24 10:00", "12-01 10:00", "12-08 10:00"]


def test_a_date_that_is_taken_is_shown_before_anything_is_booked(guest, shop):
    maria = shop.staff["Maria Gomez"].pk
    factories.book(shop, "Fade", day=DAY + 2 * WEEK, staff="Maria Gomez")
    page = asked(guest, shop, staff=maria)
    assert "Tuesday, December 8, 2026, 10:00 AM taken" in page.text
    assert "1 of these dates is not free. A series is booked as a whole or not at all" in page.text
    assert "Continue with these" not in str(page.links)
    page = guest.click("Only the first 2 dates")
    assert "every week, 2 dates" in page.text
    assert guest.click("Continue with these 2 dates").title.startswith("Your details")


def test_another_time_keeps_the_rhythm(guest, shop):
    maria = shop.staff["Maria Gomez"].pk
    factories.book(shop, "Fade", day=DAY + 2 * WEEK, staff="Maria Gomez")
    asked(guest, shop, staff=maria)
    guest.click("Choose another time")
    page = guest.press("3:00")
    assert page.title.startswith("Your details")
    assert "every week, 4 dates" in page.text


def test_another_time_that_is_not_free_every_time_leads_to_its_dates(guest, shop):
    maria = shop.staff["Maria Gomez"].pk
    for clock in ("10:00", "15:00"):
        factories.book(shop, "Fade", day=DAY + 2 * WEEK, clock=clock, staff="Maria Gomez")
    asked(guest, shop, staff=maria)
    guest.click("Choose another time")
    page = guest.press("3:00")
    assert "Tuesday, December 8, 2026, 3:00 PM taken" in page.text


def test_how_far_ahead_it_can_be_booked_is_said(guest, shop):
    page = asked(guest, shop, times="12")
    assert "Tuesday, January 26, 2027, 10:00 AM too far ahead" in page.text
    assert "Tuesday, January 19, 2027, 10:00 AM free" in page.text


def test_a_date_on_which_the_house_is_closed_is_not_offered(guest, shop):
    page = asked(guest, shop, every="month", times="2", clock="3:00")
    assert "Thursday, December 24, 2026, 3:00 PM not offered on this date" in page.text


@pytest.mark.parametrize("times", ["", "1", "0", "105", "x", "-3", "9" * 30])
def test_what_is_no_number_of_times_is_asked_for_anew(guest, shop, times):
    page = asked(guest, shop, times=times)
    assert page.status == 422
    assert "Write how many times you would like to come" in page.text


def test_what_would_never_end_is_refused_in_words(guest, shop):
    page = asked(guest, shop, times="", until="2199-01-01")
    assert page.status == 422
    assert "Please choose fewer dates, or an earlier end." in page.text


def test_only_once_goes_on_as_ever(guest, shop):
    page = asked(guest, shop, every="once", times="")
    assert page.title.startswith("Your details")
    assert "every=" not in guest.path


def test_a_business_that_wants_none_offers_none(guest, elm):
    assert AGAIN not in held(guest, elm).links
    start = f"{at(elm, DAY, '15:00'):%Y-%m-%dT%H:%M:%SZ}"
    query = f"?staff=any&start={start}&every=week&times=4"
    page = guest.open(f"/book/elm/{elm.services['Fade'].pk}/repeat/{query}")
    assert page.title.startswith("Your details")
    guest.open(f"/book/elm/{elm.services['Fade'].pk}/details/{query}")
    guest.press("Continue", **JORDAN)
    guest.press("Book now")
    assert Booking.objects.visible().count() == 1


def test_the_last_form_sent_twice_books_once(guest, shop):
    asked(guest, shop)
    guest.click("Continue with these")
    guest.press("Continue", **JORDAN)
    form, _ = guest.found("Book now")
    path = guest.path
    guest.send(form.action, "post", form.fields)
    first = guest.path
    guest.path = path
    guest.send(form.action, "post", form.fields)
    assert guest.path == first
    assert Booking.objects.visible().count() == 4


def test_a_date_lost_at_the_last_step_books_nothing_and_is_named(guest, shop):
    asked(guest, shop, staff=shop.staff["Maria Gomez"].pk)
    guest.click("Continue with these")
    guest.press("Continue", **JORDAN)
    factories.book(shop, "Fade", day=DAY + WEEK, staff="Maria Gomez")
    page = guest.press("Book now")
    assert page.status == 409
    assert "Some of these times have just been taken" in page.text
    assert "Tuesday, December 1, 2026, 10:00 AM" in page.text
    assert Booking.objects.visible().count() == 1
    assert Booking.objects.filter(status="held").count() == 1
    assert "December 1, 2026, 10:00 AM taken" in guest.click("Change the dates").text


def test_a_hold_that_ran_out_does_not_hinder(guest, shop):
    asked(guest, shop)
    guest.click("Continue with these")
    guest.press("Continue", **JORDAN)
    with time_machine.travel(NOW + dt.timedelta(minutes=20), tick=False):
        operations.expire(now=NOW + dt.timedelta(minutes=20))
        assert "You are booked" in guest.press("Book now").text
    assert Booking.objects.visible().count() == 4


def test_a_blocked_guest_is_refused_kindly(guest, shop):
    asked(guest, shop)
    guest.click("Continue with these")
    guest.press("Continue", **{**JORDAN, "email": "bob@example.com"})
    page = guest.press("Book now")
    assert page.status == 403
    assert not Booking.objects.visible().exists()


def test_a_party_joins_every_class(guest, shop):
    booked(guest, shop, service="Yoga", party=2)
    assert {booking.party_size for booking in Booking.objects.visible().with_details()} == {2}
    assert Booking.objects.visible().count() == 4


def test_a_visit_comes_again_too(guest, shop):
    booked(guest, shop, more=f"{shop.services['Color'].pk}-any")
    bookings = list(Booking.objects.visible().with_details())
    assert len(bookings) == 4
    assert {booking.service_names for booking in bookings} == {"Fade + Color"}


@pytest.mark.parametrize("page", ["repeat/", "details/"])
def test_a_longer_series_asks_the_database_no_more(guest, shop, page):
    start = f"{at(shop, DAY, '10:00'):%Y-%m-%dT%H:%M:%SZ}"

    def statements(times):
        with CaptureQueriesContext(connection) as found:
            query = f"?staff=any&start={start}&every=week&times={times}"
            guest.open(f"/book/elm/{shop.services['Fade'].pk}/{page}{query}")
        return len(found)

    statements(8)  # what is remembered from then on
    assert statements(8) <= statements(2)
