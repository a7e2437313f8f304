"""When a mail is still true: between the event and the post lie minutes, or a night, so it is looked at once more.

The table below says it for every kind of mail; each condition gives nothing, or in words why there is nothing to say.
"""

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from bookings.models import Booking, Delivery, Event
from bookings.notifications import known, planning, refusals
from bookings.notifications.said import (
    CANCELLED,
    CONFIRMED,
    DECIDE,
    GIVEN,
    GUEST,
    LOST,
    MISSED,
    MOVED,
    NEW,
    PENDING,
    REMINDER,
    THANKS,
    UNSURE,
)
from businesses.models import ReminderRule

Status = Booking.Status


class Moment(NamedTuple):
    """A mail that is about to go, the booking it is about as it is by now, and what time it is."""

    delivery: Delivery
    booking: Booking
    now: dt.datetime


Condition = Callable[[Moment], str]


def while_(*statuses: str) -> Condition:
    """This will make the condition that the booking has one of these statuses."""

    def condition(at: Moment) -> str:
        fits = at.booking.status in statuses
        return "" if fits else f"the booking is {at.booking.get_status_display().lower()}"

    return condition


def not_begun(at: Moment) -> str:
    """What is to come."""
    return "it has begun" if at.booking.starts_at <= at.now else ""


def not_over(at: Moment) -> str:
    """What is to come, or under way."""
    return "it is over" if at.booking.ends_at <= at.now else ""


def in_time(at: Moment) -> str:
    """What happened before the visit was over: it is worth knowing afterwards, too."""
    event = at.delivery.event
    return "it was over already" if event and at.booking.ends_at <= event.occurred_at else ""


def same_start(at: Moment) -> str:
    """A reminder is of one start."""
    return "" if at.booking.starts_at.isoformat() == at.delivery.about.get("starts_at") else "the booking was moved"


def still_reminded(at: Moment) -> str:
    """The business wants this reminder."""
    rule = at.delivery.about.get("rule")
    if rule is None:
        return "" if at.booking.business.reminder_minutes else "reminders were switched off"
    return "" if ReminderRule.objects.filter(pk=rule, active=True).exists() else "the reminder was switched off"


def newest(at: Moment) -> str:
    """Since a mail tells of the booking as it is now, of several that say the same the last is enough."""
    event = at.delivery.event
    if event is None:
        return ""
    later = Event.objects.filter(booking=at.booking)
    own = event.booking_id == at.booking.pk  # else a mail of many, and the events of one deed were written one by one
    later = later.filter(sequence__gt=event.sequence) if own else later.filter(pk__gt=event.pk)
    said = (row for each in later for row in planning.news(each, at.booking, now=at.now))
    return "a later mail says it" if any(_says_the_same(row, at.delivery) for row in said) else ""


def first_time(at: Moment) -> str:
    """Said once is enough, however often it was set back and done again."""
    same = {"booking": at.booking, "kind": at.delivery.kind, "audience": at.delivery.audience}
    said = Delivery.objects.filter(business=at.booking.business, status=Delivery.Status.DELIVERED, **same)
    return "it was said before" if said.exclude(pk=at.delivery.pk).exists() else ""


def not_refused(at: Moment) -> str:
    """The guest may do without what is not about a visit to come."""
    return "the guest wants no such mail" if refusals.is_refused(at.booking.business, at.booking.guest_email) else ""


def open_to_guests(at: Moment) -> str:
    """Nobody is asked to come again to a business that takes no bookings."""
    return "" if at.booking.business.active else "the business takes no bookings any more"


def theirs(at: Moment) -> str:
    """Somebody in the house is still to serve it."""
    return "" if _serves(at) else "somebody else serves it by now"


def not_theirs(at: Moment) -> str:
    """Somebody in the house has lost it, and has not got it back."""
    return "it is theirs again" if _serves(at) else ""


