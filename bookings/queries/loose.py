"""What names somebody and belongs to none of their bookings: forms that were left, and mails that were asked for."""

from bookings.models import Booking, Delivery, Draft
from businesses import normal
from businesses import phone as phones
from businesses.models import Business, Customer


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
