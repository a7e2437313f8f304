"""Calendar files, read back by two parsers. Zones: test_timezones.py; who invites whom: test_invitations.py."""

import datetime as dt
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from bookings import operations
from bookings.localized import Reader
from bookings.notifications import calendar
from tests import factories
from tests.bookings.notifications import entries
from tests.bookings.operations import courses
from tests.factories import NOW

URL = "https://book.example/b/1-1~x/"
EARLIER = dt.datetime(2026, 10, 30, 15, tzinfo=dt.UTC)


def written(booking, **how):
    reader = Reader("en", "US", booking.business.zone)
    return calendar.entries([entry(booking)], reader=reader, now=NOW, **how)


def entry(booking, url=URL):
    return calendar.Entry(booking, calendar.Guest(lambda _: url))


def event(booking, **how):
    return entries.read(written(booking, **how)).walk("VEVENT")[0]


def read_by_hand(content):
    """The event's properties, by a reader of lines that knows nothing but unfolding."""
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    inside = lines[lines.index("BEGIN:VEVENT") + 1 : lines.index("END:VEVENT")]
    return {line.split(":", 1)[0]: line.split(":", 1)[1] for line in inside}


def test_both_parsers_read_the_same(elm):
    booking = factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez")
    plain, parsed = read_by_hand(written(booking)), event(booking)
    assert plain["DTSTART;TZID=America/Chicago"] == "20261124T100000"
    assert plain["DTEND;TZID=America/Chicago"] == "20261124T104500"
    assert parsed.start == booking.starts_at
    assert parsed.end == booking.ends_at
    assert plain["SUMMARY"] == parsed["SUMMARY"] == "Fade at North Elm Studio"
    assert plain["UID"] == str(parsed["UID"]) == str(booking.uuid)
    assert parsed["URL"] == URL
    assert parsed["CLASS"] == "PRIVATE"
    assert plain["DTSTAMP"] == plain["LAST-MODIFIED"] == "20261120T150000Z"
    assert parsed["DESCRIPTION"].splitlines() == [
        f"Booking {booking.code}",
        "Tuesday, November 24, 2026, 10:00\u202fAM",
        "Central Standard Time (Chicago)",
        "With Maria Gomez",
        "(202) 555-0100",
        f"See your booking: {URL}",
    ]


def test_the_bookings_of_a_series_are_one_event_on_many_dates(elm):
    """Google, Apple and Outlook know an occurrence by UID and RECURRENCE-ID, and the newest by SEQUENCE."""
    bookings = courses.course(elm, count=3)
    moved = operations.move(booking=bookings[1], starts_at=factories.at(elm, factories.DAY, "15:00"), now=NOW, by="x")
    reader = Reader("en", "US", elm.business.zone)
    linked = [entry(each, f"{URL}{n}") for n, each in enumerate([bookings[0], moved, bookings[2]])]
    events = entries.read(calendar.entries(linked, reader=reader, now=NOW)).walk("VEVENT")
    assert {str(each["UID"]) for each in events} == {str(bookings[0].series.uuid)}
    assert [each["RECURRENCE-ID"].dt for each in events] == [each.starts_at for each in bookings]
    assert [str(each["RECURRENCE-ID"].params["TZID"]) for each in events] == ["America/Chicago"] * 3
    assert [each.start for each in events] == [bookings[0].starts_at, moved.starts_at, bookings[2].starts_at]
    assert [(int(each["SEQUENCE"]), str(each["URL"])[-1]) for each in events] == [(1, "0"), (2, "1"), (1, "2")]
    assert not [each for each in events if "RRULE" in each]


def test_one_of_a_series_is_taken_out_of_a_calendar_by_its_date(elm):
    booking = courses.course(elm, count=3)[1]
    gone = operations.cancel(booking=booking, now=NOW, by="x")
    text = written(gone, method="CANCEL").decode()
    found = event(gone, method="CANCEL")
    assert "METHOD:CANCEL" in text
    assert (str(found["UID"]), found["RECURRENCE-ID"].dt) == (str(booking.series.uuid), booking.starts_at)
    assert (str(found["STATUS"]), int(found["SEQUENCE"])) == ("CANCELLED", 2)


