"""Holds a time while its guest types, and turns the hold into a booking."""

import datetime as dt
import hmac
import secrets

from django.db import IntegrityError

from bookings import errors
from bookings.models import Booking, Event, Place
from bookings.operations import releasing
from bookings.operations.book import (
    Guest,
    Taker,
    book_planned,
    booked_before,
    fill_in,
    first_status,
    new_booking,
    refuse_blocked,
)
from bookings.operations.locking import changed, diaries_of, locked_row
from bookings.operations.placing import placed, take
from bookings.operations.recording import record, snapshot
from bookings.operations.settling import Stale
from bookings.operations.wish import Listed, Plan, Wish
from businesses import diary
from businesses.models import Business, Service, StaffMember
from businesses.models.api_key import hash_secret

MAX_EXTENSIONS = 10


def hold(
    *,
    business: Business,
    service: Service,
    starts_at: dt.datetime | Listed,
    taker: Taker,
    now: dt.datetime,
    staff: StaffMember | None = None,
    party_size: int = 1,
    location_id: int | None = None,
    instead_of: Booking | None = None,
    its_token: str = "",
    token: str = "",
) -> tuple[Booking, str]:
    """This will hold a start for `business.hold_minutes`, and give the hold with the token that opens it.

    Guest policy. Only the token's hash is kept; without a `token` a new one is made, and with the same one again the
    answer is the hold (or booking) that it made before. `instead_of` is a hold of the same guest, opened by
    `its_token`: it does not stand in the way, and is given back in the same transaction; if the new time is not to be
    had it stays. Raises `NotBookable`, `SlotTaken`, `Busy` or `HoldNotYours`.
    """
    if instead_of is not None:
        _prove(instead_of, its_token)
    if token and (before := booked_before(business, hash_secret(token))):
        return before, token
    token, expires_at = token or secrets.token_urlsafe(24), _end(business, now)

    def wished() -> Wish:
        return Wish(
            business,
            service,
            starts_at,
            now,
            staff,
            party_size,
            location_id=location_id,
            moving=_still_held(instead_of, business),
        )

    def write(wish: Wish, plan: Plan) -> Booking:
        if wish.moving is not None:
            old = locked_row(wish.moving)
            if old.status != Booking.Status.HELD:
                raise Stale
            releasing.end(old, now=now, by=taker.by)
        held = new_booking(wish, taker, status=Booking.Status.HELD)
        held.token_hash, held.hold_expires_at = hash_secret(token), expires_at
        held.save(force_insert=True)
        take(wish, plan, held, hold_until=expires_at)
        record(held, Event.Type.HELD, now=now, by=taker.by)
        return held

    try:
        return placed(wished, write), token
    except (errors.SlotTaken, IntegrityError):  # by the same guest's other click, a moment ago
        if before := booked_before(business, hash_secret(token)):
            return before, token
        raise


def extend(*, booking: Booking, token: str, now: dt.datetime) -> Booking:
    """This will let a hold run `business.hold_minutes` from now, at most ten times.

    Raises `HoldNotYours`, `HoldLost` (it is over), `TooLate` (extended often enough).
    """
    _prove(booking, token)

    def change(held: Booking) -> None:
        expires_at = held.hold_expires_at
        if held.status != Booking.Status.HELD or expires_at is None or expires_at <= now:
            raise errors.HoldLost(booking.starts_at)
        if held.hold_extensions >= MAX_EXTENSIONS:
            raise errors.TooLate(until=expires_at)
        held.hold_extensions += 1
        held.hold_expires_at = _end(held.business, now)
        held.updated_at = now
        held.save()
        _recount(held)
        staff, resources = diaries_of(held)
        diary.raise_versions(business_id=held.business_id, staff=staff, resources=resources)

    return changed(booking, change)


def release(*, booking: Booking, token: str, now: dt.datetime, by: str) -> None:
    """This will give a hold back before its time; what is no hold any more stays as it is. Raises `HoldNotYours`."""
    _prove(booking, token)

    def change(held: Booking) -> None:
        if held.status == Booking.Status.HELD:
            releasing.end(held, now=now, by=by)

    changed(booking, change)


def claim(
    *,
    booking: Booking,
    token: str,
    guest: Guest,
    taker: Taker,
    now: dt.datetime,
    confirmed: bool | None = None,
) -> Booking:
    """This will turn a hold into its guest's booking: the same row, so nothing is free in between.

    A hold that ran out, but whose time nobody took, is still claimed; when it was taken away, the wish is decided
    anew, as without a hold. Claiming again what was claimed with this token answers the same booking.
    Raises `HoldNotYours`, `NotBookable`, `SlotTaken` or `Busy`.
    """
    _prove(booking, token)
    refuse_blocked(booking.business, guest, any_time=False)

    def change(held: Booking) -> None:
        if held.status != Booking.Status.HELD:
            return
        if booking.starts_at < now:
            raise errors.NotOffered(booking.starts_at, past=True)
        previous = snapshot(held)
        held.status = first_status(held.business, confirmed)
        held.source, held.api_key, held.hold_expires_at = taker.source, taker.api_key, None
        fill_in(held, guest, now=now)
        record(held, Event.Type.CREATED, now=now, by=taker.by, previous={"status": previous["status"]})
        _recount(held)

    claimed = changed(booking, change)
    if claimed.status != Booking.Status.EXPIRED:
        return claimed
    try:
        before = booked_before(claimed.business, claimed.token_hash)
        return before or _booked_anew(claimed, guest, taker, now=now, confirmed=confirmed)
    except errors.SlotTaken:
        if before := booked_before(claimed.business, claimed.token_hash):  # by this guest's other click, a moment ago
            return before
        raise


def _still_held(hold: Booking | None, business: Business) -> Booking | None:
    """The hold with its details while it is one, and of this business; else nothing stands in the way."""
    if hold is None:
        return None
    held = Booking.objects.filter(pk=hold.pk, business=business, status=Booking.Status.HELD)
    return held.with_details().first()


def _booked_anew(lost: Booking, guest: Guest, taker: Taker, *, now: dt.datetime, confirmed: bool | None) -> Booking:
    staff = None if lost.any_staff else lost.staff
    wish = Wish(lost.business, lost.service, lost.starts_at, now, staff, lost.party_size)

    def write(wish: Wish, plan: Plan) -> Booking:
        locked_row(lost)  # two claims at once may be planned with two people; the second must see the first's booking
        before = booked_before(lost.business, lost.token_hash)
        return before or book_planned(wish, plan, guest, taker, confirmed=confirmed, token_hash=lost.token_hash)

    return placed(lambda: wish, write)


def _end(business: Business, now: dt.datetime) -> dt.datetime:
    """Whole seconds, as appointments count them: a hold ends for everybody at the same instant."""
    return now.replace(microsecond=0) + dt.timedelta(minutes=business.hold_minutes)


def _recount(held: Booking) -> None:
    releasing.recount(Place.objects.filter(booking=held, live=True).values_list("appointment_id", flat=True))


def _prove(booking: Booking, token: str) -> None:
    if not booking.token_hash or not hmac.compare_digest(booking.token_hash, hash_secret(token)):
        raise errors.HoldNotYours