def heard_of(at: Moment) -> str:
    """Nobody in the house loses what they never heard was theirs: by the time the mail was to go, it was not."""
    event = at.delivery.event
    if event is None or at.delivery.audience == GUEST:
        return ""
    mine = {"audience": at.delivery.audience, "recipient": at.delivery.recipient}
    rows = list(Delivery.objects.filter(booking=at.booking, event__sequence__lt=event.sequence, **mine))
    rows.sort(key=lambda row: row.event.sequence if row.event else 0)
    given = [n for n, row in enumerate(rows) if row.kind in (NEW, GIVEN)]
    since = rows[given[-1] :] if given else []
    unsaid = [row.status == Delivery.Status.SKIPPED and row.attempts > 0 for row in since]
    return "they never heard of it" if unsaid and all(unsaid) else ""


def elsewhere(at: Moment) -> str:
    """What moved, as far as its reader knows, is not back where it was."""
    was = known.before(at.delivery, at.booking)
    if was is None or not known.is_at_the_same_time(at.delivery, at.booking):
        return ""
    if set(was.people) == {place.appointment.staff_id for place in at.booking.parts}:
        return "it is back where it was"
    is_hidden = at.delivery.audience == GUEST and not at.booking.business.show_staff_selection
    return "nothing that the guest sees is other than it was" if is_hidden else ""


def not_said_last(at: Moment) -> str:
    """That a request waits for a yes is said again only after something else."""
    rows = Delivery.objects.filter(booking=at.booking, audience=at.delivery.audience, status=Delivery.Status.DELIVERED)
    last = rows.order_by("-delivered_at", "-pk").exclude(pk=at.delivery.pk).first()
    return "it was said before" if last is not None and last.kind == at.delivery.kind else ""


COMING = (while_(Status.PENDING, Status.CONFIRMED), not_over)
TRUE_WHEN: dict[str, tuple[Condition, ...]] = {
    PENDING: (while_(Status.PENDING), not_over, newest, not_said_last),
    CONFIRMED: (while_(Status.CONFIRMED), not_over, theirs, newest),
    MOVED: (*COMING, theirs, newest, elsewhere),
    CANCELLED: (while_(Status.CANCELLED), in_time, heard_of),
    REMINDER: (while_(Status.PENDING, Status.CONFIRMED), same_start, not_begun, still_reminded),
    THANKS: (while_(Status.COMPLETED), newest, first_time, not_refused, open_to_guests),
    MISSED: (while_(Status.NO_SHOW), newest, first_time, not_refused, open_to_guests),
    NEW: (*COMING, theirs, newest),
    GIVEN: (*COMING, theirs, newest),
    LOST: (not_theirs, newest, in_time, heard_of),
    UNSURE: (while_(Status.PENDING), not_over, theirs, newest),
    DECIDE: (while_(Status.PENDING), not_over, newest),
}


def needless(delivery: Delivery, booking: Booking, *, now: dt.datetime) -> str:
    """This will give why a mail about a booking has nothing to say any more; nothing: it is still true."""
    if booking.erased_at is not None and not _takes_leave(delivery):
        return "the booking was erased"
    at = Moment(delivery, booking, now)
    return next((why for condition in TRUE_WHEN[delivery.kind] if (why := condition(at))), "")


def needless_notice(delivery: Delivery) -> str:
    """This will give why the notice that an endpoint is switched off has nothing to say any more."""
    endpoint = delivery.endpoint
    return "it is switched on again" if endpoint is not None and endpoint.active else ""


def _takes_leave(delivery: Delivery) -> bool:
    """Whether it tells the house that a visit went with its guest's data: it names nobody."""
    return delivery.audience != GUEST and delivery.kind == CANCELLED


def _serves(at: Moment) -> bool:
    """Whether one of the people whom a mail to the house is for serves a part of it; of guests nothing is asked."""
    mine = at.delivery.about.get("staff")
    return not mine or any(place.appointment.staff_id in mine for place in at.booking.parts)


def _says_the_same(one: Delivery, other: Delivery) -> bool:
    same_reader = one.audience == GUEST or one.recipient == other.recipient
    return same_reader and (one.kind, one.audience) == (other.kind, other.audience)
