"""The guest's own time zone: what the pages of times say of it, and the list that one is chosen from.

The list is a page of its own, which is fetched into the page of times when it is opened there.
"""

from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel import Locale
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from bookings.localized import Reader
from businesses import cities


class Line(NamedTuple):
    """What a page says of it: the city that was chosen, if any, where another is chosen, and the page's own address."""

    city: str
    cities: str
    here: str


def line(reader: Reader, chosen: str, *, choose: str, here: str) -> Line:
    """This will give it for a page that has the addresses `choose` and `here`, read by the venue's clock."""
    same = not chosen or cities.today(chosen) == cities.today(str(reader.zone))
    return Line("" if same else reader.in_zone(ZoneInfo(chosen)).city(), choose, here)


def options(reader: Reader, chosen: str) -> SafeString:
    """This will give the cities by region as the options of a list, the venue's first, with one of them chosen.

    Whatever names a zone can be chosen: an older name of a zone is the zone, and what has no city stands at the end.
    """
    venue, chosen = cities.today(str(reader.zone)), cities.today(chosen or str(reader.zone))
    regions = cities.regions(reader.locale)
    listed = {zone for region in regions for zone, _ in region.zones}
    apart = [zone for zone in dict.fromkeys((cities.UTC, chosen)) if zone not in listed | {venue}]
    parts = [_option(venue, reader.city(), chosen=chosen == venue)]
    for place, region in enumerate(regions):
        chosen_here, venue_here = ((zone if _has(region, zone) else "") for zone in (chosen, venue))
        parts.append(_group(reader.locale, place, chosen_here, venue_here))
    parts += [_option(zone, cities.city(zone, reader.locale), chosen=zone == chosen) for zone in apart]
    return format_html_join("", "{}", ((part,) for part in parts))


@lru_cache(maxsize=1024)
def _group(locale: Locale, place: int, chosen: str, venue: str) -> SafeString:
    region = cities.regions(locale)[place]
    rows = ((_option(zone, city, chosen=zone == chosen),) for zone, city in region.zones if zone != venue)
    return format_html('<optgroup label="{}">{}</optgroup>', region.name, format_html_join("", "{}", rows))


def _has(region: cities.Region, zone: str) -> bool:
    return any(zone == each for each, _ in region.zones)


def _option(zone: str, city: str, *, chosen: bool) -> SafeString:
    return format_html('<option value="{}"{}>{}</option>', zone, SafeString(" selected" if chosen else ""), city)
