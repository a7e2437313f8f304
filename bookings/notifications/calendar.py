"""A booking as an entry for calendar programs (RFC 5545), and as a link to the two calendars that live in a browser."""

import datetime as dt
from collections.abc import Sequence
from email.utils import parseaddr
from urllib.parse import urlencode

import icalendar
from django.conf import settings
from django.utils.translation import gettext

from bookings.localized import Reader
from bookings.models import Booking
from bookings.notifications.parts import parts_of

PRODUCT = "-//bookingsite//bookings//EN"
STATUS = {
    Booking.Status.PENDING: "TENTATIVE",
    Booking.Status.CANCELLED: "CANCELLED",
}
PUBLISH, REQUEST, CANCEL = "PUBLISH", "REQUEST", "CANCEL"
CONTENT_TYPE = "text/calendar; charset=utf-8"
A_YEAR = dt.timedelta(days=366)


def entry(booking: Booking, *, url: str, reader: Reader, now: dt.datetime, method: str = PUBLISH) -> bytes:
    """This will give a calendar with the booking in it, at the venue's wall time with its zone's rules beside it.

    The UID is the booking's for life and SEQUENCE grows with every change, so that the entry a guest has moves, and
    goes, with the booking. `REQUEST` and `CANCEL` are for mails to the guest and name who invites whom (RFC 5546);
    `PUBLISH` is for everybody who has the link, and names nobody.

    The bookings of a series share its UID, and RECURRENCE-ID tells them apart: the start that each had by the rule.
    """
    return entries([(booking, url)], reader=reader, now=now, method=method)


def entries(
    bookings: Sequence[tuple[Booking, str]], *, reader: Reader, now: dt.datetime, method: str = PUBLISH
) -> bytes:
    """This will give a calendar with these bookings in it, each with the link to its own page.

    A series has no RRULE there: each occurrence is an event of its own, as Exchange and Google send them to somebody
    who is invited to some dates of a series. So each has its own code and link, a first start that the rule does not
    match is there, and one that moves or goes needs nothing but itself. A rule would be expanded by each program's own
    understanding of it.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for booking, url in bookings:
        event = _event(booking, url=url, reader=reader, now=now)
        if method != PUBLISH:
            _name_who(event, booking)
        if method == CANCEL:
            event["status"] = icalendar.vText("CANCELLED")
        calendar.add_component(event)
    first, last = min(each.starts_at for each, _ in bookings), max(each.ends_at for each, _ in bookings)
    calendar.add_missing_timezones(first.date() - A_YEAR, last.date() + A_YEAR)
    return calendar.to_ical()


def google_link(booking: Booking, *, url: str, reader: Reader) -> str:
    """This will give the address at which Google's calendar offers to keep the booking."""
    stamps = "/".join(f"{instant:%Y%m%dT%H%M%SZ}" for instant in (_utc(booking.starts_at), _utc(booking.ends_at)))
    query = {
        "action": "TEMPLATE",
        "text": title(booking),
        "dates": stamps,
        "ctz": booking.business.timezone,
        "location": where(booking),
        "details": _description(booking, url, reader),
    }
    return f"https://calendar.google.com/calendar/render?{urlencode(query)}"


def outlook_link(booking: Booking, *, url: str, reader: Reader) -> str:
    """This will give the address at which Outlook's calendar offers to keep the booking."""
    query = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": title(booking),
        "startdt": f"{_utc(booking.starts_at):%Y-%m-%dT%H:%M:%SZ}",
        "enddt": f"{_utc(booking.ends_at):%Y-%m-%dT%H:%M:%SZ}",
        "location": where(booking),
        "body": _description(booking, url, reader),
    }
    return f"https://outlook.live.com/calendar/0/action/compose?{urlencode(query)}"


def title(booking: Booking) -> str:
    """This will name a booking as its guest would: what, and where."""
    return gettext("{service} at {business}").format(service=booking.service_names, business=booking.business.name)


def where(booking: Booking) -> str:
    """This will give the place to go to: the location's address with its name, else the business's."""
    location = booking.location
    named = [location.name] if location.address and location.address != booking.business.address else []
    return ", ".join([*named, location.address or booking.business.address]).strip(", ")


def _event(booking: Booking, *, url: str, reader: Reader, now: dt.datetime) -> icalendar.Event:
    start, end = _as_written(booking)
    event = icalendar.Event()
    if booking.series is not None and booking.series_starts_at is not None:
        event.add("uid", str(booking.series.uuid))
        event.add("recurrence-id", _wall(booking.series_starts_at, booking))
    else:
        event.add("uid", str(booking.uuid))
    event.add("sequence", booking.sequence)
    event.add("dtstamp", _utc(now).replace(microsecond=0))
    event.add("last-modified", _utc(booking.updated_at).replace(microsecond=0))
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", title(booking))
    if place := where(booking):
        event.add("location", place)
    event.add("description", _description(booking, url, reader))
    event.add("url", url)
    event.add("status", STATUS.get(Booking.Status(booking.status), "CONFIRMED"))
    event.add("class", "PRIVATE")
    return event


def _as_written(booking: Booking) -> tuple[dt.datetime, dt.datetime]:
    """Start and end by the venue's clock; in UTC when that shows an hour twice, since a wall time means the first."""
    start, end = (instant.astimezone(booking.business.zone) for instant in (booking.starts_at, booking.ends_at))
    return (_utc(start), _utc(end)) if start.fold or end.fold else (start, end)


def _wall(instant: dt.datetime, booking: Booking) -> dt.datetime:
    local = instant.astimezone(booking.business.zone)
    return _utc(instant) if local.fold else local


def _name_who(event: icalendar.Event, booking: Booking) -> None:
    """The business invites, by the sender of its mails if it has no address; the guest has said yes by booking."""
    house = booking.business.email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    event["organizer"] = _person(house, booking.business.name)
    if booking.guest_email:
        guest = _person(booking.guest_email, booking.guest_name)
        guest.params |= {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}
        event.add("attendee", guest)


def _person(address: str, name: str) -> icalendar.vCalAddress:
    person = icalendar.vCalAddress(f"mailto:{address}")
    person.params["CN"] = "".join(filter(str.isprintable, name)) or address
    return person


def _description(booking: Booking, url: str, reader: Reader) -> str:
    lines = [
        gettext("Booking {code}").format(code=booking.code),
        reader.moment(booking.starts_at),
        reader.zone_name(booking.starts_at),
    ]
    if booking.status == Booking.Status.PENDING:
        lines.insert(1, gettext("Not confirmed yet"))
    if parts := parts_of(booking, reader):
        lines += parts
    elif booking.business.show_staff_selection:
        lines.append(gettext("With {person}").format(person=booking.staff.name))
    if booking.business.phone:
        lines.append(booking.business.phone)
    return "\n".join([*lines, gettext("See, move or cancel: {url}").format(url=url)])


def _utc(instant: dt.datetime) -> dt.datetime:
    return instant.astimezone(dt.UTC)
