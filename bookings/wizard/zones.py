"""The time zones a guest may choose from: a plain list, for browsers that do not say theirs."""

from functools import cache, lru_cache
from zoneinfo import available_timezones

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

CONTINENTS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def names() -> frozenset[str]:
    """This will give every zone that there is: looked up once, for it walks through many folders."""
    return frozenset(available_timezones())


@lru_cache(maxsize=256)
def options(venue: str, chosen: str) -> SafeString:
    """This will give the zones by continent as the options of a list, with one of them chosen.

    The venue's own comes first, under no heading and without a value.
    """
    found = [_option("", _readable(venue), chosen in ("", venue))]
    for continent, zones in _by_continent().items():
        rows = ((_option(name, _readable(name), name == chosen),) for name in zones if name != venue)
        found.append(format_html('<optgroup label="{}">{}</optgroup>', continent, format_html_join("", "{}", rows)))
    return format_html_join("", "{}", ((each,) for each in found))


def _option(name: str, city: str, chosen: bool) -> SafeString:
    return format_html('<option value="{}"{}>{}</option>', name, SafeString(" selected" if chosen else ""), city)


@cache
def _by_continent() -> dict[str, list[str]]:
    places = sorted(name for name in names() if name.startswith(tuple(f"{c}/" for c in CONTINENTS)))
    return {continent: [name for name in places if name.startswith(f"{continent}/")] for continent in CONTINENTS}


def _readable(name: str) -> str:
    return name.rsplit("/", 1)[-1].replace("_", " ")
