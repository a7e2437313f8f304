"""Tries again until the database and the plan agree, and knows the database's refusals by name."""

from collections.abc import Callable
from typing import TypeVar

from django.db import DatabaseError, IntegrityError, OperationalError

from bookings import errors

T = TypeVar("T")

ATTEMPTS = 60
FENCES = (
    "appointment_staff_free",
    "appointment_resource_free",
    "appointment_not_overfull",
    "booking_code",  # two random codes met: take another
)
DEADLOCK, SERIALIZATION, LOCK_TIMEOUT = "40P01", "40001", "55P03"


class Stale(Exception):
    """What was planned without locks is no longer so; plan again."""


def settled(attempt: Callable[[], T]) -> T:
    """This will call `attempt`, which owns its transaction, until it neither finds its plan stale nor hits a fence.

    Raises `errors.Busy` when the locks are not to be had, or after sixty attempts.
    """
    for _ in range(ATTEMPTS):
        try:
            return attempt()
        except Stale:
            continue
        except IntegrityError as error:
            if not any(name in str(error) for name in FENCES):
                raise
        except OperationalError as error:
            if _is_lock_timeout(error):
                raise errors.Busy from error
            if _sqlstate(error) not in (DEADLOCK, SERIALIZATION):
                raise
    raise errors.Busy


def _is_lock_timeout(error: DatabaseError) -> bool:
    return _sqlstate(error) == LOCK_TIMEOUT or "database is locked" in str(error)


def _sqlstate(error: DatabaseError) -> str | None:
    return getattr(error.__cause__, "sqlstate", None)
