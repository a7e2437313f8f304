"""What a change asks for, in the engine's words: the life cycle that Booxi shows as status, presence, isCompleted."""

import datetime as dt
from typing import Any, NamedTuple

from bookings import errors
from bookings.dialects import faults
from bookings.dialects.booxi.errors import TooEarly
from bookings.dialects.booxi.serializers import words
from bookings.dialects.booxi.serializers.objects import NAME, presence
from bookings.dialects.booxi.serializers.orders import person
from bookings.dialects.shop import Shop
from bookings.models import Booking

Status = Booking.Status
OVER = (Status.COMPLETED, Status.NO_SHOW)


class Step(NamedTuple):
    """How a booking changes: `status` and `arrived` None stay."""

    status: str | None = None
    arrived: bool | None = None
    reopened: bool = False


def changes(
    shop: Shop, row: Booking, wanted: dict[str, Any], *, ignored: list[str], now: dt.datetime
) -> dict[str, Any]:
    """This will give what `operations.amend` is to change; what is so already is left out.

    To cancel is all that a change does that says so, and a cancelled booking takes no other one. Raises `BadRequest`,
    `WrongStatus` or `TooEarly`.
    """
    if wanted.get("status") == words.CANCELLED:
        return {} if row.status == Status.CANCELLED else {"status": Status.CANCELLED}
    staff = person(shop, wanted["staffId"], "staffId") if "staffId" in wanted else None
    found: dict[str, Any] = {}
    if wanted.get("startsOn") not in (None, row.starts_at):
        found["starts_at"] = wanted["startsOn"]
    if staff is not None and any(place.appointment.staff_id != staff.pk for place in row.places.all()):
        found["staff"] = staff
    if row.status == Status.CANCELLED:
        if found or _says_otherwise(row, wanted):
            raise errors.WrongStatus(status=row.status, wanted="changed")
        return {}
    return found | step(row, wanted, ignored=ignored, now=now)._asdict()


def modified(wanted: dict[str, Any]) -> dict[str, Any]:
    """This will give who changes a booking, as it is kept with it."""
    by = wanted.get("modifiedBy", words.STAFF)
    return {NAME: {"modifiedBy": by, "modifiedByStaffId": wanted.get("modifiedByStaffId")}}


def says_who(wanted: dict[str, Any]) -> bool:
    """Whether a change says who makes it."""
    return "modifiedBy" in wanted or "modifiedByStaffId" in wanted


def _says_otherwise(row: Booking, wanted: dict[str, Any]) -> bool:
    """Whether a cancelled booking is to be something else."""
    there, completed = wanted.get("client", {}).get("presence"), wanted.get("isCompleted")
    return "status" in wanted or completed is True or there not in (None, presence(row))


def step(row: Booking, wanted: dict[str, Any], *, ignored: list[str], now: dt.datetime) -> Step:
    """This will give how a booking becomes what a change says it is, whatever it says that is so already.

    Raises `BadRequest` for what cannot be, `WrongStatus` for what must not follow, `TooEarly` before the start.
    """
    there = wanted.get("client", {}).get("presence")
    completed = wanted.get("isCompleted")
    if completed and there == words.NO_SHOW:
        raise faults.BadRequest("isCompleted", "Whoever did not come has completed nothing.")
    there = None if there == presence(row) else there
    completed = None if completed == (row.status == Status.COMPLETED) else completed
    found = _step(row, there, completed, ignored)
    if wanted.get("status") == words.APPROVED and row.status == Status.PENDING and found.status is None:
        found = found._replace(status=Status.CONFIRMED)
    begins = found.arrived or found.status in OVER
    if begins and now < row.starts_at and "TimeTooEarly" not in ignored:
        raise TooEarly(row.starts_at)
    return found


def _step(row: Booking, there: str | None, completed: bool | None, ignored: list[str]) -> Step:
    if row.status == Status.COMPLETED and there is not None and completed is None:
        if "BookingIsCompleted" not in ignored:
            raise errors.WrongStatus(status=row.status, wanted=there)
        completed = False
    if row.status == Status.NO_SHOW and completed and there is None:
        raise errors.WrongStatus(status=row.status, wanted=Status.COMPLETED)
    reopened = row.status in OVER and (there is not None or completed is not None)
    arrived = {words.ARRIVED: True, words.EXPECTING: False, words.NO_SHOW: False}.get(there or "")
    if completed:
        return Step(Status.COMPLETED, None, reopened)
    status = Status.NO_SHOW if there == words.NO_SHOW else None
    return Step(status, None if arrived == row.arrived else arrived, reopened)
