"""Composes a mail from a booking as it is: words, facts, links, and the entry for the calendar."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from bookings import queries
from bookings.localized import Reader, chosen, spoken
from bookings.models import Booking, Delivery
from bookings.notifications import envelope, invitation, known, leading, said
from bookings.notifications.entries import entries_of
from bookings.notifications.facts import facts_of
from bookings.notifications.house_facts import facts_for_house
from bookings.notifications.house_words import words_for_house
from bookings.notifications.said import GUEST
from bookings.notifications.tone import reason_of, tone_of
from bookings.notifications.wording import Kind, Words, values_of, words_for
from businesses import mail_frame
from businesses.mail_frame import Content, Fact, Link
from businesses.models import Business, MessageText, ReminderRule

OPTIONAL = (Kind.THANKS, Kind.MISSED)
AS_IF = {
    Kind.PENDING: Booking.Status.PENDING,
    Kind.CANCELLED: Booking.Status.CANCELLED,
    Kind.THANKS: Booking.Status.COMPLETED,
    Kind.MISSED: Booking.Status.NO_SHOW,
}


@dataclass(frozen=True)
class Mail:
    """A mail that is to be written: what it says of which bookings, and who reads it when."""

    delivery: Delivery
    bookings: Sequence[Booking]
    reader: Reader
    now: dt.datetime
    recipient: str
    own: MessageText | None = None  # the business's words instead of ours

    @property
    def booking(self) -> Booking:
        """The first of them, or the only one."""
        return self.bookings[0]

    @property
    def business(self) -> Business:
        """Whose mail it is."""
        return self.booking.business

    @property
    def to_guest(self) -> bool:
        """Whether the guest reads it, and not the house."""
        return self.delivery.audience == GUEST

    @property
    def stop(self) -> str:
        """The address at which a guest says that they want no such mails; "" where they need them."""
        return _stop(self.booking) if self.to_guest and self.delivery.kind in OPTIONAL else ""


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
        own = _own_words(business, delivery.kind, language) if to_guest else None
        mail = _written(Mail(delivery, bookings, reader, now, recipient, own))
    mail.to = [recipient]
    return mail


def preview(text: MessageText, booking: Booking) -> EmailMultiAlternatives:
    """This will compose the mail in which the guest of a booking would read a business's own words."""
    business = booking.business
    booking.status = AS_IF.get(Kind(text.kind), Booking.Status.CONFIRMED)
    booking.link_version = 0  # no link has it, so nothing of a preview opens a booking
    language = chosen(text.language, queries.language_of_guest(booking))
    reader = Reader(language, business.country, business.zone)
    delivery = Delivery(business=business, booking=booking, kind=text.kind, audience=GUEST)
    now = booking.ends_at if text.kind in OPTIONAL else booking.created_at
    with translation.override(reader.language):
        return _written(Mail(delivery, [booking], reader, now, booking.guest_email, text))


def _written(mail: Mail) -> EmailMultiAlternatives:
    business = mail.business
    headers = envelope.headers(mail.delivery)
    if mail.stop:
        headers |= {"List-Unsubscribe": f"<{mail.stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    reply_to = [business.email] if mail.to_guest and business.email else None
    written = mail_frame.message(_content(mail), envelope.sender(business), reply_to=reply_to, headers=headers)
    if method := said.manner(mail.delivery.audience, mail.delivery.kind).method:
        found = entries_of(mail.delivery, mail.bookings, mail.recipient)
        invitation.attach(written, found, method=method, reader=mail.reader, now=mail.now)
    return written


def _content(mail: Mail) -> Content:
    delivery, booking, reader = mail.delivery, mail.booking, mail.reader
    before = known.times_before(delivery, mail.bookings)
    if mail.to_guest:
        rule = ReminderRule.objects.filter(pk=delivery.about.get("rule"), business=mail.business).first()
        words, facts = _words_for_guest(mail, rule), _facts_for_guest(mail, before)
        attends = rule is not None and rule.asks_attendance and booking.status == Booking.Status.PENDING
        leads = leading.for_guest(mail.bookings, reader, now=mail.now, attends=attends)
    else:
        words = words_for_house(delivery, mail.bookings, reader)
        facts = facts_for_house(delivery, mail.bookings, reader, before, now=mail.now)
        leads = leading.for_house(delivery, booking)
    return Content(
        words.subject,
        words.text,
        mail_frame.of_business(mail.business),
        reader.language,
        rtl=reader.rtl,
        preheader=_preheader(facts, reader),
        facts=facts,
        foot=[Link(gettext("No more mails like this one"), mail.stop)] if mail.stop else [],
        **leads._asdict(),
    )


def _words_for_guest(mail: Mail, rule: ReminderRule | None) -> Words:
    delivery, booking = mail.delivery, mail.booking
    values = values_of(booking, mail.reader, leading.own_page(booking), reason=reason_of(delivery, booking))
    manner = {"tone": tone_of(delivery, booking), "several": len(mail.bookings) > 1}
    return words_for(delivery.kind, values, mail.own, rule.text if rule else "", **manner)


def _facts_for_guest(mail: Mail, before: Mapping[int, known.Span]) -> list[Fact]:
    return facts_of(mail.bookings, mail.reader, to_guest=True, now=mail.now, before=before)


def _preheader(facts: Sequence[Fact], reader: Reader) -> str:
    """What a list of mails shows beside the subject: the first lines of facts that the subject does not hold."""
    lines = [fact.value.splitlines()[0] for fact in facts if fact.label]
    return reader.listed(lines[0], *lines[2:4])


def _stop(booking: Booking) -> str:
    return settings.PUBLIC_URL + reverse("own_unsubscribe", args=[queries.stop_token(booking)])


def _own_words(business: Business, kind: str, language: str) -> MessageText | None:
    """The business's words in a language, else those that it has for every language."""
    rows = MessageText.objects.filter(business=business, kind=kind).order_by("pk")
    fits = [row for row in rows if not row.language or spoken(row.language) == language]
    return max(fits, key=lambda row: (bool(row.language), row.language == language), default=None)
