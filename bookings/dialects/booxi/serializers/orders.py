"""What an order asks for, in the engine's words."""

from typing import Any

from bookings import operations
from bookings.dialects import faults
from bookings.dialects.booxi.serializers import words
from bookings.dialects.booxi.serializers.objects import NAME
from bookings.dialects.shop import Shop
from bookings.models import Booking
from businesses.models import Customer, StaffMember

LONGEST_NAME = Booking._meta.get_field("guest_name").max_length


def parts(shop: Shop, wanted: dict[str, Any]) -> list[operations.Part]:
    """This will give the services one after another, with the same person. Raises `BadRequest` where one is of another
    kind than the booking, and `ServiceNotOffered`."""
    services = [shop.service_by_number(item["serviceId"]) for item in wanted["items"]]
    for service in services:
        if service.is_group == (wanted["bookingMethod"] == words.APPOINTMENT):
            kind = "groups" if service.is_group else "one-to-one"
            raise faults.BadRequest("bookingMethod", f"Service {service.pk} is for {kind}.")
    staff = person(shop, wanted["staffId"], "staffId")
    starts = [wanted["startsOn"], *[operations.Then()] * (len(services) - 1)]
    return [operations.Part(service, start, staff) for service, start in zip(services, starts, strict=True)]


def person(shop: Shop, number: int, field: str) -> StaffMember:
    """This will give somebody of the merchant's team, or raise `BadRequest`."""
    found = shop.colleague(number)
    if found is None:
        raise faults.BadRequest(field, "The merchant has no such staff member.")
    return found


def guest(shop: Shop, wanted: dict[str, Any]) -> operations.Guest:
    """This will give who comes. Raises `BadRequest` for an unknown client, and where a reminder or a visit at home has
    nowhere to go, neither sent nor on record."""
    said = wanted["client"]
    client = shop.client(said["id"]) if "id" in said else None
    if client is None and "id" in said:
        raise faults.BadRequest("client.id", "The merchant has no such client.")
    street = said.get("address", {}).get("street", "")
    _refuse_to_nowhere(shop, wanted, client, street)
    typed = f"{said.get('firstName', '')} {said.get('lastName', '')}".strip()
    return operations.Guest(
        name=typed or (client.full_name[:LONGEST_NAME] if client else ""),
        email=said.get("email", "") or (client.email if client else ""),
        phone=said.get("mobilePhoneNumber", "") or (client.phone if client else ""),
        notes=said.get("additionalRequest", ""),
        customer=client,
        last_name=said.get("lastName", ""),
        home_phone=said.get("homePhoneNumber", ""),
        address=street,
    )


def facts(wanted: dict[str, Any]) -> dict[str, Any]:
    """This will give what only Booxi's answers say of a booking, as it was sent; what was not sent is left out."""
    said = wanted["client"]
    found = {name: wanted.get(name) for name in ("bookingMethod", "createdBy", "acquisitionChannel", "location")}
    found |= {name: said.get(name) for name in ("firstName", "lastName", "homePhoneNumber", "address")}
    found |= {name: said[name] for name in ("remindByEmail", "remindBySMS")}
    return {NAME: {name: value for name, value in found.items() if value not in (None, "", {})}}


def _refuse_to_nowhere(shop: Shop, wanted: dict[str, Any], client: Customer | None, street: str) -> None:
    said = wanted["client"]
    lacking = {
        "mobilePhoneNumber": said["remindBySMS"] and not said.get("mobilePhoneNumber"),
        "email": said["remindByEmail"] and not said.get("email"),
        "address.street": wanted["location"] == words.HOME and not street,
    }
    if not any(lacking.values()):
        return
    known = client or (shop.client_known_by(said["email"]) if said.get("email") else None)
    on_record = {"mobilePhoneNumber": "phone", "email": "email", "address.street": "address"}
    for field, is_lacking in lacking.items():
        if is_lacking and not (known and getattr(known, on_record[field])):
            raise faults.BadRequest(f"client.{field}", "Needed for what is asked, and not on record.")
