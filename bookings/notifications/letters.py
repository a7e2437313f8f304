"""Composes a mail from a booking as it is: words, facts, links, and the entry for the calendar."""

import datetime as dt
from collections.abc import Sequence
from email.utils import formataddr, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from bookings import queries
from bookings.localized import LANGUAGES, Reader
from bookings.models import Booking, Delivery
from bookings.notifications import calendar, invitation
from bookings.notifications.parts import parts_of
from bookings.notifications.planning import GUEST
from bookings.notifications.wording import Kind, Words, one_line, prices_of, values_of, waiting_of, words_for
from businesses.models import Business, MessageText, ReminderRule

HOUSE = ("dashboard:", "house:")
OPTIONAL = (Kind.THANKS, Kind.MISSED)


def letter(
    delivery: Delivery, bookings: Sequence[Booking], recipient: str, *, now: dt.datetime
) -> EmailMultiAlternatives:
    """This will compose the mail of a delivery, in its reader's language and the venue's time.

    It tells of one booking, or of the first of several and the dates of all.
    """
    booking = bookings[0]
    business = booking.business
    to_guest = delivery.audience == GUEST
    asked = booking.guest_language if to_guest else business.language
    language = asked if asked in LANGUAGES else "en"
    reader = Reader(language, business.country, business.zone)
    with translation.override(language):
        mail = _written(delivery, bookings, reader, to_guest=to_guest, now=now)
    mail.to = [recipient]
    return mail


def preview(text: MessageText, booking: Booking) -> Words:
    """This will give a business's own words as the guest of a booking would read them."""
    language = text.language or booking.business.language
    reader = Reader(language, booking.business.country, booking.business.zone)
    with translation.override(reader.language):
        return words_for(text.kind, values_of(booking, reader, _link(booking), reason=booking.cancel_reason), text)


