"""Remembers what the owners know of groups that too few people come to, and what they decided."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import QuerySet

from bookings import errors, queries
from bookings.models import Appointment, Booking


def few_told(*, found: Sequence[Appointment], now: dt.datetime) -> list[Appointment]:
    """This will note that the owners are told of these groups, and give those of which nobody noted it meanwhile."""
    return [row for row in found if _untold(row).update(few_told_at=now)]


def few_no_more(*, now: dt.datetime) -> int:
    """This will forget that the owners were told of groups that enough people come to again: should they be too few
    once more, that is news. Gives how many there are."""
    again = queries.groups_with_enough_again(now=now)
    return Appointment.objects.filter(pk__in=again).update(few_told_at=None)


def let_be(*, appointment: Appointment, now: dt.datetime) -> Appointment:
    """This will note that a group is held however few come: it is not asked again. Raises `WrongStatus`."""
    if not Appointment.objects.live().filter(pk=appointment.pk, starts_at__gt=now).update(few_accepted_at=now):
        over = Booking.Status.COMPLETED if appointment.starts_at <= now else Booking.Status.CANCELLED
        raise errors.WrongStatus(status=over, wanted="let be")
    appointment.few_accepted_at = now
    return appointment


def _untold(row: Appointment) -> QuerySet[Appointment, Appointment]:
    return Appointment.objects.live().filter(pk=row.pk, few_told_at__isnull=True, few_accepted_at__isnull=True)
