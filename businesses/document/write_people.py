"""Writing customers and owners."""

import contextlib
from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Q

from businesses import customers as matching
from businesses import diary, normal, people
from businesses.document import differences
from businesses.document.errors import DocumentError
from businesses.document.shape import Customer as Wanted
from businesses.document.shape import Document, Owner
from businesses.models import Business, Customer, User

CHUNK = 200  # values in one query: every engine takes as many
T = TypeVar("T")
ELSE = "write the right one, or let them in by invite_owner"


def claim_customers(business: Business, document: Document) -> None:
    """This will make the customers with an e-mail that nobody has yet, and lock all whom the document names.

    Before any other lock: a guest's booking makes its customer first and then waits for the staff, so whoever waited
    for that customer with the staff already locked would wait for ever.
    """
    known = _Known(business, document)
    for each in document.customers:
        if each.email and not known.find(each):
            with contextlib.suppress(IntegrityError), transaction.atomic():  # made meanwhile: as good
                differences.save(Customer(business=business), asdict(each))
    known = _Known(business, document)
    found = {row.pk for each in document.customers if (row := known.find(each))}
    diary.lock(business_id=business.pk, customers=found)


def customers(business: Business, document: Document) -> dict[str, Customer]:
    """This will write the customers whom the document names, and leave all others alone.

    One with an e-mail is found by it, even when they were merged into another since. One without is found by phone,
    first among those who have no e-mail either. Whoever has another e-mail keeps it: a document takes none away.
    """
    known = _Known(business, document)
    rows = {}
    for each in document.customers:
        wanted = asdict(each)
        row = known.find(each) or Customer(business=business)
        if row.pk and row.pk and normal.email_key(row.email) != normal.email_key(each.email):
            del wanted["email"]
        differences.save(row, wanted)
        rows[each.email or each.phone_e164] = row
    return rows


def owners(business: Business, document: Document) -> None:
    """This will let the owners in whom the document names; who is no longer named stays. Raises DocumentError.

    Nothing of an existing user is touched, neither e-mail nor rights, nor a password of their own: whoever writes a
    document must not come into somebody's account by naming it. A new user has no password; `invite_owner` lets them
    set one. Nobody loses their access by a document that does not speak of owners.
    """
    working = set(business.members.values_list("username", flat=True))
    coming = {n: _reached(each) for n, each in enumerate(document.owners) if each.username not in working}
    users = {user.username: user for chunk in _chunks(list(coming.values())) for user in _called(chunk)}
    if faults := [f"owners[{n}]{fault}" for n, each in coming.items() if (fault := _fault(each, users))]:
        raise DocumentError(faults)
    for each in sorted(coming.values(), key=lambda owner: owner.username):  # in one order, since users are locked
        user = users.get(each.username)
        if user is None:
            user = User(username=each.username, email=each.email, is_staff=True)
            user.set_unusable_password()
            user.save(force_insert=True)
        people.admit(business, user)


def _reached(owner: Owner) -> Owner:
    """An owner with an e-mail: where none is written, the user name if it is one."""
    return replace(owner, email=owner.email or normal.sendable(owner.username))


def _called(owners: list[Owner]) -> Iterable[User]:
    """Whoever has one of these user names, letter case ignored."""
    same = Q()
    for each in owners:
        same |= Q(username__iexact=each.username)
    return User.objects.filter(same)


def _fault(owner: Owner, users: dict[str, User]) -> str:
    """What is wrong with an owner, "" if nothing: a user name is whose it was first, so only the e-mail says who."""
    user, name, email = users.get(owner.username), repr(owner.username), normal.email_key(owner.email)
    if user and not (email and normal.email_key(user.email) == email):
        return f".username: {name} is a user with another e-mail than is written here; {ELSE}"
    if user is None and any(other.lower() == owner.username.lower() for other in users):
        return f".username: {name} differs from another user's name in capitals only; {ELSE}"
    if (meant := normal.sendable(owner.username)) and normal.email_key(meant) != email:
        return f".email: must be {name}, since the user name is an e-mail; {ELSE}"
    return ""


class _Known:
    """The customers of a business who may be meant by a document, read in a few queries."""

    def __init__(self, business: Business, document: Document) -> None:
        people = Customer.objects.filter(business=business, erased_at=None).order_by("id")
        self.by_email: dict[str, Customer] = {}
        for chunk in _chunks([each.email for each in document.customers if each.email]):
            for row in matching.with_emails(people, chunk):
                if (person := matching.survivor(row)) and row.identity:
                    self.by_email[row.identity] = person
        taken = {person.pk for person in self.by_email.values()}
        self.by_phone: dict[str, Customer] = {}
        for chunk in _chunks([each.phone_e164 for each in document.customers if not each.email]):
            for row in people.filter(Q(phone_e164__in=chunk) & (Q(merged_into=None) | Q(identity__in=chunk))):
                before, person = self.by_phone.get(row.phone_e164), matching.survivor(row)
                if person and person.pk not in taken and (before is None or _fits_better(row, before)):
                    self.by_phone[row.phone_e164] = person

    def find(self, wanted: Wanted) -> Customer | None:
        """This will give the customer who is meant, or None."""
        return (
            self.by_email.get(normal.email_key(wanted.email)) if wanted.email else self.by_phone.get(wanted.phone_e164)
        )


def _fits_better(row: Customer, before: Customer) -> bool:
    """Whether it is rather this person who has a phone and no e-mail: whoever is known by it, else has no e-mail."""
    return (row.identity == row.phone_e164, not row.email) > (before.identity == row.phone_e164, not before.email)


def _chunks(values: list[T]) -> Iterable[list[T]]:
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))
