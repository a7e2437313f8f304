"""Whom the business knows."""

import pytest

from bookings import operations
from businesses.models import Customer
from tests import factories
from tests.bookings.dashboard.forms import address, faults, send

LIST, ADD = address(Customer, "changelist"), address(Customer, "add")


@pytest.fixture
def jane(elm):
    """A customer of North Elm."""
    return elm.customers["jane@example.com"]


def booked(elm, customer):
    guest = operations.Guest(name=customer.full_name, email=customer.email, customer=customer)
    return factories.book(elm, "Fade", guest=guest)


def test_a_customer_is_entered_with_the_number_as_typed_and_as_matched(elm, max_):
    assert faults(send(max_, ADD, first_name="Nora", phone="(202) 555-0142", home_phone="(202) 555-0143")) == {}
    nora = Customer.objects.get(first_name="Nora")
    assert nora.home_phone == "(202) 555-0143"
    assert (nora.phone, nora.phone_e164, nora.business) == ("(202) 555-0142", "+12025550142", elm.business)


@pytest.mark.parametrize("asked", ["Jane", "doe", "jane@example", "2025550185"])
def test_people_are_found_by_name_address_or_number(elm, max_, asked):
    text = max_.get(LIST, {"q": asked}).text
    assert "Jane Doe" in text
    assert "Bob Bane" not in text


def test_an_address_that_somebody_has_is_a_fault_whatever_its_letters(elm, max_):
    answer = send(max_, ADD, first_name="Other", email="JANE@example.com")
    assert faults(answer) == {"email": ["This is the address of Jane Doe already."]}
    assert not Customer.objects.filter(first_name="Other").exists()


def test_somebody_without_anything_is_nobody(elm, max_):
    assert faults(send(max_, ADD)) == {"first_name": ["Write a name, an e-mail address or a phone number."]}


def test_the_page_leads_to_a_new_booking_and_to_those_there_are(elm, max_, jane):
    booked(elm, jane)
    text = max_.get(f"/admin/businesses/customer/{jane.pk}/card/").text
    assert f"/admin/book/?customer={jane.pk}" in text
    theirs = f"/admin/bookings/booking/?customer__id__exact={jane.pk}"
    assert theirs in text
    assert "Jane Doe" in max_.get(theirs).text
    assert max_.get(f"/admin/book/?customer={jane.pk}").status_code == 200


def test_people_are_blocked_and_unblocked(elm, max_, jane):
    for action, blocked in (("block", True), ("unblock", False)):
        answer = max_.post(LIST, {"action": action, "_selected_action": [jane.pk]}, follow=True)
        assert "Jane Doe" in answer.text
        assert Customer.objects.get(pk=jane.pk).blocked is blocked


def test_the_neighbours_people_are_neither_seen_nor_blocked(elm, karachi, max_):
    zed = Customer.objects.create(business=karachi.business, first_name="Zed")
    max_.post(LIST, {"action": "block", "_selected_action": [zed.pk], "select_across": "1"})
    assert max_.get(address(zed)).status_code == 302
    assert max_.post(address(zed, "delete"), {"post": "yes"}).status_code == 302
    zed.refresh_from_db()
    assert not zed.blocked
    assert "Zed" not in max_.get(LIST).text


def test_staff_members_do_not_see_the_customers(elm, maria, jane):
    for page in (LIST, ADD, address(jane), address(jane, "delete")):
        assert maria.get(page).status_code == 403


def test_somebody_with_bookings_stays(elm, max_, jane):
    booked(elm, jane)
    page = max_.get(address(jane)).text
    assert "Block them if they should not book again." in page
    assert address(jane, "delete") not in page
    assert "so it stays" in max_.post(address(jane, "delete"), {"post": "yes"}, follow=True).text
    assert Customer.objects.filter(pk=jane.pk).exists()


def test_somebody_without_bookings_is_deleted(elm, max_, jane):
    assert max_.post(address(jane, "delete"), {"post": "yes"}).status_code == 302
    assert not Customer.objects.filter(pk=jane.pk).exists()


def test_who_was_merged_or_erased_is_not_listed(elm, max_, now, jane):
    bob = elm.customers["bob@example.com"]
    Customer.objects.filter(pk=bob.pk).update(merged_into=jane)
    assert "Bob Bane" not in max_.get(LIST).text
    assert max_.get(address(bob)).status_code == 302
