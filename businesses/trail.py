"""Writes down who did what in a business, and what it was before: with the change, in one statement, for good.

    trail.write([trail.of_row(here.pk, service, "changed", user=user, now=now, changes=[["active", True, False]])])

Nobody's name gets into it, see `TrailEntry`: of what says something of a person only that it was changed is kept.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.files import File
from django.db.models import Exists, Model, OuterRef
from django.db.models.functions import Now
from django.utils.functional import Promise

from businesses.models import Business, Membership, TrailEntry
from businesses.models.trail import KEPT_DAYS

Kind, Deed = TrailEntry.Kind, TrailEntry.Deed
KINDS = {
    "apikey": Kind.KEYS,
    "apiaccessrequest": Kind.KEYS,
    "webhookendpoint": Kind.KEYS,
    "membership": Kind.ROLES,
    "customer": Kind.CUSTOMERS,
}
PEOPLE = {"customer", "staffmember", "membership", "user"}  # what they are called is not kept
# What may stand in the trail of somebody, and of a row in which anything could be typed about them.
PUBLIC = {
    "customer": {"blocked"},
    "membership": {"role", "staff"},
    "staffmember": {"color", "mailed", "location", "online", "own_hours", "position", "active"},
}
SKILL = ("does_", "length_", "price_")  # fields of a form about the staff, one a service
PRIVATE = {
    "timeoff": {"reason"},
    "timeoffrequest": {"reason", "answer"},
    "webhookendpoint": {"url", "encrypted_secret"},
    "specialday": {"note"},
}
BY_ITSELF = {"uuid", "id", "business", "created_at", "updated_at"}  # what no one decides
LONGEST = 300  # letters of a value
MOST = 200  # changes of an entry
SPAN = dt.timedelta(days=KEPT_DAYS)


def write(entries: Iterable[TrailEntry]) -> None:
    """This will write entries down in one statement; called in the transaction of the change."""
    TrailEntry.objects.bulk_create(entries)


def of_row(
    business: int,
    row: Model,
    deed: str,
    *,
    user: int | None,
    now: dt.datetime,
    changes: Iterable[list[Any]] = (),
    said: str = "",
) -> TrailEntry:
    """This will give the entry of what was done to a row of a business; `changes` are [what, before, after]."""
    table, key = thing_of(row)
    own = str(row._meta.model_name)
    return TrailEntry(
        business_id=business,
        user_id=user,
        occurred_at=now,
        kind=KINDS.get(own, Kind.SETTINGS),
        deed=Deed.DONE if said else deed,
        said=said[:200],
        table=table,
        row=key,
        staff=getattr(row, "staff_id", None),
        label=label_of(row),
        changes=[kept(own, *each) for each in changes][:MOST],
    )


def of_account(user: int, said: str, *, now: dt.datetime) -> list[TrailEntry]:
    """This will give an entry about somebody's signing in for each business in which they work."""
    businesses = Membership.objects.filter(user=user).order_by("business").values_list("business", flat=True)
    facts = {"user_id": user, "occurred_at": now, "kind": Kind.SIGN_INS, "deed": Deed.DONE, "said": said}
    return [TrailEntry(business_id=each, **facts) for each in businesses]


def purge() -> int:
    """This will drop what is old enough to go by the schema, whose clock is the database's, and what tells of a
    business that is gone; says how much it was."""
    old = TrailEntry.objects.filter(occurred_at__lt=Now() - SPAN).delete()[0]
    gone = TrailEntry.objects.filter(~Exists(Business.objects.filter(pk=OuterRef("business_id")))).delete()[0]
    return old + gone


def business_of(row: Model) -> int | None:
    """This will give the id of the business that a row belongs to; None: to none."""
    return row.pk if isinstance(row, Business) else getattr(row, "business_id", None)


def thing_of(row: Model) -> tuple[str, int]:
    """This will give the table and the id of what is named when something is done to a row; of somebody's place in the
    house it is the user, who can still be named when that is gone."""
    if isinstance(row, Membership):
        return "user", row.user_id
    return str(row._meta.model_name), row.pk


def label_of(row: Model) -> str:
    """This will give what a row is called; empty for people, and for what has no name of its own."""
    table = row._meta.model_name
    if table in PEOPLE:
        return ""
    if table == "apikey":
        return str(row)
    return str(getattr(row, "name", ""))[:200]


def kept(table: str, what: str, before: Any = None, after: Any = None) -> list[Any]:
    """This will give a change as the trail keeps it: of what is somebody's own, only that there was one."""
    if table in PUBLIC:
        is_hidden = what not in PUBLIC[table] and not what.startswith(SKILL)
    else:
        is_hidden = what.partition(" ")[0] in PRIVATE.get(table, ())
    return [what] if is_hidden else [what, plain(before), plain(after)]


def plain(value: Any) -> Any:
    """This will give a value as JSON has it; a row as {table: id}, which is looked up when it is read."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Model):
        return {str(value._meta.model_name): value.pk}
    if isinstance(value, File):
        return True
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str | Promise):
        return [plain(each) for each in value][:MOST]
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
