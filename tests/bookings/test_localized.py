"""Dates, times and prices as people of five languages write them; one table, so that every change of it is seen."""

import datetime as dt
import re
from decimal import Decimal
from zoneinfo import ZoneInfo, available_timezones

import pytest
from babel import Locale
from django.template import engines
from django.utils import translation

from bookings.localized import LANGUAGES, Reader
from businesses import cities

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
        ("de", "CH", "Sonntag, 25. Oktober 2026", "So., 25. Okt.", "EUR 1'234.50", "1 Std. 30 Min."),
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


@pytest.mark.parametrize(
    ("language", "country", "spring", "autumn", "summer_time", "winter_time"),
    [
        (
            *("en", "DE", "Sun 29 Mar, 03:00", "Sun 25 Oct, 02:30"),
            *("Central European Summer Time (Berlin)", "Central European Standard Time (Berlin)"),
        ),
        (
            *("en", "US", "Sun, Mar 29, 3:00 AM", "Sun, Oct 25, 2:30 AM"),
            *("Central European Summer Time (Berlin)", "Central European Standard Time (Berlin)"),
        ),
        (
            *("es", "ES", "dom, 29 mar, 3:00", "dom, 25 oct, 2:30"),
            *("hora de verano de Europa central (Berlín)", "hora estándar de Europa central (Berlín)"),
        ),
        (
            *("de", "DE", "So., 29. März, 03:00", "So., 25. Okt., 02:30"),
            *("Mitteleuropäische Sommerzeit (Berlin)", "Mitteleuropäische Normalzeit (Berlin)"),
        ),
        (
            *("fr", "FR", "dim. 29 mars, 03:00", "dim. 25 oct., 02:30"),
            *("heure d’été d’Europe centrale (Berlin)", "heure normale d’Europe centrale (Berlin)"),
        ),
        (
            *("ar", "EG", "الأحد، 29 مارس، 3:00 ص", "الأحد، 25 أكتوبر، 2:30 ص"),
            *("توقيت وسط أوروبا الصيفي (برلين)", "توقيت وسط أوروبا الرسمي (برلين)"),
        ),
    ],
)
def test_the_clock_changes_in_every_language(language, country, spring, autumn, summer_time, winter_time):
    reader = Reader(language, country, BERLIN)
    assert plain(reader.short_moment(SPRING)) == spring
    assert [plain(reader.short_moment(instant)) for instant in (SUMMER, WINTER)] == [autumn, autumn]
    assert [reader.zone_name(instant) for instant in (SUMMER, WINTER)] == [summer_time, winter_time]


@pytest.mark.parametrize(
    ("language", "country", "euros", "dollars", "yen", "rupees"),
    [
        ("en", "DE", "1.234,50 €", "1.234,50 US$", "1.235 JP¥", "1.234,50 PKR"),
        ("en", "US", "€1,234.50", "$1,234.50", "¥1,235", "PKR 1,234.50"),
        ("en", "PK", "€1,234.50", "US$1,234.50", "JP¥1,235", "Rs 1,234.50"),
        ("es", "ES", "1.234,50 €", "1.234,50 US$", "1.235 JPY", "1.234,50 PKR"),
        ("es", "MX", "EUR 1,234.50", "USD 1,234.50", "JPY 1,235", "PKR 1,234.50"),
        ("de", "DE", "1.234,50 €", "1.234,50 $", "1.235 ¥", "1.234,50 PKR"),
        ("fr", "FR", "1 234,50 €", "1 234,50 $US", "1 235 JPY", "1 234,50 PKR"),
        ("ar", "EG", "1,234.50 €", "1,234.50 US$\u200e", "1,235 JP¥\u200e", "1,234.50 PKR"),
    ],
)
def test_prices_in_every_language(language, country, euros, dollars, yen, rupees):
    reader = Reader(language, country, BERLIN)
    amounts = [("1234.50", "EUR"), ("1234.50", "USD"), ("1235", "JPY"), ("1234.50", "PKR")]
    assert [plain(reader.price(Decimal(amount), code)) for amount, code in amounts] == [euros, dollars, yen, rupees]


def test_whole_and_broken_amounts_look_alike():
    reader = Reader("de", "DE", BERLIN)
    assert [plain(reader.price(Decimal(amount), "EUR")) for amount in ("35", "20.50")] == ["35,00 €", "20,50 €"]


