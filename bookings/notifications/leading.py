"""Where a mail leads on: its one button, its links, its policy. Only what still works when it is read is offered."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from bookings import queries
from bookings.localized import Reader
from bookings.models import Booking, Delivery
from bookings.notifications import calendar, house, said
from businesses.mail_frame import Link, Row

Status = Booking.Status


class Leads(NamedTuple):
    """What stands below the facts."""

    button: Link | None = None
    notes: Sequence[str] = ()
    rows: Sequence[Row] = ()


def for_guest(bookings: Sequence[Booking], reader: Reader, *, now: dt.datetime, attends: bool) -> Leads:
    """This will give what the guest of bookings can do; `attends`: they are asked whether they will be there."""
    booking = bookings[0]
    link, again = own_page(booking), _again(booking)
    see = Link(gettext("See your booking"), link)
    if booking.status == Status.CANCELLED:
        rows = [Row("", [see])] if again else []
        return Leads(again or see, rows=rows)
    if booking.status in (Status.COMPLETED, Status.NO_SHOW) or booking.ends_at <= now:
        return Leads(again)
    alone = len(bookings) == 1
    notes = [policy_of(booking, reader, now=now) if alone else policy_of_each(booking, reader)]
    rows = [_calendars(booking, link, reader)] if alone else []
    if attends:
        return Leads(Link(gettext("I will be there"), f"{link}attend/"), notes, [Row("", [see]), *rows])
    return Leads(see, notes, rows)


def for_house(delivery: Delivery, booking: Booking) -> Leads:
    """This will give what somebody in the house can do: see it where they work with it, if they do."""
    leads = said.manner(delivery.audience, delivery.kind).link == said.Link.DASHBOARD
    if not leads or not house.works_in_the_dashboard(delivery):
        return Leads()
    page = settings.PUBLIC_URL + reverse("admin:bookings_booking_change", args=[booking.pk])
    return Leads(Link(gettext("Open it in the dashboard"), page))


def own_page(booking: Booking) -> str:
    """This will give the address of a booking's own page, which only its guest gets."""
    return settings.PUBLIC_URL + reverse("own_booking", args=[queries.link_token(booking)])


def policy_of(booking: Booking, reader: Reader, *, now: dt.datetime) -> str:
    """This will say until when a guest may move or cancel a booking that is still to come."""
    if not queries.may_be_changed(booking, now=now):
        return gettext("It can no longer be moved or cancelled online.")
    until = reader.moment(queries.changeable_until(booking))
    return gettext("You can move or cancel it yourself, free of charge, until %(moment)s.") % {"moment": until}


def policy_of_each(booking: Booking, reader: Reader) -> str:
    """This will say until when a guest may move or cancel each of several dates, of which a booking is one."""
    minutes = booking.business.cancel_notice_minutes
    if not minutes:
        return gettext("You can move or cancel each date yourself, free of charge, until it begins.")
    length = reader.minutes(minutes, "long")
    return gettext("You can move or cancel each date yourself, free of charge, until {length} before it.").format(
        length=length
    )


def _again(booking: Booking) -> Link | None:
    """The same once more: what can still be had of it is looked up when the link is opened."""
    if not booking.business.active:
        return None
    return Link(gettext("Book again"), settings.PUBLIC_URL + reverse("own_again", args=[queries.link_token(booking)]))


def _calendars(booking: Booking, link: str, reader: Reader) -> Row:
    links = [
        Link("Google", calendar.google_link(booking, url=link, reader=reader), is_long=True),
        Link("Outlook", calendar.outlook_link(booking, url=link, reader=reader), is_long=True),
        Link(gettext("Calendar file"), f"{link}calendar.ics"),
    ]
    return Row(gettext("Add to your calendar"), links)
