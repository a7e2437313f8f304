"""Who a guest is to a business, and by which number."""

import pytest
from django.db import IntegrityError

from businesses import customers, phone
from businesses.models import Business, Customer
from tests.businesses.cast import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def elm():
    return Business.objects.create(slug="elm", name="North Elm Studio", timezone="America/Chicago")


@pytest.fixture
def oak():
    return Business.objects.create(slug="oak", name="Oak", timezone="Europe/Berlin", country="DE")


def known(business, **columns):
    number = phone.to_e164(columns.get("phone", ""), business.country)
    return Customer.objects.create(business=business, phone_e164=number, **columns)


@pytest.mark.parametrize(
    ("text", "country", "e164"),
    [
        ("+12025550185", "US", "+12025550185"),
        ("(202) 555-0185", "US", "+12025550185"),
        ("202.555.0185 ext. 7", "US", "+12025550185"),
        ("030 23125 170", "DE", "+493023125170"),
        ("0049 30 23125170", "DE", "+493023125170"),
        ("+49 30 23125170", "US", "+493023125170"),
        ("+49 171 39200", "DE", "+4917139200"),
        ("+49 171 000000", "DE", "+49171000000"),  # in no range that is given out: still a number
        ("+290 22222", "US", "+29022222"),
        ("555-0185", "US", ""),  # cannot be called from abroad
        ("1234", "DE", ""),
        ("12", "DE", ""),
        ("030 23125170", "", ""),
        ("+49 30 1234567890123", "DE", ""),  # longer than any number
        ("call me", "US", ""),
        ("", "US", ""),
        ("1" * 300, "US", ""),
        ("\0", "US", ""),
    ],
)
def test_a_number_has_one_form_however_it_is_typed(text, country, e164):
    assert phone.to_e164(text, country) == e164


def test_a_guest_is_known_by_e_mail_whatever_its_letter_case(elm):
    jane = known(elm, first_name="Jane", email="Jane@Example.com", phone="+12025550185")
    assert customers.match(elm, email=" jane@example.COM ", phone="") == jane
    assert customers.match(elm, email="jane@example.com", phone="+12025550199") == jane
    assert customers.match(elm, email="janet@example.com", phone="+12025550185") is None


def test_without_an_e_mail_a_guest_is_known_by_phone_and_who_is_known_longest_comes_first(elm):
    jane = known(elm, first_name="Jane", email="jane@example.com", phone="(202) 555-0185")
    known(elm, first_name="Jim", phone="+1 202 555 0185")
    assert customers.match(elm, email="", phone="202-555-0185") == jane
    assert customers.match(elm, email="", phone="202-555-0186") is None
    assert customers.match(elm, email="", phone="555") is None
    assert customers.match(elm, email="", phone="") is None


def test_nobody_is_known_to_another_business(elm, oak):
    known(elm, email="jane@example.com", phone="+12025550185", blocked=True)
    assert customers.match(oak, email="jane@example.com", phone="") is None
    assert customers.match(oak, email="", phone="+12025550185") is None
    assert not customers.is_blocked(oak, email="jane@example.com", phone="+12025550185")
    customers.match_or_create(oak, name="Jane Doe", email="jane@example.com", phone="")
    assert Customer.objects.count() == 2


def test_who_was_erased_is_not_known(elm):
    known(elm, email="gone@example.com", phone="+12025550186", erased_at=NOW, blocked=True)
    for email, number in (("gone@example.com", ""), ("", "2025550186")):
        assert customers.match(elm, email=email, phone=number) is None
        assert not customers.is_blocked(elm, email=email, phone=number)


def test_the_address_of_somebody_merged_into_another_leads_to_who_they_are_now(elm):
    jane = known(elm, email="jane@example.com", phone="+12025550185")
    middle = known(elm, merged_into=jane)
    known(elm, email="old@example.com", phone="+12025550186", merged_into=middle, blocked=True)
    assert customers.match(elm, email="OLD@example.com", phone="") == jane
    assert customers.match_or_create(elm, name="Jane", email="old@example.com", phone="") == jane
    assert customers.match(elm, email="", phone="+12025550186") is None
    assert not customers.is_blocked(elm, email="old@example.com", phone="+12025550186")
    Customer.objects.filter(pk=jane.pk).update(blocked=True)
    assert customers.is_blocked(elm, email="old@example.com", phone="")
    Customer.objects.filter(pk=jane.pk).update(erased_at=NOW)
    assert customers.match(elm, email="old@example.com", phone="") is None


