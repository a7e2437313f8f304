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

from bookings import queries
from bookings.localized import Reader, chosen, spoken
from bookings.models import Booking, Delivery
from bookings.notifications import calendar, said
from bookings.notifications.facts import facts_of
from bookings.notifications.house_words import words_for_house
from bookings.notifications.said import GUEST
from bookings.notifications.tone import reason_of, tone_of
from bookings.notifications.wording import Kind, Words, one_line, values_of, words_for
from businesses.models import Business, MessageText, ReminderRule

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
    language = queries.language_of_guest(booking) if to_guest else queries.language_of_house(business)
    reader = Reader(language, business.country, business.zone)
    with translation.override(language):
        mail = _written(delivery, bookings, reader, to_guest=to_guest, now=now)
    mail.to = [recipient]
    return mail


def preview(text: MessageText, booking: Booking) -> Words:
    """This will give a business's own words as the guest of a booking would read them."""
    language = chosen(text.language, queries.language_of_guest(booking))
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
    unconfirmed = booking.status == Booking.Status.PENDING
    if to_guest:
        values = values_of(booking, reader, link, reason=reason_of(delivery, booking))
        own, text = _own_words(business, kind, reader.language), rule.text if rule else ""
        tone = tone_of(delivery, booking)
        words = words_for(kind, values, own, text, tone=tone, several=len(bookings) > 1)
    else:
        words = words_for_house(delivery, bookings, reader)
    attends = to_guest and rule is not None and rule.asks_attendance
    context = {
        "words": words,
        "facts": facts_of(bookings, reader, to_guest=to_guest),
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
    if method := said.manner(delivery.audience, kind).method:
        linked = [(each, _link(each)) for each in bookings]
        entry = calendar.entries(linked, reader=reader, now=now, method=method)
        mail.attach("booking.ics", entry.decode(), f"text/calendar; method={method}")
    return mail


def _link(booking: Booking) -> str:
    return settings.PUBLIC_URL + reverse("own_booking", args=[queries.link_token(booking)])


def _stop(booking: Booking) -> str:
    return settings.PUBLIC_URL + reverse("own_unsubscribe", args=[queries.stop_token(booking)])


def _own_words(business: Business, kind: str, language: str) -> MessageText | None:
    """The business's words in a language, else those that it has for every language."""
    rows = MessageText.objects.filter(business=business, kind=kind).order_by("pk")
    fits = [row for row in rows if not row.language or spoken(row.language) == language]
    return max(fits, key=lambda row: (bool(row.language), row.language == language), default=None)


def _headers(delivery: Delivery, business: Business) -> dict[str, str]:
    """The same id in every try, so that a mail that went twice is known as one."""
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    return {"Message-ID": f"<{delivery.uuid}@{host}>", "Auto-Submitted": "auto-generated"}
