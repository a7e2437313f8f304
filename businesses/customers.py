"""Who a guest is to a business: found by e-mail, else by phone, else new. A guest's form never changes anybody.

known = customers.recognise(business, name=…, email=…, phone=…)   # one statement
if known.blocked: …
customer = customers.made(business, known)                        # none for somebody known, one for somebody new
"""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import connection
from django.db.models import CharField, Q, QuerySet

from businesses import normal
from businesses import phone as phones
from businesses.models import Business, Customer

LONGEST_FIRST_NAME, LONGEST_LAST_NAME, LONGEST_PHONE = 200, 100, 50  # the columns' lengths
TYPED = tuple(f.name for f in Customer._meta.concrete_fields if f.editable and isinstance(f, CharField))
LONGEST_ADDRESS = 300
AT_ONCE = 1000  # values in one statement
SHORTEST_NUMBER = 4  # digits of a word that is searched among phone numbers
# The row that is there already is written as it is: so the statement gives its id, and waits for whoever makes it. The
# column is one of no unique index: else PostgreSQL would keep bookings that point to the row from being committed.
UPSERT = (
    "INSERT INTO {table} ({columns}) VALUES ({values}) "
    "ON CONFLICT (business_id, identity) DO UPDATE SET folded = {table}.folded RETURNING id, uuid"
)


@dataclass(frozen=True, slots=True)
class Known:
    """What a business knows by a guest's words: the person (None: nobody yet), and whether anybody there is blocked."""

    person: Customer | None
    blocked: bool
    name: str
    email: str
    phone: str
    phone_e164: str


def recognise(
    business: Business, *, name: str = "", email: str = "", phone: str = "", chosen: Customer | None = None
) -> Known:
    """This will look in one statement for the customer with that e-mail or, without an e-mail, with that phone.

    Phones are compared in E.164, national ones read as the business's country; of several, the one known longest.
    What somebody was known by who was merged into another leads to that other, a phone if nobody else has it; nobody
    who was erased is found. With `chosen` the person is that one, as they are by now, or None: they were erased.
    `blocked` is true when anybody with that e-mail or that phone is blocked. Of a person merged more than once each
    further step is a statement more.
    """
    key, number = normal.email_key(email), phones.to_e164(phone, business.country)
    rows = _rows(business, key or number, number, chosen) if key or number or chosen else []
    holders = [person for row in rows if row.identity == (key or number) and (person := survivor(row))]
    callers = [row for row in rows if number and row.phone_e164 == number]
    by_phone = [row for row in callers if row.merged_into_id is None]
    by_phone += [person for row in callers if row.merged_into_id is not None and (person := survivor(row))]
    people = holders if key else by_phone
    if chosen is not None:
        people = [person for row in rows if row.pk == chosen.pk and (person := survivor(row))]
    blocked = any(person.blocked for person in [*holders, *by_phone, *people])
    words = (normal.name(name), email.strip(), phone.strip())
    return Known(next(iter(people), None), blocked, *words, phone_e164=number)


def how_many_known(business: Business, ways: Sequence[tuple[str, str]]) -> int:
    """This will count whom `recognise` would know of people who come in one after another, each an e-mail and a phone.

    They are known by who is there now, or by whom those before them make of themselves.
    """
    keyed = [(normal.email_key(email), phones.to_e164(phone, business.country)) for email, phone in ways]
    identities = _known_by("identity", business, {key for key, _ in keyed if key})
    numbers = _known_by("phone_e164", business, {number for key, number in keyed if number and not key})
    count = 0
    for key, number in keyed:
        if key in identities if key else number in numbers:
            count += 1
        else:
            identities |= {key} - {""}
            numbers |= {number} - {""}
    return count


def _known_by(column: str, business: Business, wanted: Collection[str]) -> set[str]:
    """Those of these e-mails, or of these phones, that lead to somebody."""
    found, keys = set[str](), sorted(wanted)
    people = Customer.objects.filter(business=business, erased_at=None).select_related("merged_into")
    for n in range(0, len(keys), AT_ONCE):
        rows = people.filter(**{f"{column}__in": keys[n : n + AT_ONCE]})
        found.update(getattr(row, column) for row in rows if survivor(row))
    return found


