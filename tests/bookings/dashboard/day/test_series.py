"""Series in the dashboard: taken date by date, shown on each booking, moved and cancelled once they were looked at."""

import pytest
from django.urls import reverse

from bookings import operations
from bookings.models import Booking
from tests import factories
from tests.bookings.dashboard.day.test_new_booking import send, typed
from tests.bookings.operations.courses import WEEK, course, statuses, when
from tests.factories import DAY, NOW

AFTER, ALL = "this and all after", "all"


def page(booking, action="change"):
    return reverse(f"admin:bookings_booking_{action}", args=[booking.pk])


def move(client, shop, booking, **sent):
    filled = {"day": DAY.isoformat(), "time": "15:00", "staff": booking.staff.pk, "scope": ALL, **sent}
    return client.post(page(booking, "move"), filled, follow=True)


# Taking


def test_a_booking_that_repeats_is_booked_on_every_date(elm, olive):
    maria = elm.staff["Maria Gomez"].pk
    text = send(olive, elm, staff=maria, repeats="WEEKLY", interval=2, until="2026-12-22").text
    assert "Booked: Fade, 3 dates from Tue, Nov 24, 2026, 10:00\u202fAM on, with Maria Gomez." in text
    assert when(elm, Booking.objects.all()) == ["11-24 10:00", "12-08 10:00", "12-22 10:00"]
    assert "1 of 3, every 2 weeks, until Tue, Dec 22, 2026" in text


def test_its_own_date_comes_first_then_the_weekdays(elm, olive):
    send(olive, elm, repeats="WEEKLY", weekdays=["MO", "TH"], until="2026-12-03")
    assert when(elm, Booking.objects.all()) == ["11-24 10:00", "11-26 10:00", "11-30 10:00", "12-03 10:00"]


def test_dates_that_cannot_be_had_are_listed_and_nothing_is_written(elm, olive):
    factories.book(elm, "Fade", DAY + WEEK, "10:00", staff="Maria Gomez")
    answer = send(olive, elm, staff=elm.staff["Maria Gomez"].pk, repeats="WEEKLY", until="2026-12-15")
    assert answer.status_code == 409
    assert "Not all of these times are free" in answer.text
    assert "Tue, Dec 1, 2026, 10:00\u202fAM" in answer.text
    assert "Tue, Dec 8, 2026, 10:00\u202fAM" not in answer.text
    assert Booking.objects.count() == 1


def test_each_date_can_be_looked_at_before(elm, olive):
    factories.book(elm, "Fade", DAY + WEEK, "10:00", staff="Maria Gomez")
    sent = typed(elm, name="", staff=elm.staff["Maria Gomez"].pk, repeats="WEEKLY", until="2026-12-08", look="dates")
    text = olive.post(reverse("admin:book"), sent).text
    for words in (
        "Tue, Nov 24, 2026, 10:00\u202fAM",
        "Tue, Dec 1, 2026, 10:00\u202fAM",
        "Tue, Dec 8, 2026, 10:00\u202fAM",
        "Somebody has this time",
    ):
        assert words in text, words
    assert "Write the guest" not in text
    assert Booking.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"until": ""}, "Write until when it repeats."),
        ({"until": "2026-11-23"}, "The end comes before the first date."),
        ({"until": "2029-01-01"}, "a series has at most 400 dates, the last of them on Friday, November 24, 2028"),
        ({"until": "2027-01-01", "interval": 0}, "greater than or equal to 1"),
    ],
)
@pytest.mark.parametrize("look", ["", "dates"])
def test_what_is_no_series_is_said(elm, olive, sent, said, look):
    more = {"look": look} if look else {}
    answer = olive.post(reverse("admin:book"), typed(elm, repeats="DAILY", **sent, **more))
    assert said in answer.text
    assert not Booking.objects.exists()


def test_the_same_page_sent_twice_books_one_series(elm, olive):
    for _ in range(2):
        send(olive, elm, repeats="WEEKLY", until="2026-12-08", token="t" * 32)
    assert Booking.objects.count() == 3


# Seeing


def test_each_booking_says_which_it_is_and_leads_to_the_others(elm, olive):
    bookings = course(elm, count=3)
    text = olive.get(page(bookings[1])).text
    assert "2 of 3, every week" in text
    assert page(bookings[2]) in text
    assert "<dt>Series</dt>" not in olive.get(page(factories.book(elm, "Advice"))).text


