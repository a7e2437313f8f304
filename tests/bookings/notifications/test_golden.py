"""What every mail says, word for word, in five languages, on the days on which the clocks change.

`GOLDEN=write PYTEST_ARGS=tests/bookings/notifications make test-sqlite` writes the files in golden/ anew; the
difference shows what has changed.
"""

import datetime as dt
import os
from pathlib import Path

import pytest

from bookings import operations, queries
from bookings.localized import LANGUAGES
from bookings.models import Booking, Delivery
from bookings.notifications import letters
from businesses.models import MessageText
from tests import factories

GOLDEN = Path(__file__).parent / "golden"
SPRING, AUTUMN = dt.datetime(2027, 3, 28, 1, 0, tzinfo=dt.UTC), dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)


REQUESTED = ("pending", "moved", "reminder")  # what is said of a booking that nobody has confirmed yet


def written(booking, kind, audience, now):
    about = {"starts_at": booking.starts_at.isoformat()}
    delivery = Delivery(business=booking.business, booking=booking, kind=kind, audience=audience, about=about)
    mail = letters.letter(delivery, [booking], "jordan@example.com", now=now)
    state = ", unconfirmed" if booking.status == "pending" else ""
    return f"== {kind} to {audience}{state}\n{mail.subject}\n\n{mail.body.strip()}\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mail_is_as_it_was(db, language):
    day_and_night = {day: [["00:00", "24:00"]] for day in factories.WEEKDAYS}
    shop = factories.load({**factories.ELM, "timezone": "Europe/Berlin", "country": "DE", "hours": day_and_night})
    found = []
    for start in (AUTUMN, SPRING):
        now = start - dt.timedelta(days=2)
        guest = operations.Guest(name="Jordan Smith", email="j@example.com", language=language, timezone="Asia/Tokyo")
        made = factories.book(shop, "Fade", starts_at=start, now=now, guest=guest, staff="Maria Gomez")
        Booking.objects.filter(pk=made.pk).update(code="0123456789AB")
        booking = Booking.objects.with_details().get(pk=made.pk)
        texts = [written(booking, kind, "guest", now) for kind in MessageText.Kind.values]
        texts += [written(booking, kind, "staff", now) for kind in ("new", "moved", "cancelled")]
        booking.status = "pending"
        texts += [written(booking, kind, "guest", now) for kind in REQUESTED]
        texts += [written(booking, kind, "staff", now) for kind in ("new", "moved")]
        tokens = {queries.link_token(booking): "TOKEN", queries.stop_token(booking): "STOP"}
        for token, name in tokens.items():
            texts = [text.replace(token, name) for text in texts]
        found += texts
        Booking.objects.filter(pk=made.pk).update(code=f"{made.pk:012}")
    path, text = GOLDEN / f"{language}.txt", "\n".join(found)
    if os.environ.get("GOLDEN") == "write":
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")
