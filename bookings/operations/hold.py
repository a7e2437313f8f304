"""Holds a time while its guest types, and turns the hold into a booking."""

import datetime as dt
import hmac
import secrets
from dataclasses import replace

from django.db import IntegrityError

from bookings import errors
from bookings.availability import Reason, Rule
from bookings.models import Booking, Event
from bookings.operations import capping, locking, placing, recording, releasing
from bookings.operations.book import Noting, made_before, written
from bookings.operations.ordering import Comer, first_status, new_booking, prove_all
from bookings.operations.recording import record
from bookings.operations.wish import Order, Part, Taker, Wish, starts_again
from businesses import once
from businesses.models import ApiKey, Business
from businesses.models.api_key import hash_secret

MAX_EXTENSIONS = 10
CLAIMED = (
    *(
        "status",
        "source",
        "came_from",
        "api_key",
        "hold_expires_at",
        "pending_expires_at",
        "customer",
        "customer_notes",
    ),
    *(
        "answers",
        "partner_facts",
        "kept_by",
        "guest_name",
        "guest_email",
        "guest_phone",
        "guest_language",
        "guest_timezone",
    ),
)
Status = Booking.Status


def hold(
    *,
    wish: Wish,
    taker: Taker,
    now: dt.datetime,
    instead_of: Booking | None = None,
    its_token: str = "",
    token: str = "",
    noting: Noting | None = None,
) -> tuple[Booking, str]:
    """This will hold a wish for `business.hold_minutes`, and give the hold with the token that opens it.

    What a partner's key holds is opened by that key, and has no token. `noting` is called as by `book`. Only the
    token's hash is kept; without a `token` a new one is made, and with the same one again the answer is the hold (or
    booking) that it made before. `instead_of` is a hold of the same guest, opened by `its_token`: it does not stand in
    the way, and is given back in the same transaction; if the new time is not to be had it stays. Raises
    `NotBookable`, `SlotTaken`, `KeptEnough`, `Busy`, `HoldNotYours`, or `AskedOtherwise` for a token of another wish.
    """
    if instead_of is not None:
        prove(instead_of, its_token)
    wish = wish.begun()
    secret = "" if taker.api_key is not None else token or secrets.token_urlsafe(24)
    question = None
    if token:
        question = once.asked(f"hold:{wish.read().business.pk}", token, wish.question)
        if before := _held_before(question, now):
            return before, token
    try:
        return _held(wish, taker, secret, instead_of, question, now, noting), secret
    except (errors.SlotTaken, errors.SeriesTaken, IntegrityError):  # by the same guest's other click, a moment ago
        if question and (before := _held_before(question, now)):
            return before, secret
        raise


def _held(
    wish: Wish,
    taker: Taker,
    secret: str,
    instead_of: Booking | None,
    question: once.Asked | None,
    now: dt.datetime,
    noting: Noting | None,
) -> Booking:
    business = wish.read().business
    expires_at = _end(business, now)

    def meet() -> None:
        capping.before_holding(taker.cap, replace(wish, moving=instead_of), now=now)
        capping.before_a_key_holds(taker.api_key, wish, now=now)

    for attempt in placing.attempts(
        lambda: replace(wish, moving=still_held(instead_of, business, now)), now=now, meet=meet
    ):
        with attempt as made:
            if attempt.wish.moving is not None:
                releasing.end(attempt.wish.moving, now=now, by=taker.by)
            held = new_booking(made, taker, status=Status.HELD, now=now)
            held.token_hash = hash_secret(secret) if secret else ""
            held.hold_expires_at, held.sequence = expires_at, 1
            held.kept_by = taker.cap.who if taker.cap else ""
            held.save(force_insert=True)
            placing.seat(made, held, hold_until=expires_at)
            recording.tell(held, Event.Type.HELD, now=now, by=taker.by)
            if question is not None:
                once.forget(question)  # what it answered before is over
                once.note(question, held.pk, now=now)
            if noting is not None:
                noting([held])
    return held


def extend(
    *, booking: Booking, token: str = "", key: ApiKey | None = None, now: dt.datetime, noting: Noting | None = None
) -> Booking:
    """This will let a hold run `business.hold_minutes` from now, at most ten times.

    It is opened by its `token`, or by the partner's `key` that took it. `noting` is called as by `book`. Raises
    `HoldNotYours`, `HoldLost` (it is over), `ExtendedEnough`.
    """
    prove(booking, token, key)
    for attempt in locking.attempts(booking, time=True):
        with attempt as held:
            expires_at = held.hold_expires_at
            if held.status != Status.HELD or expires_at is None or expires_at <= now:
                raise errors.HoldLost(booking.starts_at)
            if held.hold_extensions >= MAX_EXTENSIONS:
                raise errors.ExtendedEnough
            held.hold_extensions += 1
            held.hold_expires_at = _end(held.business, now)
            changed = ("hold_extensions", "hold_expires_at")
            record(held, Event.Type.EXTENDED, *changed, now=now, by=held.source)
            releasing.keep_until(held, held.hold_expires_at)
            if noting is not None:
                noting([held])
    return held


