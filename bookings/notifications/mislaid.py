"""A guest who has lost links and codes has them mailed: a page writes down who asked, the worker looks for bookings.

So the page does the same work, and says the same, whether an address is known there or not; only whoever reads that
address learns it. Of an address that is nobody's here nothing is kept.
"""

import datetime as dt
import uuid

from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from django.utils.translation import gettext

from bookings import queries
from bookings.localized import Reader
from bookings.models import Booking, Delivery
from bookings.notifications import envelope, leading
from bookings.notifications.said import GUEST, MISLAID
from bookings.notifications.wording import one_line
from businesses import limits, mail_frame, normal
from businesses.mail_frame import Content, Fact, Link
from businesses.models import Business

KIND = MISLAID
MOST = 20  # bookings in one mail


def ask(business: Business, email: str, *, now: dt.datetime) -> None:
    """This will have the coming bookings of an address mailed to it, if there are any.

    Raises `normal.Unsendable` and `limits.Exceeded`, of both kinds of address alike.
    """
    sendable = normal.email(email)
    limits.take(limits.MISLAID, f"{business.pk} {normal.email_key(sendable)}", now=now)
    Delivery.objects.create(
        business=business,
        channel=Delivery.Channel.MAIL,
        kind=KIND,
        audience=GUEST,
        about={"email": sendable},
        dedupe=f"mislaid:{uuid.uuid4()}",
        due_at=now,
    )


def letter_to(delivery: Delivery, *, now: dt.datetime) -> EmailMultiAlternatives | None:
    """This will compose the mail with an address's coming bookings; None: it has none there.

    From then on the delivery belongs to the first of them, so that it goes when its guest is erased.
    """
    address = delivery.about.get("email") or (delivery.booking.guest_email if delivery.booking else "")
    found = queries.coming_of(delivery.business, address, now=now, limit=MOST) if address else []
    if not found:
        forget(delivery)
        return None
    Delivery.objects.filter(pk=delivery.pk).update(booking=found[0])
    business, language = delivery.business, queries.language_of_guest(found[0])
    reader = Reader(language, business.country, business.zone)
    with translation.override(language):
        content, headers = _content(business, found, reader), envelope.headers(delivery)
    to, reply_to = [found[0].guest_email], [business.email] if business.email else None
    return mail_frame.message(content, envelope.sender(business), to=to, reply_to=reply_to, headers=headers)


def forget(delivery: Delivery) -> None:
    """This will drop the address from what was asked: it is known by the booking, or it is nobody's."""
    Delivery.objects.filter(pk=delivery.pk).update(about={})


def _content(business: Business, bookings: list[Booking], reader: Reader) -> Content:
    return Content(
        one_line(gettext("Your bookings at {business}").format(business=business.name)),
        gettext("Hello, somebody, we hope you, asked us for your bookings. These are the ones to come."),
        mail_frame.of_business(business),
        reader.language,
        rtl=reader.rtl,
        facts=[fact for booking in bookings for fact in _facts(booking, reader)],
        notes=[gettext("If you did not ask for this mail, you need not do anything: it went to nobody else.")],
    )


def _facts(booking: Booking, reader: Reader) -> list[Fact]:
    page = Link(gettext("See your booking"), leading.own_page(booking))
    code = gettext("Booking code")
    return [
        Fact(reader.short_moment(booking.starts_at), booking.service_names),
        Fact("", f"{code}: {booking.code}", links=(page,)),
    ]
