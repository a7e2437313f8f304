"""GET /booking/v1/client"""

import pytest

from businesses.models import Customer
from tests.bookings.dialects.booxi.answers import NOBODY, booked, client, refused, said


def find(partner, shop, **query):
    return said(partner.get("/client", merchantId=shop.business.pk, **query))


def names(partner, shop, **query):
    return [(each["firstName"], each["lastName"]) for each in find(partner, shop, **query)["clients"]]


def test_a_client_is_found_by_email_in_any_letter_case(booxi, elm):
    jane = elm.customers["jane@example.com"]
    Customer.objects.filter(pk=jane.pk).update(home_phone="+12025550101")
    assert find(booxi, elm, email="JANE@Example.com") == {
        "clients": [
            {
                "id": jane.pk,
                "firstName": "Jane",
                "lastName": "Doe",
                "email": "jane@example.com",
                "homePhoneNumber": "+12025550101",
                "mobilePhoneNumber": "+12025550185",
            }
        ],
        "clientLinks": [],
    }


def test_by_either_phone_however_it_is_spelled(booxi, elm):
    booked(booxi, elm, client=client(homePhoneNumber="(202) 555-0111"))
    for phone in ("+12025550185", "(202) 555-0185", "202 555 0185"):
        assert names(booxi, elm, phoneNumber=phone) == [("Jane", "Doe")]
    assert names(booxi, elm, phoneNumber="(202) 555-0111") == [("Nora", "Hill")]
    assert names(booxi, elm, phoneNumber="202") == []


def test_by_names_that_are_equal_and_not_alike(booxi, elm):
    for n, (first, last) in enumerate((("Zoë", "Ångström"), ("Zoe", "Angstrom"), ("Zoë", "Li"))):
        clock = f"1{n}:00"
        booked(booxi, elm, "Trim", clock, client={"firstName": first, "lastName": last, "email": f"z{n}@example.com"})
    assert names(booxi, elm, firstName="ZOË") == [("Zoë", "Ångström"), ("Zoë", "Li")]
    assert names(booxi, elm, firstName="zoë", lastName="ÅNGSTRÖM") == [("Zoë", "Ångström")]
    assert names(booxi, elm, lastName="Ang") == []
    assert names(booxi, elm, firstName="Jane", email="bob@example.com") == []


def test_nobody_who_was_merged_or_erased_is_found(booxi, elm, now):
    jane, bob = elm.customers["jane@example.com"], elm.customers["bob@example.com"]
    Customer.objects.filter(pk=jane.pk).update(merged_into=bob)
    Customer.objects.filter(pk=bob.pk).update(erased_at=now, identity=None)
    for query in ({"email": "jane@example.com"}, {"firstName": "Bob"}):
        assert names(booxi, elm, **query) == []


def test_at_most_a_hundred_by_id(booxi, elm):
    people = [
        Customer(business=elm.business, first_name="Sam", last_name=f"N{n}", email=f"s{n}@example.com")
        for n in range(103)
    ]
    for person in people:
        person.save()
    found = find(booxi, elm, firstName="sam")["clients"]
    assert [each["id"] for each in found] == [person.pk for person in people[:100]]


@pytest.mark.parametrize(
    "query", [{}, {"name": "Jane"}, {"email": ""}, {"email": "x" * 255}, {"firstName": "\0"}, {"phoneNumber": " "}]
)
def test_something_must_be_asked(booxi, elm, query):
    assert refused(booxi.get("/client", merchantId=elm.business.pk, **query), 400)


def test_a_merchant_must_be_named_and_be_within_reach(booxi, elm, karachi):
    assert refused(booxi.get("/client", email="jane@example.com"), 400, about="merchantId")
    unknown = booxi.get("/client", merchantId=NOBODY, email="jane@example.com")
    assert refused(unknown, 404)
    theirs = booxi.get("/client", merchantId=karachi.business.pk, email="jane@example.com")
    assert theirs.content == unknown.content
    assert booxi.get("/client", merchantId="9" * 30, email="jane@example.com").content == unknown.content
