"""A guest's booking that is one of a series."""

import time_machine

from bookings import operations
from tests import factories
from tests.bookings.operations.courses import course, statuses
from tests.factories import NOW, link

LAST = "Cancel this date and all after it"


def test_it_says_which_it_is_and_leads_to_the_others(guest, elm):
    bookings = course(elm, count=3)
    page = guest.open(link(bookings[1]))
    assert "Date 2 of 3 of a series" in page.text
    assert "Tuesday, November 24, 2026, 10:00 AM" in page.text
    page = guest.click("Tuesday, December 8, 2026, 10:00 AM")
    assert "Date 3 of 3 of a series" in page.text


def test_a_booking_of_no_series_says_nothing_of_one(guest, elm):
    assert "of a series" not in guest.open(link(factories.book(elm, "Fade"))).text


def test_dates_that_are_cancelled_or_over_say_so_and_erased_ones_are_not_there(guest, elm):
    bookings = course(elm, count=4)
    operations.cancel(booking=bookings[2], now=NOW, by="x")
    operations.erase(booking=bookings[3], now=NOW, by="x")
    with time_machine.travel(bookings[0].ends_at, tick=False):
        page = guest.open(link(bookings[1]))
    assert "November 24, 2026, 10:00 AM over" in page.text
    assert "December 8, 2026, 10:00 AM cancelled" in page.text
    assert "December 15" not in page.text


def test_another_guest_of_the_same_course_is_not_seen(guest, db, now):
    shop = factories.load(factories.ELM)
    mine = course(shop, "Yoga", staff=None, count=2)
    course(
        shop,
        "Yoga",
        staff=None,
        count=5,
        order=operations.Order(operations.Guest("Al", "al@example.com"), factories.WIZARD),
    )
    page = guest.open(link(mine[0]))
    assert "Date 1 of 2 of a series" in page.text
    assert "December 8" not in page.text


def test_one_date_is_cancelled_alone(guest, elm):
    bookings = course(elm, count=3)
    guest.open(link(bookings[1]) + "cancel/")
    assert "It is cancelled." in guest.press("Yes, cancel this date").text
    assert statuses(bookings) == ["confirmed", "cancelled", "confirmed"]


def test_a_date_is_cancelled_with_all_after_it(guest, elm):
    bookings = course(elm, count=3)
    guest.open(link(bookings[1]) + "cancel/")
    assert "It is cancelled. A cold." in guest.press(LAST, reason="A cold.").text
    assert statuses(bookings) == ["confirmed", "cancelled", "cancelled"]


def test_the_last_date_has_none_after_it(guest, elm):
    bookings = course(elm, count=3)
    assert guest.open(link(bookings[2]) + "cancel/").buttons("Yes, cancel it")
    assert not guest.page.buttons(LAST)


def test_the_whole_series_is_not_the_guests_to_cancel_at_once(guest, elm):
    bookings = course(elm, count=3)
    guest.send(link(bookings[1]) + "cancel/", "post", {"scope": "all"})
    assert statuses(bookings) == ["confirmed", "cancelled", "confirmed"]


def test_where_one_of_them_is_too_late_none_is_cancelled(guest, db, now):
    shop = factories.load(factories.elm_document(rules={"cancel_notice_minutes": 24 * 60}))
    bookings = course(shop, count=2)
    guest.open(link(bookings[0]) + "cancel/")
    with time_machine.travel(bookings[0].starts_at, tick=False):
        page = guest.press(LAST)
    assert page.status == 409
    assert statuses(bookings) == ["confirmed", "confirmed"]