@pytest.mark.parametrize(
    ("zone", "january", "july"),
    [
        ("Asia/Kolkata", "India Standard Time (Kolkata)", "India Standard Time (Kolkata)"),
        ("Europe/Kyiv", "Eastern European Standard Time (Kyiv)", "Eastern European Summer Time (Kyiv)"),
        ("Europe/Dublin", "Greenwich Mean Time (Dublin)", "Irish Standard Time (Dublin)"),
        ("America/Argentina/Buenos_Aires", *["Argentina Standard Time (Buenos Aires)"] * 2),
        ("Australia/Sydney", "Australian Eastern Daylight Time (Sydney)", "Australian Eastern Standard Time (Sydney)"),
        ("Europe/Istanbul", "Türkiye Standard Time (Istanbul)", "Türkiye Standard Time (Istanbul)"),
        ("UTC", "Coordinated Universal Time (UTC)", "Coordinated Universal Time (UTC)"),
        ("Etc/GMT-3", "UTC+03:00", "UTC+03:00"),
    ],
)
def test_every_zone_has_a_name_that_people_know(zone, january, july):
    reader = Reader("en", "US", ZoneInfo(zone))
    instants = [dt.datetime(2026, month, 15, 12, tzinfo=dt.UTC) for month in (1, 7)]
    assert [reader.zone_name(instant) for instant in instants] == [january, july]


def test_no_zone_is_left_without_a_name():
    for zone in available_timezones():
        for language in LANGUAGES:
            name = Reader(language, "", ZoneInfo(zone)).zone_name(SUMMER)
            assert not re.search(r"GMT[+-]|غرينتش[+-]|\w/\w", name), zone


def test_a_name_is_of_one_time():
    """What is called so in one city is not an hour off in another, whatever the month."""
    offsets = {}
    for zone in [zone for region in cities.regions(Locale("en")) for zone, _ in region.zones]:
        reader = Reader("en", "US", ZoneInfo(zone))
        for month in range(1, 13):
            instant = dt.datetime(2027, month, 20, tzinfo=dt.UTC)
            name = reader.zone_name(instant).partition(" (")[0]
            assert offsets.setdefault(name, reader.offset(instant)) == reader.offset(instant), (zone, name)


def test_a_clock_beside_the_venues_has_its_date_where_that_is_another():
    venue, there = Reader("en", "US", BERLIN), Reader("en", "US", ZoneInfo("Pacific/Auckland"))
    assert plain(there.beside(dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC), venue)) == "10:00 PM"
    assert plain(there.beside(dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC), venue)) == "Wed, Dec 2, 1:00 AM"


def test_a_zone_that_there_is_not_shows_no_clock():
    venue = Reader("en", "US", BERLIN)
    assert [venue.elsewhere(name, SUMMER) for name in ("", "Nowhere/Atall", "Europe/Paris")] == [None] * 3


def test_the_night_in_which_an_hour_comes_twice():
    reader = Reader("en", "DE", BERLIN)
    assert reader.clock(SUMMER) == reader.clock(WINTER) == "02:30"
    assert (reader.offset(SUMMER), reader.offset(WINTER)) == ("UTC+02:00", "UTC+01:00")
    assert "Summer" in reader.zone_name(SUMMER)
    assert "Standard" in reader.zone_name(WINTER)
    assert reader.span(SUMMER, WINTER + dt.timedelta(minutes=15)) == "02:30 – 02:45"


def test_an_end_that_reads_as_if_it_came_first_says_its_offset():
    reader = Reader("en", "DE", BERLIN)
    assert reader.span(SUMMER, SUMMER + dt.timedelta(minutes=45)) == "02:30 – 02:15 (UTC+01:00)"
    assert reader.span(SUMMER, WINTER) == "02:30 – 02:30 (UTC+01:00)"


def test_a_span_of_bare_digits_runs_from_right_to_left_in_arabic():
    span = Reader("ar", "MA", BERLIN).span(SPRING, SPRING + dt.timedelta(minutes=45))
    assert span == "\u200f03:00 – 03:45"
    assert not Reader("fr", "MA", BERLIN).span(SPRING, WINTER).startswith("\u200f")


def test_the_night_in_which_an_hour_is_missing():
    reader = Reader("de", "DE", BERLIN)
    assert reader.clock(SPRING) == "03:00"
    assert reader.clock(SPRING - dt.timedelta(minutes=1)) == "01:59"


def test_an_end_on_another_date_says_so():
    start = dt.datetime(2026, 11, 24, 22, 30, tzinfo=dt.UTC)
    assert Reader("en", "DE", BERLIN).span(start, start + dt.timedelta(hours=2)) == "23:30 – Wed 25 Nov 01:30"


