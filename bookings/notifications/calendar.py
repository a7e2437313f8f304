"""A booking as an entry for calendar programs (RFC 5545), and as a link to the two calendars that live in a browser."""

import datetime as dt
from urllib.parse import urlencode

import icalendar
from django.utils.translation import gettext

from bookings.localized import Reader
from bookings.models import Booking

PRODUCT = "-//bookingsite//bookings//EN"
STATUS = {
    Booking.Status.PENDING: "TENTATIVE",
    Booking.Status.CANCELLED: "CANCELLED",
}
PUBLISH, CANCEL = "PUBLISH", "CANCEL"
CONTENT_TYPE = "text/calendar; charset=utf-8"


def entry(booking: Booking, *, url: str, reader: Reader, now: dt.datetime) -> bytes:
    """This will give a calendar with the booking in it, at the venue's wall time with its zone's rules beside it.

    The UID is the booking's for life and SEQUENCE grows with every change, so that the entry a guest has moves, and
    goes, with the booking.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", CANCEL if booking.status == Booking.Status.CANCELLED else PUBLISH)
    calendar.add_component(_event(booking, url=url, reader=reader, now=now))
    calendar.add_missing_timezones()
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
    return gettext("{service} at {business}").format(service=booking.service_name, business=booking.business.name)


def where(booking: Booking) -> str:
    """This will give the place to go to: the location's address with its name, else the business's."""
    location = booking.location
    named = [location.name] if location.address and location.address != booking.business.address else []
    return ", ".join([*named, location.address or booking.business.address]).strip(", ")


def _event(booking: Booking, *, url: str, reader: Reader, now: dt.datetime) -> icalendar.Event:
    zone = booking.business.zone
    event = icalendar.Event()
    event.add("uid", str(booking.uuid))
    event.add("sequence", booking.sequence)
    event.add("dtstamp", _utc(now).replace(microsecond=0))
    event.add("last-modified", _utc(booking.updated_at).replace(microsecond=0))
    event.add("dtstart", booking.starts_at.astimezone(zone))
    event.add("dtend", booking.ends_at.astimezone(zone))
    event.add("summary", title(booking))
    if place := where(booking):
        event.add("location", place)
    event.add("description", _description(booking, url, reader))
    event.add("url", url)
    event.add("status", STATUS.get(Booking.Status(booking.status), "CONFIRMED"))
    event.add("class", "PRIVATE")
    return event


def _description(booking: Booking, url: str, reader: Reader) -> str:
    lines = [
        gettext("Booking {code}").format(code=booking.code),
        reader.moment(booking.starts_at),
    ]
    if booking.business.show_staff_selection:
        lines.append(gettext("With {person}").format(person=booking.staff.name))
    if booking.business.phone:
        lines.append(booking.business.phone)
    return "\n".join([*lines, gettext("See, move or cancel: {url}").format(url=url)])


def _utc(instant: dt.datetime) -> dt.datetime:
    return instant.astimezone(dt.UTC)
