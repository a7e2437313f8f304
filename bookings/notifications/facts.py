"""The lines of facts of a mail: what was booked, when, where and for whom."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext, ngettext

from bookings import queries
from bookings.localized import Reader
from bookings.models import Booking
from bookings.notifications import leading
from bookings.notifications.directions import directions_of
from bookings.notifications.parts import parts_of
from bookings.notifications.wording import prices_of, waiting_of
from businesses.mail_frame import Fact, Link

Span = tuple[dt.datetime, dt.datetime]


def facts_of(
    bookings: Sequence[Booking],
    reader: Reader,
    *,
    to_guest: bool,
    now: dt.datetime,
    before: Mapping[int, Span] | None = None,
) -> list[Fact]:
    """This will give the lines of facts of a mail, in the language that is on.

    They are always right, whatever the words above them say: the venue's time first, the guest's own when it differs. A
    line without a label goes on with the one above it. `before` has the times that bookings had, by their ids.
    """
    booking = bookings[0]
    business = booking.business
    parts = parts_of(booking, reader, to_guest=to_guest)
    alone = not parts and (business.show_staff_selection or not to_guest)
    facts = [
        *_whens(bookings, reader, before or {}, to_guest=to_guest),
        ("", waiting_of(booking, reader)),
        (gettext("Services"), "\n".join(parts)) if parts else (gettext("Service"), booking.service_name),
        (gettext("With"), booking.staff.name if alone else ""),
        (gettext("How many"), _party(booking.party_size) if booking.party_size > 1 else ""),
        _where(booking, to_guest=to_guest),
        *_video(booking, reader, to_guest=to_guest, now=now),
        (gettext("Price"), prices_of(bookings, reader) if business.show_service_prices or not to_guest else ""),
        (gettext("Status"), gettext("Not confirmed yet") if booking.status == Booking.Status.PENDING else ""),
        (gettext("Booking code"), booking.code if len(bookings) == 1 else ""),
    ]
    if to_guest:
        facts += [_at_the_same_time(bookings, reader)]
    else:
        facts += [
            (gettext("Guest"), booking.guest_name),
            (gettext("Phone"), booking.guest_phone),
            *_answers(booking),
            (gettext("Notes"), booking.customer_notes),
        ]
    return [Fact(*each) for each in facts if each[1]]


def _party(size: int) -> str:
    return ngettext("%(count)s person", "%(count)s people", size) % {"count": size}


def _answers(booking: Booking) -> list[tuple[str, str]]:
    """What the services asked, and what the guest said; that a box was ticked."""
    yes = gettext("Yes")
    return [(each["question"], yes if each["answer"] is True else each["answer"]) for each in booking.answers]


def _whens(
    bookings: Sequence[Booking], reader: Reader, before: Mapping[int, Span], *, to_guest: bool
) -> list[Fact | tuple[str, str]]:
    """When each is, at the venue and by the guest's own clock where that shows another time; of several, the codes."""
    found: list[Fact | tuple[str, str]] = []
    for each in bookings:
        when = span_of((each.starts_at, each.ends_at), reader)
        label, zone = ("", "") if found else (gettext("When"), reader.zone_name(each.starts_at))
        was = span_of(before[each.pk], reader) if each.pk in before else ""
        own = reader.elsewhere(each.guest_timezone, each.starts_at) if to_guest else None
        there = gettext("{moment} in {city}").format(moment=own.moment(each.starts_at), city=own.city()) if own else ""
        code = gettext("Booking {code}").format(code=each.code) if len(bookings) > 1 else ""
        found += [Fact(label, when, was, aside=reader.listed(zone, code)), ("", there)]
    return found


def _where(booking: Booking, *, to_guest: bool) -> Fact:
    """The place; a guest who is still to come there reads on which maps it can be found."""
    there = directions_of(booking)
    leads = to_guest and booking.status in Booking.OPEN
    return Fact(gettext("Where"), there.line, links=tuple(Link(name, href) for name, href in there.maps if leads))


def _video(booking: Booking, reader: Reader, *, to_guest: bool, now: dt.datetime) -> list[Fact]:
    """The address of an online booking; to its guest from the hour on that the business sets."""
    meeting = queries.meeting(booking)
    if meeting is None:
        return []
    addresses = meeting.told(now) if to_guest else meeting.addresses
    if to_guest and (later := meeting.told_later(now)):
        words = gettext("The link stands on the page of your booking from {moment} on.")
        return [Fact(gettext("Video"), words.format(moment=reader.moment(later)))]
    join = gettext("Join by video")
    return [Fact("" if n else gettext("Video"), each, links=(Link(join, each),)) for n, each in enumerate(addresses)]


def _at_the_same_time(bookings: Sequence[Booking], reader: Reader) -> Fact:
    """What else this address has booked then. It is said by mail, since on a page anybody may type an address."""
    found = queries.at_the_same_time([each for each in bookings if each.status in Booking.OPEN])
    lines = [reader.listed(each.service_names, reader.moment(each.starts_at)) for each in found]
    links = tuple(Link(each.code, leading.own_page(each)) for each in found)
    return Fact(gettext("You also have then"), "\n".join(lines), links=links)


def span_of(span: Span, reader: Reader) -> str:
    """This will write a time from start to end: "Tuesday 24 November 2026, 10:00 – 10:45"."""
    start, end = span
    return f"{reader.day(start)}{'،' if reader.rtl else ','} {reader.span(start, end)}"
