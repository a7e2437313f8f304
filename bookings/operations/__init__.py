"""Door 2: everything that may happen to a booking. Each verb owns its transaction and raises only from `errors`."""

from bookings.operations.attend import annotate, arrive
from bookings.operations.book import Guest, Taker, book, join
from bookings.operations.cancel import cancel
from bookings.operations.complete import complete, no_show, reopen
from bookings.operations.confirm import confirm, unconfirm
from bookings.operations.expire import expire
from bookings.operations.hold import claim, extend, hold, release
from bookings.operations.move import move
from bookings.operations.overbook import overbook
from bookings.operations.revoke_links import revoke_links
from bookings.operations.wish import Listed

__all__ = [
    "Guest",
    "Listed",
    "Taker",
    "annotate",
    "arrive",
    "book",
    "cancel",
    "claim",
    "complete",
    "confirm",
    "expire",
    "extend",
    "hold",
    "join",
    "move",
    "no_show",
    "overbook",
    "release",
    "reopen",
    "revoke_links",
    "unconfirm",
]
