"""For whom a calendar entry is: how it is known in their calendar, when they are needed, and in whose words."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext, ngettext

from bookings.localized import Reader
from bookings.models import Booking
from bookings.notifications.parts import parts_of
from bookings.queries import Meeting
from businesses import names
from businesses.models import StaffMember

Span = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True)
class Guest:
    """Whoever booked. `link` gives the address of a booking's own page, which nobody else may have."""

    link: Callable[[Booking], str]

    def uid(self, booking: Booking) -> str:
        """This will give the name by which calendars know the entry, for life."""
        return _root(booking)

    def address(self, booking: Booking) -> str:
        """This will give where the guest is invited; "" when that is nowhere."""
        return booking.guest_email

    def name(self, booking: Booking) -> str:
        """This will give what the guest is called, if it can be nothing but a name."""
        return names.greeted(booking.guest_name)

    def span(self, booking: Booking) -> Span:
        """This will give from when until when the guest is there."""
        return booking.starts_at, booking.ends_at

    def url(self, booking: Booking) -> str:
        """This will give the page of the booking."""
        return self.link(booking)

    def videos(self, meeting: Meeting, now: dt.datetime) -> tuple[str, ...]:
        """This will give the addresses at which it is held by video, from when on the guest is told."""
        return meeting.told(now)

    def title(self, booking: Booking) -> str:
        """This will name the booking as its guest would: what, and where."""
        return gettext("{service} at {business}").format(service=booking.service_names, business=booking.business.name)

    def description(self, booking: Booking, reader: Reader) -> str:
        """This will say what the guest may want to know on the way there."""
        lines = _head(booking, reader, booking.starts_at)
        if parts := parts_of(booking, reader):
            lines += parts
        elif booking.business.show_staff_selection:
            lines.append(gettext("With {person}").format(person=booking.staff.name))
        lines.append(booking.business.phone)
        if booking.status in Booking.OPEN:
            lines.append(gettext("See your booking: {url}").format(url=self.link(booking)))
        return "\n".join(filter(None, lines))


@dataclass(frozen=True)
class Member:
    """Somebody who serves, or served until now, at the mail address at which they are told.

    The entry is theirs alone: it has a UID of its own, so that it goes from the calendar of who lost the booking and
    stays in everybody else's. `had` are start and end of what they lost, by the booking's id.
    """

    staff: StaffMember
    at: str
    had: Mapping[int, Span] = field(default_factory=dict)

    def uid(self, booking: Booking) -> str:
        """This will give the name by which calendars know this person's entry, for life."""
        return f"{_root(booking)}-{self.staff.uuid}"

    def address(self, booking: Booking) -> str:
        """This will give where they are invited."""
        return self.at

    def name(self, booking: Booking) -> str:
        """This will give what they are called."""
        return self.staff.name

    def span(self, booking: Booking) -> Span:
        """This will give from when until when they are needed: of a visit, for their own services."""
        if booking.pk in self.had:
            return self.had[booking.pk]
        mine = [place.appointment for place in booking.parts if place.appointment.staff_id == self.staff.pk]
        if not mine:
            return booking.starts_at, booking.ends_at
        return min(each.starts_at for each in mine), max(each.ends_at for each in mine)

    def url(self, booking: Booking) -> str:
        """There is no page for it but the guest's, which is the guest's own."""
        return ""

    def videos(self, meeting: Meeting, now: dt.datetime) -> tuple[str, ...]:
        """This will give the addresses at which it is held by video."""
        return meeting.addresses

    def title(self, booking: Booking) -> str:
        """This will name the booking as the house would: what, and for whom."""
        return ", ".join(filter(None, [booking.service_names, booking.guest_name]))

    def description(self, booking: Booking, reader: Reader) -> str:
        """This will say whom they serve, with what, and what the guest wrote."""
        party = booking.party_size
        many = ngettext("%(count)s person", "%(count)s people", party) % {"count": party} if party > 1 else ""
        lines = [
            *_head(booking, reader, self.span(booking)[0]),
            *(parts_of(booking, reader, to_guest=False) or [booking.service_names]),
            many,
            booking.guest_name,
            booking.guest_phone,
            *(f"{each['question']} {'✓' if each['answer'] is True else each['answer']}" for each in booking.answers),
            booking.customer_notes,
        ]
        return "\n".join(filter(None, lines))


class Entry(NamedTuple):
    """A booking in somebody's calendar."""

    booking: Booking
    to: Guest | Member

    @property
    def uid(self) -> str:
        """The name by which the calendar knows it."""
        return self.to.uid(self.booking)


def _root(booking: Booking) -> str:
    """The bookings of a series share it; RECURRENCE-ID tells them apart."""
    return str(booking.series.uuid if booking.series is not None and booking.series_starts_at else booking.uuid)


def _head(booking: Booking, reader: Reader, starts_at: dt.datetime) -> list[str]:
    unconfirmed = [gettext("Not confirmed yet")] if booking.status == Booking.Status.PENDING else []
    code = gettext("Booking {code}").format(code=booking.code)
    return [code, *unconfirmed, reader.moment(starts_at), reader.zone_name(starts_at)]
