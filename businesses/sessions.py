"""The sessions of people who are signed in: Django's own in the database, with their user beside them.

sessions.of(user, now=now)              # those that still open something, the latest first
sessions.end(user, but=session_key)     # all of them, or all others; the next request of any process knows it
"""

import datetime as dt
from typing import Any, NamedTuple

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils.crypto import constant_time_compare, salted_hmac

from businesses.models import Session, User


class SessionStore(db.SessionStore):
    """Where the session's middleware reads and writes."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The table with a user."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row, as it is written."""
        row = super().create_model_instance(data)
        assert isinstance(row, Session)  # noqa: S101 - by `get_model_class`
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        return row


class Open(NamedTuple):
    """A session that opens something: a name for forms, which opens nothing, and what it keeps."""

    name: str
    key: str
    data: dict[str, Any]


def of(user: User, *, now: dt.datetime) -> list[Open]:
    """This will give the sessions of somebody that are not over; those of a password before are."""
    rows = Session.objects.filter(user=user, expire_date__gt=now).order_by("-expire_date")
    found = [Open(name(row.session_key), row.session_key, SessionStore().decode(row.session_data)) for row in rows]
    current = user.get_session_auth_hash()
    return [each for each in found if constant_time_compare(each.data.get(HASH_SESSION_KEY, ""), current)]


def name(key: str) -> str:
    """This will give what stands for a session in a form: who reads it cannot use the session."""
    return salted_hmac("businesses.sessions", key, algorithm="sha256").hexdigest()[:32]


def end(user: User, *, but: str | None = None) -> None:
    """This will end the sessions of somebody, all `but` the one of this key."""
    Session.objects.filter(user=user).exclude(session_key=but or "").delete()


def end_one(user: User, name_: str, *, now: dt.datetime) -> bool:
    """This will end one session of somebody; False: there is none of that name."""
    found = [each.key for each in of(user, now=now) if constant_time_compare(each.name, name_)]
    return bool(Session.objects.filter(user=user, session_key__in=found).delete()[0])


def purge(now: dt.datetime) -> int:
    """This will drop the sessions that are over, and give their number."""
    return Session.objects.filter(expire_date__lte=now).delete()[0]
