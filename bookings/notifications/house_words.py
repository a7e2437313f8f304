"""What a mail to somebody in the house says, in the business's language: it greets nobody, and names the guest."""

from collections.abc import Sequence

from django.utils.translation import gettext, ngettext

from bookings.localized import Reader
from bookings.models import Booking, Delivery
from bookings.notifications import known, said
from bookings.notifications.facts import span_of
from bookings.notifications.tone import Tone, reason_of, tone_of
from bookings.notifications.wording import Words, filled, one_line, values_of

MOST_NAMES = 3
GONE = "gone lost"  # lost, and cancelled since
ALONE = (said.CONFIRMED, said.UNSURE, GONE)  # said of each date by itself


def words_for_house(delivery: Delivery, bookings: Sequence[Booking], reader: Reader) -> Words:
    """This will give subject and text of a mail to somebody in the house."""
    booking = bookings[0]
    values = values_of(booking, reader, "", reason=reason_of(delivery, booking))
    values |= _values(delivery, bookings, reader)
    of_dates = len(bookings) > 1 and len({each.starts_at for each in bookings}) > 1  # else it is one class
    unconfirmed = tone_of(delivery, booking) in (Tone.UNCONFIRMED, Tone.STAYS_UNCONFIRMED, Tone.DECLINED)
    kind = GONE if delivery.kind == said.LOST and booking.status == Booking.Status.CANCELLED else delivery.kind
    subject, text = _to_house(kind, unconfirmed=unconfirmed, dates=of_dates)
    if len(bookings) > 1 and not of_dates:
        text = _of_class().get(kind, text)
    return Words(one_line(filled(subject, values)), filled(text, values).strip())


def _values(delivery: Delivery, bookings: Sequence[Booking], reader: Reader) -> dict[str, str]:
    """This will give what stands for the placeholders that only the house reads: who comes, and what was before."""
    booking, was = bookings[0], known.before(delivery, bookings[0])
    now = list(dict.fromkeys(place.appointment.staff.name for place in booking.parts))
    then = was.names() if was else []
    before = [span_of(was.own_span if delivery.kind == said.LOST else was.span, reader)] if was else []
    if then != now and delivery.kind == said.MOVED and was:
        before.append(gettext("with {person}").format(person=reader.listed(*then)))
    return {
        "guest": _guests(bookings, reader),
        "before": reader.listed(*before),
        "before_with": reader.listed(*then),
        "staff": reader.listed(*now),
    }


def _guests(bookings: Sequence[Booking], reader: Reader) -> str:
    """This will name who comes, each once: all, or of many the first and how many more."""
    names = list(dict.fromkeys(booking.guest_name or gettext("a guest") for booking in bookings))
    more = len(names) - MOST_NAMES
    if more <= 0:
        return reader.listed(*names)
    others = ngettext("%(count)s more", "%(count)s more", more) % {"count": more}
    return reader.listed(*names[:MOST_NAMES], others)


def _to_house(kind: str, *, unconfirmed: bool, dates: bool) -> tuple[str, str]:
    """This will give subject and text of a mail to the house, with placeholders. `unconfirmed`: it is, or was, a
    request; `dates`: it tells of several dates of a series."""
    alone = not dates or kind in ALONE
    return (_of_one if alone else _of_dates)(kind, unconfirmed=unconfirmed)


