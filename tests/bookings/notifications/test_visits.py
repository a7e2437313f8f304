"""A mail about a visit of several services names each of them, and the sum."""

import pytest

from bookings import operations
from tests import factories
from tests.factories import DAY, NOW, at


@pytest.fixture
def visit(elm):
    """Fade and Color at ten, one after the other."""
    services, start = elm.services, at(elm, DAY, "10:00")
    parts = [operations.Part(services["Fade"], start), operations.Part(services["Color"], operations.Then())]
    order = operations.Order(factories.JORDAN, factories.WIZARD)
    return operations.book(wish=operations.Wish(elm.business, parts), order=order, now=NOW)


def text_of(letter):
    return letter.get_body(("plain",)).get_content().replace("\u202f", " ").replace("\xa0", " ")


def test_its_guest_reads_each_service_and_the_sum(visit, run, mails):
    run()
    letter = next(each for each in mails() if each["To"] == "jordan@example.com")
    text = text_of(letter)
    assert "Fade + Color" in letter["Subject"]
    assert "When: Tuesday, November 24, 2026, 10:00 AM – 11:45 AM" in text
    assert "10:45 AM – 11:45 AM, Color, with Cleo Fox, $95.00" in text
    assert "Price: $130.00" in text


def test_a_price_on_request_stands_beside_the_sum(elm, run, mails):
    services, start = elm.services, at(elm, DAY, "10:00")
    parts = [operations.Part(services["Fade"], start), operations.Part(services["Advice"], operations.Then())]
    order = operations.Order(factories.JORDAN, factories.WIZARD)
    operations.book(wish=operations.Wish(elm.business, parts), order=order, now=NOW)
    run()
    letter = next(each for each in mails() if each["To"] == "jordan@example.com")
    assert "Price: $35.00, and a price on request" in text_of(letter)
