"""Signatures after Standard Webhooks 1.0."""

import base64
import datetime as dt
import hashlib
import hmac
from collections.abc import Iterable

from bookings.webhooks.secrets import key_of


def headers(message_id: str, body: bytes, secrets: Iterable[str], *, now: dt.datetime) -> dict[str, str]:
    """This will give the three headers of a message; with several secrets any of them verifies it.

    `message_id` is the same in every attempt, the timestamp (UTC seconds) is the attempt's own.
    """
    stamp = int(now.timestamp())
    signed = f"{message_id}.{stamp}.".encode() + body
    signatures = [
        "v1," + base64.b64encode(hmac.new(key_of(secret), signed, hashlib.sha256).digest()).decode()
        for secret in secrets
    ]
    return {"webhook-id": message_id, "webhook-timestamp": str(stamp), "webhook-signature": " ".join(signatures)}
