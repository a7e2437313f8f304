"""Dates, times and prices as people of five languages write them; one table, so that every change of it is seen."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from bookings.localized import LANGUAGES, Reader

BERLIN = ZoneInfo("Europe/Berlin")
SUMMER, WINTER = dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC), dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC)
SPRING = dt.datetime(2026, 3, 29, 1, 0, tzinfo=dt.UTC)


def plain(text):
    return text.replace("\u202f", " ").replace("\xa0", " ").replace("\u200f", "")


@pytest.mark.parametrize(
    ("language", "country", "day", "short", "price", "length"),
    [
        ("en", "DE", "Sunday 25 October 2026", "Sun 25 Oct", "1.234,50 €", "1 hr 30 mins"),
        ("en", "US", "Sunday, October 25, 2026", "Sun, Oct 25", "€1,234.50", "1 hr 30 min"),
        ("de", "DE", "Sonntag, 25. Oktober 2026", "So., 25. Okt.", "1.234,50 €", "1 Std. 30 Min."),
        ("de", "CH", "Sonntag, 25. Oktober 2026", "So., 25. Okt.", "EUR 1’234.50", "1 Std. 30 Min."),
        ("fr", "FR", "dimanche 25 octobre 2026", "dim. 25 oct.", "1 234,50 €", "1 h 30 min"),
        ("es", "ES", "domingo, 25 de octubre de 2026", "dom, 25 oct", "1.234,50 €", "1 h 30 min"),
        ("ar", "EG", "الأحد، 25 أكتوبر 2026", "الأحد، 25 أكتوبر", "1,234.50 €", "1 س 30 د"),
    ],
)
def test_the_table(language, country, day, short, price, length):
    reader = Reader(language, country, BERLIN)
    date = dt.date(2026, 10, 25)
    found = (reader.day(date), reader.short_day(date), reader.price(Decimal("1234.5"), "EUR"), reader.minutes(90))
    assert tuple(plain(text) for text in found) == (day, short, price, length)


def test_the_night_in_which_an_hour_comes_twice():
    reader = Reader("en", "DE", BERLIN)
    assert reader.clock(SUMMER) == reader.clock(WINTER) == "02:30"
    assert (reader.offset(SUMMER), reader.offset(WINTER)) == ("UTC+02:00", "UTC+01:00")
    assert "Summer" in reader.zone_name(SUMMER)
    assert "Standard" in reader.zone_name(WINTER)
    assert reader.span(SUMMER, WINTER + dt.timedelta(minutes=15)) == "02:30 – 02:45"


def test_the_night_in_which_an_hour_is_missing():
    reader = Reader("de", "DE", BERLIN)
    assert reader.clock(SPRING) == "03:00"
    assert reader.clock(SPRING - dt.timedelta(minutes=1)) == "01:59"


def test_an_end_on_another_date_says_so():
    start = dt.datetime(2026, 11, 24, 22, 30, tzinfo=dt.UTC)
    assert Reader("en", "DE", BERLIN).span(start, start + dt.timedelta(hours=2)) == "23:30 – Wed 25 Nov 01:30"


def test_an_instants_date_is_the_one_where_the_reader_is():
    late = dt.datetime(2026, 11, 30, 23, 30, tzinfo=dt.UTC)
    reader = Reader("en", "DE", BERLIN)
    assert reader.day(late) == "Tuesday 1 December 2026"
    assert reader.short_day(late) == "Tue 1 Dec"
    assert reader.month(late) == "December 2026"


def test_yen_have_no_decimals():
    assert plain(Reader("en", "JP", BERLIN).price(Decimal("1200"), "JPY")).endswith("1,200")


@pytest.mark.parametrize(("country", "first"), [("US", "Sunday"), ("DE", "Monday"), ("EG", "Saturday")])
def test_weeks_begin_as_the_country_has_it(country, first):
    days = Reader("en", country, BERLIN).weekdays()
    assert days[0][2] == first
    assert sorted(number for number, _, _ in days) == list(range(7))


def test_digits_are_the_same_in_every_language():
    for language in LANGUAGES:
        reader = Reader(language, "EG", BERLIN)
        assert "25" in reader.day(dt.date(2026, 10, 25))
        assert "30" in reader.clock(SUMMER)


def test_the_guests_own_clock_is_shown_only_when_it_differs():
    reader = Reader("en", "DE", BERLIN)
    assert reader.elsewhere("Europe/Paris", SUMMER) is None
    assert reader.elsewhere("Asia/Tokyo", SUMMER).clock(SUMMER) == "09:30"
    assert reader.elsewhere("Asia/Tokyo", SUMMER).city() == "Tokyo"


@pytest.mark.parametrize("language", ["", "xx", "tlh", "../"])
def test_an_unknown_language_is_read_as_english(language):
    assert Reader(language, "", BERLIN).month(dt.date(2026, 10, 1)) == "October 2026"


def test_an_unknown_country_leaves_the_language():
    assert Reader("de", "XX", BERLIN).month(dt.date(2026, 5, 1)) == "Mai 2026"


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        Reader("en", "US", BERLIN).clock(dt.datetime(2026, 1, 1))  # noqa: DTZ001
