"""Keeps what a guest has typed until something is booked, for a short while."""

import datetime as dt
from collections.abc import Mapping

from bookings.models import Booking, Draft
from businesses.models import Business

KEPT = dt.timedelta(hours=2)  # after the last time that something was typed


def keep_draft(*, business: Business, key: str, typed: Mapping[str, str], was_sent: bool, now: dt.datetime) -> Draft:
    """This will keep what was typed into a form, instead of what it had before, and give it.

    A form of which something was booked stays as it is: what is typed then is written nowhere.
    """
    written = {"typed": dict(typed), "was_sent": was_sent, "kept_until": now + KEPT}
    kept, is_new = Draft.objects.get_or_create(business=business, key=key, defaults=written)
    if not is_new and kept.booking_id is None:
        Draft.objects.filter(pk=kept.pk, booking=None).update(**written)
        kept.refresh_from_db()
    return kept


def end_draft(*, business: Business, key: str, booking: Booking, now: dt.datetime) -> None:
    """This will forget what was typed into a form, and remember what was booked with it."""
    ended = {"typed": {}, "booking": booking, "kept_until": now + KEPT}
    Draft.objects.update_or_create(business=business, key=key, defaults=ended)


def forget_drafts(*, now: dt.datetime) -> int:
    """This will forget every form that was left, and give the number of them."""
    return Draft.objects.filter(kept_until__lte=now).delete()[0]
