"""The secrets that sign: shown once, kept encrypted, for they must sign again."""

import base64
import secrets

from businesses import sealed

PREFIX = "whsec_"
BYTES = 32


def new_secret() -> str:
    """This will make a secret as receivers' libraries read it: whsec_ and base64."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def key_of(secret: str) -> bytes:
    """This will give the bytes that a secret stands for."""
    return base64.b64decode(secret.removeprefix(PREFIX))


def encrypted(secret: str) -> str:
    """This will give a secret as the database keeps it."""
    return sealed.sealed(secret)


def decrypted(kept: str) -> str:
    """This will give a secret back; raises `LookupError` when no key of the environment opens it."""
    try:
        return sealed.opened(kept)
    except LookupError:
        raise LookupError("WEBHOOK_SECRET_KEY does not open this secret; rotate it") from None


def renewed(kept: str) -> str:
    """This will give what is kept as the first key encrypts it; raises `LookupError` as `decrypted` does."""
    return encrypted(decrypted(kept))
