"""A sitting: the time from signing in to the end of it, by what the session keeps of it.

A sitting ends when no page is asked for in a while, and after fourteen days in any case. It knows when its person last
proved who they are, and whether by more than a password. That it goes on is written down every few minutes only.
"""

import datetime as dt
from typing import Any

from django.contrib.auth import login, logout
from django.http import HttpRequest
from django.utils import timezone

from businesses import security_log
from businesses.models import User

SINCE, SEEN, PROVED, FACTOR, ADDRESS, AGENT = "since", "seen", "proved", "factor", "address", "agent"  # session's keys
LONGEST = dt.timedelta(days=14)
IDLE_OF_SUPERUSERS = dt.timedelta(hours=1)  # everybody else's is SESSION_COOKIE_AGE
WRITTEN_EVERY = dt.timedelta(minutes=5)
PROOF_LASTS = dt.timedelta(minutes=10)
LONGEST_AGENT = 300
BY_ITSELF = ("diary_live",)  # what an open page asks without anybody there: nobody stays signed in by it


def begin(request: HttpRequest, user: User, *, by_factor: bool) -> None:
    """This will sign somebody in, who has proved who they are: the one way in, whatever they proved it by."""
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    if user.is_superuser:
        request.session.set_expiry(int(IDLE_OF_SUPERUSERS.total_seconds()))
    request.session.update(fresh(request, now=timezone.now(), by_factor=by_factor))


def fresh(request: HttpRequest, *, now: dt.datetime, by_factor: bool) -> dict[str, Any]:
    """This will give what a session keeps of a sitting that begins."""
    at = now.timestamp()
    return {SINCE: at, PROVED: at, FACTOR: by_factor, **_seen(request, at)}


def keep(request: HttpRequest) -> bool:
    """This will note that the sitting goes on, and tell whether it does; one that is over is ended."""
    session, at = request.session, timezone.now().timestamp()
    since, seen = session.get(SINCE), session.get(SEEN)
    if since is None:  # a session from before sittings were known
        session[SINCE] = since = at
    if at - since > LONGEST.total_seconds():
        security_log.note("session over", request)
        logout(request)
        return False
    if request.resolver_match and request.resolver_match.url_name in BY_ITSELF:
        return True
    if seen is None or at - seen >= WRITTEN_EVERY.total_seconds():
        session.update(_seen(request, at))
    return True


def is_proved(request: HttpRequest) -> bool:
    """This will tell whether the person proved who they are within the last minutes."""
    ago: float = timezone.now().timestamp() - request.session.get(PROVED, 0)
    return 0 <= ago <= PROOF_LASTS.total_seconds()


def prove(request: HttpRequest) -> None:
    """This will note that the person proved again who they are, and give the session another key."""
    request.session.cycle_key()
    request.session[PROVED] = timezone.now().timestamp()


def has_factor(request: HttpRequest) -> bool:
    """This will tell whether the person proved who they are by more than a password in this sitting."""
    return bool(request.session.get(FACTOR))


def _seen(request: HttpRequest, at: float) -> dict[str, Any]:
    agent = request.META.get("HTTP_USER_AGENT", "")[:LONGEST_AGENT]
    return {SEEN: at, ADDRESS: request.META.get("REMOTE_ADDR", ""), AGENT: agent}
