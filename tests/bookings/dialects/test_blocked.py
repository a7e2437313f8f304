"""Whom the business blocked is refused at every door for guests, whatever of theirs is typed; the house still may."""

import pytest

from bookings import errors, operations
from bookings.models import Booking
from bookings.recurrence import Recurrence
from businesses.models import Customer
from tests import factories
from tests.bookings.dialects.booqara.answers import order as booqara_order
from tests.bookings.dialects.every.cast import VOICES
from tests.bookings.dialects.nextinque.answers import order as nextinque_order
from tests.factories import DAY, NOW, WIZARD, at

PHONE, OLD_PHONE = "+12025550171", "+12025550172"
SIGNS = {
    "e-mail": {"email": "MAL@example.com"},
    "phone": {"phone": "(202) 555-0171"},
    "e-mail of before": {"email": "mal@old.example"},
    "phone of before": {"phone": OLD_PHONE},
    "phone beside a new e-mail": {"email": "new@example.com", "phone": PHONE},
}


@pytest.fixture
def mal(elm):
    """Mal, who is blocked, and was written down twice before."""
    make = Customer.objects.create
    kept = make(business=elm.business, first_name="Mal", email="mal@example.com", phone=PHONE, phone_e164=PHONE)
    before = make(
        business=elm.business, first_name="Mal", email="mal@old.example", phone=OLD_PHONE, phone_e164=OLD_PHONE
    )
    operations.merge(kept=kept, merged=before, blocked=True, now=NOW, by="x")
    return kept


def booqara(shop, sign):
    return "/appointments", booqara_order(
        shop, guestEmail=sign.get("email", "other@example.com"), guestPhone=sign.get("phone", ...)
    )


def nextinque(shop, sign):
    return "/reservations", nextinque_order(shop, email=sign.get("email", ...), phone=sign.get("phone", "+12025550199"))


def reservekit(shop, sign):
    path, body = next((r.path, r.body) for r in VOICES[2].routes(shop) if r.method == "POST")
    number = {"(202) 555-0171": PHONE}.get(sign.get("phone"), sign.get("phone"))
    return path, {**body, "customer_email": sign.get("email"), "customer_phone": number}


DOORS = {"booqara": booqara, "nextinque": nextinque, "reservekit": reservekit}


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("dialect", DOORS)
def test_every_dialect_of_guests_refuses_them_with_400(elm, mal, dialect, sign):
    voice = next(each for each in VOICES if each.dialect == dialect)
    path, body = DOORS[dialect](elm, SIGNS[sign])
    assert voice.refused(voice.partner(factories.key(elm, dialect)).post(path, body), 400)
    assert not Booking.objects.exists()


def guest(sign):
    return operations.Guest(name="Somebody", **SIGNS[sign])


def taken(shop, sign, policy=operations.GUEST):
    return factories.book(shop, "Fade", guest=guest(sign), policy=policy)


def claimed(shop, sign):
    return factories.claim(*factories.hold(shop, "Fade"), guest=guest(sign), taker=WIZARD)


def joined(shop, sign):
    first = factories.book(shop, "Yoga")
    return operations.join(
        appointment=first.appointment, order=operations.Order(guest(sign), WIZARD), now=NOW, policy=operations.GUEST
    )


def every_week(shop, sign):
    wish = operations.one(shop.business, shop.services["Fade"], at(shop, DAY, "10:00"))
    rule = Recurrence("WEEKLY", count=3)
    return operations.book_series(wish=wish, recurrence=rule, orders=[operations.Order(guest(sign), WIZARD)], now=NOW)


def with_somebody(shop, sign):
    wish = operations.one(shop.business, shop.services["Yoga"], at(shop, DAY, "10:00"))
    orders = [operations.Order(who, WIZARD) for who in (operations.Guest("Ida"), guest(sign))]
    return operations.book_together(wish=wish, orders=orders, now=NOW)


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("verb", [taken, claimed, joined, every_week, with_somebody])
def test_every_verb_of_guests_refuses_them_and_writes_nothing_of_theirs(elm, mal, verb, sign):
    with pytest.raises(errors.CustomerBlocked):
        verb(elm, sign)
    assert not Booking.objects.visible().filter(guest_name="Somebody").exists()
    assert not Customer.objects.filter(first_name="Somebody").exists()


@pytest.mark.parametrize("policy", [operations.STAFF, operations.COUNTER])
def test_the_house_takes_a_booking_for_them_all_the_same(elm, mal, policy):
    assert taken(elm, "e-mail of before", policy).customer == mal
