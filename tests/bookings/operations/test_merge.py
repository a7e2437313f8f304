"""Two customers are one person: whoever is left has the bookings of both, and is known by what both were known by."""

import datetime as dt

import pytest

from bookings import errors, operations
from bookings.models import Booking
from businesses import customers
from businesses.models import ApiKey, Customer
from tests import factories
from tests.bookings.operations import desk
from tests.factories import NOW, WIZARD

PHONE, OTHER_PHONE = "+12025550171", "+12025550172"


@pytest.fixture
def two(elm):
    """Jan, of whom little is known, and Jana, who came with other words."""
    make = Customer.objects.create
    jan = make(business=elm.business, first_name="Jan", last_name="Moss", email="jan@example.com")
    jana = make(
        business=elm.business, first_name="Jana", last_name="Moss", email="jana@old.example",
        phone=PHONE, phone_e164=PHONE, address="1 Side St",
    )  # fmt: skip
    return jan, jana


def merge(kept, merged, *, blocked=False):
    return operations.merge(kept=kept, merged=merged, blocked=blocked, now=NOW, by="dashboard:olive")


def guest(name, **words):
    return operations.Guest(name=name, **words)


def test_the_bookings_of_both_are_theirs_and_keep_what_was_typed(elm, two):
    jan, jana = two
    first = factories.book(elm, "Fade", guest=guest("Jan M.", email=jan.email))
    second = factories.book(elm, "Trim", clock="15:00", guest=guest("Jana M.", email=jana.email, phone=OTHER_PHONE))
    gone = operations.cancel(booking=factories.book(elm, "Yoga", guest=guest("J", email=jana.email)), now=NOW, by="x")
    before = list(Booking.objects.order_by("pk").values("guest_name", "guest_email", "guest_phone", "status"))
    assert merge(jan, jana).bookings == 2
    assert (desk.last_event(second).type, desk.last_event(second).wire_type) == ("booking.merged", "")
    assert set(jan.bookings.all()) == {first, second, gone}
    assert list(Booking.objects.order_by("pk").values(*before[0])) == before


def test_what_one_lacks_comes_from_the_other_and_what_they_have_stays(elm, two):
    jan, jana = two
    assert merge(jan, jana).filled == ["phone", "address"]
    jan.refresh_from_db()
    assert (jan.full_name, jan.email, jan.phone_e164, jan.address) == (
        "Jan Moss",
        "jan@example.com",
        PHONE,
        "1 Side St",
    )
    assert "12025550171" in jan.folded


def test_a_name_comes_whole_or_not_at_all(elm, two):
    _, jana = two
    only = Customer.objects.create(business=elm.business, first_name="Jo")
    merge(only, jana)
    only.refresh_from_db()
    assert (only.full_name, only.email) == ("Jo", "jana@old.example")


@pytest.mark.parametrize(
    "words", [{"email": "jan@example.com"}, {"email": "JANA@old.example"}, {"phone": "(202) 555-0171"}]
)
@pytest.mark.parametrize("way", ["into jan", "into jana"])
def test_whoever_comes_again_by_what_either_was_known_by_is_recognised(elm, two, words, way):
    kept, merged = two if way == "into jan" else reversed(two)
    merge(kept, merged)
    before = Customer.objects.count()
    booking = factories.book(elm, "Fade", guest=guest("Again", **words))
    assert booking.customer == kept
    assert Customer.objects.count() == before


def test_of_two_with_a_phone_alone_the_one_who_is_left_has_it(elm):
    make = Customer.objects.create
    one = make(business=elm.business, first_name="A", phone=PHONE, phone_e164=PHONE)
    two = Customer(business=elm.business, first_name="B", phone=PHONE, phone_e164=PHONE)
    customers.settle(two)
    two.save()
    merge(two, one)
    two.refresh_from_db()
    assert two.identity == PHONE
    assert customers.match(elm.business, email="", phone=PHONE) == two


def test_whoever_was_merged_before_follows(elm, two):
    jan, jana = two
    old = Customer.objects.create(business=elm.business, email="oldest@example.com")
    merge(jana, old)
    merge(jan, jana)
    assert set(Customer.objects.filter(merged_into=jan)) == {old, jana}
    assert customers.match(elm.business, email="oldest@example.com", phone="") == jan


@pytest.mark.parametrize("blocked", [True, False])
def test_the_owner_says_whether_who_is_left_may_book(elm, two, blocked):
    jan, jana = two
    Customer.objects.filter(pk=jana.pk).update(blocked=True)
    merge(jan, jana, blocked=blocked)
    for words in ({"email": jan.email}, {"email": "jana@old.example"}, {"phone": PHONE}):
        if blocked:
            with pytest.raises(errors.CustomerBlocked):
                factories.book(elm, "Fade", guest=guest("J", **words))
        else:
            assert operations.cancel(booking=factories.book(elm, "Fade", guest=guest("J", **words)), now=NOW, by="x")


def test_their_keys_are_those_of_who_is_left(elm, two):
    jan, jana = two
    key, _ = ApiKey.issue(business=elm.business, dialect="miketsu", customer=jana)
    merge(jan, jana)
    key.refresh_from_db()
    assert key.customer == jan


def test_who_is_known_longer_stays_when_a_booking_of_theirs_is_erased(elm, two):
    jan, jana = two
    Customer.objects.filter(pk=jana.pk).update(created_at=NOW - dt.timedelta(days=400))
    booking = factories.book(elm, "Fade", guest=guest("Jan", email=jan.email))
    merge(jan, jana)
    operations.erase(booking=booking, now=NOW, by="x")
    jan.refresh_from_db()
    assert jan.erased_at is None


def test_nobody_is_merged_with_themselves_with_a_neighbour_or_with_who_is_gone(elm, karachi, two):
    jan, jana = two
    zed = Customer.objects.create(business=karachi.business, first_name="Zed")
    for other in (jan, zed):
        with pytest.raises(ValueError, match="one business"):
            merge(jan, other)
    merge(jan, jana)
    erased = Customer.objects.create(business=elm.business, first_name="X", erased_at=NOW)
    for gone in (jana, erased):
        with pytest.raises(Customer.DoesNotExist):
            merge(jan, gone)
        with pytest.raises(Customer.DoesNotExist):
            merge(gone, jan)


def test_who_was_chosen_before_they_were_merged_is_booked_as_who_they_are_now(elm, two):
    jan, jana = two
    chosen = Customer.objects.get(pk=jana.pk)
    merge(jan, jana)
    assert factories.book(elm, "Fade", guest=guest("Jana", customer=chosen)).customer == jan


def test_a_correction_does_not_take_a_booking_back(elm, two):
    jan, jana = two
    booking = factories.book(elm, "Fade", guest=guest("Jana", email=jana.email))
    known = desk.fresh(booking)
    merge(jan, jana)
    operations.correct(booking=known, name="Jana Moss", now=NOW, by="x")
    assert desk.fresh(booking).customer == jan


def test_a_hold_is_claimed_as_who_they_are_by_then(elm, two):
    jan, jana = two
    held = factories.hold(elm, "Fade")
    merge(jan, jana)
    assert factories.claim(*held, guest=guest("Jana", email="jana@old.example"), taker=WIZARD).customer == jan


def test_everybody_who_stood_in_a_line_is_one_in_every_list(elm, two):
    jan, jana = two
    merge(jan, jana)
    assert customers.search(elm.business, "moss") == [Customer.objects.get(pk=jan.pk)]
    assert list(Customer.objects.filter(business=elm.business, last_name="Moss").current()) == [jan]
