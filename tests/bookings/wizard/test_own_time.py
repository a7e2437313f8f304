"""The guest's own clock beside the venue's: at each start, with its date where that is another one."""

import datetime as dt

import pytest
import time_machine

from bookings import operations
from tests import factories
from tests.factories import DAY, NOW, link

PHOENIX = {"timezone": "America/Phoenix"}  # whose clock is never changed
AROUND_THE_CLOCK = {day: [["00:00", "24:00"]] for day in factories.WEEKDAYS}


def open_time(guest, shop, service="Fade", **query):
    query = {"staff": "any", **query}
    words = "&".join(f"{name}={value}" for name, value in query.items())
    return guest.open(f"/book/{shop.business.slug}/{shop.services[service].pk}/time/?{words}")


def plain(texts):
    return [text.replace("\u202f", " ") for text in texts]


@pytest.fixture
def phoenix(db, now):
    return factories.load(factories.elm_document(**PHOENIX, rules={"window_days": 200, "slot_interval_minutes": 30}))


def test_the_venues_zone_is_named_and_the_guests_own_stands_beside(guest, elm):
    assert "Times in Central Standard Time (Chicago)" in open_time(guest, elm, date=DAY).text
    page = open_time(guest, elm, date=DAY, tz="Asia/Karachi")
    assert "below each time: Pakistan Standard Time (Karachi)" in page.text
    assert any("9:00 PM in Karachi" in text for text in plain(page.buttons("10:00")))


def test_a_zone_with_the_same_clock_is_not_shown_twice(guest, elm):
    assert "below each time" not in open_time(guest, elm, date=DAY, tz="America/Mexico_City").text


def test_changing_the_zone_keeps_the_instant(guest, elm):
    values = [open_time(guest, elm, date=DAY, tz=zone).forms[-1].buttons for zone in ("", "Asia/Tokyo")]
    starts = [[button["value"] for button in buttons.values()] for buttons in values]
    assert len(starts[0]) == 16
    assert starts[0] == starts[1]


@pytest.mark.parametrize(
    ("date", "says"),
    [("2027-03-12", False), ("2027-03-15", True)],  # Denver's clock goes forward on 14 March, Phoenix's does not
)
def test_the_clocks_are_compared_at_each_start_and_not_today(guest, phoenix, date, says):
    page = open_time(guest, phoenix, date=date, tz="America/Denver")
    assert ("10:00 AM in Denver" in " ".join(plain(page.buttons("9:00")))) is says
    assert ("below each time: Mountain Daylight Time (Denver)" in page.text) is says


def test_on_the_night_of_a_change_some_starts_have_an_own_time_and_others_none(guest, db, now):
    shop = factories.load(factories.elm_document(**PHOENIX, hours=AROUND_THE_CLOCK, rules={"window_days": 200}))
    texts = plain(open_time(guest, shop, "Trim", date="2027-03-14", tz="America/Denver").buttons())
    assert [text for text in texts if text.startswith("1:30 AM") and "Denver" not in text]
    assert [text for text in texts if text.startswith("2:00 AM") and "3:00 AM in Denver" in text]


def test_a_move_compares_the_clocks_at_each_start_too(guest, phoenix):
    someone = operations.Guest(name="Jo", timezone="America/Denver")
    booking = factories.book(phoenix, "Fade", clock="10:00", guest=someone)
    assert "Denver" not in guest.open(link(booking)).text
    page = guest.open(link(booking) + "move/?date=2027-03-15")
    assert any("10:00 AM in Denver" in text for text in plain(page.buttons("9:00")))
    assert "Denver" not in " ".join(guest.open(link(booking) + "move/?date=2027-03-12").buttons())


def test_another_date_than_the_venues_is_said_in_the_list_and_in_its_label(guest, phoenix):
    page = open_time(guest, phoenix, date="2026-12-01", tz="Pacific/Auckland")
    (label,) = [text for text in plain(page.buttons()) if text.startswith("9:00 AM")]
    assert "Wed, Dec 2, 5:00 AM in Auckland" in label
    assert page.html.replace("\u202f", " ").count("Wed, Dec 2, 5:00 AM") == 2  # once for the eye, once for the ear


def test_the_same_date_is_not_said(guest, phoenix):
    page = open_time(guest, phoenix, date="2026-12-01", tz="America/New_York")
    assert any("11:00 AM in New York" in text for text in plain(page.buttons("9:00")))


@pytest.mark.parametrize("path", ["classes/", "{service}/time/"])
def test_classes_have_it_too_each_at_its_own_start(guest, db, now, path):
    timetable = [
        {"service": "Yoga", "date": date, "time": "18:00", "staff": "Yuri Ito"} for date in ("2027-03-13", "2027-03-15")
    ]
    document = factories.elm_document(**PHOENIX, timetable=timetable, rules={"window_days": 200})
    document["categories"][1]["services"][0]["starts"] = "timetable"
    shop = factories.load(document)
    path = f"/book/elm/{path}".format(service=shop.services["Yoga"].pk)
    week = [guest.open(f"{path}?date={date}&tz=America/Denver").text for date in ("2027-03-13", "2027-03-15")]
    assert [plain([text])[0].count("7:00 PM in Denver") for text in week] == [0, 1]
    assert (
        "Sun, Mar 14, 2:00 PM in Auckland" in plain([guest.open(f"{path}?date=2027-03-13&tz=Pacific/Auckland").text])[0]
    )


def test_every_date_of_a_series_has_its_own(guest, db, now):
    rules = {"window_days": 200, "guests_may_book_series": True}
    shop = factories.load(factories.elm_document(**PHOENIX, rules=rules))
    start = f"{factories.at(shop, dt.date(2027, 3, 8), '10:00').astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
    path = f"/book/elm/{shop.services['Fade'].pk}/repeat/?staff=any&start={start}&every=week&times=2&tz=America/Denver"
    with time_machine.travel(NOW, tick=False):
        text = plain([guest.open(path).text])[0]
    assert "Monday, March 15, 2027, 10:00 AM 11:00 AM in Denver" in text
    assert "Monday, March 8, 2027, 10:00 AM free" in text
