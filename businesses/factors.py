"""What somebody shows besides the password: a code of an app, a passkey, or a recovery code.

allauth.mfa keeps them and knows the arithmetic; this is the one module that speaks with it. What is asked how often
is counted by `limits`, in the database, and that a code works once is remembered there too: allauth's own
counts are by process. Secrets are kept sealed. Whatever a person has, recovery codes come with it and go with the last
of it.
"""

import datetime as dt
from typing import NamedTuple

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.db import transaction

from businesses import limits, sealed
from businesses.models import User

Type = Authenticator.Type
TOTP_DIGITS, TOTP_SECONDS = 6, 30
RECOVERY_DIGITS = 12
SEALED = ("secret", "seed")  # what allauth calls them in the data of an app and of recovery codes


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]  # has no types
    """How allauth keeps secrets here, and what an app and a browser are told of this site."""

    def encrypt(self, text: str) -> str:
        """A secret, as the database keeps it."""
        return sealed.sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        """A secret again; raises `LookupError`."""
        return sealed.opened(encrypted_text)

    def _get_user_identifier(self, user: User) -> str:
        return user.get_username()


class Factor(NamedTuple):
    """One of them, as its owner reads of it."""

    pk: int
    kind: str
    name: str
    made_at: dt.datetime
    used_at: dt.datetime | None


def of(user: User) -> list[Factor]:
    """This will give what somebody has besides the password, recovery codes left out, the oldest first."""
    rows = Authenticator.objects.filter(user=user).exclude(type=Type.RECOVERY_CODES).order_by("pk")
    return [Factor(row.pk, row.type, _name(row), row.created_at, row.last_used_at) for row in rows]


def has_any(user: User) -> bool:
    """This will tell whether a second factor is asked of somebody."""
    return bool(Authenticator.objects.filter(user=user).exclude(type=Type.RECOVERY_CODES).exists())


def new_secret() -> str:
    """This will make what an app and we know, in base32, as apps want it."""
    return str(totp.generate_totp_secret())


def totp_address(user: User, secret: str) -> str:
    """This will give what the QR code says: otpauth://totp/…"""
    return str(Adapter().build_totp_url(user, secret))


def qr_code(address: str) -> str:
    """This will draw an address as an SVG."""
    return str(Adapter().build_totp_svg(address))


def set_app(user: User, secret: str, code: str) -> bool:
    """This will let an app of this secret stand for somebody, instead of one before; False: that is not its code."""
    counter = _counter(secret, code)
    if counter is None:
        return False
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        Authenticator.objects.filter(user=user, type=Type.TOTP).delete()
        made = totp.TOTP.activate(user, secret).instance
        return _is_first(made, counter)


def is_right(user: User, code: str, *, now: dt.datetime) -> bool:
    """This will tell whether a code is one of somebody's app or a recovery code, which is used up by that.

    Raises `limits.Exceeded` after too many wrong ones, whatever this one is.
    """
    limits.take(limits.CODES, str(user.pk), now=now)
    limits.take(limits.CODES_A_DAY, str(user.pk), now=now)
    right = (_is_right_recovery if is_recovery(code) else _is_right_totp)(user, _digits(code))
    if right:
        limits.forget(limits.CODES, str(user.pk))
        limits.forget(limits.CODES_A_DAY, str(user.pk))
    return right


def is_recovery(code: str) -> bool:
    """This will tell whether a code looks like a recovery code, not like one of an app."""
    return len(_digits(code)) == RECOVERY_DIGITS


def new_recovery_codes(user: User) -> list[str]:
    """This will make recovery codes; those before work no more. They are given here and nowhere else."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).delete()
        codes: list[str] = RecoveryCodes.activate(user).generate_codes()
    return codes


def recovery_codes_left(user: User) -> int | None:
    """This will count the recovery codes that still work; None: there are none, or no key opens them."""
    row = Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).first()
    try:
        return len(row.wrap().get_unused_codes()) if row else None
    except LookupError:
        return None


def remove(user: User, pk: int) -> str | None:
    """This will take a factor away, and the recovery codes with the last; its name, or None: it is not theirs."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        row = Authenticator.objects.filter(user=user, pk=pk).exclude(type=Type.RECOVERY_CODES).first()
        if row is None or (user.is_superuser and len(of(user)) == 1):
            return None
        name = _name(row)
        row.delete()
        if not has_any(user):
            remove_all(user)
    return name


def remove_all(user: User) -> int:
    """This will take everything away that somebody has besides the password, and give the number of it."""
    return int(Authenticator.objects.filter(user=user).delete()[0])


def renew_secrets() -> int:
    """This will seal anew, under the first key, what is kept of apps and recovery codes, and give the number of these.

    Raises `LookupError` when no key of the environment opens one; then nothing is written.
    """
    with transaction.atomic():
        kept = list(Authenticator.objects.select_for_update(no_key=True).exclude(type=Type.WEBAUTHN))
        for row in kept:
            row.data |= {name: sealed.sealed(sealed.opened(row.data[name])) for name in SEALED if name in row.data}
        Authenticator.objects.bulk_update(kept, ["data"], batch_size=500)
    return len(kept)


def _is_right_totp(user: User, digits: str) -> bool:
    row = Authenticator.objects.filter(user=user, type=Type.TOTP).first()
    try:
        counter = _counter(sealed.opened(row.data["secret"]), digits) if row else None
    except LookupError:  # the key that sealed it is gone; recovery codes are gone with it, passkeys still work
        return False
    return counter is not None and _is_first(row, counter)


def _is_right_recovery(user: User, digits: str) -> bool:
    row = Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).first()
    try:
        right = bool(row and row.wrap().validate_code(digits))
    except LookupError:
        return False
    if right and row:
        row.record_usage()
    return right


def _is_first(row: Authenticator, counter: int) -> bool:
    """Whether the code of this half-minute was not used before, in whatever process."""
    made_at = dt.datetime.fromtimestamp(counter * TOTP_SECONDS, dt.UTC)
    if not limits.is_first("codes_used", f"{row.pk}:{counter}", made_at=made_at):
        return False
    row.record_usage()
    return True


def _counter(secret: str, code: str) -> int | None:
    """The half-minute whose code this is, of those that are taken now."""
    digits = _digits(code)
    counter: int
    for counter in totp.yield_hotp_counters_from_time():
        if totp.compare_user_code(actual=digits, expected=totp.format_hotp_value(totp.hotp_value(secret, counter))):
            return counter
    return None


def _digits(code: str) -> str:
    return "".join(each for each in code if each.isascii() and each.isdigit())


def _name(row: Authenticator) -> str:
    """What a factor is called."""
    return "Authenticator app" if row.type == Type.TOTP else str(row.wrap().name)