def test_a_circle_of_merged_customers_ends(elm):
    one = known(elm, email="one@example.com")
    two = known(elm, email="two@example.com", merged_into=one)
    Customer.objects.filter(pk=one.pk).update(merged_into=two)
    assert customers.match(elm, email="one@example.com", phone="") is None


def test_an_existing_customer_stays_as_they_are(elm):
    jane = known(elm, first_name="Jane", last_name="Doe", email="jane@example.com", phone="+12025550185")
    before = Customer.objects.values().get()
    found = customers.match_or_create(elm, name="Mallory", email="JANE@example.com", phone="+12025550199")
    assert found == jane
    assert Customer.objects.values().get() == before


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Jane Doe", "Jane", "Doe"),
        ("  Jane   van der Doe ", "Jane", "van der Doe"),
        ("Jane\tDoe", "Jane", "Doe"),
        ("Jane", "Jane", ""),
        ("", "", ""),
        ("J" * 300 + " " + "D" * 150, "J" * 200, "D" * 100),
    ],
)
def test_a_new_guest_gets_a_first_and_a_last_name(elm, name, first, last):
    made = customers.match_or_create(elm, name=name, email="new@example.com", phone=" (202) 555-0185 ")
    made.refresh_from_db()
    assert (made.first_name, made.last_name) == (first, last)
    assert (made.email, made.phone, made.phone_e164) == ("new@example.com", "(202) 555-0185", "+12025550185")


def test_a_number_is_read_as_of_the_businesss_country(oak):
    made = customers.match_or_create(oak, name="Ruth", email="", phone="030 23125191")
    assert made.phone_e164 == "+493023125191"
    assert customers.match_or_create(oak, name="R.", email="", phone="+49 30 23125 191") == made


def test_nobody_is_made_of_nothing(elm):
    assert customers.match_or_create(elm, name=" ", email="", phone=" ") is None
    assert not Customer.objects.exists()


def test_a_name_alone_is_a_new_customer_each_time(elm):
    first = customers.match_or_create(elm, name="Anna", email="", phone="")
    assert customers.match_or_create(elm, name="Anna", email="", phone="") != first


def blind_once(monkeypatch):
    """As when somebody makes the same customer after the first look: they are not seen yet, and then they are."""
    real, looks = customers.match, []

    def match(*args, **kwargs):
        looks.append(1)
        return None if len(looks) == 1 else real(*args, **kwargs)

    monkeypatch.setattr(customers, "match", match)


def test_two_who_make_the_same_e_mail_at_once_get_the_same_customer(elm, monkeypatch):
    jane = known(elm, email="jane@example.com")
    blind_once(monkeypatch)
    assert customers.match_or_create(elm, name="Jane Doe", email="Jane@Example.com", phone="") == jane
    assert Customer.objects.count() == 1  # and the transaction around it goes on


def test_an_insert_that_is_refused_for_another_reason_is_not_hidden(elm, monkeypatch):
    def refuse(*args, **kwargs):
        raise IntegrityError("something else")

    monkeypatch.setattr(customers, "_create", refuse)
    with pytest.raises(IntegrityError, match="something else"):
        customers.match_or_create(elm, name="Jane", email="jane@example.com", phone="")


def test_a_blocked_customer_is_known_by_e_mail_or_by_phone(elm):
    known(elm, email="bob@example.com", phone="(202) 555-0186", blocked=True)
    known(elm, email="jane@example.com", phone="(202) 555-0185")
    assert customers.is_blocked(elm, email="BOB@example.com", phone="")
    assert customers.is_blocked(elm, email="", phone="+12025550186")
    assert customers.is_blocked(elm, email="new@example.com", phone="202-555-0186")
    assert not customers.is_blocked(elm, email="jane@example.com", phone="202-555-0185")
    assert not customers.is_blocked(elm, email="", phone="")
    assert not customers.is_blocked(elm, email="", phone="nonsense")
