"""What mails and calendar entries say of a booking that is held by video, and of what its guest answered."""

import datetime as dt

import pytest

from bookings import operations
from businesses.questions import Answer
from tests import factories
from tests.bookings.notifications.entries import entries_in
from tests.factories import NOW

JORDAN = operations.Guest(name="Jordan Smith", email="jordan@example.com")
ADDRESS = "https://meet.example/maria"


def text(mail):
    return " ".join(mail.get_body(("plain",)).get_content().split())


def shop(**rules):
    """North Elm, where Fade is by video."""
    document = factories.elm_document(rules=rules)
    document["categories"][0]["services"][0]["online"] = ADDRESS
    return factories.load(document)


def book(house, **how):
    return factories.book(house, "Fade", staff="Maria Gomez", guest=JORDAN, **how)


def test_the_confirmation_says_where_to_meet_and_so_does_the_entry_for_the_calendar(db, now, run, mails):
    book(shop())
    run()
    mail = mails("jordan")[0]
    assert "Where: Online" in text(mail)
    assert f"Video: {ADDRESS}" in text(mail)
    assert "123 Main St" not in text(mail).partition("Video")[0]
    _, (entry,) = entries_in(mail)
    assert (entry["location"], entry["conference"]) == (ADDRESS, ADDRESS)
    assert entry["conference"].params == {"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": "Join by video"}


def test_before_the_hour_that_the_business_sets_it_says_from_when_and_the_reminder_brings_it(db, now, run, mails):
    booking = book(shop(online_shown_minutes=60))
    run()
    first = mails("jordan")[0]
    assert "Video: The link stands on the page of your booking from Tuesday, November 24, 2026, 9:00" in text(first)
    assert ADDRESS not in first.as_string()
    run(booking.starts_at - dt.timedelta(minutes=61))
    assert len(mails("jordan")) == 1  # not a day before, as it would else be
    run(booking.starts_at - dt.timedelta(minutes=60))
    assert f"Video: {ADDRESS}" in text(mails("jordan")[1])


def test_a_request_that_nobody_has_confirmed_and_a_cancellation_say_no_address(db, now, run, mails):
    booking = book(shop(auto_confirm=False))
    run()
    operations.cancel(booking=booking, now=NOW, by="dashboard:olive")
    run()
    asked, cancelled = mails("jordan")
    assert "Where: Online" in text(asked)
    assert ADDRESS not in asked.as_string() + cancelled.as_string()


def test_the_house_is_told_at_once_and_reads_what_the_guest_answered(db, now, run, mails):
    house = shop(online_shown_minutes=60)
    house.staff["Maria Gomez"].email = "maria@northelm.example"
    house.staff["Maria Gomez"].save()
    answers = (Answer("Any allergies?", "text", "Nuts"), Answer("I agree.", "tick", True))
    order = operations.Order(JORDAN, factories.WIZARD, answers=answers)
    operations.book(wish=factories.wish(house, "Fade", staff="Maria Gomez"), order=order, now=NOW)
    run()
    (mail,) = mails("maria")
    for words in (f"Video: {ADDRESS}", "Any allergies?: Nuts", "I agree.: Yes"):
        assert words in text(mail)
    _, (entry,) = entries_in(mail)
    assert entry["location"] == ADDRESS
    assert "Any allergies? Nuts" in entry["description"]
    assert "Nuts" not in mails("jordan")[0].as_string()


@pytest.mark.parametrize(("language", "words"), [("de", "Online"), ("ar", "عبر الإنترنت"), ("es", "En línea")])
def test_it_is_said_in_the_words_of_the_guest(db, now, run, mails, language, words):
    guest = operations.Guest(name="Jordan Smith", email="jordan@example.com", language=language)
    factories.book(shop(), "Fade", guest=guest)
    run()
    assert words in text(mails("jordan")[0])
