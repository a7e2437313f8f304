"""Who a guest is to a business, and by which number."""

import unicodedata

import pytest
from django.db import IntegrityError, transaction

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
        ("+52 1 55 1234 5678", "US", "+525512345678"),  # as Mexico's mobile numbers were written until 2019
        ("+52 55 1234 5678", "MX", "+525512345678"),
        ("+1\u00a0202\u2060\u00a0555\u202c 0185", "US", "+12025550185"),
        ("＋１ ２０２ ５５５ ０１８５", "DE", "+12025550185"),
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
    assert customers.match(elm, email="", phone="+12025550186") == jane
    assert not customers.is_blocked(elm, email="old@example.com", phone="+12025550186")
    Customer.objects.filter(pk=jane.pk).update(blocked=True)
    assert customers.is_blocked(elm, email="old@example.com", phone="")
    Customer.objects.filter(pk=jane.pk).update(erased_at=NOW, identity=None)
    assert customers.match(elm, email="old@example.com", phone="") is None


def test_a_phone_of_somebody_merged_is_rather_that_of_who_has_it_now(elm):
    jane = known(elm, email="jane@example.com", blocked=True)
    known(elm, email="old@example.com", phone="+12025550186", merged_into=jane)
    now = known(elm, first_name="Now", email="now@example.com", phone="+12025550186")
    assert customers.match(elm, email="", phone="+12025550186") == now
    assert customers.is_blocked(elm, email="", phone="+12025550186")  # it is one of hers, too


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


@pytest.mark.parametrize(
    ("email", "number"), [("Jane@Example.com", ""), ("jane@example.com\u200b", "+12025550199"), ("", "202-555-0185")]
)
def test_two_who_make_the_same_customer_at_once_get_the_same_one(elm, email, number):
    seen_before = customers.recognise(elm, name="Jane Doe", email=email, phone=number)
    jane = known(elm, first_name="J.", **({"email": "jane@example.com"} if email else {"phone": "+12025550185"}))
    before = Customer.objects.values().get()
    assert seen_before.person is None
    found = customers.made(elm, seen_before)
    assert (found, found.uuid, found.first_name) == (jane, jane.uuid, "J.")
    assert Customer.objects.values().get() == before  # and the transaction around it goes on


@pytest.mark.parametrize("by", [{"email": "jane@example.com", "phone": ""}, {"email": "", "phone": "202-555-0185"}])
def test_somebody_new_costs_two_statements_and_somebody_known_one(elm, django_assert_num_queries, by):
    with django_assert_num_queries(2):
        jane = customers.match_or_create(elm, name="Jane Doe", **by)
    with django_assert_num_queries(1):
        again = customers.recognise(elm, name="Jane", **by)
    with django_assert_num_queries(0):
        assert customers.made(elm, again) == jane
    other = known(elm, email="other@example.com")
    Customer.objects.filter(pk=jane.pk).update(merged_into=other)
    with django_assert_num_queries(1):
        assert customers.recognise(elm, **by).person == other


def test_what_a_new_customer_is_made_of_is_all_there_is_of_them(elm):
    made = customers.match_or_create(elm, name="Jane Doe", email="Jane@Example.com", phone="(202) 555-0185")
    row = Customer.objects.get()
    assert {name: getattr(made, name) for name in vars(row) if name != "_state"} == {
        name: value for name, value in vars(row).items() if name != "_state"
    }
    assert (row.identity, row.folded) == ("jane@example.com", "jane doe jane@example.com (202) 555-0185")


def test_nobody_is_known_by_what_an_erased_customer_had(elm):
    gone = known(elm, email="gone@example.com")
    gone.erased_at = NOW
    gone.save()
    assert gone.identity is None
    again = customers.match_or_create(elm, name="New", email="gone@example.com", phone="")
    assert again not in (None, gone)
    with pytest.raises(IntegrityError), transaction.atomic():
        Customer.objects.filter(pk=again.pk).update(erased_at=NOW)


def test_the_phone_of_somebody_merged_leads_on_too_unless_somebody_else_has_it_now(elm):
    jane = known(elm, email="jane@example.com")
    known(elm, phone="+12025550186", merged_into=jane)
    assert customers.match(elm, email="", phone="202 555 0186") == jane
    assert customers.match_or_create(elm, name="J", email="", phone="202 555 0186") == jane
    bob = known(elm, email="bob@example.com", phone="+12025550186")
    assert customers.match(elm, email="", phone="202 555 0186") == bob


INVISIBLE = (0xAD, 0x61C, 0x200B, 0x200C, 0x200E, 0x200F, 0x202A, 0x202C, 0x202E, 0x2060, 0x2066, 0x2069, 0xFEFF)


@pytest.mark.parametrize("sign", map(chr, INVISIBLE), ids=lambda sign: f"U+{ord(sign):04X}")
def test_what_nobody_sees_makes_nobody_somebody_else(elm, sign):
    kim = known(elm, email="kim@example.com", phone="+12025550186", blocked=True)
    for email in (f"kim@example.com{sign}", f"{sign}KIM@example.com", f"ki{sign}m@exam{sign}ple.com"):
        assert customers.match(elm, email=email, phone="") == kim
        assert customers.is_blocked(elm, email=email, phone="")
    assert customers.is_blocked(elm, email="", phone=f"202 555{sign} 0186{sign}")
    assert known(elm, email=f"new{sign}@example.com").email == "new@example.com"


