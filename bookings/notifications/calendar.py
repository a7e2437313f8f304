"""A booking as an entry for calendar programs (RFC 5545), and as a link to the two calendars that live in a browser."""

import datetime as dt
from collections.abc import Sequence
from email.utils import parseaddr
from typing import NamedTuple
from urllib.parse import urlencode

import icalendar
from django.conf import settings
from django.utils.translation import gettext

from bookings import queries
from bookings.localized import Reader
from bookings.models import Booking
from bookings.notifications import timezones
from bookings.notifications.invited import Entry, Guest, Member

__all__ = ["CANCEL", "PUBLISH", "REQUEST", "Entry", "Guest", "Member"]

PRODUCT = "-//bookingsite//bookings//EN"
STATUS = {
    Booking.Status.PENDING: "TENTATIVE",
    Booking.Status.CANCELLED: "CANCELLED",
}
PUBLISH, REQUEST, CANCEL = "PUBLISH", "REQUEST", "CANCEL"
CONTENT_TYPE = "text/calendar; charset=utf-8"


def entries(found: Sequence[Entry], *, reader: Reader, now: dt.datetime, method: str = PUBLISH) -> bytes:
    """This will give a calendar with these entries in it, at the venue's wall time with its zone's rules beside it.

    An entry's UID is the booking's, or of a member of the house the booking's and theirs, for life, and SEQUENCE grows
    with every change, so that what is in a calendar moves, and goes, with the booking. `REQUEST` and `CANCEL` are for
    mails, name who is invited and may be of one UID only (RFC 5546); `PUBLISH` is for everybody who has the link.

    The bookings of a series share a UID, and RECURRENCE-ID tells them apart: the start that each had by the rule. There
    is no RRULE: each occurrence is an event of its own, as Exchange and Google send them to somebody who is invited to
    some dates of a series. So each has its own code and link, a first start that the rule does not match is there, and
    one that moves or goes needs nothing but itself. A rule would be expanded by each program's own understanding of it.
    """
    if method != PUBLISH and len({each.uid for each in found}) > 1:
        raise ValueError(f"{method} is of one entry, or of the dates of one series")
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    zone = _zone_of(found)
    events = [_event(each, zone=zone, reader=reader, now=now, method=method) for each in found]
    for event in events:
        calendar.add_component(event)
    if zone.rules is not None and calendar.get_used_tzids():
        calendar.subcomponents.insert(0, zone.rules)
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
        "details": Guest(lambda _: url).description(booking, reader),
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
        "body": Guest(lambda _: url).description(booking, reader),
    }
    return f"https://outlook.live.com/calendar/0/action/compose?{urlencode(query)}"


def title(booking: Booking) -> str:
    """This will name a booking as its guest would: what, and where."""
    return Guest(lambda _: "").title(booking)


def where(booking: Booking) -> str:
    """This will give the place to go to: the location's address with its name, else the business's; or that there is
    nowhere to go to."""
    if queries.is_online(booking):
        return gettext("Online")
    location = booking.location
    named = [location.name] if location.address and location.address != booking.business.address else []
    return ", ".join([*named, location.address or booking.business.address]).strip(", ")


class _Zone(NamedTuple):
    """A venue's zone, and its rules for the years of some entries; None: they are written in UTC."""

    info: dt.tzinfo
    rules: icalendar.Timezone | None

    def written(self, *instants: dt.datetime) -> list[dt.datetime]:
        """This will give instants by the venue's clock; in UTC when it shows one of them twice: a wall time means
        the first."""
        local = [each.astimezone(self.info) for each in instants]
        in_utc = self.rules is None or any(each.fold for each in local)
        return [each.astimezone(dt.UTC) for each in local] if in_utc else local


def _zone_of(found: Sequence[Entry]) -> _Zone:
    business = found[0].booking.business
    instants = [each for entry in found for each in entry.to.span(entry.booking)]
    instants += [entry.booking.series_starts_at for entry in found if entry.booking.series_starts_at]
    years = [each.astimezone(business.zone).year for each in instants]
    return _Zone(business.zone, timezones.rules(business.timezone, min(years), max(years)))


def _event(entry: Entry, *, zone: _Zone, reader: Reader, now: dt.datetime, method: str) -> icalendar.Event:
    booking, to = entry
    start, end = zone.written(*to.span(booking))
    event = icalendar.Event()
    event.add("uid", entry.uid)
    if booking.series is not None and booking.series_starts_at is not None:
        event.add("recurrence-id", *zone.written(booking.series_starts_at))
    event.add("sequence", booking.sequence)
    event.add("dtstamp", _utc(now).replace(microsecond=0))
    event.add("last-modified", _utc(booking.updated_at).replace(microsecond=0))
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", to.title(booking))
    meeting = queries.meeting(booking)
    videos = to.videos(meeting, now) if meeting else ()
    place = videos[0] if meeting and meeting.is_whole and videos else where(booking)
    if place:
        event.add("location", place)
    for video in videos:  # RFC 7986; a program that does not know it shows the place
        event.add(
            "conference", video, parameters={"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": gettext("Join by video")}
        )
    event.add("description", to.description(booking, reader))
    if url := to.url(booking):
        event.add("url", url)
    status = "CANCELLED" if method == CANCEL else STATUS.get(Booking.Status(booking.status), "CONFIRMED")
    event.add("status", status)
    event.add("class", "PRIVATE")
    event["organizer"] = _person(organizer(), booking.business.name)
    if method != PUBLISH and (address := to.address(booking)):
        event.add("attendee", _attendee(address, to.name(booking)))
    return event


def organizer() -> str:
    """This will give the address that invites, one for all entries: the sender of the mails.

    A program takes a change or the end of an entry only from who invited to it, and Outlook wants that to be who sent
    the mail. The business's own address may change between the two, and may be that of the member who is told.
    """
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def _attendee(address: str, name: str) -> icalendar.vCalAddress:
    """Who is invited has said yes by booking, or by being booked; the house's mails ask for no answer."""
    person = _person(address, name)
    person.params |= {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}
    return person


def _person(address: str, name: str) -> icalendar.vCalAddress:
    person = icalendar.vCalAddress(f"mailto:{address}")
    person.params["CN"] = "".join(filter(str.isprintable, name)) or address
    return person


def _utc(instant: dt.datetime) -> dt.datetime:
    return instant.astimezone(dt.UTC)
