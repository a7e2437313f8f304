"""One try after the other, until the database and the plan agree; and the database's refusals by name."""

from collections.abc import Callable
from types import TracebackType

from django.db import DatabaseError, IntegrityError, OperationalError, transaction

from bookings import errors
from businesses import outage

ATTEMPTS = 60
FENCES = (
    "appointment_staff_free",
    "appointment_resource_free",
    "appointment_not_overfull",
    # Two random codes met: take another. SQLite names the columns.
    "booking_code",
    "bookings_booking.business_id, bookings_booking.code",
)
DEADLOCK, SERIALIZATION, LOCK_TIMEOUT = "40P01", "40001", "55P03"


class Stale(Exception):
    """What was read before the locks is no longer so; try again."""


class Transaction:
    """A transaction that takes back what was planned on old facts, so that it can be tried again."""

    def __init__(self) -> None:
        self.done = False
        self._atomic = transaction.atomic()

    def opened(self, lock: Callable[[], None]) -> bool:
        """This will begin, and call `lock` within; False: it found old facts, and all of it is taken back."""
        try:
            self._atomic.__enter__()
        except OperationalError as error:
            if not _is_to_try_again(error):
                raise
            return False
        try:
            lock()
        except BaseException as error:
            self._atomic.__exit__(type(error), error, error.__traceback__)
            if not isinstance(error, Exception) or not _is_to_try_again(error):
                raise
            return False
        return True

    def last(self) -> None:
        """This will do what comes last before the commit."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """This will commit, or take back; gives whether an error is dealt with, by trying again."""
        late: Exception | None = None
        if error is None:
            try:
                self.last()
            except Exception as refusal:
                kind, error, trace, late = type(refusal), refusal, refusal.__traceback__, refusal
        try:
            self._atomic.__exit__(kind, error, trace)
        except DatabaseError as refusal:
            error = late = refusal
        self.done = error is None
        if isinstance(error, Exception) and _is_to_try_again(error):
            return True
        if late is not None:
            raise late
        return False


def _is_to_try_again(error: Exception) -> bool:
    """Whether another try may do better. Raises `Busy` when the locks are not to be had."""
    if isinstance(error, Stale):
        return True
    if isinstance(error, IntegrityError):
        return any(name in str(error) for name in FENCES)
    if isinstance(error, OperationalError):
        if _sqlstate(error) == LOCK_TIMEOUT or "database is locked" in str(error) or isinstance(error, outage.Crowded):
            raise errors.Busy from error
        return _sqlstate(error) in (DEADLOCK, SERIALIZATION)
    return False


def _sqlstate(error: DatabaseError) -> str | None:
    return getattr(error.__cause__, "sqlstate", None)
