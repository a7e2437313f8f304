"""Two customers are one: found, compared, made one; and the card of a customer that makes sense of it."""

import pytest

from bookings import operations
from bookings.models import Booking
from businesses.models import Customer, TrailEntry
from tests import factories
from tests.bookings.dashboard.forms import address
from tests.factories import NOW

LIST = address(Customer, "changelist")


def page(customer, what="merge", other=None):
    return f"/admin/businesses/customer/{customer.pk}/{what}/" + (f"?with={other.pk}" if other else "")


@pytest.fixture
def two(elm):
    """Jane, whom the business knows, and Jané, who is her."""
    jane = elm.customers["jane@example.com"]
    other = Customer.objects.create(
        business=elm.business, first_name="Jané", last_name="DOE", email="jd@work.example", address="2 Side St"
    )
    return jane, other


def booked(shop, customer, service="Fade", clock="10:00"):
    guest = operations.Guest(name=customer.full_name, email=customer.email, customer=customer)
    return factories.book(shop, service, clock=clock, guest=guest)


def merged(client, kept, other, **typed):
    return client.post(page(kept), {"with": other.pk, **typed}, follow=True)


def test_somebody_of_the_same_name_or_phone_is_suggested_and_nobody_else(elm, max_, two):
    jane, other = two
    phone = Customer.objects.create(
        business=elm.business, first_name="P", phone=jane.phone, phone_e164=jane.phone_e164, identity=None
    )
    Customer.objects.create(business=elm.business, first_name="Jane", last_name="Doering")
    for text in (max_.get(page(jane, "card")).text, max_.get(page(jane)).text):
        assert page(jane, other=other) in text
        assert page(jane, other=phone) in text
        assert "Doering" not in text


def test_the_other_one_is_found_by_a_search(elm, max_, two):
    jane, _ = two
    answer = max_.get(page(jane) + "?q=bane")
    assert page(jane, other=elm.customers["bob@example.com"]) in answer.text
    assert "Nobody has that" in max_.get(page(jane) + "?q=nobody").text


def test_both_stand_side_by_side_before_anything_is_done(elm, max_, two):
    jane, other = two
    booked(elm, jane)
    booked(elm, other, "Yoga", "11:00")
    Customer.objects.filter(pk=other.pk).update(blocked=True)
    text = max_.get(page(jane, other=other)).text
    for said in (
        "filled in",
        "2 Side St",
        "jd@work.example leads here, too",
        "Jané DOE is blocked.",
        "cannot be undone",
    ):
        assert said in text, said
    assert page(other, other=jane) in text
    assert Customer.objects.filter(merged_into=None).count() == 3


def test_they_are_made_one_with_the_bookings_of_both(elm, max_, two):
    jane, other = two
    booking = booked(elm, other)
    answer = merged(max_, jane, other)
    assert "Jane Doe and Jané DOE are one customer now, with 1 more booking." in answer.text
    jane.refresh_from_db()
    other.refresh_from_db()
    assert (jane.address, jane.blocked, other.merged_into) == ("2 Side St", False, jane)
    assert Booking.objects.get(pk=booking.pk).customer == jane
    assert "<dt>Also known by</dt><dd>jd@work.example</dd>" in answer.text
    assert "Jané" not in max_.get(LIST).text


@pytest.mark.parametrize("ticked", [True, False])
def test_whether_who_is_left_may_book_is_the_owners_choice(elm, max_, two, ticked):
    jane, other = two
    Customer.objects.filter(pk=other.pk).update(blocked=True)
    merged(max_, jane, other, **({"blocked": "on"} if ticked else {}))
    jane.refresh_from_db()
    assert jane.blocked is ticked


def test_two_of_the_list_are_compared_and_one_or_three_are_not(elm, max_, two):
    jane, other = two
    answer = max_.post(LIST, {"action": "merge", "_selected_action": [jane.pk, other.pk]})
    assert answer["Location"] == page(jane, other=other)
    for chosen in ([jane.pk], [jane.pk, other.pk, elm.customers["bob@example.com"].pk]):
        answer = max_.post(LIST, {"action": "merge", "_selected_action": chosen}, follow=True)
        assert "Choose two customers" in answer.text


def test_nobody_else_is_merged(elm, karachi, max_, maria, two):
    jane, other = two
    zed = Customer.objects.create(business=karachi.business, first_name="Zed")
    assert "Zed" not in max_.get(page(jane, other=zed)).text
    merged(max_, jane, zed)
    merged(max_, jane, jane)
    assert max_.get(page(zed, other=jane)).status_code == 404
    assert maria.get(page(jane, other=other)).status_code == 403
    assert merged(maria, jane, other).status_code == 403
    for asked in ("x", "²", "9" * 40):
        assert max_.get(f"{page(jane)}?with={asked}").status_code == 200
    assert not Customer.objects.filter(merged_into__isnull=False).exists()


def test_who_was_merged_meanwhile_is_said_to_be_gone(elm, max_, two):
    jane, other = two
    operations.merge(kept=elm.customers["bob@example.com"], merged=other, blocked=True, now=NOW, by="x")
    answer = merged(max_, jane, other)
    assert answer.status_code == 200
    other.refresh_from_db()
    assert other.merged_into.email == "bob@example.com"


def test_the_card_shows_what_they_booked_and_how_often_nobody_came(elm, max_, two):
    jane, _ = two
    coming, missed = booked(elm, jane), booked(elm, jane, clock="14:00")
    Booking.objects.filter(pk=missed.pk).update(status="no_show")
    text = max_.get(page(jane, "card")).text
    assert "<dt>Visits</dt><dd>0</dd><dt>Nobody came</dt><dd>once</dd>" in text
    assert "nobody came 1 time" in text
    for each in (coming, missed):
        assert f"/admin/bookings/booking/{each.pk}/change/" in text


def test_somebody_who_is_deleted_leaves_nobody_behind(elm, max_, two):
    jane, other = two
    merged(max_, jane, other)
    assert max_.post(address(jane, "delete"), {"post": "yes"}).status_code == 302
    assert not Customer.objects.filter(pk__in=[jane.pk, other.pk]).exists()


def test_a_customer_is_erased_with_all_that_names_them(elm, max_, two):
    jane, other = two
    booking = booked(elm, jane)
    merged(max_, jane, other)
    text = max_.get(page(jane, "erase")).text
    assert "1 booking to come keeps its time" in text
    answer = max_.post(page(jane, "erase"), follow=True)
    assert "The customer was erased; nothing names them any more. 1 of their bookings are still to come" in answer.text
    for listed in (answer.text, max_.get("/admin/bookings/booking/").text, max_.get("/admin/book/?q=doe").text):
        assert "Doe" not in listed
    booking.refresh_from_db()
    assert (booking.status, booking.guest_name, booking.customer) == ("confirmed", "", None)
    history = "".join(str(row) for row in _log())
    assert "Doe" not in history
    assert max_.get(page(jane, "erase")).status_code == 404


def _log():

    return TrailEntry.objects.values()


def test_staff_members_and_neighbours_erase_nobody(elm, maria, amna, two):
    jane, _ = two
    assert maria.post(page(jane, "erase")).status_code == 403
    assert amna.post(page(jane, "erase")).status_code == 404
    assert Customer.objects.get(pk=jane.pk).erased_at is None
