"""Tokens that carry two numbers and show neither: encrypted and proven by the site's key (AES-SIV, RFC 5297).

The same numbers for the same purpose give the same token, so a link that is mailed twice is one link.
"""

import base64
import binascii
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings
from django.utils.crypto import salted_hmac

LENGTH = 36  # characters: 16 bytes of proof and 11 of content leave no bit of the last one open
CONTENT = struct.Struct(">QI")
MOST = 2**56  # the key has seven bytes, the number four


def seal(purpose: str, key: int, number: int) -> str:
    """This will give the token of a row's key and a number, good for one purpose."""
    if not 0 <= key < MOST:
        raise ValueError(f"{key} is no key of a row")
    content = CONTENT.pack(key, number)[1:]
    return base64.urlsafe_b64encode(_box(settings.SECRET_KEY).encrypt(content, [purpose.encode()])).decode()


def opened(purpose: str, token: str) -> tuple[int, int] | None:
    """This will give the two numbers of a token; None: it was not made here, or for something else."""
    if len(token) != LENGTH or not token.isascii():
        return None
    try:
        sealed = base64.b64decode(token, altchars=b"-_", validate=True)
    except binascii.Error:
        return None
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            key, number = CONTENT.unpack(b"\0" + _box(secret).decrypt(sealed, [purpose.encode()]))
        except (InvalidTag, struct.error):
            continue
        return key, number
    return None


def _box(secret: str | bytes) -> AESSIV:
    return AESSIV(salted_hmac("bookings.sealed", "", secret=secret, algorithm="sha256").digest())
