"""The calendar entries of a mail, as mail programs find and read them."""

import icalendar

from tests.bookings.notifications import rfc5545


def read(content):
    """A calendar file, by two readers of which one is strict; what the two have read is the same."""
    strict, calendar = rfc5545.read(content), icalendar.Calendar.from_ical(content)
    events = [each for each in strict.within if each.name == "VEVENT"]
    for one, other in zip(events, calendar.walk("VEVENT"), strict=True):
        for name in ("UID", "SUMMARY", "SEQUENCE", "DESCRIPTION", "ORGANIZER"):
            assert one.one(name) == str(other[name])
        for name in ("DTSTART", "DTEND"):
            assert one.one(name) == other[name].to_ical().decode()
    return calendar


def calendars_in(mail):
    """Every part that says that it is a calendar, read; a file beside an invitation holds the same."""
    parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    contents = [part.get_payload(decode=True) for part in parts]
    files = [part.get_payload(decode=True) for part in mail.walk() if part.get_content_type() == "application/ics"]
    assert files == contents[: len(files)]
    found = [read(content) for content in contents]
    assert [part.get_param("method") for part in parts] == [str(each["METHOD"]) for each in found]
    return found


def entries_in(mail):
    """The method of the one calendar of a mail, and its events."""
    (calendar,) = calendars_in(mail)
    return str(calendar["METHOD"]), calendar.walk("VEVENT")
