"""What a failure of the database means: it cannot serve for now, or something is wrong with what we asked of it.

This is the only place that knows. Whoever meets an outage changes nothing and says so; the same request may do later.
Everything else, a broken constraint above all, is a fault of ours, or a fact that somebody catches where it happens.
"""

from django.db import Error, InterfaceError, InternalError, OperationalError

RETRY_AFTER_SECONDS = 5
# Classes of PostgreSQL's codes: the connection, a deadlock or the like, resources, an operator's or a time-out's end,
# the system beneath.
OUTAGES = ("08", "40", "53", "57", "58")
# A lock that was not to be had; a server that only reads; a transaction that idled too long.
OUTAGE_CODES = ("55P03", "25006", "25P03")
# SQLite's: BUSY, LOCKED, NOMEM, READONLY, INTERRUPT, IOERR, FULL, CANTOPEN, PROTOCOL.
SQLITE_OUTAGES = (5, 6, 7, 8, 9, 10, 13, 14, 15)


class Crowded(OperationalError):
    """So many wait for the same locks already that one more would only hold a thread. Nothing happened."""


def is_outage(error: BaseException | None) -> bool:
    """This will tell whether an error means that the database is away, full, frozen, locked, or out of connections."""
    if not isinstance(error, OperationalError | InterfaceError | InternalError):
        return False
    cause = error.__cause__
    if (code := getattr(cause, "sqlite_errorcode", None)) is not None:
        return code & 0xFF in SQLITE_OUTAGES  # the rest of the number says more exactly what it was
    if (state := getattr(cause, "sqlstate", None)) is not None:
        return state.startswith(OUTAGES) or state in OUTAGE_CODES
    return not isinstance(error, InternalError)  # the connection itself has no codes


def retry_after(error: Error) -> int:
    """This will give the seconds after which it makes sense to ask again."""
    return 1 if isinstance(error, Crowded) else RETRY_AFTER_SECONDS


def said(error: BaseException) -> str:
    """This will give an error in one line, for a log."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}"
