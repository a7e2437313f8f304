"""Holds a time while its guest types, and turns the hold into a booking."""

import datetime as dt
import hmac
import secrets

from bookings import errors
from bookings.models import Booking, Event, Place
from bookings.operations import releasing
from bookings.operations.book import Guest, Taker, book_planned, fill_in, first_status, new_booking, refuse_blocked
from bookings.operations.locking import changed, diaries_of, locked_row
from bookings.operations.placing import placed, take
from bookings.operations.recording import record, snapshot
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
) -> tuple[Booking, str]:
    """This will hold a start for `business.hold_minutes`, and give the hold with the token that opens it.

    Guest policy. Only the token's hash is kept. Raises `NotBookable`, `SlotTaken` or `Busy`.
    """
    wish = Wish(business, service, starts_at, now, staff, party_size)
    token, expires_at = secrets.token_urlsafe(24), _end(business, now)

    def write(wish: Wish, plan: Plan) -> Booking:
        held = new_booking(wish, taker, status=Booking.Status.HELD)
        held.hold_token_hash, held.hold_expires_at = hash_secret(token), expires_at
        held.save(force_insert=True)
        take(wish, plan, held, hold_until=expires_at)
        record(held, Event.Type.HELD, now=now, by=taker.by)
        return held

    return placed(lambda: wish, write), token


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
        return _booked_before(claimed) or _booked_anew(claimed, guest, taker, now=now, confirmed=confirmed)
    except errors.SlotTaken:
        if before := _booked_before(claimed):  # it was taken by this guest's other click, a moment ago
            return before
        raise


def _booked_before(lost: Booking) -> Booking | None:
    """The booking that an earlier claim of this lost hold made: it has the hold's token."""
    same = Booking.objects.filter(business=lost.business, hold_token_hash=lost.hold_token_hash)
    return same.exclude(pk=lost.pk).with_details().first()


def _booked_anew(lost: Booking, guest: Guest, taker: Taker, *, now: dt.datetime, confirmed: bool | None) -> Booking:
    staff = None if lost.any_staff else lost.staff
    wish = Wish(lost.business, lost.service, lost.starts_at, now, staff, lost.party_size)

    def write(wish: Wish, plan: Plan) -> Booking:
        locked_row(lost)  # two claims at once may be planned with two people; the second must see the first's booking
        before = _booked_before(lost)
        return before or book_planned(
            wish, plan, guest, taker, confirmed=confirmed, hold_token_hash=lost.hold_token_hash
        )

    return placed(lambda: wish, write)


def _end(business: Business, now: dt.datetime) -> dt.datetime:
    """Whole seconds, as appointments count them: a hold ends for everybody at the same instant."""
    return now.replace(microsecond=0) + dt.timedelta(minutes=business.hold_minutes)


def _recount(held: Booking) -> None:
    releasing.recount(Place.objects.filter(booking=held, live=True).values_list("appointment_id", flat=True))


def _prove(booking: Booking, token: str) -> None:
    if not booking.hold_token_hash or not hmac.compare_digest(booking.hold_token_hash, hash_secret(token)):
        raise errors.HoldNotYours