def _of_one(kind: str, *, unconfirmed: bool) -> tuple[str, str]:
    asked = f"unconfirmed {kind}" if unconfirmed else kind
    subjects = {
        said.NEW: gettext("New booking: {service} on {when}"),
        "unconfirmed new": gettext("New request: {service} on {when}"),
        said.DECIDE: gettext("To decide: {service} on {when}"),
        said.CONFIRMED: gettext("Confirmed: {service} on {when}"),
        said.UNSURE: gettext("No longer confirmed: {service} on {when}"),
        said.MOVED: gettext("Moved: {service}, now on {when}"),
        said.GIVEN: gettext("Now yours: {service} on {when}"),
        said.LOST: gettext("No longer yours: {service}, {before}"),
        GONE: gettext("No longer yours: {service}, {before}"),
        said.CANCELLED: gettext("Cancelled: {service} on {when}"),
    }
    texts = {
        said.NEW: gettext("New booking for {guest}."),
        "unconfirmed new": gettext("New request of {guest}. Nobody has confirmed it yet."),
        said.DECIDE: gettext("New request of {guest}, with {staff}. Please confirm it or decline it."),
        said.CONFIRMED: gettext("The booking of {guest} is confirmed."),
        said.UNSURE: gettext("The booking of {guest} has to be confirmed again."),
        said.MOVED: gettext("The booking of {guest} has been moved. Until now it was: {before}."),
        said.GIVEN: gettext("The booking of {guest} is yours now. Until now it was: {before}, with {before_with}."),
        said.LOST: gettext("The booking of {guest} is no longer yours. It was: {before}. Now it is with {staff}."),
        GONE: gettext("The booking of {guest} is no longer yours. It was: {before}."),
        said.CANCELLED: gettext("The booking of {guest} is cancelled. {reason}"),
        "unconfirmed moved": gettext(
            "The request of {guest} has been moved. Until now it was: {before}. Nobody has confirmed it yet."
        ),
        "unconfirmed given": gettext(
            "The request of {guest} is yours now. Until now it was: {before}, with {before_with}. "
            "Nobody has confirmed it yet."
        ),
        "unconfirmed lost": gettext(
            "The request of {guest} is no longer yours. It was: {before}. Now it is with {staff}."
        ),
        "unconfirmed cancelled": gettext("The request of {guest} is cancelled. {reason}"),
    }
    return subjects.get(asked, subjects[kind]), texts.get(asked, texts[kind])


def _of_class() -> dict[str, str]:
    """What is said of everybody in a class at once, by kind."""
    return {
        said.MOVED: gettext("The bookings of {guest} have been moved. Until now they were: {before}."),
        said.GIVEN: gettext(
            "The bookings of {guest} are yours now. Until now they were: {before}, with {before_with}."
        ),
        said.LOST: gettext(
            "The bookings of {guest} are no longer yours. They were: {before}. Now they are with {staff}."
        ),
        said.CANCELLED: gettext("The bookings of {guest} are cancelled. {reason}"),
    }


def _of_dates(kind: str, *, unconfirmed: bool) -> tuple[str, str]:
    if unconfirmed and kind == said.NEW:
        kind = f"unconfirmed {kind}"
    subjects = {
        said.NEW: gettext("New bookings: {service}, several dates from {day} on"),
        "unconfirmed new": gettext("New request: {service}, several dates from {day} on"),
        said.DECIDE: gettext("To decide: {service}, several dates from {day} on"),
        said.MOVED: gettext("Moved: {service}, several dates, now from {day} on"),
        said.GIVEN: gettext("Now yours: {service}, several dates from {day} on"),
        said.LOST: gettext("No longer yours: {service}, several dates"),
        said.CANCELLED: gettext("Cancelled: {service}, several dates from {day} on"),
    }
    texts = {
        said.NEW: gettext("New bookings on several dates for {guest}."),
        "unconfirmed new": gettext("New request of {guest} for several dates. Nobody has confirmed it yet."),
        said.DECIDE: gettext("New request of {guest} for several dates. Please confirm each of them or decline it."),
        said.MOVED: gettext("The bookings of {guest} have been moved. These are the new times."),
        said.GIVEN: gettext("The bookings of {guest} on these dates are yours now."),
        said.LOST: gettext("The bookings of {guest} on these dates are no longer yours. Now they are with {staff}."),
        said.CANCELLED: gettext("The bookings of {guest} on these dates are cancelled. {reason}"),
    }
    return subjects[kind], texts[kind]
