"""Booxi's bookings and clients, as plain values."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from bookings import queries
from bookings.dialects.booxi.serializers import words
from bookings.models import Booking, Place
from bookings.webhooks.answered import answered
from businesses import money
from businesses.models import Customer

NAME = "booxi"  # under which a booking keeps what only this dialect says and reads
NOTHING = Decimal(0)
STATUSES = {Booking.Status.PENDING: words.AWAITING, Booking.Status.CANCELLED: words.CANCELLED}
BY_HOUSE, GUEST = ("dashboard", "import"), "Guest"
Status = Booking.Status


def booking(row: Booking, *, with_record: bool) -> dict[str, Any]:
    """This will show a booking. `with_record`: where it keeps no phone number, that of the client's record is shown."""
    said, parts = facts(row), _parts(row)
    created_by = said.get("createdBy", words.STAFF if row.source in BY_HOUSE else words.CLIENT)
    staff_id = row.staff.pk
    return {
        "bookingId": str(row.pk),
        "merchantId": row.business_id,
        "bookingMethod": said.get("bookingMethod", words.GROUP if is_shared(row) else words.APPOINTMENT),
        "status": STATUSES.get(Status(row.status), words.APPROVED),
        "isCompleted": row.status == Status.COMPLETED,
        "acquisitionChannel": said.get("acquisitionChannel"),
        "startsOn": instant(row.starts_at),
        "totalClientTimespan": _timespan(row.starts_at, row.ends_at),
        "staffId": staff_id,
        "items": [_item(part, row) for part in parts],
        "location": said.get("location", words.VIDEO if queries.is_online(row) else words.BUSINESS),
        "locationText": _video(row),
        "client": _client(row, said, with_record=with_record),
        "payment": {
            "total": _amount(sum((_price(part) for part in parts), NOTHING), row.currency),
            "paid": _amount(NOTHING, row.currency),
            "onlinePaymentStatus": "None",
        },
        "createdOn": instant(row.created_at),
        "createdBy": created_by,
        "createdByStaffId": None if created_by == words.CLIENT else staff_id,
        "modifiedOn": instant(row.updated_at),
        **_modified(said, created_by, staff_id),
        "isScheduled": row.status != Status.CANCELLED,
        "clientCount": row.party_size,
        **answered(row),
    }


def _video(row: Booking) -> str:
    """Where an online booking is held; whoever has a merchant's key is of its house."""
    meeting = queries.meeting(row)
    return ", ".join(meeting.addresses) if meeting else ""


def client(row: Customer) -> dict[str, Any]:
    """This will show somebody whom a merchant knows."""
    return {
        "id": row.pk,
        "firstName": row.first_name,
        "lastName": row.last_name,
        "email": row.email,
        "homePhoneNumber": row.home_phone,
        "mobilePhoneNumber": row.phone,
    }


def facts(row: Booking) -> dict[str, Any]:
    """This will give what a partner said of a booking in this dialect."""
    found: dict[str, Any] = row.partner_facts.get(NAME, {})
    return found


def is_shared(row: Booking) -> bool:
    """Whether the booking is of a group."""
    return row.appointment.places > 1


def presence(row: Booking) -> str:
    """This will say whether the client is there, or was."""
    if row.status == Status.NO_SHOW:
        return words.NO_SHOW
    return words.ARRIVED if row.arrived or row.status == Status.COMPLETED else words.EXPECTING


def instant(moment: dt.datetime) -> str:
    """This will give an instant in UTC, to the second, with `Z`."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _modified(said: dict[str, Any], created_by: str, staff_id: int) -> dict[str, Any]:
    """Who changed it last: what was said of that, else whoever made it."""
    if "modifiedBy" not in said:
        return {"modifiedBy": created_by, "modifiedByStaffId": None if created_by == words.CLIENT else staff_id}
    return {"modifiedBy": said["modifiedBy"], "modifiedByStaffId": said.get("modifiedByStaffId") or staff_id}


def _parts(row: Booking) -> Sequence[Place]:
    """The parts that stand; all of them when none does."""
    places = sorted(row.places.all(), key=lambda place: place.position)
    return [place for place in places if place.live] or places


def _item(part: Place, row: Booking) -> dict[str, Any]:
    appointment, hidden = part.appointment, not row.business.show_service_prices
    service, thing = appointment.service, appointment.resource
    shown = "Hidden" if hidden else "AskOnly" if part.price is None else "Show"
    return {
        "serviceId": service.pk,
        "serviceName": part.service_name,
        "resourceId": thing.pk if thing else None,
        "resourceName": thing.name if thing else None,
        "serviceHasAssociatedResources": bool(service.resource_kind),
        "price": {
            "visibility": shown,
            "amount": _amount(_price(part), row.currency),
            "amountPerPerson": _amount(NOTHING, row.currency),
            "amountPerHour": _amount(NOTHING, row.currency),
            "currency": row.currency,
            "isStartingAt": False,
            "tax": "None",
        },
        "reservedClientTimespan": _timespan(appointment.starts_at, appointment.ends_at),
        "duration": part.duration_minutes,
        "spacingAfter": service.buffer_after_minutes,
        "isBusySpacingAfter": True,
    }


def _client(row: Booking, said: dict[str, Any], *, with_record: bool) -> dict[str, Any]:
    """Who comes, as the booking keeps them."""
    known = row.customer
    first, last = _names(row, said)
    home, mobile = said.get("homePhoneNumber", ""), row.guest_phone
    if known is not None and with_record:
        home, mobile = home or known.home_phone, mobile or known.phone
    return {
        "id": known.pk if known else None,
        "firstName": first,
        "lastName": last,
        "email": row.guest_email,
        "homePhoneNumber": home,
        "mobilePhoneNumber": mobile,
        "presence": presence(row),
        "remindByEmail": said.get("remindByEmail", False),
        "remindBySMS": said.get("remindBySMS", False),
        "additionalRequest": row.customer_notes,
    }


def _names(row: Booking, said: dict[str, Any]) -> tuple[str, str]:
    """First and last name: parted as they were sent, else as the client's record parts them, else at the first space.

    A name that was corrected since is no longer the one that was sent.
    """
    pairs = [(said.get("firstName", ""), said.get("lastName", ""))]
    if row.customer is not None:
        pairs.append((row.customer.first_name, row.customer.last_name))
    for first, last in pairs:
        if row.guest_name and f"{first} {last}".strip() == row.guest_name:
            return first, last
    first, _, last = (row.guest_name or GUEST).partition(" ")
    return first, last


def _timespan(start: dt.datetime, end: dt.datetime) -> dict[str, Any]:
    return {"start": instant(start), "end": instant(end), "duration": (end - start) // dt.timedelta(minutes=1)}


def _price(part: Place) -> Decimal:
    return NOTHING if part.price is None else part.price * part.party_size


def _amount(amount: Decimal, currency: str) -> str:
    """With two decimals, also of money that has none; with three where it has three."""
    return f"{amount:.{max(2, money.decimals(currency))}f}"
