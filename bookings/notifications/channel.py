"""How people are told by mail: who, one try, and what a mail server's answer means."""

import datetime as dt
import smtplib

from django.core.mail import EmailMultiAlternatives, get_connection

from bookings.models import Booking, Delivery, Event
from bookings.notifications import few, house, letters, mislaid, notices, planning, said, several, truth
from bookings.outbox import Delivered, GivenUp, Outcome, Retry, Skipped
from businesses import limits, normal
from businesses.models import Business

PERMANENT = range(500, 600)


class Mails:
    """At once, then after 1, 5 and 15 minutes, 1, 3, 6 and 12 hours."""

    name = Delivery.Channel.MAIL
    schedule = (60, 300, 900, 3600, 10800, 21600, 43200)

    def plan(self, event: Event, *, now: dt.datetime) -> list[Delivery]:
        """This will make the mails that an event calls for, and the reminders of a time that is new."""
        return planning.deliveries(event, now=now)

    def send(self, delivery: Delivery, *, now: dt.datetime) -> Outcome:
        """This will compose the mail from the booking as it is now, and hand it to the mail server, if it is true."""
        if delivery.kind == few.KIND:
            return _few(delivery, now)
        if delivery.kind == mislaid.KIND:
            return _mislaid(delivery, now)
        if delivery.booking_id is None:
            if why := truth.needless_notice(delivery):
                return Skipped(why)
            recipient = house.owner_address(delivery.business)
            if not recipient:
                return Skipped("the business has no e-mail address")
            return handed_over(notices.switched_off(delivery, delivery.business, recipient))
        booking = Booking.objects.with_details().get(pk=delivery.booking_id)
        meant = several.told_of(delivery, booking)
        why = {each.pk: truth.needless(delivery, each, now=now) for each in meant}
        found = [each for each in meant if not why[each.pk]]
        if not found:
            return Skipped(why.get(booking.pk) or next(iter(why.values())))
        to_guest = delivery.audience == said.GUEST
        recipient = booking.guest_email if to_guest else house.recipient(delivery)
        if not recipient:
            return Skipped("there is no e-mail address" if to_guest else "nobody there wants it any more")
        if to_guest and (wait := _too_many(recipient, now=now)):
            return Retry(f"so many mails have gone to {recipient} that the next ones wait", recipient, wait)
        return handed_over(letters.letter(delivery, found, recipient, now=now))

    def gave_up(self, delivery: Delivery, *, now: dt.datetime) -> None:
        """Nothing follows: the booking's page shows it."""


def _few(delivery: Delivery, now: dt.datetime) -> Outcome:
    """The mail that too few people come to a group, while that is still to be decided."""
    if why := few.needless(delivery, now=now):
        return Skipped(why)
    return handed_over(notices.to_the_house(delivery, few.letter_to(delivery, now=now)))


def _mislaid(delivery: Delivery, now: dt.datetime) -> Outcome:
    """The mail with somebody's coming bookings, to whom they are."""
    mail = mislaid.letter_to(delivery, now=now)
    if mail is None:
        return Skipped("no coming booking was made with that address")
    recipient = mail.to[0]
    if wait := _too_many(recipient, now=now):
        return Retry(f"so many mails have gone to {recipient} that the next ones wait", recipient, wait)
    outcome = handed_over(mail)
    if not isinstance(outcome, Retry):
        mislaid.forget(delivery)
    return outcome


def handed_over(mail: EmailMultiAlternatives) -> Outcome:
    """This will hand a mail to the mail server; whatever goes wrong is tried again.

    Final are a 5xx, and an address that no mail can be written to: it will be none the next time.
    """
    recipient = mail.to[0]
    try:
        mail.to = [normal.email(recipient)]
    except normal.Unsendable as fault:
        return GivenUp(f"{recipient!r} {fault}"[:500], recipient)
    mail.reply_to = list(filter(None, map(normal.sendable, mail.reply_to)))
    try:
        mail.connection = get_connection()
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        return _refused(code, words, recipient)
    except smtplib.SMTPResponseException as error:
        return _refused(error.smtp_code, error.smtp_error, recipient)
    except (smtplib.SMTPException, OSError) as error:
        return Retry(f"{type(error).__name__}: {error}"[:300], recipient)
    return Delivered(recipient, "handed to the mail server")


def send_test(business: Business, address: str) -> Outcome:
    """This will send a mail of no booking to an address at once, and give the mail server's answer."""
    return handed_over(notices.trial(business, address))


def _too_many(recipient: str, *, now: dt.datetime) -> int:
    """The seconds for which nothing more goes to an address, whoever books with it and by which door; else 0."""
    try:
        for limit in (limits.MAILS, limits.MAILS_A_DAY):
            limits.take(limit, normal.email_key(recipient), now=now)
    except limits.Exceeded as error:
        return error.retry_after_seconds
    return 0


def _refused(code: int, words: bytes | str, recipient: str) -> Outcome:
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    answer = f"{code} {said}"[:500]
    return GivenUp(answer, recipient) if code in PERMANENT else Retry(answer, recipient)
