"""Passkeys: a browser proves that a person has one, and has unlocked it by finger, face or PIN.

Each is made so that it can be found by the browser itself, and so stands for user name, password and code at once.
The question that the browser signs is kept in the session until it is answered. `allauth.mfa` and `fido2` do all of
the cryptography; what they read of the request is in allauth's context, which its middleware sets.
"""

import struct
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.core.exceptions import ValidationError

from businesses.models import User

LONGEST_NAME = 60
MANY = 20  # of one person
# What the libraries raise over rubbish: they read bytes and nested lists without looking at how long and deep they are.
UNREADABLE = (ValidationError, ValueError, TypeError, LookupError, AttributeError, struct.error, RecursionError)


class Credential(forms.JSONField):
    """What a browser says of a passkey; whatever nobody can read is refused, and breaks nothing."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        """This will read it. Raises `ValidationError`."""
        try:
            return super().to_python(value)
        except (ValueError, RecursionError):  # numbers of thousands of digits, and thousands of brackets
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": value}) from None

    def bound_data(self, data: Any, initial: Any) -> None:
        """Nothing: an answer is given once, and a form that comes back shows none."""

    def prepare_value(self, value: Any) -> str:
        """Nothing."""
        return ""


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
    except UNREADABLE:
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
    except UNREADABLE:
        return None
    return user
