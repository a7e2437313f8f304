"""The one way to lock a diary and to say that it changed.

A free time has no row that could be locked, so each owner of time has a row of its own in `Diary`: a staff member, a
resource, a shared service, and a business's set-up. Whoever changes anyone's time goes through here: lock first, then
change, then raise the versions, all in one transaction. A booking raises the diaries that it touches. An owner's
change of the set-up locks and raises all of them, so no booking that was planned before it finds its versions again.

Whoever reads takes the versions first and the rows after them: what was read is then at least as new as its label.
The few statements here run at every booking, so they are written as SQL.
"""

import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Model

from businesses import waiting
from businesses.models import Customer, Diary, Resource, Service, StaffMember

SETUP, SERVICE, STAFF, RESOURCE = (kind.value for kind in Diary.Kind)
OWNERS: Mapping[int, type[Model]] = {SERVICE: Service, STAFF: StaffMember, RESOURCE: Resource}
TABLE = Diary._meta.db_table


class Key(NamedTuple):
    """Whose diary."""

    kind: int
    owner: int


Versions = dict[Key, int]


def of_setup(business_id: int) -> Key:
    """This will name the diary of a business's set-up."""
    return Key(SETUP, business_id)


def of_service(service_id: int) -> Key:
    """This will name the diary in which the groups of a shared service are opened."""
    return Key(SERVICE, service_id)


def of_staff(staff_id: int) -> Key:
    """This will name the diary of a staff member."""
    return Key(STAFF, staff_id)


def of_resource(resource_id: int) -> Key:
    """This will name the diary of a resource."""
    return Key(RESOURCE, resource_id)


class Reading(NamedTuple):
    """The versions of a business's diaries, and when (UTC seconds) somebody was booked with each of its people last."""

    versions: Versions
    last_booked: dict[int, int]


def read(business_id: int) -> Reading:
    """This will read the versions of a business's diaries, without a lock. Who has none yet is missing."""
    with connection.cursor() as cursor:
        columns = "kind, owner, version, last_booked"
        cursor.execute(f"SELECT {columns} FROM {TABLE} WHERE business_id = %s", [business_id])  # noqa: S608
        rows = cursor.fetchall()
    return Reading(
        {Key(kind, owner): version for kind, owner, version, _ in rows},
        {owner: last for _, owner, _, last in rows if last is not None},
    )


def versions(business_id: int) -> Versions:
    """This will read the versions alone."""
    return read(business_id).versions


def lock(*, business_id: int, keys: Collection[Key] = (), customers: Collection[int] = ()) -> Versions:
    """This will wait until these customers and diaries are ours for the rest of the transaction; gives the versions.

    Customers come first, then the diaries by kind and owner: who keeps to it cannot deadlock. On SQLite the immediate
    transaction is the lock already. Rows that were read before may be old; read them again in a new statement.
    Raises `outage.Crowded` when too many wait for the same business already.
    """
    if not connection.features.has_select_for_update:
        return _ours(business_id, keys, customers)
    with waiting.waits(business_id):
        return _ours(business_id, keys, customers)


def _ours(business_id: int, keys: Collection[Key], customers: Collection[int] = ()) -> Versions:
    if customers and connection.features.has_select_for_update:
        found = Customer.objects.filter(business_id=business_id, pk__in=customers).order_by("pk")
        list(found.select_for_update(no_key=True).values_list("pk", flat=True))
    if not keys:
        return {}
    locked = _locked(business_id, keys)
    missing = set(keys) - locked.keys()
    if missing:  # made in order, too: two who make the same wait for each other
        rows = [
            Diary(business_id=business_id, kind=key.kind, owner=key.owner, version=_now()) for key in sorted(missing)
        ]
        Diary.objects.bulk_create(rows, ignore_conflicts=True)
        locked = _locked(business_id, keys)
    return locked


def lock_everyone(business_id: int, *, again: bool = False) -> None:
    """This will lock every diary of a business, made where there was none, for a change of its set-up.

    `again`: they are locked already, but for those of who is new. Others may wait for us then, and we for nobody.
    """
    keys = {of_setup(business_id)}
    for kind, model in OWNERS.items():
        rows = model._default_manager.filter(business_id=business_id).order_by()
        keys |= {Key(kind, owner) for owner in rows.values_list("pk", flat=True)}
    if again:
        _ours(business_id, keys)
    else:
        lock(business_id=business_id, keys=keys)


@contextmanager
def changing(business_id: int) -> Iterator[None]:
    """This will let a block change the set-up of a business or anyone's time: in one transaction, between the locks of
    every diary and their new versions."""
    with transaction.atomic():
        lock_everyone(business_id)
        yield
        lock_everyone(business_id, again=True)  # whoever is new has a diary, too
        raise_everyone(business_id)


def raise_versions(*, business_id: int, keys: Collection[Key], served: Collection[int] = (), second: int = 0) -> None:
    """This will mark these diaries, locked before, as changed; `served` are people, by id, booked at a UTC second."""
    if not keys:
        return
    changes, first = f"version = {_higher()}", [_now()]
    if served:
        theirs = f"kind = {STAFF} AND owner IN ({', '.join(['%s'] * len(served))})"
        changes += f", last_booked = CASE WHEN {theirs} THEN %s ELSE last_booked END"
        first += [*served, second]
    which, values = _which(business_id, keys)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET {changes} WHERE {which}", [*first, *values])  # noqa: S608


def raise_everyone(business_id: int) -> None:
    """This will mark the set-up of a business, and with it everybody's time, as changed."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET version = {_higher()} WHERE business_id = %s", [_now(), business_id])  # noqa: S608


def _locked(business_id: int, keys: Collection[Key]) -> Versions:
    which, values = _which(business_id, keys)
    # no key: rows that only point here need not wait
    ours = " FOR NO KEY UPDATE" if connection.features.has_select_for_update else ""
    statement = f"SELECT kind, owner, version FROM {TABLE} WHERE {which} ORDER BY kind, owner{ours}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return {Key(kind, owner): version for kind, owner, version in cursor.fetchall()}


def _which(business_id: int, keys: Iterable[Key]) -> tuple[str, list[int]]:
    owners: dict[int, list[int]] = {}
    for kind, owner in sorted(keys):
        owners.setdefault(kind, []).append(owner)
    parts = [f"kind = {kind} AND owner IN ({', '.join(['%s'] * len(ids))})" for kind, ids in owners.items()]
    return f"business_id = %s AND ({' OR '.join(parts)})", [business_id, *(i for ids in owners.values() for i in ids)]


def _higher() -> str:
    return f"{'GREATEST' if connection.vendor == 'postgresql' else 'MAX'}(version + 1, %s)"


def _now() -> int:
    """Microseconds since 1970: a version of a transaction that was taken back is never given again to other rows."""
    return time.time_ns() // 1000
