"""The one way to lock a diary and to say that it changed.

A free time has no row that could be locked, so the lock is on rows that always exist: those of the staff members and
resources whose time is at stake. Whoever changes anyone's time, a booking as well as an owner's hours, goes through
here: lock first, always in the same order, then change, then raise the versions, all in one transaction.
"""

import datetime as dt
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import F, Model

from businesses.models import Business, Customer, Resource, Service, StaffMember


def lock(
    *,
    business_id: int,
    customers: Collection[int] = (),
    services: Collection[int] = (),
    staff: Collection[int] = (),
    resources: Collection[int] = (),
) -> None:
    """This will wait until the rows with these ids are ours, for the rest of the transaction.

    The order is customers, services, staff, resources, each by id: who keeps to it cannot deadlock. On SQLite the
    immediate transaction is the lock already. Read again in a new statement afterwards: what was read before, or in
    the locking statement itself, may be old.
    """
    if not connection.features.has_select_for_update:
        return
    for model, ids in ((Customer, customers), (Service, services), (StaffMember, staff), (Resource, resources)):
        if ids:
            _lock_rows(model, business_id, ids)


def lock_everyone(business_id: int) -> None:
    """This will lock every diary of a business, for a change of its hours, rules or services."""
    if connection.features.has_select_for_update:
        for model in (Service, StaffMember, Resource):
            _lock_rows(model, business_id, None)


@contextmanager
def changing(business_id: int, *, staff: Collection[int] = ()) -> Iterator[None]:
    """This will let a block change hours, rules, services, or the time of `staff`: one transaction, every diary locked,
    the versions of the business and of these people raised at its end."""
    with transaction.atomic():
        lock_everyone(business_id)
        yield
        raise_versions(business_id=business_id, staff=staff)
        raise_business_version(business_id)


def _lock_rows(model: type[Model], business_id: int, ids: Collection[int] | None) -> None:
    rows = model._default_manager.filter(business_id=business_id)
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    # no_key: rows that only point here (a new booking's foreign keys) need not wait
    list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))


def raise_versions(
    *,
    business_id: int,
    staff: Collection[int] = (),
    resources: Collection[int] = (),
    booked_at: dt.datetime | None = None,
) -> None:
    """This will mark the diaries of these people and resources as changed; `booked_at` when it was by a new booking."""
    if staff:
        booked = {"last_booked_at": booked_at} if booked_at else {}
        StaffMember.objects.filter(business_id=business_id, pk__in=staff).update(
            diary_version=F("diary_version") + 1, **booked
        )
    if resources:
        Resource.objects.filter(business_id=business_id, pk__in=resources).update(diary_version=F("diary_version") + 1)


def raise_business_version(business_id: int) -> None:
    """This will mark hours, special days, rules and services of a business as changed. A booking never does this."""
    Business.objects.filter(pk=business_id).update(diary_version=F("diary_version") + 1)