def release(*, booking: Booking, token: str = "", key: ApiKey | None = None, now: dt.datetime, by: str) -> bool:
    """This will give a hold back before its time, and say whether it was one; what is none any more stays as it is.

    It is opened as by `extend`. Raises `HoldNotYours`.
    """
    prove(booking, token, key)
    for attempt in locking.attempts(booking, time=True):
        with attempt as held:
            was_held = held.status == Status.HELD
            if was_held:
                releasing.end(held, now=now, by=by)
    return was_held


def claim(*, booking: Booking, token: str, order: Order, now: dt.datetime) -> Booking:
    """This will turn a hold into its guest's booking: the same row, so nothing is free in between.

    A hold that ran out, but whose time nobody took, is still claimed; when it was taken away, the wish is decided
    anew, as without a hold. Claiming again what was claimed with this token answers the same booking, and raises
    `AskedOtherwise` for somebody else. Raises `HoldNotYours`, `NotBookable`, `SlotTaken` or `Busy`.
    """
    prove(booking, token)
    wish = Wish(booking.business, _parts_of(booking), location_id=_location_of(booking)).begun()
    comer = Comer(wish, order, now=now)
    claimed = _claimed(booking, comer, order, now)
    if claimed.status == Status.EXPIRED:
        claimed = _became(claimed) or _booked_anew(wish, claimed, comer, order, now)
    guest = order.guest
    if (claimed.guest_name, claimed.guest_email, claimed.guest_phone) != (guest.name, guest.email, guest.phone):
        raise errors.AskedOtherwise
    return claimed


def prove(booking: Booking, token: str, key: ApiKey | None = None) -> None:
    """This will raise `HoldNotYours` for a token, or a partner's key, that does not open the hold."""
    if booking.token_hash:
        opened = hmac.compare_digest(booking.token_hash, hash_secret(token))
    else:
        opened = key is not None and booking.api_key_id == key.pk
    if not opened:
        raise errors.HoldNotYours


def _claimed(booking: Booking, comer: Comer, order: Order, now: dt.datetime) -> Booking:
    for attempt in locking.attempts(booking, time=True, meet=comer.meet):
        with attempt as held:
            if held.status != Status.HELD:
                continue
            prove_all([comer], attempt.versions)
            become(held, comer, order, now=now)
    return held


def become(held: Booking, comer: Comer, order: Order, *, now: dt.datetime) -> None:
    """This will make a hold its guest's booking; the locks are the caller's. Raises `NotOffered` for what is past."""
    if held.starts_at < now:
        raise errors.NotOffered(held.starts_at, Reason(Rule.PAST))
    previous = {"status": held.status}
    held.status = first_status(held.business, order.confirmed)
    held.source, held.api_key, held.hold_expires_at = order.taker.source, order.taker.api_key, None
    held.came_from = order.taker.came_from or held.came_from
    comer.sign(held, now=now)
    record(held, Event.Type.CREATED, *CLAIMED, now=now, by=order.taker.by, previous=previous)
    releasing.keep_until(held, None)


def _booked_anew(wish: Wish, lost: Booking, comer: Comer, order: Order, now: dt.datetime) -> Booking:
    """The same wish once more: the same people where they were chosen, the same place in any case."""
    try:
        for attempt in placing.attempts(wish.anew(), now=now, meet=comer.meet):
            with attempt as made:
                # Two claims at once may be planned with two people: the row is locked, so the second sees the first's.
                Booking.objects.select_for_update(no_key=True).get(pk=lost.pk)
                became = _became(lost)
                booked = became or written(made, order, comer, now=now, token_hash=lost.token_hash)
        return booked
    except errors.SlotTaken:  # by the same guest's other click, a moment ago
        if became := _became(lost):
            return became
        raise


def _became(lost: Booking) -> Booking | None:
    """The booking that a lost hold was claimed as."""
    same = Booking.objects.filter(business=lost.business_id, token_hash=lost.token_hash)
    return same.exclude(status=Status.EXPIRED).whole()


def _held_before(question: once.Asked, now: dt.datetime) -> Booking | None:
    """What a token held before, or what became of it; a hold that is over is nothing."""
    before = made_before(question, now=now)
    return None if before is None or before.status == Status.EXPIRED else before


def still_held(hold: Booking | None, business: Business, now: dt.datetime) -> Booking | None:
    """This will give a hold of this business, with its details, while it runs; later it is swept like any other."""
    if hold is None:
        return None
    held = Booking.objects.filter(pk=hold.pk, business=business, status=Status.HELD, hold_expires_at__gt=now)
    return held.whole()


def _parts_of(held: Booking) -> list[Part]:
    places = sorted(held.places.all(), key=lambda place: place.position)
    return [
        Part(place.appointment.service, start, None if place.any_staff else place.appointment.staff, place.party_size)
        for place, start in zip(places, starts_again(places, places[0].appointment.starts_at), strict=True)
    ]


def _location_of(held: Booking) -> int | None:
    return held.appointment.location_id


def _end(business: Business, now: dt.datetime) -> dt.datetime:
    """Whole seconds, as appointments count them: a hold ends for everybody at the same instant."""
    return now.replace(microsecond=0) + dt.timedelta(minutes=business.hold_minutes)
