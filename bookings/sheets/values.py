"""What is written in a cell: a date, a time of day, a moment, a number."""

import datetime as dt
import re
import unicodedata
from typing import NamedTuple

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar enero janvier janv ene",
            "feb february februar febrero fevrier fevr",
            "mar march marz maerz marzo mars",
            "apr april abril avril abr avr",
            "may mai mayo",
            "jun june juni junio juin",
            "jul july juli julio juillet juil",
            "aug august agosto aout ago",
            "sep sept september septiembre septembre",
            "oct october oktober octubre octobre okt",
            "nov november noviembre novembre",
            "dec december dezember diciembre decembre dez dic",
        ),
        start=1,
    )
    for name in names.split()
}
ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
NUMBERS = re.compile(r"(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{4}|\d{2})")
CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?:[:.](\d{2})(?:\.\d+)?)?\s*(h|uhr|am|pm|a\.m\.?|p\.m\.?)?", re.I)
OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])(\d{2}):?(\d{2})$|(?<=[\d ])(?:z|utc|gmt)$", re.I)
RANGE = re.compile(
    r"(?<!\dt)(?<![:.h\d])\d{1,2}[:.h]\d{2}\s*-\s*\d{1,2}[:.h]\d{2}$"
)  # no "T10:30-05:00", "10:30:00-05:00"
AT_THE_END = re.compile(r"[\sT,]+(?:at|um|a las|à)?\s*(\d{1,2}(?:[:.h]\d{2}){1,2}(?:\.\d+)?|\d{1,2}(?=\s*[ap]\.?m))"
                        r"\s*(h|uhr|am|pm|a\.m\.?|p\.m\.?)?$", re.I)  # fmt: skip
CANCELLED = re.compile(r"cancel|abgesagt|storniert|annul|no.?show|declin|reject|expired|deleted|^(true|yes)$", re.I)
LONGEST = 60  # characters of a date with its time


class Moment(NamedTuple):
    """A date and a time on the wall; `offset` is how far that wall's clock is from UTC, where that is written."""

    day: dt.date
    time: dt.time
    offset: dt.timedelta | None = None


def day(text: str, *, month_first: bool) -> dt.date | None:
    """This will give a date; None: it is none. A year in front is ISO's order, whatever else is usual here."""
    plain = _plain(text)
    if found := ISO.fullmatch(plain):
        return _date(*map(int, found.groups()))
    if found := NUMBERS.fullmatch(plain):
        first, second, year = map(int, found.groups())
        month, date = (first, second) if month_first else (second, first)
        return _date(year + 2000 if year < 100 else year, month, date)
    return _in_words(plain)


def clock(text: str) -> dt.time | None:
    """This will give a time of day; None: it is none. "10:30", "10.30", "10h30", "10:30 Uhr", "1:30 pm"."""
    found = CLOCK.fullmatch(_plain(text))
    if found is None or not (found[2] or found[4]):
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[4] or "").replace(".", "")
    if half in ("am", "pm"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


def moment(text: str, *, month_first: bool) -> Moment | None:
    """This will give a date with its time, and with its offset from UTC if there is one; None: it is none.

    "10:30-11:15" says from when till when, and is none: its end would be read as an offset.
    """
    plain, offset = _plain(text), None
    if RANGE.search(plain):
        return None
    if (found := OFFSET.search(plain)) and (found[1] is None or ":" in plain[: found.start()]):
        away = dt.timedelta(hours=int(found[2] or 0), minutes=int(found[3] or 0))
        offset, plain = (-away if found[1] == "-" else away), plain[: found.start()].strip()
        if away >= dt.timedelta(days=1):
            return None
    found = AT_THE_END.search(plain)
    if found is None:
        return None
    date, time = day(plain[: found.start()], month_first=month_first), clock(f"{found[1]} {found[2] or ''}")
    return Moment(date, time, offset) if date and time else None


def number(text: str) -> int | None:
    """This will give a whole number; None: it is none. "2.0" is 2."""
    plain = re.sub(r"[.,]0+$", "", text.strip())
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 6 else None


def is_cancelled(text: str) -> bool:
    """This will tell whether a status says that nobody comes. A column "Canceled" says true or false."""
    return bool(CANCELLED.search(text.strip()))


def _in_words(plain: str) -> dt.date | None:
    """A date whose month is a word: "24 Nov 2026", "Tuesday, November 24th, 2026", "24. März 2026"."""
    words = re.findall(r"[^\W\d_]+|\d+", plain)
    months = [MONTHS[word] for word in words if word in MONTHS]
    numbers = [int(word) for word in words if word.isdigit()]
    if len(months) != 1 or len(numbers) != 2:
        return None
    first, second = numbers
    year, date = (first, second) if first > 31 else (second, first)
    return _date(year + 2000 if year < 100 else year, months[0], date)


def _date(year: int, month: int, date: int) -> dt.date | None:
    try:
        return dt.date(year, month, date)
    except ValueError:
        return None


def _plain(text: str) -> str:
    """A text in small letters without accents, and with single blanks; none is longer than a date can be."""
    apart = unicodedata.normalize("NFKD", text[: LONGEST + 1].casefold())
    plain = " ".join("".join(sign for sign in apart if not unicodedata.combining(sign)).split())
    return plain if len(plain) <= LONGEST else ""
