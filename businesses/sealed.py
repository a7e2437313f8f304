"""Secrets that must be read again, as the database keeps them: encrypted by a key that only the environment has."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def sealed(secret: str) -> str:
    """This will give a secret as the database keeps it."""
    return _box().encrypt(secret.encode()).decode()


def opened(kept: str) -> str:
    """This will give a secret back; raises `LookupError` when no key of the environment opens it."""
    try:
        return _box().decrypt(kept.encode()).decode()
    except InvalidToken:
        raise LookupError("no key of WEBHOOK_SECRET_KEY opens this secret") from None


def _box() -> MultiFernet:
    """The first key of WEBHOOK_SECRET_KEY encrypts, all of them decrypt; without one the site's key serves."""
    keys = settings.WEBHOOK_SECRET_KEY or [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest())) for key in keys])
