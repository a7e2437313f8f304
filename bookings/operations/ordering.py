"""Who a booking is for, and what it begins with."""

import datetime as dt

from bookings import errors
from bookings.models import Booking
from bookings.operations.plan import Plan
from bookings.operations.wish import Guest, Taker, Wish
from businesses import customers
from businesses.models import Business, Customer


class Comer:
    """A guest, and whom the business knows by what they typed. Raises `CustomerBlocked` for whom it does not want."""

    def __init__(self, wish: Wish, guest: Guest) -> None:
        self.business, self.guest = wish.read().business, guest
        self.customer: Customer | None = guest.customer
        if not wish.policy.blocked:
            self._refuse_blocked()

    def meet(self) -> None:
        """This will find or make the customer, before any diary is locked."""
        guest = self.guest
        if guest.customer is None:
            self.customer = customers.match_or_create(
                self.business, name=guest.name, email=guest.email, phone=guest.phone
            )

    def sign(self, booking: Booking, *, now: dt.datetime) -> None:
        """This will write into a booking what its guest typed, and whom the business knows by that."""
        guest = self.guest
        booking.guest_name, booking.guest_email, booking.guest_phone = guest.name, guest.email, guest.phone
        booking.customer_notes = guest.notes
        booking.guest_language, booking.guest_timezone = guest.language, guest.timezone
        booking.customer = self.customer
        expiry = self.business.pending_expiry_minutes
        if booking.status == Booking.Status.PENDING and expiry is not None:
            booking.pending_expires_at = now + dt.timedelta(minutes=expiry)

    def _refuse_blocked(self) -> None:
        known = self.customer
        email, phone = (known.email, known.phone) if known else (self.guest.email, self.guest.phone)
        if (known and known.blocked) or customers.is_blocked(self.business, email=email, phone=phone):
            raise errors.CustomerBlocked


def first_status(business: Business, confirmed: bool | None) -> str:
    """This will give the status of a new booking: what the caller says, else what the business says."""
    agreed = business.auto_confirm if confirmed is None else confirmed
    return Booking.Status.CONFIRMED if agreed else Booking.Status.PENDING


def new_booking(made: Plan, taker: Taker, *, status: str, now: dt.datetime) -> Booking:
    """This will make an unsaved booking of a plan."""
    business = made.house.business
    return Booking(
        business=business,
        status=status,
        source=taker.source,
        api_key=taker.api_key,
        any_staff=made.seats[0].part.staff is None,
        currency=business.currency,
        created_at=now,
        updated_at=now,
    )
