"""Dates, times and names of columns as people and programs write them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings import sheets

DAY = dt.date(2026, 11, 4)
HALF_PAST = dt.time(13, 30)


@pytest.mark.parametrize(
    "text",
    ["2026-11-04", "2026/11/4", "04.11.2026", "4/11/26", "4-11-2026", "4 Nov 2026", "Wednesday, November 4th, 2026",
     "4. November 2026", "4 de noviembre de 2026", "4 nov. 2026"],
)  # fmt: skip
def test_dates_are_read_with_the_day_first(text):
    assert sheets.day(text, month_first=False) == DAY


def test_dates_are_read_with_the_month_first_but_not_those_that_begin_with_the_year():
    assert sheets.day("11/4/2026", month_first=True) == DAY
    assert sheets.day("2026-11-04", month_first=True) == DAY


@pytest.mark.parametrize(
    "text", ["", "31.2.2026", "13/13/2026", "2026", "tomorrow", "4 Nov", "9" * 5000, "1 jan 2 feb 3"]
)
def test_what_is_no_date_is_none(text):
    assert sheets.day(text, month_first=False) is None


@pytest.mark.parametrize(
    "text", ["13:30", "13.30", "13h30", "13:30:00", "1:30 pm", "1:30PM", "01:30 p.m.", "13:30 Uhr"]
)
def test_times_are_read(text):
    assert sheets.clock(text) == HALF_PAST


@pytest.mark.parametrize("text", ["", "13", "25:00", "13:60", "13:30 pm", "noon"])
def test_what_is_no_time_is_none(text):
    assert sheets.clock(text) is None


@pytest.mark.parametrize(
    "text",
    ["2026-11-04 13:30", "2026-11-04T13:30:00", "4.11.2026, 13:30 Uhr", "Nov 4, 2026 at 1:30 pm", "4/11/2026 1:30 PM"],
)
def test_moments_are_read(text):
    assert sheets.moment(text, month_first=False) == (DAY, HALF_PAST, None)


@pytest.mark.parametrize(
    ("text", "hours"),
    [("2026-11-04T13:30Z", 0), ("2026-11-04 13:30 UTC", 0), ("2026-11-04T13:30:00.000-06:00", -6),
     ("2026-11-04T13:30-05:00", -5), ("2026-11-04 13:30:00-05:00", -5), ("2026-11-04 13:30 UTC-05:00", -5),
     ("2026-11-04 13:30 -0500", -5), ("2026-11-04 13:30+01:00", 1)],
)  # fmt: skip
def test_moments_may_say_how_far_they_are_from_utc(text, hours):
    assert sheets.moment(text, month_first=False) == (DAY, HALF_PAST, dt.timedelta(hours=hours))


@pytest.mark.parametrize(
    "text",
    ["2026-11-04 13:30-14:15", "4.11.2026 13:30-14:15", "4 Nov 2026, 13:30 -14:15", "2026-11-04 9:30-10:15",
     "2026-11-04 13:30 - 14:15", "2026-11-04 13.30-14:15", "2026-11-04 13:30–14:15"],
)  # fmt: skip
def test_from_when_till_when_is_no_moment_and_its_end_no_offset(text):
    assert sheets.moment(text, month_first=False) is None


@given(st.text(max_size=70), st.booleans())
def test_rubbish_is_no_date_and_never_breaks(text, month_first):
    sheets.day(text, month_first=month_first)
    sheets.clock(text)
    sheets.moment(text, month_first=month_first)
    sheets.number(text)
    sheets.is_cancelled(text)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2999, 1, 1)), st.times())
def test_what_programs_write_is_read_again(day, time):
    when = dt.datetime.combine(day, time)
    expected = sheets.Moment(day, time.replace(second=0, microsecond=0))
    assert sheets.moment(when.isoformat(), month_first=False) == expected
    assert sheets.moment(f"{when:%d.%m.}{when.year} {when:%H:%M}", month_first=False) == expected
    assert sheets.moment(f"{when:%m/%d/}{when.year} {when:%I:%M %p}", month_first=True) == expected


@pytest.mark.parametrize(
    ("header", "program", "columns"),
    [
        (
            "Ref no;Scheduled date;Time;Client;Mobile number;Service;Team member;Status",
            "Fresha",
            {"reference": 0, "date": 1, "time": 2, "name": 3, "phone": 4, "service": 5, "staff": 6, "status": 7},
        ),
        (
            "Start;Services;Staff;Client name;Client email;Seller notes",
            "Square",
            {"start": 0, "service": 1, "staff": 2, "name": 3, "email": 4, "staff_notes": 5},
        ),
        (
            "ID;Start;Service;Provider;Customer;Hash",
            "Easy!Appointments",
            {"reference": 5, "start": 1, "service": 2, "staff": 3, "name": 4},
        ),
        (
            "User Name;Event Type Name;Invitee Name;Invitee Email;Start Date & Time;Canceled",
            "Calendly",
            {"staff": 0, "service": 1, "name": 2, "email": 3, "start": 4, "status": 5},
        ),
        (
            "Datum;Uhrzeit;Dienstleistung;Mitarbeiter;Vorname;Nachname;E-Mail;Telefon",
            "",
            {"date": 0, "time": 1, "service": 2, "staff": 3, "first_name": 4, "last_name": 5, "email": 6, "phone": 7},
        ),
        ("Who;What;When", "", {}),
    ],
)
def test_columns_are_known_by_their_usual_names(header, program, columns):
    names = header.split(";")
    assert (sheets.program_of(names), sheets.recognised(sheets.BOOKINGS, names)) == (program, columns)
