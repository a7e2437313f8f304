"""Calendar files, read back by two parsers, on both sides of clock changes."""

import datetime as dt
import io
import re
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil import tz

from bookings import operations
from bookings.localized import Reader
from bookings.notifications import calendar
from tests import factories
from tests.factories import NOW

URL = "https://book.example/b/1-1~x/"


def written(booking):
    reader = Reader("en", "US", booking.business.zone)
    return calendar.entry(booking, url=URL, reader=reader, now=NOW)


def event(booking):
    return icalendar.Calendar.from_ical(written(booking)).walk("VEVENT")[0]


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


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Europe/Berlin", "2026-03-28"),
        ("Europe/Berlin", "2026-03-30"),
        ("Europe/Berlin", "2026-10-24"),
        ("Europe/Berlin", "2026-10-26"),
        ("America/Chicago", "2026-11-02"),
        ("Australia/Lord_Howe", "2026-04-06"),
        ("Africa/Casablanca", "2026-02-20"),
        ("Asia/Kathmandu", "2026-06-01"),
        ("Europe/Dublin", "2026-07-01"),
    ],
)
def test_the_rules_of_the_zone_give_the_same_instant_elsewhere(db, now, zone, day):
    start = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(11), ZoneInfo(zone))
    shop = factories.load({**factories.KARACHI, "slug": "far", "timezone": zone}, now=start)
    booking = factories.book(shop, "Haircut", start.date(), "13:00", now=start - dt.timedelta(hours=5))
    content = written(booking)
    names = re.findall(r"BEGIN:VTIMEZONE\r\nTZID:(.*?)\r\n", content.decode())
    assert names == [zone]
    part = re.search(r"BEGIN:VTIMEZONE.*END:VTIMEZONE\r\n", content.decode(), re.DOTALL)[0]
    rules = tz.tzical(io.StringIO(part)).get()
    local = dt.datetime.strptime(read_by_hand(content)[f"DTSTART;TZID={zone}"], "%Y%m%dT%H%M%S").replace(tzinfo=rules)
    assert local.astimezone(dt.UTC) == booking.starts_at


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
    assert b"METHOD:CANCEL" in written(booking)


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
