"""How a reader reads dates, times and prices: by language and country (CLDR), in one time zone.

Pure: no clock, no settings, no request. The same instant reads the same in a page, a mail and a calendar file. Digits
are Latin ones in every language.
"""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, cached_property
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError, dates, numbers, units
from babel.core import get_global
from babel.languages import get_official_languages

from businesses import cities, money

LANGUAGES = ("en", "es", "de", "fr", "ar")
RIGHT_TO_LEFT = frozenset({"ar"})
NAMES = {"en": "English", "es": "Español", "de": "Deutsch", "fr": "Français", "ar": "العربية"}
# An hour ahead, all year or but for Ramadan, of the time that CLDR calls theirs.
MISNAMED = ("Africa/Casablanca", "Africa/El_Aaiun", "America/Coyhaique", "America/Punta_Arenas")
RIGHT_TO_LEFT_MARK = "\u200f"


def spoken(tag: str) -> str:
    """This will give which of LANGUAGES a language tag means ("de-CH": "de"); "" when none."""
    language = tag.strip().replace("_", "-").split("-")[0].lower()
    return language if language in LANGUAGES else ""


def isolated(text: str) -> str:
    """This will keep what runs from left to right, such as a phone number, in its order among words that do not."""
    return f"\u2066{text}\u2069"


def chosen(*tags: str) -> str:
    """This will give the language of the first tag that means one of LANGUAGES, the best first; English when none."""
    return next(filter(None, map(spoken, tags)), "en")