def test_no_alarm_rings_since_reminders_are_mails(elm):
    assert b"VALARM" not in written(factories.book(elm, "Fade"))


def test_every_change_raises_the_sequence_and_keeps_the_uid(elm):
    booking = factories.book(elm, "Fade", clock="10:00")
    seen = [event(booking)]
    booking = operations.move(booking=booking, starts_at=factories.at(elm, factories.DAY, "15:00"), now=NOW, by="x")
    seen.append(event(booking))
    booking = operations.cancel(booking=booking, now=NOW, by="x")
    seen.append(event(booking))
    assert len({str(each["UID"]) for each in seen}) == 1
    numbers = [each["SEQUENCE"] for each in seen]
    assert numbers == sorted(set(numbers))
    assert [str(each["STATUS"]) for each in seen] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


@pytest.mark.parametrize("clock", ["2026-11-01T05:30Z", "2026-11-01T06:30Z", "2026-11-01T07:30Z", "2026-11-01T08:30Z"])
def test_an_hour_that_comes_twice_is_not_mistaken(db, now, clock):
    day_and_night = {day: [["00:00", "24:00"]] for day in factories.WEEKDAYS}
    shop = factories.load({**factories.KARACHI, "timezone": "America/Chicago", "hours": day_and_night}, now=EARLIER)
    start = dt.datetime.fromisoformat(clock)
    booking = factories.book(shop, "Haircut", now=EARLIER, starts_at=start)
    parsed = event(booking)
    assert parsed.start.timestamp() == start.timestamp()
    assert parsed.end.timestamp() == start.timestamp() + 30 * 60
    twice = start.astimezone(booking.business.zone).fold or booking.ends_at.astimezone(booking.business.zone).fold
    assert (b"DTSTART;TZID=America/Chicago:" in written(booking)) is not bool(twice)
    assert (b"BEGIN:VTIMEZONE" in written(booking)) is not bool(twice)


def test_a_pending_one_is_tentative(elm):
    assert event(factories.book(elm, "Fade", confirmed=False))["STATUS"] == "TENTATIVE"


def test_lines_are_short_and_end_as_they_must(db, now):
    document = factories.elm_document(name="Nörd, Elm; & \\ Söhne – " + "ß" * 80, phone="+1 202 555 0100")
    booking = factories.book(factories.load(document), "Fade")
    content = written(booking)
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert str(event(booking)["SUMMARY"]) == "Fade at " + document["name"]


def test_where_to_go(elm):
    assert str(event(factories.book(elm, "Yoga"))["LOCATION"]) == "Annex, 9 Side St"
    assert str(event(factories.book(elm, "Fade"))["LOCATION"]) == "123 Main St"


# Calendars that live in a browser


def test_the_links_carry_the_instants_and_the_words(elm):
    booking = factories.book(elm, "Yoga", clock="10:00")
    reader = Reader("en", "US", booking.business.zone)
    google = parse_qs(urlsplit(calendar.google_link(booking, url=URL, reader=reader)).query)
    assert google["dates"] == ["20261124T160000Z/20261124T170000Z"]
    assert google["text"] == ["Yoga at North Elm Studio"]
    assert google["location"] == ["Annex, 9 Side St"]
    assert URL in google["details"][0]
    outlook = parse_qs(urlsplit(calendar.outlook_link(booking, url=URL, reader=reader)).query)
    assert (outlook["startdt"], outlook["enddt"]) == (["2026-11-24T16:00:00Z"], ["2026-11-24T17:00:00Z"])
    assert outlook["subject"] == google["text"]
    assert outlook["body"] == google["details"]


@pytest.mark.parametrize("link", [calendar.google_link, calendar.outlook_link])
def test_the_links_are_safe_whatever_the_names(db, now, link):
    document = factories.elm_document(name='A & B #1 <x> "y" ü', address="1 St; 2 & 3")
    booking = factories.book(factories.load(document), "Advice")
    address = link(booking, url=URL, reader=Reader("ar", "EG", booking.business.zone))
    assert re.fullmatch(r"https://[!-~]+", address)
    assert not set(address) & set('<>"#')
