"""Who gets which mail of an event, and when the reminders go."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple

from bookings.models import Booking, Delivery, Event
from bookings.notifications import several
from businesses.models import Business, MessageText, ReminderRule, StaffMember

NEWS = dt.timedelta(days=1)  # what is older when it is first looked at is no news
THANKS_AFTER = dt.timedelta(hours=1)
DEMO = "house:demo"  # who makes the demo's bookings; their guests are nobody's
GUEST, STAFF, OWNER = "guest", "staff", "owner"
Kind = MessageText.Kind
NEW = "new"  # to the house: somebody has booked
REMINDED = (Event.Type.CREATED, Event.Type.CONFIRMED, Event.Type.MOVED, Event.Type.AMENDED)
SAID = (*REMINDED, Event.Type.CANCELLED, Event.Type.COMPLETED, Event.Type.NO_SHOW)
ENDED = {
    Booking.Status.CANCELLED.value: Event.Type.CANCELLED,
    Booking.Status.COMPLETED.value: Event.Type.COMPLETED,
    Booking.Status.NO_SHOW.value: Event.Type.NO_SHOW,
}


class Due(NamedTuple):
    """One reminder of a booking: which rule (None: the business's usual one), and when it goes."""

    rule: ReminderRule | None
    due_at: dt.datetime


def deliveries(event: Event, *, now: dt.datetime) -> list[Delivery]:
    """This will give the unsaved mails that an event makes, and the reminders of a time that is new.

    What is no news any more, since no worker was there, is skipped, in words. A reminder that came due meanwhile is
    not: whether it may still go is seen when it goes.
    """
    if event.by == DEMO or event.type not in SAID:
        return []
    booking = Booking.objects.with_details().get(pk=event.booking_id)
    found = list(news(event, booking, now=now))
    if event.occurred_at < now - NEWS:
        for made in found:
            made.status, made.last_answer = Delivery.Status.SKIPPED, "it was no news any more when a worker was there"
    if event.type in REMINDED:
        found += reminders(booking, since=event.occurred_at)
    return found


def news(event: Event, booking: Booking, *, now: dt.datetime) -> Iterator[Delivery]:
    """This will give the unsaved mails that say what an event was, whatever its age."""
    if (said := _said(event)) is not None and not several.is_told_by_another(event):
        yield from _to_guest(event, said, booking, now)
        yield from _to_house(event, said, booking, now)


def reminders(booking: Booking, *, since: dt.datetime) -> list[Delivery]:
    """This will give the reminders for a booking's start that were to come at an instant; each start has its own."""
    if not booking.guest_email:
        return []
    start = booking.starts_at.isoformat()
    return [
        Delivery(
            business_id=booking.business_id,
            booking=booking,
            channel=Delivery.Channel.MAIL,
            kind=Kind.REMINDER,
            audience=GUEST,
            about={"starts_at": start, "rule": each.rule.pk if each.rule else None},
            dedupe=f"reminder:{booking.uuid}:{each.rule.pk if each.rule else 0}:{start}",
            due_at=each.due_at,
        )
        for each in _reminder_times(booking)
        if each.due_at > since
    ]


def _reminder_times(booking: Booking) -> Iterator[Due]:
    business = booking.business
    if business.reminder_minutes:
        yield Due(None, _before(booking, business.reminder_minutes))
    for rule in ReminderRule.objects.filter(business=business, active=True):
        if rule.service_id in (None, booking.service.pk):
            yield Due(rule, _before(booking, rule.minutes_before))


def _before(booking: Booking, minutes: int) -> dt.datetime:
    return outside_quiet(booking.starts_at - dt.timedelta(minutes=minutes), booking.business)


def outside_quiet(instant: dt.datetime, business: Business) -> dt.datetime:
    """This will give the instant, or when it lies in the quiet hours the moment in which they began, at the venue."""
    begin, end = business.quiet_from, business.quiet_until
    if begin is None or end is None or begin == end:
        return instant
    local = instant.astimezone(business.zone)
    clock = local.time().replace(tzinfo=None)
    quiet = begin <= clock < end if begin < end else clock >= begin or clock < end
    if not quiet:
        return instant
    day = local.date() - dt.timedelta(days=1) if begin > end and clock < end else local.date()
    return dt.datetime.combine(day, begin, business.zone).astimezone(dt.UTC)


def _said(event: Event) -> Event.Type | None:
    """What is worth saying of an event: of many things at once the one that matters most."""
    if event.type != Event.Type.AMENDED:
        return Event.Type(event.type)
    previous = event.facts.get("previous") or {}
    status = event.facts.get("status")
    if status != previous.get("status", status) and status in ENDED:
        return ENDED[status]
    if "places" in previous and _whens(previous) != _whens(event.facts):
        return Event.Type.MOVED
    confirmed = status == Booking.Status.CONFIRMED and previous.get("status") == Booking.Status.PENDING
    return Event.Type.CONFIRMED if confirmed else None


def _whens(facts: dict[str, Any]) -> list[tuple[str, int]]:
    return [(place["starts_at"], place["staff"]) for place in facts.get("places", [])]


def _to_guest(event: Event, said: Event.Type, booking: Booking, now: dt.datetime) -> Iterator[Delivery]:
    kind, due_at = _guest_kind(event, said, booking.business), now
    if kind is None:
        return
    if kind == Kind.THANKS:
        due_at = max(now, booking.ends_at + THANKS_AFTER)
    made = _mail(event, kind, GUEST, due_at)
    if not booking.guest_email:
        made.status, made.last_answer = Delivery.Status.SKIPPED, "no e-mail address was given"
    yield made


def _guest_kind(event: Event, said: Event.Type, business: Business) -> str | None:
    if said == Event.Type.CREATED:
        return Kind.PENDING if event.facts.get("status") == Booking.Status.PENDING else Kind.CONFIRMED
    kinds = {
        Event.Type.CONFIRMED: Kind.CONFIRMED,
        Event.Type.MOVED: Kind.MOVED,
        Event.Type.CANCELLED: Kind.CANCELLED,
        Event.Type.COMPLETED: Kind.THANKS if business.sends_thanks else None,
        Event.Type.NO_SHOW: Kind.MISSED if business.sends_missed else None,
    }
    return kinds.get(said)


def _to_house(event: Event, said: Event.Type, booking: Booking, now: dt.datetime) -> Iterator[Delivery]:
    """The person who serves is told, else the business; of a move also the person it was taken from."""
    kinds = {Event.Type.CREATED: NEW, Event.Type.MOVED: Kind.MOVED, Event.Type.CANCELLED: Kind.CANCELLED}
    kind = kinds.get(said)
    if kind is None or event.by.startswith("dashboard:"):
        return  # who did it in the house knows
    before = [place["staff"] for place in (event.facts.get("previous") or {}).get("places", [])]
    several_of = several.bookings_of(event, booking)
    concerned = {each.staff.pk for each in several_of} | {*before}
    told: dict[str, list[int]] = {}
    for person in StaffMember.objects.filter(business_id=event.business_id, pk__in=concerned).order_by("pk"):
        told.setdefault(person.email or booking.business.email, []).append(person.pk)
    for address, people in told.items():
        if address:
            made = _mail(event, kind, STAFF, now)
            made.recipient, made.dedupe = address, f"{made.dedupe}:{address}"[:200]
            made.about = {"staff": people} if len(several_of) > 1 else {}
            yield made


def _mail(event: Event, kind: str, audience: str, due_at: dt.datetime) -> Delivery:
    return Delivery(
        business_id=event.business_id,
        event=event,
        booking_id=event.booking_id,
        channel=Delivery.Channel.MAIL,
        kind=kind,
        audience=audience,
        dedupe=f"event:{event.uuid}:mail:{audience}:{kind}",
        due_at=due_at,
    )
