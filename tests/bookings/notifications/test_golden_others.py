"""Mails of several dates, of mislaid links, to the house about no booking, and about accounts: as they were.

They are written anew as `test_golden` says.
"""

import datetime as dt
import re

import pytest
from django.core import mail
from django.utils import translation

from bookings import operations
from bookings.localized import LANGUAGES
from bookings.models import Booking, Delivery, Event
from bookings.notifications import few, letters, mislaid, notices
from businesses import account_mail, people
from businesses.models import User
from tests import factories
from tests.bookings.notifications.test_golden import GOLDEN, STREET, compared
from tests.bookings.operations import courses
from tests.factories import NOW

SECRETS = re.compile(r"(?<=/b/)[\w=-]{36}(?=/)|(?<=/password_reset/)[\w/-]+|(?<=/welcome/)[\w/-]+|(?<=%2Fb%2F)[\w-]+")
PAGES = re.compile(r"(?<=/)\d+(?=/)")


@pytest.fixture
def shop(db, now):
    """North Elm in its green, at one address."""
    where = [{"name": name, "address": STREET} for name in ("Main", "Annex")]
    page = {"accent_color": "#2f6b4f"}
    return factories.load(factories.elm_document(address=STREET, locations=where, page=page))


def keep(written, name, folder="en"):
    """This will compare both forms of a mail with how they were."""
    html = str(written.alternatives[0][0])
    text = f"{written.subject}\n\n{written.body}"
    for form, said in (("html", html), ("txt", text)):
        compared(GOLDEN / folder / f"{name}.{form}", PAGES.sub("PK", SECRETS.sub("TOKEN", said)))


def course(shop, language):
    guest = operations.Guest(name="Jordan Smith", email="j@example.com", language=language)
    made = courses.course(shop, order=operations.Order(guest, factories.WIZARD), count=3)
    for n, booking in enumerate(made):
        Booking.objects.filter(pk=booking.pk).update(code=f"{n:012}")
    return list(Booking.objects.with_details().filter(pk__in=[each.pk for each in made]).order_by("series_index"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_series_is_told_with_all_its_dates(shop, language):
    bookings = course(shop, language)
    event = Event.objects.filter(booking=bookings[0]).first()
    delivery = Delivery(business=shop.business, booking=bookings[0], event=event, kind="confirmed", audience="guest")
    keep(letters.letter(delivery, bookings, "j@example.com", now=NOW), "series", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_lost_their_links_reads_what_is_to_come(shop, language):
    course(shop, language)
    mislaid.ask(shop.business, "j@example.com", now=NOW)
    keep(mislaid.letter_to(Delivery.objects.get(kind=mislaid.KIND), now=NOW), "mislaid", language)


def test_the_house_is_told_of_what_is_no_booking(shop):
    about = {"url": "https://partner.example/hook", "reason": "HTTP 410"}
    delivery = Delivery(business=shop.business, kind="endpoint.switched_off", about=about)
    keep(notices.switched_off(delivery, shop.business, "owner@example.com"), "notice-webhook")
    keep(notices.trial(shop.business, "owner@example.com"), "notice-test")
    shop.services["Yoga"].min_participants, shop.services["Yoga"].min_participants_by_minutes = 2, 24 * 60
    shop.services["Yoga"].save()
    start = factories.book(shop, "Yoga").starts_at
    few.tell(start - dt.timedelta(hours=24))
    told = Delivery.objects.filter(kind="few").first()
    keep(notices.to_the_house(told, few.letter_to(told, now=start - dt.timedelta(hours=24))), "notice-few")


def test_mails_about_accounts(shop):
    kim = User.objects.create_user("kim", "kim@example.com")
    with translation.override("en"):
        account_mail.ask_reset("kim@example.com", now=NOW)
        account_mail.ask_new_device(kim, "192.0.2.7", now=NOW)
        account_mail.send_due(clock=lambda: NOW)
        people.tell(shop.business, people.invite(shop.business, "ann@example.com", "manager"))
    reset, device, invitation = mail.outbox
    keep(reset, "account-reset")
    keep(device, "account-device")
    keep(invitation, "account-invitation")
