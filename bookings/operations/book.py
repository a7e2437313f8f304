"""Books a time for somebody, or a part in a group."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError

from bookings import errors
from bookings.models import Appointment, Booking, Event
from bookings.operations.placing import placed, take
from bookings.operations.recording import record
from bookings.operations.wish import Listed, Plan, Wish
from businesses import customers
from businesses.models import ApiKey, Business, Customer, Service, StaffMember
from businesses.models.api_key import hash_secret


@dataclass(frozen=True, slots=True)
class Guest:
    """Who comes, as typed. With `customer` the person is known; without, they are matched by e-mail, else phone."""

    name: str = ""
    email: str = ""
    phone: str = ""
    notes: str = ""
    language: str = ""
    timezone: str = ""
    customer: Customer | None = None


@dataclass(frozen=True, slots=True)
class Taker:
    """Who takes the booking: `source` is a dialect's name, wizard or dashboard, `by` stands in the event."""

    source: str
    by: str
    api_key: ApiKey | None = None


def book(
    *,
    business: Business,
    service: Service,
    starts_at: dt.datetime | Listed,
    guest: Guest,
    taker: Taker,
    now: dt.datetime,
    staff: StaffMember | None = None,
    party_size: int = 1,
    confirmed: bool | None = None,
    any_time: bool = False,
    past_allowed: bool = False,
    location_id: int | None = None,
    staff_notes: str = "",
    token: str = "",
) -> Booking:
    """This will book a start of a service; a group with room for the whole party is joined, else one is opened.

    `starts_at` is an instant, or a date and label as a list shows them. `staff` None is anyone. `confirmed` None
    leaves that to the business. `any_time` is the house booking for itself: no grid, hours, lead time or window, and
    with `past_allowed` a start that is over. The same `token` again answers the booking that it made before.
    Raises `NotBookable`, `SlotTaken` or `Busy`; nothing is written then.
    """
    token_hash = hash_secret(token) if token else ""
    if before := booked_before(business, token_hash):
        return before
    wish = Wish(business, service, starts_at, now, staff, party_size, any_time, past_allowed, location_id=location_id)
    refuse_blocked(business, guest, any_time=any_time)

    def write(wish: Wish, plan: Plan) -> Booking:
        return book_planned(
            wish, plan, guest, taker, confirmed=confirmed, staff_notes=staff_notes, token_hash=token_hash
        )

    try:
        return placed(lambda: wish, write)
    except (errors.SlotTaken, IntegrityError):  # by the same guest's other click, a moment ago
        if before := booked_before(business, token_hash):
            return before
        raise


def booked_before(business: Business, token_hash: str) -> Booking | None:
    """This will give the booking that was made with a token; a hold that is over is none."""
    if not token_hash:
        return None
    same = Booking.objects.filter(business=business, token_hash=token_hash)
    return same.exclude(status=Booking.Status.EXPIRED).with_details().first()


def join(
    *,
    appointment: Appointment,
    guest: Guest,
    taker: Taker,
    now: dt.datetime,
    party_size: int = 1,
    confirmed: bool | None = None,
    any_time: bool = False,
    past_allowed: bool = False,
    staff_notes: str = "",
    token_hash: str = "",
    facts: dict[str, Any] | None = None,
) -> Booking:
    """This will take places in this very group appointment and no other, under the rules of `book`.

    `facts` are told by the event besides. Raises `SlotTaken` when it has too few places left.
    """
    business, service = appointment.business, appointment.service
    refuse_blocked(business, guest, any_time=any_time)
    wish = Wish(
        business,
        service,
        appointment.starts_at,
        now,
        None,
        party_size,
        any_time,
        past_allowed,
        group_id=appointment.pk,
    )

    def write(wish: Wish, plan: Plan) -> Booking:
        return book_planned(
            wish, plan, guest, taker, confirmed=confirmed, staff_notes=staff_notes, token_hash=token_hash, facts=facts
        )

    return placed(lambda: wish, write)


def book_planned(
    wish: Wish,
    plan: Plan,
    guest: Guest,
    taker: Taker,
    *,
    confirmed: bool | None,
    staff_notes: str = "",
    token_hash: str = "",
    facts: dict[str, Any] | None = None,
) -> Booking:
    """This will write a booking, its place and its event, as planned; the locks are the caller's."""
    booking = new_booking(wish, taker, status=first_status(wish.business, confirmed))
    fill_in(booking, guest, now=wish.now)
    booking.staff_notes, booking.token_hash = staff_notes, token_hash
    booking.save(force_insert=True)
    take(wish, plan, booking)
    record(booking, Event.Type.CREATED, now=wish.now, by=taker.by, more=facts)
    return booking


def refuse_blocked(business: Business, guest: Guest, *, any_time: bool) -> None:
    """This will raise `CustomerBlocked` for a guest whom the business does not want; the house itself may book them."""
    if any_time:
        return
    known = guest.customer
    email, phone = (known.email, known.phone) if known else (guest.email, guest.phone)
    if (known and known.blocked) or customers.is_blocked(business, email=email, phone=phone):
        raise errors.CustomerBlocked


def first_status(business: Business, confirmed: bool | None) -> str:
    """This will give the status of a new booking: what the caller says, else what the business says."""
    agreed = business.auto_confirm if confirmed is None else confirmed
    return Booking.Status.CONFIRMED if agreed else Booking.Status.PENDING


def new_booking(wish: Wish, taker: Taker, *, status: str) -> Booking:
    """This will make an unsaved booking of a wish."""
    return Booking(
        business=wish.business,
        status=status,
        source=taker.source,
        api_key=taker.api_key,
        any_staff=wish.staff is None,
        currency=wish.business.currency,
        created_at=wish.now,
        updated_at=wish.now,
    )


def fill_in(booking: Booking, guest: Guest, *, now: dt.datetime) -> None:
    """This will write into a booking what its guest typed, and whom the business knows by that."""
    booking.guest_name, booking.guest_email, booking.guest_phone = guest.name, guest.email, guest.phone
    booking.customer_notes = guest.notes
    booking.guest_language, booking.guest_timezone = guest.language, guest.timezone
    booking.customer = guest.customer or customers.match_or_create(
        booking.business, name=guest.name, email=guest.email, phone=guest.phone
    )
    expiry = booking.business.pending_expiry_minutes
    if booking.status == Booking.Status.PENDING and expiry is not None:
        booking.pending_expires_at = now + dt.timedelta(minutes=expiry)
