"""A mail leads only to what still works when it is sent, and every address of ours in it opens."""

import datetime as dt
import re

import pytest
from django.conf import settings

from bookings import operations
from bookings.models import Booking, Delivery
from bookings.notifications import letters
from tests import factories
from tests.factories import DAY, NOW, at

KIM = operations.Guest(name="Kim Ede", email="kim@example.com")
HOUR = dt.timedelta(hours=1)
KEEP, TOO_LATE = "You can move or cancel it yourself", "It can no longer be moved or cancelled online."
OURS = re.compile(re.escape(settings.PUBLIC_URL) + r"(/[^\s\"<]*)")


@pytest.fixture
def shop(db, now):
    """North Elm, where guests move and cancel until a day before."""
    return factories.load(factories.elm_document(rules={"cancel_notice_minutes": 24 * 60}))


@pytest.fixture
def booking(shop):
    return factories.book(shop, "Fade", guest=KIM)


def both(booking, kind, now, *, event=None):
    """What the mail says, as plain text and as HTML."""
    found = Booking.objects.with_details().get(pk=booking.pk)
    about = {"starts_at": found.starts_at.isoformat()}
    delivery = Delivery(business=found.business, booking=found, kind=kind, audience="guest", about=about, event=event)
    mail = letters.letter(delivery, [found], KIM.email, now=now)
    return mail.body, mail.alternatives[0][0]


def test_before_the_notice_it_says_until_when_it_can_be_changed(booking):
    for said in both(booking, "confirmed", NOW):
        assert KEEP in said
        assert "Monday, November 23, 2026, 10:00" in said
        assert "See your booking" in said
        assert "calendar.ics" in said
        assert "maps" in said


def test_within_the_notice_it_says_that_it_is_too_late(booking):
    for said in both(booking, "reminder", booking.starts_at - HOUR):
        assert KEEP not in said
        assert TOO_LATE in said
        assert "See your booking" in said


def test_of_what_is_cancelled_nothing_can_be_changed_kept_or_looked_up_on_a_map(booking):
    operations.cancel(booking=booking, now=NOW, by="guest")
    for said in both(booking, "cancelled", NOW):
        assert "Book again" in said
        for gone in (KEEP, TOO_LATE, "calendar.ics", "maps"):
            assert gone not in said


@pytest.mark.parametrize(("kind", "verb"), [("thanks", operations.complete), ("missed", operations.no_show)])
def test_after_the_visit_there_is_nothing_to_do_but_to_book_again(booking, kind, verb):
    verb(booking=booking, now=booking.ends_at, by="x")
    for said in both(booking, kind, booking.ends_at + HOUR):
        assert "Book again" in said
        for gone in (KEEP, TOO_LATE, "calendar.ics", "maps", "See your booking"):
            assert gone not in said


def test_a_business_that_takes_no_bookings_offers_none(shop, booking):
    operations.cancel(booking=booking, now=NOW, by="guest")
    shop.business.active = False
    shop.business.save()
    for said in both(booking, "cancelled", NOW):
        assert "Book again" not in said


def test_the_old_time_is_struck_through(shop, booking):
    moved = operations.move(booking=booking, starts_at=at(shop, DAY, "15:00"), now=NOW, by="guest")
    text, html = both(moved, "moved", NOW, event=moved.events.get(type="booking.moved"))
    assert re.search(r"instead of Tuesday, November 24, 2026, 10:00\sAM – 10:45\sAM", text)
    assert re.search(r"<s>Tuesday, November 24, 2026, 10:00\sAM – 10:45\sAM</s>", html)


@pytest.mark.parametrize("kind", ["confirmed", "reminder", "cancelled", "thanks"])
def test_every_address_of_ours_opens(booking, client, kind):
    if kind == "cancelled":
        operations.cancel(booking=booking, now=NOW, by="guest")
    if kind == "thanks":
        operations.complete(booking=booking, now=booking.ends_at, by="x")
    for said in both(booking, kind, booking.ends_at + HOUR if kind == "thanks" else NOW):
        paths = set(OURS.findall(said))
        assert paths
        assert {client.get(path, follow=True).status_code for path in paths} == {200}, paths


def test_the_list_of_mails_shows_what_the_subject_does_not(booking):
    html = both(booking, "confirmed", NOW)[1]
    [hidden] = re.findall(r"display:none[^>]*>([^&<]*)", html)
    assert "10:45" in hidden
    assert booking.staff.name in hidden
