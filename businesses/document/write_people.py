"""Finding what differs in the customers, and writing the owners."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import TypeVar

from django.db.models import Q

from businesses import customers as matching
from businesses import normal, people
from businesses.document.differences import Differences
from businesses.document.errors import DocumentError
from businesses.document.shape import Customer as Wanted
from businesses.document.shape import Document, Owner
from businesses.document.standing import Standing
from businesses.models import Business, Customer, User

Value = TypeVar("Value")
CHUNK = 200  # values in one query: every engine takes as many
ELSE = "write the right one, or let them in by invite_owner"


def customers(found: Differences, there: Standing, document: Document) -> dict[str, Customer]:
    """This will find what differs in the customers whom the document names; all others are left alone.

    One with an e-mail is found by it, even when they were merged into another since. One without is found by phone,
    first among those who have no e-mail either. Whoever has another e-mail keeps it: a document takes none away.
    """
    known = _Known(there, document)
    rows = {}
    for each in document.customers:
        wanted = asdict(each)
        row = known.find(each) or Customer(business=there.business)
        if row.pk and normal.email_key(row.email) != normal.email_key(each.email):
            del wanted["email"]
        found.save(row, wanted)
        rows[each.email or each.phone_e164] = row
    return rows


def are_still(found: Differences) -> bool:
    """This will lock the customers who are to be changed, in order, and say whether they are as they were read."""
    names = [field.attname for field in Customer._meta.concrete_fields]
    read = {
        pk: {name: getattr(row, name) for name in names} | before for (_, pk), (row, before) in found.changed.items()
    }
    for chunk in _chunks(sorted(read)):
        rows = Customer.objects.filter(pk__in=chunk).order_by("pk").select_for_update(no_key=True)
        now = [dict(zip(names, values, strict=True)) for values in rows.values_list(*names)]
        if now != [read[pk] for pk in chunk]:
            return False
    return True


def lacks_owners(business: Business, document: Document) -> bool:
    """This will say whether the document names an owner who is none yet."""
    owning = set() if business.pk is None else set(business.owners.values_list("username", flat=True))
    return any(each.username not in owning for each in document.owners)


def owners(business: Business, document: Document) -> None:
    """This will let the owners in whom the document names; who is no longer named stays. Raises DocumentError.

    Nothing of an existing user is touched, neither e-mail nor rights, nor a password of their own: whoever writes a
    document must not come into somebody's account by naming it. A new user has no password; `invite_owner` lets them
    set one. Nobody loses their access by a document that does not speak of owners.
    """
    coming, users = coming_owners(business, document)
    for each in coming:
        user = users.get(each.username)
        if user is None:
            user = User(username=each.username, email=each.email, is_staff=True)
            user.set_unusable_password()
            user.save(force_insert=True)
        people.admit(business, user)


def coming_owners(business: Business, document: Document) -> tuple[list[Owner], dict[str, User]]:
    """This will give the owners who are none yet, in the order in which their users are locked, and the users there
    are. Raises DocumentError."""
    working = set() if business.pk is None else set(business.members.values_list("username", flat=True))
    coming = {n: _reached(each) for n, each in enumerate(document.owners) if each.username not in working}
    users = {user.username: user for chunk in _chunks(list(coming.values())) for user in _called(chunk)}
    if faults := [f"owners[{n}]{fault}" for n, each in coming.items() if (fault := _fault(each, users))]:
        raise DocumentError(faults)
    return sorted(coming.values(), key=lambda owner: owner.username), users


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
    """The customers of a business who may be meant by a document, read in a few queries; one row for each of them."""

    def __init__(self, there: Standing, document: Document) -> None:
        self.by_email: dict[str, Customer] = {}
        self.by_phone: dict[str, Customer] = {}
        self._people: dict[int, Customer] = {}
        if there.is_new:
            return
        people = Customer.objects.filter(business=there.business, erased_at=None).order_by("id")
        for chunk in _chunks([each.email for each in document.customers if each.email]):
            for row in matching.with_emails(people, chunk):
                if (person := self._person(row)) and row.identity:
                    self.by_email[row.identity] = person
        taken = {person.pk for person in self.by_email.values()}
        for chunk in _chunks([each.phone_e164 for each in document.customers if not each.email]):
            for row in sorted(people.filter(phone_e164__in=chunk), key=lambda row: row.merged_into_id is not None):
                before, person = self.by_phone.get(row.phone_e164), self._person(row)
                better = before is None or (row.merged_into_id is None and _fits_better(row, before))
                if person and person.pk not in taken and better:
                    self.by_phone[row.phone_e164] = person

    def _person(self, row: Customer) -> Customer | None:
        person = matching.survivor(row)
        return self._people.setdefault(person.pk, person) if person else None

    def find(self, wanted: Wanted) -> Customer | None:
        """This will give the customer who is meant, or None."""
        return (
            self.by_email.get(normal.email_key(wanted.email)) if wanted.email else self.by_phone.get(wanted.phone_e164)
        )


def _fits_better(row: Customer, before: Customer) -> bool:
    """Whether it is rather this person who has a phone and no e-mail: whoever is known by it, else has no e-mail."""
    return (row.identity == row.phone_e164, not row.email) > (before.identity == row.phone_e164, not before.email)


def _chunks(values: list[Value]) -> Iterable[list[Value]]:
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))
