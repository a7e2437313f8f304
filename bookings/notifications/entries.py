"""The calendar entries of a mail: for the guest their bookings, for people of the house what they serve, or served."""

from collections.abc import Iterator, Sequence

from bookings.models import Booking, Delivery
from bookings.notifications import known, leading, said
from bookings.notifications.invited import Entry, Guest, Member
from businesses.models import StaffMember


def entries_of(delivery: Delivery, bookings: Sequence[Booking], recipient: str) -> list[Entry]:
    """This will give the entries that a mail has for its reader's calendar."""
    if delivery.audience == said.GUEST:
        return [Entry(each, Guest(leading.own_page)) for each in bookings]
    people = StaffMember.objects.filter(business=delivery.business_id, pk__in=delivery.about.get("staff", []))
    return [entry for person in people.order_by("pk") for entry in _of(person, delivery, bookings, recipient)]


def _of(person: StaffMember, delivery: Delivery, bookings: Sequence[Booking], recipient: str) -> Iterator[Entry]:
    for booking in bookings:
        if delivery.kind == said.LOST:
            was = known.before(delivery, booking)
            if was is not None and person.pk in was.people:
                yield Entry(booking, Member(person, recipient, {booking.pk: was.own_span}))
        elif any(place.appointment.staff_id == person.pk for place in booking.parts):
            yield Entry(booking, Member(person, recipient))
