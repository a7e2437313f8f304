"""The time zones a guest may choose from: a plain list, for browsers that do not say theirs."""

from functools import cache
from zoneinfo import available_timezones

from businesses.models import Business

CONTINENTS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def zone_choices(business: Business, chosen: str) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """This will give the zones by continent: IANA name, the name to read, whether it is the chosen one.

    The venue's own comes first, under a heading of its own.
    """
    venue = business.timezone
    found = [("", [("", _readable(venue), chosen in ("", venue))])]
    for continent, zones in _by_continent().items():
        found.append((continent, [(name, _readable(name), name == chosen) for name in zones if name != venue]))
    return found


@cache
def _by_continent() -> dict[str, list[str]]:
    places = sorted(name for name in available_timezones() if name.startswith(tuple(f"{c}/" for c in CONTINENTS)))
    return {continent: [name for name in places if name.startswith(f"{continent}/")] for continent in CONTINENTS}


def _readable(name: str) -> str:
    return name.rsplit("/", 1)[-1].replace("_", " ")
