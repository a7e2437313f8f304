"""What every mail says, word for word, in five languages, on the days on which the clocks change; and how it looks.

`GOLDEN=write PYTEST_ARGS=tests/bookings/notifications make test-sqlite` writes the files in golden/ anew; the
difference shows what has changed.
"""

import datetime as dt
import os
from pathlib import Path

import pytest

from bookings import operations, queries
from bookings.localized import LANGUAGES
from bookings.models import Booking, Delivery, Event
from bookings.notifications import letters
from businesses.models import MessageText
from tests import factories

GOLDEN = Path(__file__).parent / "golden"
SPRING, AUTUMN = dt.datetime(2027, 3, 28, 1, 0, tzinfo=dt.UTC), dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
WINTER = dt.datetime(2026, 12, 1, 9, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
STREET = "Kastanienallee 214, 10435 Berlin"

STATUS = {
    "pending": "pending",
    "decide": "pending",
    "unsure": "pending",
    "cancelled": "cancelled",
    "thanks": "completed",
    "missed": "no_show",
}
REQUESTED = ("pending", "moved", "reminder")  # what is said of a booking that nobody has confirmed yet
TO_GUESTS = [(kind, "guest", STATUS.get(kind, "confirmed")) for kind in MessageText.Kind.values]
HOUSE = ("new", "confirmed", "unsure", "moved", "given", "lost", "cancelled")
TO_THE_HOUSE = [*((kind, "staff", STATUS.get(kind, "confirmed")) for kind in HOUSE), ("decide", "owner", "pending")]
UNCONFIRMED = [(kind, "guest", "pending") for kind in REQUESTED] + [
    (kind, "staff", "pending") for kind in ("new", "moved")
]


def shop_of(**changes):
    day_and_night = {day: [["00:00", "24:00"]] for day in factories.WEEKDAYS}
    berlin = {"timezone": "Europe/Berlin", "country": "DE", "hours": day_and_night, **changes}
    return factories.load(factories.elm_document(**berlin))


def booked(shop, start, language, zone=""):
    """A booking that was moved from the day before."""
    now = start - 3 * DAY
    guest = operations.Guest(name="Jordan Smith", email="j@example.com", language=language, timezone=zone)
    made = factories.book(shop, "Fade", starts_at=start - DAY, now=now, guest=guest, staff="Maria Gomez")
    operations.move(booking=made, starts_at=start, now=now, by="guest")
    Booking.objects.filter(pk=made.pk).update(code="0123456789AB")
    return Booking.objects.with_details().get(pk=made.pk)


def mail_of(booking, kind, audience, status):
    booking.status = status
    event = Event.objects.get(booking=booking, type=Event.Type.MOVED) if kind in ("moved", "given", "lost") else None
    now = booking.starts_at - 2 * DAY if kind not in ("thanks", "missed") else booking.ends_at + DAY
    about = {"starts_at": booking.starts_at.isoformat()}
    delivery = Delivery(
        business=booking.business, booking=booking, event=event, kind=kind, audience=audience, about=about
    )
    return letters.letter(delivery, [booking], "jordan@example.com", now=now)


def always(text, booking):
    """A text without what differs from run to run."""
    secrets = {queries.link_token(booking): "TOKEN", queries.stop_token(booking): "STOP", f"/{booking.pk}/": "/PK/"}
    for secret, name in secrets.items():
        text = text.replace(secret, name)
    return text


def compared(path, text):
    """This will prove a text to be as it was, or write it."""
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8"), path.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mail_is_as_it_was(db, language):
    shop, found = shop_of(language=language), []
    for start in (AUTUMN, SPRING):
        booking = booked(shop, start, language, "Asia/Tokyo")
        for kind, audience, status in (*TO_GUESTS, *TO_THE_HOUSE, *UNCONFIRMED):
            mail = mail_of(booking, kind, audience, status)
            state = ", unconfirmed" if status == "pending" and kind != "pending" else ""
            text = f"== {kind} to {audience}{state}\n{mail.subject}\n\n{mail.body.strip()}\n"
            found.append(always(text, booking))
        Booking.objects.filter(pk=booking.pk).update(code=f"{booking.pk:012}")
    compared(GOLDEN / f"{language}.txt", "\n".join(found))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mail_looks_as_it_did(db, language):
    where = [{"name": name, "address": STREET} for name in ("Main", "Annex")]
    rules, page = {"cancel_notice_minutes": 1440}, {"accent_color": "#2f6b4f"}
    shop = shop_of(language=language, address=STREET, locations=where, rules=rules, page=page)
    booking = booked(shop, WINTER, language)
    for kind, audience, status in (*TO_GUESTS, *TO_THE_HOUSE):
        html, form = mail_of(booking, kind, audience, status).alternatives[0]
        assert form == "text/html"
        assert len(html.encode()) < 30_000, "mail programs cut off what is longer than 100 kB, with other texts in it"
        name = kind if audience == "guest" else f"house-{kind}"
        compared(GOLDEN / language / f"{name}.html", always(html, booking))
