"""The same once more: a booking as the choices of a new one, as far as it can still be had."""

from bookings import queries
from bookings.models import Booking, Place
from bookings.wizard import stages
from bookings.wizard.steps import ANY, MOST_SERVICES, Choices, More
from businesses.models import Service


def address_of(booking: Booking, visit: Choices, *, staff: str = "") -> str:
    """This will give the address at which the dates of the same services with the same people are chosen; "": the first
    of them cannot be booked any more.

    Who does not serve any more is asked for anew, and a service that follows and is gone is left out. `visit` is how
    the guest reads; `staff` names who is to serve instead of all.
    """
    if not booking.business.active:
        return ""
    house = queries.house(booking.business_id)
    parts = [(place, house.setup.services.get(place.appointment.service_id)) for place in booking.parts]
    possible = [(place, service) for place, service in parts if service and _is_bookable(house, service)]
    if not possible or possible[0][0] is not parts[0][0]:
        return ""
    (first, service), *following = possible[:MOST_SERVICES]
    more = [More(each.pk, staff or _person(house, place)) for place, each in following if stages.can_be_combined(each)]
    chosen = visit.but(
        staff=staff or _person(house, first),
        more=tuple(more),
        party=min(first.party_size, service.capacity),
        location=first.appointment.location_id if _has_places(house, service) else None,
    )
    return chosen.to("time", house.business.slug, service.pk)


def _is_bookable(house: queries.House, service: Service) -> bool:
    return service.active and bool(house.setup.skills(service.pk))


def _person(house: queries.House, place: Place) -> str:
    """Whom an address names for a part: nobody where the one whom its guest chose has gone."""
    if place.any_staff or not house.business.show_staff_selection:
        return ANY
    skill = house.setup.skill(place.appointment.service_id, place.appointment.staff_id)
    return str(skill.staff_id) if skill else ""


def _has_places(house: queries.House, service: Service) -> bool:
    return len(stages.places_of(house.setup, service)) > 1
