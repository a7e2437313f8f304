"""Passkeys: a browser proves that a person has one, and has unlocked it by finger, face or PIN.

Each is made so that it can be found by the browser itself, and so stands for user name, password and code at once.
The question that the browser signs is kept in the session until it is answered. `allauth.mfa` and `fido2` do all of
the cryptography; what they read of the request is in allauth's context, which its middleware sets.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError

from businesses.models import User

LONGEST_NAME = 60
MANY = 20  # of one person


def question_to_make(user: User) -> dict[str, Any]:
    """This will give what `navigator.credentials.create` is asked, bytes as base64url."""
    return dict(auth.begin_registration(user, passwordless=True))


def question(user: User | None) -> dict[str, Any]:
    """This will give what `navigator.credentials.get` is asked: for a passkey of somebody, or of anybody."""
    return dict(auth.begin_authentication(user))


def add(user: User, name: str, credential: Any) -> bool:
    """This will keep a passkey that the browser has made; False: it does not answer the question."""
    if Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).count() >= MANY:
        return False
    try:
        auth.parse_registration_response(credential)
        if not auth.complete_registration(credential).is_user_verified():
            return False
    except (ValidationError, ValueError, TypeError, KeyError):
        return False
    auth.WebAuthn.add(user, name[:LONGEST_NAME], credential)
    return True


def whose(credential: Any, *, user: User | None = None) -> User | None:
    """This will give the user whose passkey answers the question, `user` if one is given; None: it does not."""
    try:
        told = auth.parse_authentication_response(credential)
        if not told.response.authenticator_data.is_user_verified():
            return None
        user = user or auth.extract_user_from_response(credential)
        auth.complete_authentication(user, credential).record_usage()
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return user
