"""What is asked of the product, as paths and as the bytes that go over the wire."""

import itertools
import json
import os
from collections.abc import Callable
from typing import Any, NamedTuple

from load import names

HOST = "localhost"
Time = tuple[str, str, str]  # a person's UUID or "any", the date, the wall time
_guests = itertools.count(os.getpid() * 100_000)  # another process makes other guests


class Asked(NamedTuple):
    """One request: `key` is the partner's, `body` becomes JSON."""

    method: str
    path: str
    key: str = ""
    body: dict[str, Any] | None = None

    def wire(self) -> bytes:
        """This will give the request as HTTP/1.1 carries it; the connection stays open."""
        body = b"" if self.body is None else json.dumps(self.body).encode()
        lines = [f"{self.method} {self.path} HTTP/1.1", f"Host: {HOST}"]
        lines += [f"x-private-key: {self.key}"] if self.key else []
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"] if body else []
        return "\r\n".join([*lines, "", ""]).encode() + body


def floor(facts: Any) -> Asked:
    """What everything is compared with."""
    return Asked("GET", f"/floor/{facts['appointment']}")


def slots(shop: Any, day: str = "") -> Asked:
    """The times of a date with any of the people."""
    return Asked("GET", f"/booking/slots?date={day or shop['day']}&serviceId={shop['service']}", shop["key"])


def dates(shop: Any) -> Asked:
    """The first thirty dates with free times of sixty days: with most dates open, all sixty are looked at."""
    return Asked("GET", f"/booking/dates?count=30&horizon=60&serviceId={shop['service']}", shop["key"])


def page(shop: Any) -> Asked:
    """The wizard's page of dates and times, with anyone."""
    return Asked("GET", shop["page"])


def book(shop: Any, person: str, day: str, time: str) -> Asked:
    """A booking by a guest whom the shop does not know yet."""
    n = next(_guests)
    guest = {"guestName": f"Guest {n}", "guestEmail": f"load{n}@example.com", "guestPhone": f"+4930{n % 10**8:08}"}
    chosen = {"serviceId": shop["service"], "userId": person, "appointmentDate": day, "appointmentTime": time}
    return Asked("POST", "/booking/appointments", shop["key"], {**chosen, **guest})


def cancel(shop: Any, booking: str) -> Asked:
    """The end of a booking."""
    return Asked("DELETE", f"/booking/appointments/{booking}", shop["key"])


def named(shop: Any) -> list[Time]:
    """Distinct times of named people."""
    return list(map(tuple, shop["free"]))


def anyone(shop: Any) -> list[Time]:
    """Distinct times at which somebody is free, for bookings that leave the person open."""
    return [("any", day, time) for day, time in dict.fromkeys((day, time) for _, day, time in shop["free"])]


def booked(body: bytes) -> str:
    """The id of the booking that an answer tells of."""
    return str(json.loads(body)["booking"]["id"])


# Which shop is asked what.
READ: dict[str, tuple[str, Callable[[Any], Asked]]] = {
    names.SLOTS: ("ten", slots),
    names.DATES: ("ten", dates),
    names.SLOTS_50: ("fifty", slots),
    names.DATES_50: ("fifty", dates),
    names.PAGE: ("ten", page),
}
# Which shop is booked, and at which times.
BOOKED: dict[str, tuple[str, Callable[[Any], list[Time]]]] = {
    names.BOOK: ("ten", named),
    names.BOOK_ANY: ("ten", anyone),
    names.JOIN: ("class", named),
}
# What is asked once something was booked on a date.
READ_AFTER: dict[str, Callable[[Any, str], Asked]] = {
    names.SLOTS_AFTER: slots,
    names.DATES_AFTER: lambda shop, day: dates(shop),
}