# Moving


def test_all_are_shown_as_they_would_be_before_any_moves_and_then_move(elm, olive):
    bookings = course(elm, count=3)
    text = move(olive, elm, bookings[0]).text
    for words in (
        "Tue, Nov 24, 2026, 10:00\u202fAM",
        "Tue, Nov 24, 2026, 3:00\u202fPM",
        "Tue, Dec 8, 2026, 3:00\u202fPM",
        "Move 3",
    ):
        assert words in text, words
    assert when(elm, bookings) == ["11-24 10:00", "12-01 10:00", "12-08 10:00"]
    text = move(olive, elm, bookings[0], sure="yes").text
    assert "3 bookings are moved, the first to Tue, Nov 24, 2026, 3:00\u202fPM." in text
    assert when(elm, bookings) == ["11-24 15:00", "12-01 15:00", "12-08 15:00"]
    assert bookings[0].events.last().by == "dashboard:olive"


def test_a_date_that_cannot_be_had_is_shown_and_there_is_no_button(elm, olive):
    bookings = course(elm, count=3)
    factories.book(elm, "Trim", DAY + WEEK, "15:00", staff="Maria Gomez")
    text = move(olive, elm, bookings[0]).text
    assert "1 of these dates cannot be had" in text
    assert "Move 3" not in text
    answer = move(olive, elm, bookings[0], sure="yes")
    assert answer.status_code == 409
    assert when(elm, bookings) == ["11-24 10:00", "12-01 10:00", "12-08 10:00"]


def test_one_alone_moves_without_more_ado(elm, olive):
    bookings = course(elm, count=3)
    move(olive, elm, bookings[0], scope="this")
    assert when(elm, bookings) == ["11-24 15:00", "12-01 10:00", "12-08 10:00"]


def test_somebody_else_serves_all_after(elm, olive):
    bookings = course(elm, count=3)
    day, ana = (DAY + WEEK).isoformat(), elm.staff["Ana Ruiz"].pk
    move(olive, elm, bookings[1], scope=AFTER, sure="yes", day=day, time="10:00", staff=ana)
    names = Booking.objects.order_by("series_index").values_list("places__appointment__staff__name", flat=True)
    assert list(names) == ["Maria Gomez", "Ana Ruiz", "Ana Ruiz"]


# Cancelling


def test_those_that_would_be_cancelled_are_shown_before(elm, olive):
    bookings = course(elm, count=3)
    address = page(bookings[1], "cancel")
    assert address in olive.get(page(bookings[1])).text
    text = olive.get(address, {"scope": AFTER}).text
    assert "Cancel 2 for good" in text
    assert "Tue, Nov 24, 2026" not in text
    assert statuses(bookings) == ["confirmed"] * 3
    text = olive.post(address, {"scope": AFTER, "reason": "Ill"}, follow=True).text
    assert "2 bookings are cancelled." in text
    assert statuses(bookings) == ["confirmed", "cancelled", "cancelled"]
    assert Booking.objects.get(pk=bookings[2].pk).cancel_reason == "Ill"


def test_what_is_cancelled_already_is_said(elm, olive):
    bookings = course(elm, count=3)
    operations.cancel(booking=bookings[0], now=NOW, by="x")
    answer = olive.post(page(bookings[0], "cancel"), {"scope": "this"})
    assert answer.status_code == 409
    assert "so that cannot be done" in answer.text


# Reach


def test_who_sees_their_own_diary_changes_nobody_elses_bookings(elm, maria):
    bookings = course(elm, count=3)
    operations.move_series(
        booking=bookings[2], starts_at=bookings[2].starts_at, scope="this", now=NOW, by="x", staff=elm.staff["Ana Ruiz"]
    )
    assert "How much of the series" not in maria.get(page(bookings[0], "move")).text
    assert move(maria, elm, bookings[0]).status_code == 404
    assert maria.post(page(bookings[0], "cancel"), {"scope": ALL}).status_code == 404
    assert statuses(bookings) == ["confirmed"] * 3


def test_another_business_finds_none_of_it(elm, olive, client):
    bookings = course(elm, count=2)
    assert client.get(page(bookings[0], "cancel")).status_code == 302