def sender(business: Business) -> str:
    """This will give the sender of a business's mails: its name, at the site's own address."""
    return formataddr((one_line(business.name), parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


def plain_letter(delivery: Delivery, business: Business, recipient: str) -> EmailMultiAlternatives:
    """This will compose a notice to an owner that is about no booking."""
    subject = f"{business.name}: webhooks to {delivery.about.get('url', '')} are switched off"
    text = (
        f"The endpoint {delivery.about.get('url', '')} is told nothing any more: {delivery.about.get('reason', '')}.\n"
        "Switch it on again in the dashboard once it answers; what it missed can be sent again from there."
    )
    return EmailMultiAlternatives(
        one_line(subject), text, sender(business), [recipient], headers=_headers(delivery, business)
    )


def to_the_house(delivery: Delivery, subject: str, text: str) -> EmailMultiAlternatives:
    """This will compose a mail of plain text that somebody in the business is told by, about no booking."""
    business = delivery.business
    headers = _headers(delivery, business)
    return EmailMultiAlternatives(subject, text, sender(business), [delivery.recipient], headers=headers)


def _written(
    delivery: Delivery, bookings: Sequence[Booking], reader: Reader, *, to_guest: bool, now: dt.datetime
) -> EmailMultiAlternatives:
    booking = bookings[0]
    business, kind = booking.business, delivery.kind
    link = _link(booking)
    rule = ReminderRule.objects.filter(pk=delivery.about.get("rule"), business=business).first()
    values = values_of(booking, reader, link, reason=_reason(delivery, booking, to_guest=to_guest))
    own = _own_words(business, kind, reader.language) if to_guest else None
    unconfirmed = booking.status == Booking.Status.PENDING
    manner = {"unconfirmed": unconfirmed, "several": len(bookings) > 1}
    words = words_for(kind, values, own, rule.text if rule else "", **manner)
    attends = to_guest and rule is not None and rule.asks_attendance
    context = {
        "words": words,
        "facts": _facts(bookings, reader, to_guest=to_guest),
        "reader": reader,
        "business": business,
        "link": link if to_guest else "",
        "attend": f"{link}attend/" if attends and unconfirmed else "",
        "stop": _stop(booking) if to_guest and kind in OPTIONAL else "",
        "cancelled": booking.status == Booking.Status.CANCELLED,
    }
    headers = _headers(delivery, business)
    if context["stop"]:
        headers |= {"List-Unsubscribe": f"<{context['stop']}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    mail = EmailMultiAlternatives(
        words.subject,
        render_to_string("notifications/mail.txt", context),
        sender(business),
        reply_to=[business.email] if to_guest and business.email else None,
        headers=headers,
    )
    mail.attach_alternative(render_to_string("notifications/mail.html", context), "text/html")
    if kind not in OPTIONAL:
        method = calendar.CANCEL if booking.status == Booking.Status.CANCELLED else calendar.PUBLISH
        entries = [calendar.Entry(each, calendar.Guest(_link)) for each in bookings]
        invitation.attach(mail, entries, method=method, reader=reader, now=now)
    return mail


def _link(booking: Booking) -> str:
    return settings.PUBLIC_URL + reverse("own_booking", args=[queries.link_token(booking)])


def _facts(bookings: Sequence[Booking], reader: Reader, *, to_guest: bool) -> list[tuple[str, str]]:
    """What is always right, whatever the words above say: the venue's time first, the guest's own when it differs."""
    booking = bookings[0]
    business, start = booking.business, booking.starts_at
    own = reader.elsewhere(booking.guest_timezone, start) if to_guest and booking.guest_timezone else None
    parts = parts_of(booking, reader, to_guest=to_guest)
    alone = not parts and (business.show_staff_selection or not to_guest)
    facts = [
        (gettext("When"), f"{_span(booking, reader)} ({reader.zone_name(start)})"),
        ("", gettext("{moment} in {city}").format(moment=own.moment(start), city=own.city()) if own else ""),
        *(("", _span(each, reader)) for each in bookings[1:]),
        ("", waiting_of(booking, reader)),
        (gettext("Services"), "\n".join(parts)) if parts else (gettext("Service"), booking.service_name),
        (gettext("With"), booking.staff.name if alone else ""),
        (gettext("How many"), str(booking.party_size) if booking.party_size > 1 else ""),
        (gettext("Where"), calendar.where(booking)),
        (gettext("Price"), prices_of(bookings, reader) if business.show_service_prices or not to_guest else ""),
        (gettext("Status"), gettext("Not confirmed yet") if booking.status == Booking.Status.PENDING else ""),
        (gettext("Booking code"), booking.code),
    ]
    if not to_guest:
        facts += [
            (gettext("Guest"), booking.guest_name),
            (gettext("Phone"), booking.guest_phone),
            (gettext("Notes"), booking.customer_notes),
        ]
    return [(label, value) for label, value in facts if value]


def _span(booking: Booking, reader: Reader) -> str:
    comma = "،" if reader.rtl else ","
    return f"{reader.day(booking.starts_at)}{comma} {reader.span(booking.starts_at, booking.ends_at)}"


def _reason(delivery: Delivery, booking: Booking, *, to_guest: bool) -> str:
    """Why it was cancelled; to a guest only in the house's words: nobody writes to a stranger through us."""
    by = delivery.event.by if delivery.event else ""
    return booking.cancel_reason if not to_guest or by.startswith(HOUSE) else ""


def _stop(booking: Booking) -> str:
    return settings.PUBLIC_URL + reverse("own_unsubscribe", args=[queries.stop_token(booking)])


def _own_words(business: Business, kind: str, language: str) -> MessageText | None:
    rows = MessageText.objects.filter(business=business, kind=kind, language__in=["", language])
    return max(rows, key=lambda row: row.language, default=None)


def _headers(delivery: Delivery, business: Business) -> dict[str, str]:
    """The same id in every try, so that a mail that went twice is known as one."""
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    return {"Message-ID": f"<{delivery.uuid}@{host}>", "Auto-Submitted": "auto-generated"}
