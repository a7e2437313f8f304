"""Where a booking takes place, as a guest who has never been there needs it: name, street, town, and a map."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.utils.translation import gettext

from bookings import queries
from bookings.models import Booking
from businesses.models import Business, Location

MAPS = {
    "OpenStreetMap": ("https://www.openstreetmap.org/search", {}, "query"),
    "Google": ("https://www.google.com/maps/search/", {"api": "1"}, "query"),
    "Apple": ("https://maps.apple.com/", {}, "q"),
}


class Map(NamedTuple):
    """A map in a browser, and the address at which it shows the place."""

    name: str
    href: str


class Directions(NamedTuple):
    """The place in one line, and the maps that show it; nothing of either where no address is known."""

    line: str
    maps: list[Map]


def directions_of(booking: Booking) -> Directions:
    """This will say where the guest of a booking goes; who needs to go nowhere is told that it is online."""
    if queries.is_online(booking):
        return Directions(gettext("Online"), [])
    return directions_to(booking.business, booking.location)


def directions_to(business: Business, location: Location) -> Directions:
    """This will say where to go: the location with its name if it has an address of its own, else the business."""
    house = business.address.strip()
    own = location.address.strip()
    if not own or own == house:
        return Directions(house, maps_of(house))
    town = _town_of(house) if _street_of(own) == _street_of(house) else ""
    whole = own if not town or town.casefold() in own.casefold() else f"{own}, {town}"
    return Directions(f"{location.name}, {whole}", maps_of(house if town else own))


def maps_of(address: str) -> list[Map]:
    """This will give the maps on which an address can be looked up; the guest chooses one."""
    if not address:
        return []
    return [Map(name, f"{to}?{urlencode({**fixed, key: address})}") for name, (to, fixed, key) in MAPS.items()]


def _street_of(address: str) -> str:
    return address.split(",", 1)[0].strip().casefold()


def _town_of(address: str) -> str:
    """What follows the last comma. It holds for another house of the same street, too: that may be written without."""
    return address.rpartition(",")[2].strip() if "," in address else ""
