"""The browsers in which somebody has signed in before, each known by a cookie that nobody can forge.

A new password ends all of them. Several people may use one browser. What the cookie gives is a count of tries of its
own and no mail; it never takes the place of a password or of anything that is asked besides.
"""

import hashlib
import secrets
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from businesses import cookies
from businesses.models import User

COOKIE, SALT = "browser", "bookings.dashboard.browser"
A_YEAR = 365 * 24 * 60 * 60
MOST_PEOPLE = 8  # in one browser


def known(request: HttpRequest, user: User) -> str:
    """This will give the name of the browser if this user has signed in there with the present password, else ""."""
    name, proof = _people(request).get(str(user.pk), ("", ""))
    hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return name if any(constant_time_compare(proof, _short(each)) for each in hashes) else ""


def known_by_name(request: HttpRequest, username: str) -> str:
    """This will give what `known` gives, of whoever has a user name; without the cookie nobody is looked for."""
    if not _people(request):
        return ""
    user = User.objects.filter(username=username).first()
    return known(request, user) if user else ""


def keep(request: HttpRequest, answer: HttpResponse, user: User) -> None:
    """This will let the browser be known to this user from now on."""
    people = _people(request)
    name = known(request, user) or secrets.token_urlsafe(12)
    people.pop(str(user.pk), None)
    people[str(user.pk)] = [name, _short(user.get_session_auth_hash())]
    latest = dict(list(people.items())[-MOST_PEOPLE:])
    cookies.keep(answer, COOKIE, signing.dumps(latest, salt=SALT), seconds=A_YEAR)


def _people(request: HttpRequest) -> dict[str, Any]:
    """A name of the browser and a proof, by the id of each user."""
    try:
        found: dict[str, Any] = signing.loads(cookies.read(request, COOKIE), salt=SALT, max_age=A_YEAR)
    except signing.BadSignature:
        return {}
    return found


def _short(auth_hash: str) -> str:
    """What stands for the present password; the hash itself is the sessions' and stays here."""
    return hashlib.sha256(auth_hash.encode()).hexdigest()[:32]
