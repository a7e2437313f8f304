"""A moment's wait near a limit: next to nothing for a person, and much for a program that wants many times.

The page gives a signed ticket that opens after some seconds. Of each network one ticket passes in that time, and each
passes once; so who sends many requests waits as often, one after the other. It works without scripts.
"""

import datetime as dt
import secrets

from django.core import signing
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from businesses import addresses, limits

SECONDS = 8
VALID_SECONDS = 30 * 60
_tickets = signing.Signer(sep="~", salt="bookings.wizard.moment")


class Wait(Exception):
    """Not yet: the same form again, with this ticket, in so many seconds."""

    def __init__(self, ticket: str, seconds: int) -> None:
        super().__init__(seconds)
        self.ticket, self.seconds = ticket, seconds


def ask(request: HttpRequest, *, now: dt.datetime) -> None:
    """This will let a request pass whose ticket is open, and use the ticket up. Raises `Wait`."""
    address, ticket = request.META.get("REMOTE_ADDR", ""), request.POST.get("moment", "")
    made_at, second = _made_at(ticket, address), int(now.timestamp())
    if made_at is None or not 0 <= second - made_at <= VALID_SECONDS:
        raise Wait(_ticket(address, second), SECONDS)
    if (left := made_at + SECONDS - second) > 0:
        raise Wait(ticket, left)
    turn = second - second % SECONDS
    if not limits.is_first("moments", addresses.networks(address).near, made_at=_instant(turn)):
        raise Wait(ticket, turn + SECONDS - second)
    if not limits.is_first("moment", ticket, made_at=_instant(made_at)):
        raise Wait(_ticket(address, second), SECONDS)


def _ticket(address: str, second: int) -> str:
    return _tickets.sign(f"{second}.{secrets.token_urlsafe(9)}.{_of(address)}")


def _made_at(ticket: str, address: str) -> int | None:
    """The UTC second at which a ticket was given to this network; None: it was not."""
    try:
        second, _, whose = _tickets.unsign(ticket).split(".")
        return int(second) if whose == _of(address) else None
    except (signing.BadSignature, ValueError):
        return None


def _instant(second: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(second, dt.UTC)


def _of(address: str) -> str:
    return salted_hmac("bookings.wizard.moment", addresses.networks(address).near, algorithm="sha256").hexdigest()[:16]
