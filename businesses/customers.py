"""Who a guest is to a business: found by e-mail, else by phone, else new. A guest's form never changes anybody."""

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Lower

from businesses import phone as phones
from businesses.models import Business, Customer

LONGEST_FIRST_NAME, LONGEST_LAST_NAME, LONGEST_PHONE = 200, 100, 50  # the columns' lengths


def match(business: Business, *, email: str, phone: str) -> Customer | None:
    """This will give the customer with that e-mail (letter case ignored) or, without an e-mail, with that phone.

    Phones are compared in E.164, national ones read as the business's country; of several, the one known longest.
    The address of somebody who was merged into another leads to that other; nobody who was erased is found.
    """
    email, number = email.strip(), phones.to_e164(phone, business.country)
    if email:
        return next(iter(_people_with_email(business, email)), None)
    if number:
        return _current(business).filter(phone_e164=number).order_by("id").first()
    return None


def match_or_create(business: Business, *, name: str, email: str, phone: str) -> Customer | None:
    """This will give the customer whom these words mean, made if there is none yet; None when all three are empty.

    An existing customer stays as it is, whatever was typed. Two callers who make the same e-mail at once get the same
    customer. A name or phone longer than its column is cut.
    """
    name, email, phone = name.strip(), email.strip(), phone.strip()
    if not (name or email or phone):
        return None
    known = match(business, email=email, phone=phone)
    if known:
        return known
    try:
        with transaction.atomic():  # a savepoint: a refused insert must not cost the caller's transaction
            return _create(business, name=name, email=email, phone=phone)
    except IntegrityError:
        other = match(business, email=email, phone=phone)
        if other is None:
            raise
        return other


def is_blocked(business: Business, *, email: str, phone: str) -> bool:
    """This will say whether anybody with that e-mail or that phone is blocked by the business."""
    email, number = email.strip(), phones.to_e164(phone, business.country)
    if email and any(person.blocked for person in _people_with_email(business, email)):
        return True
    return bool(number) and _current(business).filter(phone_e164=number, blocked=True).exists()


def search(business: Business, text: str, *, limit: int = 20) -> list[Customer]:
    """This will give the customers whose names, e-mail or phone have every word of a text in them."""
    found = _current(business)
    for word in text.split()[:5]:
        number = "".join(sign for sign in word if sign.isdigit())
        asked = Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word)
        asked |= Q(phone__icontains=word)
        found = found.filter(asked | Q(phone_e164__contains=number.lstrip("0")) if len(number) > 3 else asked)
    return list(found.order_by("last_name", "first_name", "id")[:limit]) if text.strip() else []


def survivor(customer: Customer) -> Customer | None:
    """This will follow somebody who was merged into another to who they are now; None when nobody is left."""
    seen: set[int] = set()
    person: Customer | None = customer
    while person and person.merged_into_id is not None:
        if person.pk in seen:
            return None
        seen.add(person.pk)
        person = person.merged_into
    return person if person and person.erased_at is None else None


def with_emails(people: QuerySet[Customer], emails: list[str]) -> QuerySet[Customer]:
    """This will keep those with one of these e-mails, letter case ignored."""
    # the database lowers both sides: engines differ in which letters they lower, and the unique key is theirs
    return people.alias(lower_email=Lower("email")).filter(lower_email__in=[Lower(Value(email)) for email in emails])


def _people_with_email(business: Business, email: str) -> list[Customer]:
    holders = with_emails(Customer.objects.filter(business=business, erased_at=None), [email]).order_by("id")
    people = [survivor(row) for row in sorted(holders, key=lambda row: row.merged_into_id is not None)]
    return [person for person in people if person]


def _current(business: Business) -> QuerySet[Customer]:
    return Customer.objects.filter(business=business).current()


def _create(business: Business, *, name: str, email: str, phone: str) -> Customer:
    first, last = [*name.split(maxsplit=1), "", ""][:2]
    return Customer.objects.create(
        business=business,
        first_name=first[:LONGEST_FIRST_NAME],
        last_name=last[:LONGEST_LAST_NAME],
        email=email,
        phone=phone[:LONGEST_PHONE],
        phone_e164=phones.to_e164(phone, business.country),
    )