def test_the_same_domain_in_its_own_letters_and_in_ascii_is_one_address(elm):
    jane = known(elm, email="jane@bücher.example")
    assert jane.email == "jane@xn--bcher-kva.example"
    for email in ("jane@BÜCHER.example", "jane＠bu\u0308cher.example", "JANE@XN--BCHER-KVA.example"):
        assert customers.match(elm, email=email, phone="") == jane


PEOPLE = [("Élodie", "Exemple"), ("Ana", "Núñez"), ("Jörg", "Straße"), ("Łukasz", "Øye"), ("İpek", "Işık")]


@pytest.mark.parametrize(
    ("wanted", "who"),
    [
        ("élodie", "Élodie"),
        ("elodie", "Élodie"),
        ("ELODIE exemple", "Élodie"),
        ("E\u0301lodie", "Élodie"),
        ("nunez", "Ana"),
        ("nuñez ana", "Ana"),
        ("STRASSE", "Jörg"),
        ("jorg straße", "Jörg"),
        ("lukasz oye", "Łukasz"),
        ("ipek isik", "İpek"),
        ("IŞIK", "İpek"),
        ("ana\u200b", "Ana"),
        ("ana@", "Ana"),
        ("555 0187", "Élodie"),
    ],
)
def test_a_search_finds_letters_with_and_without_accents_in_either_case_however_composed(elm, wanted, who):
    for first, last in PEOPLE:
        known(elm, first_name=unicodedata.normalize("NFD", first), last_name=last)
    Customer.objects.get(first_name="Ana").delete()
    known(elm, first_name="Ana", last_name="Núñez", email="ana@example.com")
    known(elm, first_name="Élodie", phone="202-555-0187")
    assert {found.first_name for found in customers.search(elm, wanted)} == {who}


def test_a_sign_that_means_something_to_a_database_is_searched_as_it_is(elm):
    known(elm, first_name="100%", last_name="a_b")
    for wanted, found in (("100%", 1), ("1%0", 0), ("a_b", 1), ("aab", 0), ("axb", 0), ("'", 0), ("\\", 0)):
        assert len(customers.search(elm, wanted)) == found


def test_several_who_share_a_phone_stay_several_and_the_one_known_longest_is_known_by_it(elm):
    mother = known(elm, first_name="Mia", phone="+12025550185")
    son = Customer(business=elm, first_name="Max", phone="+12025550185", phone_e164="+12025550185")
    customers.settle(son)
    son.save()
    assert (mother.identity, son.identity) == ("+12025550185", None)
    assert customers.match(elm, email="", phone="202 555 0185") == mother
    son.email = "max@example.com"
    customers.settle(son)
    son.save()
    assert customers.match(elm, email="max@example.com", phone="") == son


def test_a_blocked_customer_is_known_by_e_mail_or_by_phone(elm):
    known(elm, email="bob@example.com", phone="(202) 555-0186", blocked=True)
    known(elm, email="jane@example.com", phone="(202) 555-0185")
    assert customers.is_blocked(elm, email="BOB@example.com", phone="")
    assert customers.is_blocked(elm, email="", phone="+12025550186")
    assert customers.is_blocked(elm, email="new@example.com", phone="202-555-0186")
    assert not customers.is_blocked(elm, email="jane@example.com", phone="202-555-0185")
    assert not customers.is_blocked(elm, email="", phone="")
    assert not customers.is_blocked(elm, email="", phone="nonsense")


def test_a_name_is_parted_where_it_is_said_to_be(elm):
    known_by = customers.recognise(elm, name="Mary Ann de la Cruz", email="mary@example.com")
    made = customers.made(elm, known_by, last_name="de la Cruz", home_phone="+12025550101")
    made.refresh_from_db()
    assert (made.first_name, made.last_name, made.home_phone) == ("Mary Ann", "de la Cruz", "+12025550101")
    other = customers.recognise(elm, name="Jo Li", email="jo@example.com")
    assert customers.made(elm, other, last_name="Smith").last_name == "Li"
    assert customers.search(elm, "2025550101") == [made]


def test_an_address_is_written_down_once(elm):
    jane = known(elm, email="jane@example.com")
    for street in ("1 First St", "2 Second St"):
        customers.fill_address(jane, street)
        jane.refresh_from_db()
        assert jane.address == "1 First St"
    customers.fill_address(known(elm, email="long@example.com"), "x" * 400)
    assert Customer.objects.filter(address="x" * 300).exists()


def test_who_is_equal_is_asked_of_one_business_alone(elm, oak):
    jane, other = (known(business, first_name="Jane", email="jane@example.com") for business in (elm, oak))
    assert customers.equal(elm, limit=9, email="JANE@example.com", first_name="jane") == [jane]
    assert customers.equal(oak, limit=9, first_name=" JANE ") == [other]
    assert customers.equal(elm, limit=0, first_name="Jane") == []
