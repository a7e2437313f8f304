"""The calendar entries of a mail, as a mail program finds them."""

import icalendar


def calendars_in(mail):
    """Every part that says that it is a calendar, read."""
    parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    read = [icalendar.Calendar.from_ical(part.get_content()) for part in parts]
    assert [part.get_param("method") for part in parts] == [str(each["METHOD"]) for each in read]
    return read


def entries_in(mail):
    """The method of the one calendar of a mail, and its events."""
    (calendar,) = calendars_in(mail)
    return str(calendar["METHOD"]), calendar.walk("VEVENT")
