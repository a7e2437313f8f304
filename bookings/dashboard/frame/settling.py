"""What somebody chooses to do with the bookings that a change leaves outside: for all, or one by one."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from bookings import queries
from bookings.models import Booking
from bookings.queries import Outside

OURS = "outside-"
ALL, MESSAGE, SEEN = OURS + "all", OURS + "message", OURS + "seen"
LOOK = OURS + "look"  # the button that asks where more of them would go
DEEDS = {
    "keep": "keep as it is",
    "time": "move to the nearest free time",
    "person": "give to somebody else at that time",
    "cancel": "cancel",
}
LONGEST_MESSAGE = 2000


def of_one(booking: Booking) -> str:
    """This will name the field of one booking."""
    return f"{OURS}one-{booking.pk}"


def seal(found: Sequence[Outside]) -> str:
    """This will give a mark of these bookings as they are: another one when anything happened to them."""
    text = ",".join(f"{each.booking.pk}.{each.booking.sequence}" for each in found)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Choices:
    """What somebody chose who saw these bookings."""

    deeds: Mapping[int, str]  # by booking
    message: str

    @classmethod
    def read(cls, data: QueryDict, found: Sequence[Outside]) -> "Choices | None":
        """This will read them; None: nothing was chosen, or of other bookings than these."""
        if LOOK in data or data.get(SEEN) != seal(found):
            return None
        chosen = {each.booking.pk: data.get(of_one(each.booking)) or data.get(ALL, "") for each in found}
        message = data.get(MESSAGE, "").strip()
        if not set(chosen.values()) <= DEEDS.keys() or len(message) > LONGEST_MESSAGE:
            return None
        return cls(chosen, message)


def lines(found: Sequence[Outside], choices: Choices) -> list[queries.Chosen]:
    """This will say of each booking what is done with it, and where it is."""
    return [
        queries.Chosen(each.pk, each.sequence, choices.deeds[each.pk], each.starts_at, each.staff.pk)
        for each in (one.booking for one in found)
    ]
