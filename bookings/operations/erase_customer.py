"""Erases whom the business knows: the person, and what names them on all of their bookings."""

import datetime as dt

from bookings import errors, queries
from bookings.models import Booking, Delivery, Draft, Event, Import
from bookings.operations import locking, turns, whole_house
from bookings.operations.erase import TYPED, erase, forget_what_was_sent
from bookings.operations.recording import record
from bookings.operations.settling import ATTEMPTS
from businesses import customers
from businesses.models import ApiKey, Customer


def erase_customer(*, customer: Customer, now: dt.datetime, by: str) -> list[Booking]:
    """This will erase a customer with all of their bookings, and give those that are still to come.

    Those keep their time, for a guest without a name: whether anybody comes the house decides. Their keys open nothing
    any more. Again changes nothing. Raises `Busy`, also while a file with lines about them comes in.
    """
    coming: list[Booking] = []
    _forget_the_loose(customer, now=now)  # which is known by what is erased below
    for _ in range(ATTEMPTS):
        for booking in Booking.objects.filter(customer=customer).with_details().order_by("pk"):
            if booking.status in Booking.OPEN and booking.ends_at > now:
                coming.append(_unnamed(booking, now=now, by=by))
            else:
                erase(booking=booking, now=now, by=by)
        if _is_gone(customer, now=now):
            return coming
    raise errors.Busy


def _forget_the_loose(customer: Customer, *, now: dt.datetime) -> None:
    """Forms that they left, mails that they asked for and have not got, and lines of files that name them."""
    Draft.objects.filter(pk__in=[draft.pk for draft in queries.drafts_of(customer)], booking=None).delete()
    Delivery.objects.filter(pk__in=[each.pk for each in queries.asked_by(customer)]).update(about={}, recipient="")
    for file, lines in queries.lines_about(customer):
        _forget_lines(file, {line[0] for line in lines}, now=now)


def _forget_lines(file: Import, gone: set[int], *, now: dt.datetime) -> None:
    """Leased, as whoever brings a file in has read all of its lines before, and would make the person anew."""
    with turns.leased(Import.objects.all(), file.pk, now=now) as mine:
        current = mine.first()
        if current is None:
            raise errors.Busy
        rest, faults = ([each for each in rows if each[0] not in gone] for rows in (current.lines, current.faults))
        mine.update(lines=rest, faults=faults)


def _unnamed(booking: Booking, *, now: dt.datetime, by: str) -> Booking:
    """The booking stands, and nothing says whose it is."""
    for attempt in locking.attempts(booking):
        with attempt as current:
            if current.customer_id is None:
                continue
            for name in TYPED:
                setattr(current, name, "")
            current.customer, current.partner_facts, current.answers = None, {}, []
            current.link_version += 1
            changed = ("customer", "partner_facts", "answers", "link_version", *TYPED)
            record(current, Event.Type.AMENDED, *changed, now=now, by=by)
            forget_what_was_sent(current)
    return current


def _is_gone(customer: Customer, *, now: dt.datetime) -> bool:
    """Whether nothing was booked for them meanwhile; then they are erased."""
    for attempt in whole_house.attempts(customer.business_id, customers=[customer.pk]):
        with attempt:
            left = Booking.objects.filter(customer=customer).exists()
            if not left:
                customers.erase(customer, now=now)
                keys = ApiKey.objects.filter(customer=customer, revoked_at__isnull=True)
                keys.update(revoked_at=now)
    return not left