@pytest.mark.parametrize(
    ("language", "lengths", "words"),
    [
        ("en", (30, 30), "30 mins"),
        ("en", (25, 30), "25 – 30 mins"),
        ("de", (45, 60), "45 Min. – 1 Std."),
        ("ar", (25, 30), "25 – 30 د"),
    ],
)
def test_a_length_that_is_not_sure_yet_has_its_least_and_its_most(language, lengths, words):
    assert plain(Reader(language, "DE", BERLIN).minutes_between(*lengths)) == words


def test_what_stands_in_a_row_has_the_commas_of_the_language():
    assert Reader("en", "DE", BERLIN).listed("10:30", "", "with Maria") == "10:30, with Maria"
    assert "2026، " in Reader("ar", "DE", BERLIN).day_span(SUMMER, SUMMER + dt.timedelta(minutes=15))


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


@pytest.mark.parametrize(
    ("tag", "language"), [("de-CH", "de"), ("DE", "de"), ("es_MX", "es"), ("nl", "en"), ("", "en")]
)
def test_any_tag_means_one_of_the_languages(tag, language):
    assert Reader(tag, "CH", BERLIN).language == language


def test_an_unknown_country_leaves_the_language():
    assert Reader("de", "XX", BERLIN).month(dt.date(2026, 5, 1)) == "Mai 2026"


@pytest.mark.parametrize("verb", ["clock", "moment", "day", "month", "zone_name", "offset"])
def test_an_instant_without_a_zone_is_refused(verb):
    with pytest.raises(ValueError, match="time zone"):
        getattr(Reader("en", "US", BERLIN), verb)(dt.datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("{{ start|day:reader }}", "Mittwoch, 25. November 2026"),
        ("{{ start|short_day:reader }}", "Mi., 25. Nov."),
        ("{{ start|month:reader }}", "November 2026"),
        ("{{ start|clock:reader }}", "00:30"),
        ("{{ start|moment:reader }}", "Mittwoch, 25. November 2026, 00:30"),
        ("{{ start|short_moment:reader }}", "Mi., 25. Nov., 00:30"),
        ("{{ start|dated_moment:reader }}", "Mi., 25. Nov. 2026, 00:30"),
        ("{{ start|exactly:reader }}", "Mi., 25. Nov., 00:30:00"),
        ("{{ start|zone_name:reader }}", "Mitteleuropäische Normalzeit (Berlin)"),
        ("{{ start|iso }}", "2026-11-24T23:30:00Z"),
        ("{{ 90|minutes:reader }}", "1 Std. 30 Min."),
        ("{% span start end reader %}", "00:30 – 01:15"),
        ("{% price amount 'EUR' reader %}", "20,50 €"),
        ("{% price zero 'EUR' reader %}", "Kostenlos"),
        ("{% price nothing 'EUR' reader %}", "Preis auf Anfrage"),
    ],
)
def test_templates_write_as_the_reader_reads(words, shown):
    start = dt.datetime(2026, 11, 24, 23, 30, tzinfo=dt.UTC)
    context = {"start": start, "end": start + dt.timedelta(minutes=45), "reader": Reader("de", "DE", BERLIN)}
    context |= {"amount": Decimal("20.5"), "zero": Decimal("0.00"), "nothing": None}
    with translation.override("de"):
        assert plain(engines["django"].from_string("{% load localized %}" + words).render(context)) == shown


@pytest.mark.parametrize(
    ("language", "country", "found"),
    [
        ("en", "DE", ("25 Oct", "Oct", "25 Oct – 3 Nov 2026", "25 Oct 2026")),
        ("en", "US", ("Oct 25", "Oct", "Oct 25 – Nov 3, 2026", "Oct 25, 2026")),
        ("de", "DE", ("25. Okt.", "Okt", "25. Okt. – 3. Nov. 2026", "25. Okt. 2026")),
        ("ar", "EG", ("25 أكتوبر", "أكتوبر", "25 أكتوبر – 3 نوفمبر 2026", "25 أكتوبر 2026")),
    ],
)
def test_dates_of_a_report(language, country, found):
    reader, date = Reader(language, country, BERLIN), dt.date(2026, 10, 25)
    said = (reader.short_date(date), reader.short_month(date), reader.period(date, dt.date(2026, 11, 3)))
    assert tuple(plain(text).replace("\u2009", " ") for text in (*said, reader.period(date, date))) == found
