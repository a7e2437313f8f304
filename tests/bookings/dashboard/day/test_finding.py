"""One search for everything, from every page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings import operations
from businesses.models import Customer
from tests import factories
from tests.bookings.dashboard.forms import address

FIND = "/admin/find/"


@pytest.fixture
def jane(elm):
    """A customer of North Elm."""
    return elm.customers["jane@example.com"]


@pytest.fixture
def booking(elm, jane):
    """What Jane has booked, with Ana."""
    return factories.book(
        elm, "Fade", staff="Ana Ruiz", guest=operations.Guest(name="Jane Doe", email=jane.email, customer=jane)
    )


def found(client, wanted):
    """The names of what was found, by group."""
    groups = client.get(FIND, {"q": wanted}).context["groups"]
    return {title: [row["first"] for row in rows] for title, rows, _ in groups}


@pytest.mark.parametrize("page", ["/admin/", "/admin/diary/", "/admin/businesses/service/", "/admin/book/"])
def test_every_page_has_the_field(elm, max_, page):
    text = max_.get(page).text
    assert f'action="{FIND}"' in text
    assert 'role="search"' in text


@pytest.mark.parametrize(
    "wanted",
    ["jane", "DOE jane", "Jané", "jane@EXAMPLE", "(202) 555-0185", "+1 202 555 0185", "202.555.0185", "5550185"],
)
def test_people_are_found_however_they_are_typed(elm, max_, jane, wanted):
    assert found(max_, wanted)["Customers"] == ["Jane Doe"]


def test_a_booking_is_found_by_its_code_or_the_beginning_of_it(elm, max_, booking):
    code = booking.code
    for wanted in (code, code.lower(), f"{code[:4]}-{code[4:8]} {code[8:]}", f"BK-{code}", code[:6]):
        assert found(max_, wanted)["Bookings"] == ["Jane Doe, Tue, Nov 24, 2026, 10:00\u202fAM"], wanted


def test_services_and_staff_are_found_by_name(elm, max_):
    assert found(max_, "fad")["Services"] == ["Fade"]
    assert found(max_, "maria")["Staff"] != []


@pytest.mark.parametrize("wanted", ["", "   ", "nobody at all", "%", "0000", "\u200b", "x" * 5000])
def test_what_means_nothing_finds_nothing(elm, max_, booking, wanted):
    assert found(max_, wanted) == {}


def test_staff_members_find_what_they_serve_and_nothing_else(elm, maria, max_, jane, booking):
    theirs = factories.book(
        elm, "Trim", staff="Maria Gomez", clock="15:00", guest=operations.Guest(name="Jane Doe", customer=jane)
    )
    assert booking.staff.name != "Maria Gomez"
    assert found(maria, "jane") == {"Bookings": ["Jane Doe, Tue, Nov 24, 2026, 3:00\u202fPM"]}
    assert found(maria, theirs.code) == {"Bookings": ["Jane Doe, Tue, Nov 24, 2026, 3:00\u202fPM"]}
    assert found(maria, booking.code) == {}


def test_the_neighbours_are_not_found(elm, karachi, max_):
    Customer.objects.create(business=karachi.business, first_name="Zed", email="zed@neighbour.example")
    theirs = factories.book(karachi, "Haircut", clock="11:00")
    for wanted in ("zed", theirs.code, "haircut", "amna"):
        assert found(max_, wanted) == {}


def test_each_row_leads_to_its_page(elm, max_, jane, booking):
    assert f'href="/admin/businesses/customer/{jane.pk}/card/"' in max_.get(FIND, {"q": "jane"}).text
    assert f'href="{address(booking)}"' in max_.get(FIND, {"q": booking.code}).text


def test_it_takes_few_statements(elm, max_, booking):
    max_.get(FIND, {"q": "a"})
    with CaptureQueriesContext(connection) as asked:
        max_.get(FIND, {"q": booking.code})
    assert len(asked) < 12
