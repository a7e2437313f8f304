"""What was done to a series is told once, with every date; a reminder is of one date."""

import datetime as dt

import pytest

from bookings import operations
from bookings.models import Booking, Delivery, Event
from tests import factories
from tests.bookings.notifications.entries import entries_in
from tests.bookings.operations import courses
from tests.factories import DAY, NOW, at

JORDAN = operations.Order(operations.Guest("Jordan Smith", "jordan@example.com"), factories.WIZARD)


def text(mail):
    return mail.get_body(("plain",)).get_content()


def subject(mail):
    return " ".join(mail["Subject"].split())


def course(shop, **how):
    return courses.course(shop, order=JORDAN, count=3, **how)


def test_a_series_is_confirmed_in_one_mail_with_every_date_and_an_entry_for_each(elm, run, mails):
    bookings = course(elm)
    run()
    (mail,) = mails("jordan")
    assert subject(mail) == "Confirmed: Fade, several dates from Tuesday, November 24, 2026 on"
    assert "Hello Jordan, your bookings are confirmed." in text(mail)
    for words in ("November 24, 2026, 10:00", "December 1, 2026, 10:00", "December 8, 2026, 10:00"):
        assert words in text(mail), words
    assert "Price: 3 × $35.00" in text(mail)
    method, found = entries_in(mail)
    assert (method, len(found)) == ("REQUEST", 3)
    assert [event.start for event in found] == [booking.starts_at for booking in bookings]


def test_each_date_has_the_guests_own_time_where_their_clock_shows_another_then(db, now, run, mails):
    shop = factories.load(factories.elm_document(timezone="America/Phoenix"))  # whose clock is never changed
    guest = operations.Guest("Jordan Smith", "jordan@example.com", timezone="America/Denver")
    order = operations.Order(guest, factories.WIZARD)
    courses.course(shop, order=order, day=dt.date(2027, 3, 8), count=2)
    run()
    words = text(mails("jordan")[0])
    assert "Monday, March 8, 2027, 11:00" not in words
    assert "Monday, March 15, 2027, 11:00\u202fAM in Denver" in words


def test_the_house_is_told_once_too(elm, run, mails):
    course(elm)
    run()
    (mail,) = mails("hello@northelm.example")
    assert subject(mail).startswith("New bookings: Fade, several dates")


def test_each_person_is_told_of_the_dates_that_are_theirs(db, now, run, mails):
    document = factories.elm_document()
    document["staff"][0]["email"], document["staff"][1]["email"] = "maria@northelm.example", "ana@northelm.example"
    shop = factories.load(document)
    for person, day in (("Ana Ruiz", DAY), ("Maria Gomez", DAY + courses.WEEK)):
        factories.book(shop, "Fade", day, "10:00", staff=person)
    run()
    before = len(mails())
    course(shop, staff=None)
    run()
    told = {mail["To"]: mail for mail in mails()[before:]}
    assert subject(told["ana@northelm.example"]).startswith("New booking: Fade on Tue, Dec 1")
    maria = told["maria@northelm.example"]
    assert subject(maria).startswith("New bookings: Fade, several dates")
    assert [words in text(maria) for words in ("November 24", "December 1,", "December 8")] == [True, False, True]


def test_a_series_that_waits_for_a_yes_says_so(elm, run, mails):
    order = operations.Order(JORDAN.guest, JORDAN.taker, confirmed=False)
    courses.course(elm, order=order, count=3)
    run()
    (mail,) = mails("jordan")
    assert subject(mail).startswith("Your request: Fade, several dates")
    assert "will confirm these dates" in text(mail)


def test_dates_that_moved_are_told_in_one_mail_and_those_that_stay_are_not_in_it(elm, run, mails):
    bookings = course(elm)
    run()
    start = at(elm, DAY + courses.WEEK, "15:00")
    operations.move_series(booking=bookings[1], starts_at=start, scope="this and all after", now=NOW, by="dashboard:o")
    run()
    mail = mails("jordan")[-1]
    assert len(mails("jordan")) == 2
    assert subject(mail) == "Moved: Fade, several dates, now from Tuesday, December 1, 2026 on"
    assert "November 24" not in text(mail)
    assert [int(event["SEQUENCE"]) for event in entries_in(mail)[1]] == [2, 2]


def test_dates_that_are_cancelled_are_told_in_one_mail_that_takes_them_out_of_the_calendar(elm, run, mails):
    bookings = course(elm)
    run()
    operations.cancel_series(booking=bookings[0], scope="all", now=NOW, by="dashboard:o", reason="We move house.")
    run()
    mail = mails("jordan")[-1]
    assert len(mails("jordan")) == 2
    assert subject(mail).startswith("Cancelled: Fade, several dates")
    assert "We move house." in text(mail)
    method, found = entries_in(mail)
    assert (method, [event["RECURRENCE-ID"].dt for event in found]) == (
        "CANCEL",
        [booking.starts_at for booking in bookings],
    )


def test_one_date_alone_is_told_as_any_booking_is(elm, run, mails):
    bookings = course(elm)
    run()
    operations.cancel_series(booking=bookings[1], scope="this", now=NOW, by="dashboard:o")
    run()
    assert subject(mails("jordan")[-1]).startswith("Cancelled: Fade on Tue, Dec 1")


def test_what_is_no_longer_so_when_the_mail_goes_is_not_in_it(elm, run, mails):
    bookings = course(elm)
    operations.cancel(booking=bookings[0], now=NOW, by="dashboard:o")
    run()
    confirmed = next(mail for mail in mails("jordan") if "Cancelled" not in mail["Subject"])
    assert "November 24" not in text(confirmed)
    assert len(entries_in(confirmed)[1]) == 2


def test_every_date_has_its_reminder(elm, run):
    elm.business.reminder_minutes = 24 * 60
    elm.business.save()
    bookings = course(elm)
    run()
    rows = Delivery.objects.filter(kind="reminder").order_by("due_at").values_list("booking", "due_at")
    assert list(rows) == [(each.pk, each.starts_at - dt.timedelta(days=1)) for each in bookings]


@pytest.mark.parametrize("deed", ["move", "cancel"])
def test_partners_are_told_of_every_date(elm, run, deed):
    bookings = course(elm)
    if deed == "move":
        start = at(elm, DAY, "15:00")
        operations.move_series(booking=bookings[0], starts_at=start, scope="all", now=NOW, by="dashboard:o")
    else:
        operations.cancel_series(booking=bookings[0], scope="all", now=NOW, by="dashboard:o")
    happened = Event.objects.filter(sequence=2).values_list("booking", flat=True)
    assert sorted(happened) == sorted(Booking.objects.values_list("pk", flat=True))


def test_of_several_dates_it_says_until_when_each_can_be_changed(elm, run, mails):
    course(elm)
    run()
    assert "You can move or cancel each date yourself, free of charge, until it begins." in text(mails("jordan")[-1])
    elm.business.cancel_notice_minutes = 24 * 60
    elm.business.save()
    course(elm, clock="15:00")
    run()
    assert "free of charge, until 24 hours before it." in text(mails("jordan")[-1])


def test_each_date_has_its_own_code_beside_it(elm, run, mails):
    bookings = courses.course(elm, count=3)
    run()
    text = mails("jordan")[0].get_body(("plain",)).get_content()
    assert [f"(Booking {each.code})" in text or f", Booking {each.code})" in text for each in bookings] == [True] * 3
    assert "Booking code" not in text