def made(business: Business, known: Known, *, last_name: str = "", home_phone: str = "") -> Customer | None:
    """This will give the customer who was recognised, made in one statement if there is none yet; None of nothing.

    Of two callers who make the same customer at once both get the one row: the second waits for the first. A name or
    phone longer than its column is cut. `last_name` says with which words the name's second part begins.
    """
    if known.person or not (known.name or known.email or known.phone):
        return known.person
    first, last = _split(known.name, last_name)
    person = Customer(
        business=business,
        first_name=first,
        last_name=last,
        email=known.email,
        phone=known.phone[:LONGEST_PHONE],
        phone_e164=known.phone_e164,
        home_phone=home_phone[:LONGEST_PHONE],
    )
    person.pk, is_new = _upsert(person)
    if is_new:
        person._state.adding, person._state.db = False, connection.alias
        return person
    row = Customer.objects.select_related("merged_into").get(pk=person.pk)
    return survivor(row) or row


def fill_address(customer: Customer, address: str) -> None:
    """This will write an address down for somebody who has none; one that is there stays."""
    Customer.objects.filter(pk=customer.pk, address="").update(address=address[:LONGEST_ADDRESS])


def rename(customer: Customer, *, name: str, email: str, phone: str) -> None:
    """This will replace what a customer is called and reached by; a name or phone longer than its column is cut."""
    customer.first_name, customer.last_name = _split(normal.name(name))
    customer.email, customer.phone = email.strip(), phone.strip()[:LONGEST_PHONE]
    customer.phone_e164 = phones.to_e164(phone, customer.business.country)
    settle(customer)
    customer.save()


def match(business: Business, *, email: str, phone: str) -> Customer | None:
    """This will give the customer whom an e-mail or, without one, a phone means; as `recognise` does."""
    return recognise(business, email=email, phone=phone).person


def match_or_create(business: Business, *, name: str, email: str, phone: str) -> Customer | None:
    """This will give the customer whom these words mean, made if there is none yet; None when all three are empty."""
    return made(business, recognise(business, name=name, email=email, phone=phone))


def is_blocked(business: Business, *, email: str, phone: str) -> bool:
    """This will say whether anybody with that e-mail or that phone is blocked by the business."""
    return recognise(business, email=email, phone=phone).blocked


def search(business: Business, text: str, *, limit: int = 20) -> list[Customer]:
    """This will give the customers whose names, e-mail or phone have every word of a text in them."""
    people = Customer.objects.filter(business=business).current()
    found = narrowed(people, text).order_by("last_name", "first_name", "id")
    return list(found[:limit]) if text.strip() else []


def narrowed(people: QuerySet[Customer], text: str) -> QuerySet[Customer]:
    """This will keep those whose names, e-mail or phone have every word of a text in them, accents or not.

    A text that is a number and nothing else is one word, however its digits stand apart.
    """
    if number := _number(text):
        return people.filter(Q(phone_e164__contains=number) | Q(folded__contains=normal.folded(text)))
    for word in normal.folded(text).split()[: normal.MOST_WORDS]:
        asked = Q(folded__contains=word)
        number = "".join(sign for sign in word if sign.isdigit()).lstrip("0")
        people = people.filter(asked | Q(phone_e164__contains=number) if len(number) >= SHORTEST_NUMBER else asked)
    return people


def _number(text: str) -> str:
    """The digits of a phone number without what is dialled within a country alone; "": the text is none."""
    written = normal.folded(text).replace("(0)", "")
    digits = "".join(sign for sign in written if sign.isdecimal()).lstrip("0")
    is_number = len(digits) >= SHORTEST_NUMBER and not any(sign.isalpha() or sign == "@" for sign in written)
    return digits if is_number else ""


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


