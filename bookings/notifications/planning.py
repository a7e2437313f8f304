"""The mails of an event, as the table in `said` has them, and when the reminders go."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from bookings import queries
from bookings.models import Booking, Delivery, Event, Import
from bookings.notifications import house, said, several
from businesses.models import Business, ReminderRule

NEWS = dt.timedelta(days=1)  # what is older when it is first looked at is no news
SOONEST = 5  # minutes before the start, for a reminder
THANKS_AFTER = dt.timedelta(hours=1)
DEMO = "house:demo"  # who makes the demo's bookings; their guests are nobody's
REMINDED = (Event.Type.CREATED, Event.Type.CONFIRMED, Event.Type.MOVED, Event.Type.AMENDED)


class Due(NamedTuple):
    """One reminder of a booking: which rule (None: the business's usual one), and when it goes."""

    rule: ReminderRule | None
    due_at: dt.datetime


def deliveries(event: Event, *, now: dt.datetime) -> list[Delivery]:
    """This will give the unsaved mails that an event makes, and the reminders of a time that is new.

    What is no news any more, since no worker was there, is skipped, in words. A reminder that came due meanwhile is
    not: whether it may still go is seen when it goes.
    """
    if event.by == DEMO or not (event.type in REMINDED or any(said.hears(event))):
        return []
    told = event.facts.get("told", Import.Told.ALL)  # what came from another system the house knows already
    if told == Import.Told.NOTHING:
        return []
    booking = Booking.objects.with_details().get(pk=event.booking_id)
    found = list(news(event, booking, now=now)) if told == Import.Told.ALL else []
    if event.occurred_at < now - NEWS:
        for made in found:
            made.status, made.last_answer = Delivery.Status.SKIPPED, "it was no news any more when a worker was there"
    if event.type in REMINDED:
        found += reminders(booking, since=event.occurred_at)
    return found


def news(event: Event, booking: Booking, *, now: dt.datetime) -> Iterator[Delivery]:
    """This will give the unsaved mails that say what an event was, whatever its age."""
    if not several.is_told_by_another(event):
        yield from _to_guest(event, booking, now)
    if "told" not in event.facts and not several.is_told_to_the_house_by_another(event):
        yield from _to_house(event, booking, now)


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
            kind=said.TABLE[said.Happened.COMES_SOON].guest,
            audience=said.GUEST,
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
        yield Due(None, _before(booking, _with_address(booking, business.reminder_minutes)))
    for rule in ReminderRule.objects.filter(business=business, active=True):
        if rule.service_id in (None, booking.service.pk):
            yield Due(rule, _before(booking, rule.minutes_before))


def _with_address(booking: Booking, minutes: int) -> int:
    """The minutes before the start, as many as let the reminder of an online booking bring its address."""
    told = booking.business.online_shown_minutes
    if told is None or told < SOONEST or queries.meeting(booking) is None:
        return minutes
    return min(minutes, told)


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


def _to_guest(event: Event, booking: Booking, now: dt.datetime) -> Iterator[Delivery]:
    kind, due_at = said.hears(event).guest, now
    if not kind or not _is_wanted(kind, booking.business):
        return
    if kind == said.THANKS:
        due_at = max(now, booking.ends_at + THANKS_AFTER)
    made = _mail(event, kind, said.GUEST, due_at)
    if not booking.guest_email:
        made.status, made.last_answer = Delivery.Status.SKIPPED, "no e-mail address was given"
    yield made


def _is_wanted(kind: str, business: Business) -> bool:
    """What a business may do without is sent where it chose so."""
    wanted = {said.THANKS: business.sends_thanks, said.MISSED: business.sends_missed}
    return wanted.get(kind, True)


def _to_house(event: Event, booking: Booking, now: dt.datetime) -> Iterator[Delivery]:
    for each in house.told(event, booking):
        made = _mail(event, each.kind, each.audience, now)
        made.recipient, made.dedupe = each.address, f"{made.dedupe}:{each.address}"[:200]
        made.about = {"staff": each.people, "bookings": each.bookings}
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
