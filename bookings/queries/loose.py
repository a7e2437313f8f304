"""What names somebody and belongs to none of their bookings: forms that were left, mails that were asked for, and lines
of files from other systems."""

from typing import Any

from bookings.models import Booking, Delivery, Draft, Import
from businesses import normal
from businesses import phone as phones
from businesses.models import Business, Customer

SHORTEST_NUMBER = 7  # digits of a number as it is dialled within a place


def drafts_of(customer: Customer) -> list[Draft]:
    """This will give the forms of the last hours with an e-mail or a phone of theirs."""
    emails, numbers = _ways(customer)
    drafts = Draft.objects.filter(business=customer.business_id, booking=None)
    return [each for each in drafts if _is_by(each.typed, emails, numbers, customer.business)]


def asked_by(customer: Customer) -> list[Delivery]:
    """This will give what is to be sent, or could not be, to an address of theirs that was typed to ask for it."""
    emails, _ = _ways(customer)
    asked = Delivery.objects.filter(business=customer.business_id, about__has_key="email")
    return [each for each in asked if normal.email_key(str(each.about["email"])) in emails]


def lines_about(customer: Customer) -> list[tuple[Import, list[list[Any]]]]:
    """This will give the files with lines that have an e-mail, a phone or the whole name of theirs, and these lines."""
    emails, numbers = _ways(customer)
    called = [customer.full_name, *(each.full_name for each in customer.merged.all())]
    marks = {normal.folded(each) for each in [*emails, *(name for name in called if " " in name)]}
    found = []
    for file in Import.objects.filter(business=customer.business_id):
        if lines := [line for line in file.lines if _names(line[1], marks, numbers)]:
            found.append((file, lines))
    return found


def _names(cells: list[str], marks: set[str], numbers: set[str]) -> bool:
    """Whether something by which somebody is known stands in a line, in one cell or over two of them."""
    text = normal.folded(" ".join(cells))
    digits = ["".join(sign for sign in cell if sign.isdecimal()).lstrip("0") for cell in cells] if numbers else []
    dialled = [each for each in digits if len(each) >= SHORTEST_NUMBER]
    return any(mark in text for mark in marks) or any(number.endswith(each) for number in numbers for each in dialled)


def _ways(customer: Customer) -> tuple[set[str], set[str]]:
    """E-mails and phones by which somebody is known, also on their bookings, as they compare."""
    people = [customer, *customer.merged.all()]
    typed = Booking.objects.filter(customer=customer).order_by().values_list("guest_email", "guest_phone")
    every = [*((each.email, each.phone) for each in people), *typed]
    emails = {normal.email_key(email) for email, _ in every if email}
    return emails, {number for _, phone in every if (number := phones.to_e164(phone, customer.business.country))}


def _is_by(typed: dict[str, str], emails: set[str], numbers: set[str], business: Business) -> bool:
    email, phone = str(typed.get("email", "")), str(typed.get("phone", ""))
    return normal.email_key(email) in emails or phones.to_e164(phone, business.country) in numbers