@dataclass(frozen=True)
class Reader:
    """Somebody who reads one of LANGUAGES, as it is written in a country (ISO 3166), in a time zone.

    The language may be given as any tag ("de-CH"); one that is not spoken here is read as English.
    """

    language: str
    country: str
    zone: dt.tzinfo

    def __post_init__(self) -> None:
        object.__setattr__(self, "language", chosen(self.language))

    def in_zone(self, zone: dt.tzinfo) -> "Reader":
        """This will give the same reader with a clock elsewhere."""
        return replace(self, zone=zone)

    def elsewhere(self, zone: str, instant: dt.datetime) -> "Reader | None":
        """This will give the same reader in another zone (an IANA name); None: the clock shows the same there, or there
        is no such zone."""
        if zone not in cities.known():
            return None
        other = ZoneInfo(zone)
        same = instant.astimezone(other).replace(tzinfo=None) == self._here(instant).replace(tzinfo=None)
        return None if same else self.in_zone(other)

    @property
    def rtl(self) -> bool:
        """Whether the language is written from right to left."""
        return self.language in RIGHT_TO_LEFT

    # Dates. An instant is as good as one: the date it falls on where the reader's clock is.

    def day(self, date: dt.date) -> str:
        """This will give "Tuesday 24 November 2026"."""
        return dates.format_date(self._date(date), _without_comma(self.locale, "full"), locale=self.locale)

    def short_day(self, date: dt.date) -> str:
        """This will give "Tue 24 Nov"."""
        return dates.format_skeleton("MMMEd", self._date(date), locale=self.locale).replace(*_comma(self.locale))

    def dated(self, date: dt.date) -> str:
        """This will give "Tue 24 Nov 2026"."""
        return dates.format_skeleton("yMMMEd", self._date(date), locale=self.locale).replace(*_comma(self.locale))

    def short_date(self, date: dt.date) -> str:
        """This will give "24 Nov", for a place where the year and the weekday are plain."""
        return dates.format_skeleton("MMMd", self._date(date), locale=self.locale)

    def period(self, first: dt.date, last: dt.date) -> str:
        """This will give "24 – 28 Nov 2026", or one date where both are the same."""
        return dates.format_interval(self._date(first), self._date(last), "yMMMd", locale=self.locale)

    def month(self, date: dt.date) -> str:
        """This will give "November 2026"."""
        return dates.format_skeleton("yMMMM", self._date(date), locale=self.locale)

    def short_month(self, date: dt.date) -> str:
        """This will give "Nov"."""
        return dates.format_skeleton("MMM", self._date(date), locale=self.locale)

    def weekdays(self) -> list[tuple[int, str, str]]:
        """This will give the days (0 is Monday) from the country's first on, each with its short and its full name."""
        first = self.first_weekday
        order = [(first + n) % 7 for n in range(7)]
        short, full = (dates.get_day_names(width, "stand-alone", self.locale) for width in ("short", "wide"))
        return [(day, short[day], full[day]) for day in order]

    @property
    def first_weekday(self) -> int:
        """The country's first day of the week, 0 is Monday: known by the language that is official there."""
        return self._official.first_week_day

    @property
    def month_first(self) -> bool:
        """Whether people in the country write a date in numbers with the month before the day."""
        pattern = str(self._official.date_formats["short"].pattern).casefold()
        return pattern.find("m") < pattern.find("d")

    def listed(self, *parts: str) -> str:
        """This will give the parts with the language's comma between them; what is empty is left out."""
        return ("، " if self.rtl else ", ").join(filter(None, parts))

    # Times

    def date_of(self, instant: dt.datetime) -> dt.date:
        """This will give the date of an instant where the reader's clock is."""
        return self._here(instant).date()

    def clock(self, instant: dt.datetime) -> str:
        """This will give "10:30", or "10:30 AM" where people write so."""
        return self.wall(self._here(instant).time())

    def wall(self, time: dt.time) -> str:
        """This will give a wall time as `clock` does."""
        return dates.format_time(time, "short", locale=self.locale)

    def span(self, start: dt.datetime, end: dt.datetime) -> str:
        """This will give "10:30 – 11:15"; an end on another date has that date before it.

        An end that reads as if it came first, because the clock goes back, has its offset behind it.
        """
        begins, ends = self._here(start), self._here(end)
        until = self.clock(end)
        if begins.date() != ends.date():
            until = f"{self.short_day(end)} {until}"
        elif begins.utcoffset() != ends.utcoffset() and ends.time() <= begins.time():
            until = f"{until} ({self.offset(end)})"
        mark = RIGHT_TO_LEFT_MARK if self.rtl else ""  # digits alone would run from left to right, even in Arabic
        return f"{mark}{self.clock(start)} – {until}"

    def day_span(self, start: dt.datetime, end: dt.datetime) -> str:
        """This will give "Tuesday 24 November 2026, 10:30 – 11:15"; no line ends between the clocks of one date."""
        span, is_one_date = self.span(start, end), self.date_of(start) == self.date_of(end)
        return self.listed(self.day(start), span.replace(" ", "\xa0") if is_one_date else span)

    def moment(self, instant: dt.datetime) -> str:
        """This will give "Tuesday 24 November 2026, 10:30"."""
        return self.listed(self.day(self.date_of(instant)), self.clock(instant))

    def short_moment(self, instant: dt.datetime) -> str:
        """This will give "Tue 24 Nov, 10:30"."""
        return self.listed(self.short_day(self.date_of(instant)), self.clock(instant))

    def dated_moment(self, instant: dt.datetime) -> str:
        """This will give "Tue 24 Nov 2026, 10:30"."""
        return self.listed(self.dated(instant), self.clock(instant))

    def exactly(self, instant: dt.datetime) -> str:
        """This will give "Tue 24 Nov, 10:30:05"."""
        time = dates.format_time(self._here(instant).time(), "medium", locale=self.locale)
        return self.listed(self.short_day(instant), time)

    def beside(self, instant: dt.datetime, venue: "Reader") -> str:
        """This will give the clock as `clock` does, with its date before it where that is another one at a venue."""
        same = self.date_of(instant) == venue.date_of(instant)
        return self.clock(instant) if same else self.short_moment(instant)

    def zone_name(self, instant: dt.datetime) -> str:
        """This will give what the zone is called then, and its city: "Central European Summer Time (Berlin)".

        A zone whose time has no name, or another one's, is given by its offset: "UTC+03:00 (Istanbul)".
        """
        here, city = self._here(instant), self.city()
        variant: Literal["standard", "daylight"] = "daylight" if _is_summer_time(here) else "standard"
        name = dates.get_timezone_name(here, "long", locale=self.locale, zone_variant=variant)
        if name == dates.get_timezone_gmt(here, "long", locale=self.locale):
            shared = next(filter(None, map(get_global("meta_zones").get, cities.names(str(self.zone)))), "")
            name = self.locale.meta_zones.get(shared, {}).get("long", {}).get(variant) or self.offset(instant)
        if cities.today(str(self.zone)) in MISNAMED:
            name = self.offset(instant)
        return name if city in name or str(self.zone).startswith("Etc/") else f"{name} ({city})"

    def city(self) -> str:
        """This will give the zone's city: "Berlin"; a zone without one, such as UTC, has its own name."""
        return cities.city(str(self.zone), self.locale)

    def offset(self, instant: dt.datetime) -> str:
        """This will give "UTC+01:00" and the like, which tells two equal wall times apart."""
        offset = self._here(instant).strftime("%z")
        return f"UTC{offset[:3]}:{offset[3:5]}"

    # Amounts

    def price(self, amount: Decimal, currency: str) -> str:
        """This will give an amount of money with the decimals that the currency has: "€34.00", "34,00 €"."""
        return money.priced(amount, currency, self.locale)

    def minutes(self, minutes: int, width: str = "short") -> str:
        """This will give a length: "45 min", "1 hr 30 min"; with `width="long"` in whole words."""
        hours, rest = divmod(minutes, 60)
        length: Literal["short", "long"] = "long" if width == "long" else "short"
        parts = [
            self._unit(value, unit, length)
            for value, unit in ((hours, "duration-hour"), (rest, "duration-minute"))
            if value or (unit == "duration-minute" and not hours)
        ]
        return " ".join(parts)

    def minutes_between(self, least: int, most: int) -> str:
        """This will give a length that is not sure yet: "25 – 30 min", "45 min – 1 hr"; as `minutes` where it is."""
        if least == most:
            return self.minutes(least)
        first = str(least) if most < 60 else self.minutes(least)
        return f"{RIGHT_TO_LEFT_MARK if self.rtl else ''}{first} – {self.minutes(most)}"

    def _unit(self, value: int, unit: str, length: Literal["short", "long"]) -> str:
        if value == 1 and self.language == "es" and length == "short":
            return f"{value} h"  # CLDR's short form of one hour is a plural there
        return units.format_unit(value, unit, length, locale=self.locale)

    def number(self, number: int) -> str:
        """This will give a whole number with its separators."""
        return numbers.format_decimal(number, locale=self.locale)

    @cached_property
    def locale(self) -> Locale:
        """CLDR's locale of the language in the country, else of the language alone."""
        return _locale(self.language, self.country)

    @property
    def _official(self) -> Locale:
        """CLDR's locale of the country in its own language."""
        official = next(iter(get_official_languages(self.country.upper(), de_facto=True)), self.language)
        return _locale(official, self.country, known=None)

    def _date(self, date: dt.date) -> dt.date:
        return self.date_of(date) if isinstance(date, dt.datetime) else date

    def _here(self, instant: dt.datetime) -> dt.datetime:
        if instant.tzinfo is None:
            raise ValueError("An instant needs its time zone.")
        return instant.astimezone(self.zone)


@cache
def _locale(language: str, country: str, *, known: tuple[str, ...] | None = LANGUAGES) -> Locale:
    spoken = language if known is None or language in known else "en"
    for name in (f"{spoken}_{country.upper()}", spoken):
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en")


def _is_summer_time(here: dt.datetime) -> bool:
    """Whether the clock is ahead of where it stands half a year off. (`dst()` is negative in Dublin's winter.)"""
    offsets = [here.replace(month=month, day=1).utcoffset() or dt.timedelta() for month in (1, 7)]
    return here.utcoffset() == max(offsets) != min(offsets)


def _comma(locale: Locale) -> tuple[str, str]:
    """English with the day before the month is written without a comma after the weekday."""
    day_first = locale.language == "en" and str(locale.date_formats["long"].pattern).startswith("d")
    return (", ", " ") if day_first else ("", "")


def _without_comma(locale: Locale, width: str) -> str:
    pattern = str(locale.date_formats[width].pattern)
    return pattern.replace(*_comma(locale), 1) if _comma(locale)[0] else pattern
