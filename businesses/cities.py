"""Time zones as people know them: by a city, in their language, each zone once (CLDR).

Pure: no clock, no settings. What the IANA list has besides (older names, links, zones of no place) is understood
wherever a zone is read, and shown by the name that is used today.
"""

import unicodedata
from functools import cache
from typing import NamedTuple
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global

UTC = "Etc/UTC"
NOWHERE = "ZZ"  # as CLDR writes the country of a zone that has none
AFRICA, AMERICA, ANTARCTICA, ASIA, EUROPE, OCEANIA = "002", "019", "AQ", "142", "150", "009"  # as CLDR numbers regions
REGIONS = {
    "Africa": AFRICA,
    "America": AMERICA,
    "Antarctica": ANTARCTICA,
    "Arctic": EUROPE,
    "Asia": ASIA,
    "Australia": OCEANIA,
    "Europe": EUROPE,
    "Pacific": OCEANIA,
}
BY_COUNTRY = {  # whose zones are named by an ocean, or lie in another one's
    **dict.fromkeys(("BM", "FK", "GS", "EC", "CL"), AMERICA),
    **dict.fromkeys(("CV", "SH", "IO", "KM", "MG", "MU", "RE", "SC", "YT", "TF"), AFRICA),
    **dict.fromkeys(("CC", "CX"), OCEANIA),
    **dict.fromkeys(("ES", "FO", "IS", "PT"), EUROPE),
    "MV": ASIA,
}


class Region(NamedTuple):
    """A part of the world and its zones, each as its name (IANA) and its city, in the order of the language."""

    name: str
    zones: list[tuple[str, str]]


@cache
def known() -> frozenset[str]:
    """This will give every name of a zone that is understood: looked up once, for it walks through many folders."""
    return frozenset(available_timezones())


def today(zone: str) -> str:
    """This will give the name that a zone has today: "Asia/Kolkata" for "Asia/Calcutta"."""
    name: str = get_global("zone_aliases").get(zone, zone)
    return name


@cache
def names(zone: str) -> tuple[str, ...]:
    """This will give the name that a zone has today and those it had: CLDR knows some by an older one only."""
    now = today(zone)
    return (now, *sorted(old for old, new in get_global("zone_aliases").items() if new == now))


@cache
def country(zone: str) -> str:
    """This will give the country (ISO 3166) in which a zone's city lies; "" for a zone of no country, such as UTC."""
    found = (get_global("zone_territories").get(name, "") for name in names(zone))
    return next((code for code in found if code.isalpha() and code != NOWHERE), "")


@cache
def city(zone: str, locale: Locale) -> str:
    """This will give a zone's city: "Berlin"; a zone without one, such as UTC, has its own name."""
    found = (locale.time_zones.get(name, {}).get("city") for name in names(zone))
    return next(filter(None, found), None) or today(zone).rsplit("/", 1)[-1].replace("_", " ")


@cache
def regions(locale: Locale) -> tuple[Region, ...]:
    """This will give the zones that have a city, by region."""
    found: dict[str, list[tuple[str, str]]] = {}
    for zone, country in get_global("zone_territories").items():
        region = _region(zone, country)
        if region and zone in known():
            found.setdefault(region, []).append((zone, city(zone, locale)))
    rows = [
        Region(locale.territories[code], sorted(zones, key=lambda each: collated(each[1])))
        for code, zones in found.items()
    ]
    return tuple(sorted(rows, key=lambda row: collated(row.name)))


def _region(zone: str, country: str) -> str | None:
    """The part of the world; None for what has no place, such as the hours of the military or of the sea."""
    ocean, _, place = zone.partition("/")
    if not place or ocean == "Etc":
        return None
    return BY_COUNTRY.get(country, REGIONS.get(ocean)) if ocean not in ("Africa", "Europe") else REGIONS[ocean]


@cache
def for_owners() -> tuple[tuple[str, list[tuple[str, str]]], ...]:
    """This will give the zones by region as the choices of a form of the dashboard, which is English; UTC last."""
    return (*regions(Locale("en")), ("Other", [("UTC", "UTC")]))


def collated(text: str) -> tuple[str, str]:
    """This will give by what a word is put in order: its letters without case and accents, then as it is written.

    That is the order of dictionaries in English, German, French and Arabic; in Spanish, where ñ follows n, too.
    """
    spanish = unicodedata.normalize("NFC", text).casefold().replace("ñ", "n\uffff")
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", spanish) if not unicodedata.combining(letter))
    return "".join(filter(lambda letter: letter.isalnum() or letter in " \uffff", bare)), text