def held(customer: Customer) -> Customer | None:
    """This will give who a customer is by now, locked for the rest of the transaction; None when nobody is left."""
    return survivor(Customer.objects.select_for_update(no_key=True).get(pk=customer.pk))


def erase(customer: Customer, *, now: dt.datetime) -> None:
    """This will empty what names a customer and those who were merged into them; nobody is known by it any more."""
    for row in Customer.objects.filter(Q(pk=customer.pk) | Q(merged_into=customer)):
        for name in (*TYPED, "phone_e164"):
            setattr(row, name, "")
        row.erased_at = now
        row.save()


def equal(
    business: Business, *, limit: int, email: str = "", phone: str = "", first_name: str = "", last_name: str = ""
) -> list[Customer]:
    """This will give, by id, the customers of whom all that is given is so, in any letter case; "" asks nothing."""
    people = Customer.objects.filter(business=business).current().order_by("pk")
    if email:
        people = people.filter(identity=normal.email_key(email))
    if phone:
        number = phones.to_e164(phone, business.country)
        same = Q(phone=phone) | Q(home_phone=phone)
        people = people.filter(same | Q(phone_e164=number) | Q(home_phone=number) if number else same)
    wanted = [(name, normal.name(text).casefold()) for name, text in _named(first_name, last_name)]
    for _, text in wanted:
        people = people.filter(folded__contains=normal.folded(text))
    found = (person for person in people.iterator() if all(_is(person, *each) for each in wanted))
    return list(islice(found, limit))


def _named(first_name: str, last_name: str) -> list[tuple[str, str]]:
    return [(name, text) for name, text in (("first_name", first_name), ("last_name", last_name)) if text]


def _is(person: Customer, name: str, text: str) -> bool:
    return str(getattr(person, name)).casefold() == text


def with_emails(people: QuerySet[Customer], emails: list[str]) -> QuerySet[Customer]:
    """This will keep those who are known by one of these e-mails, however it is spelled."""
    return people.filter(identity__in=[normal.email_key(email) for email in emails])


def settle(customer: Customer) -> None:
    """This will say what an unsaved change makes a customer known by: by nothing where another has the phone already.

    Several people may share a phone; a guest who leaves it alone is the one known longest.
    """
    key = normal.email_key(customer.email) or customer.phone_e164
    others = Customer.objects.filter(business=customer.business_id, identity=key).exclude(pk=customer.pk)
    customer.identity = None if key and others.exists() else ""


def _split(name: str, last_name: str = "") -> tuple[str, str]:
    last = normal.name(last_name)
    if last and name.endswith(f" {last}"):
        first = name.removesuffix(f" {last}")
    else:
        first, last = [*name.split(maxsplit=1), "", ""][:2]
    return first[:LONGEST_FIRST_NAME], last[:LONGEST_LAST_NAME]


def _rows(business: Business, key: str, number: str, chosen: Customer | None) -> list[Customer]:
    """Who may be meant, those known longest first."""
    asked = Q(identity=key) if key else Q()
    if number:
        asked |= Q(phone_e164=number)
    if chosen is not None:
        asked |= Q(pk=chosen.pk)
    people = Customer.objects.filter(asked, business=business, erased_at=None).select_related("merged_into")
    return sorted(people, key=lambda row: (row.merged_into_id is not None, row.pk))


def _upsert(person: Customer) -> tuple[int, bool]:
    """The id of the row with the person's identity, and whether it was made by this."""
    fields = [field for field in Customer._meta.concrete_fields if not field.primary_key]
    quote = connection.ops.quote_name
    statement = UPSERT.format(
        table=quote(Customer._meta.db_table),
        columns=", ".join(quote(str(field.column)) for field in fields),
        values=", ".join(["%s"] * len(fields)),
    )
    values = [field.get_db_prep_save(field.pre_save(person, add=True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        key, given = cursor.fetchone()
    return key, uuid.UUID(str(given)) == person.uuid
