"""What is asked of the product, as paths and as the bytes that go over the wire."""

import datetime as dt
import itertools
import json
import os
from collections.abc import Callable
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from load import names
from load.client import Answer

HOST = "localhost"
Time = tuple[str, str, str]  # a person's UUID or "any", the date, the wall time
_guests = itertools.count(os.getpid() * 100_000)  # another process makes other guests


class Asked(NamedTuple):
    """One request: `key` is the partner's, in the dialect's own header; `body` becomes JSON."""

    method: str
    path: str
    key: str = ""
    body: dict[str, Any] | None = None
    header: str = "x-private-key"

    def wire(self) -> bytes:
        """This will give the request as HTTP/1.1 carries it; the connection stays open."""
        body = b"" if self.body is None else json.dumps(self.body).encode()
        lines = [f"{self.method} {self.path} HTTP/1.1", f"Host: {HOST}"]
        lines += [f"{self.header}: {self.key}"] if self.key else []
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


def visit(shop: Any) -> Asked:
    """The times of a date for three services in sequence. No partner can ask for them: the floor's map has a view."""
    return Asked("GET", f"/floor/visit/{shop['slug']}/{shop['day']}")


def page(shop: Any) -> Asked:
    """The wizard's page of dates and times, with anyone."""
    return Asked("GET", shop["page"])


def book(shop: Any, person: str, day: str, time: str) -> Asked:
    """A booking by a guest whom the shop does not know yet."""
    n = next(_guests)
    guest = {"guestName": f"Guest {n}", "guestEmail": f"load{n}@example.com", "guestPhone": f"+4930{n % 10**8:08}"}
    chosen = {"serviceId": shop["service"], "userId": person, "appointmentDate": day, "appointmentTime": time}
    return Asked("POST", "/booking/appointments", shop["key"], {**chosen, **guest})


def availability(shop: Any) -> Asked:
    """The slots of a date, by NextInQue."""
    path = f"/api/v1/public/availability?date={shop['day']}&serviceId={shop['service']}"
    return Asked("GET", path, shop["nextinque"], header="X-API-Key")


def reserve(shop: Any, person: str, day: str, time: str) -> Asked:
    """A reservation by NextInQue, which leaves the person open."""
    n = next(_guests)
    start = dt.datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ZoneInfo(shop["timezone"])).isoformat()
    guest = {"customerName": f"Guest {n}", "phone": f"+4930{n % 10**8:08}", "email": f"load{n}@example.com"}
    body = {**guest, "serviceId": shop["service"], "scheduledAt": start}
    return Asked("POST", "/api/v1/public/reservations", shop["nextinque"], body, "X-API-Key")


def time_slots(shop: Any) -> Asked:
    """All weekly starts of a service, by ReserveKit."""
    return Asked("GET", f"/v1/services/{shop['number']}/time-slots", shop["reservekit"], header="Authorization")


def take(shop: Any, person: str, day: str, time: str) -> Asked:
    """A booking by ReserveKit, which leaves the person open."""
    n, weekday = next(_guests), dt.date.fromisoformat(day).weekday()
    guest = {"customer_name": f"Guest {n}", "customer_email": f"load{n}@example.com"}
    body = {**guest, "date": day, "time_slot_id": shop["slots"][f"{weekday} {time}"]}
    return Asked("POST", "/v1/bookings", shop["reservekit"], body, "Authorization")


def enter(shop: Any, person: str, day: str, time: str) -> Asked:
    """A booking that a merchant enters by Miketsu, which leaves the person open."""
    n = next(_guests)
    start = dt.datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ZoneInfo(shop["timezone"])).isoformat()
    guest = {"first_name": "Guest", "last_name": str(n), "email": f"load{n}@example.com"}
    body = {"service_id": shop["number"], "timestamp": start, "customers": [guest], "is_recurring": False}
    return Asked("POST", "/bookings/merchant", shop["miketsu"], body, "Authorization")


def enter_named(shop: Any, person: str, day: str, time: str) -> Asked:
    """A booking by Booxi, which names a person."""
    n = next(_guests)
    start = dt.datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ZoneInfo(shop["timezone"])).astimezone(dt.UTC)
    said = {
        "merchantId": shop["merchant"], "bookingMethod": "Appointment", "status": "Approved",
        "startsOn": f"{start:%Y-%m-%dT%H:%M:%SZ}", "staffId": shop["people"][person],
        "items": [{"serviceId": shop["number"]}],
        "client": {"firstName": "Guest", "lastName": str(n), "email": f"load{n}@example.com"},
    }  # fmt: skip
    return Asked("POST", "/booking/v1/booking", shop["booxi"], said, "Booxi-PartnerKey")


def cancel(shop: Any, made: Answer) -> Asked:
    """The end of the booking that an answer tells of, whoever's words it has."""
    if made.location:
        return Asked("DELETE", made.location, shop["miketsu"], header="Authorization")
    said = json.loads(made.body)
    if "bookingId" in said:
        ended = {"status": "Cancelled"}
        return Asked("PUT", f"/booking/v1/booking/{said['bookingId']}", shop["booxi"], ended, "Booxi-PartnerKey")
    if "data" in said:
        return Asked("DELETE", f"/v1/bookings/{said['data']['id']}", shop["reservekit"], header="Authorization")
    booking = (said.get("booking") or said["reservation"])["id"]
    return Asked("DELETE", f"/booking/appointments/{booking}", shop["key"])


def named(shop: Any) -> list[Time]:
    """Distinct times of named people."""
    return list(map(tuple, shop["free"]))


def anyone(shop: Any) -> list[Time]:
    """Distinct times at which somebody is free, for bookings that leave the person open."""
    return [("any", day, time) for day, time in dict.fromkeys((day, time) for _, day, time in shop["free"])]


# Which shop is asked what.
READ: dict[str, tuple[str, Callable[[Any], Asked]]] = {
    names.SLOTS: ("ten", slots),
    names.SLOTS_GROUP: ("hall", slots),
    names.DATES: ("ten", dates),
    names.SLOTS_50: ("fifty", slots),
    names.DATES_50: ("fifty", dates),
    names.VISIT: ("visit", visit),
    names.PAGE: ("ten", page),
    names.SLOTS_PHASED: ("colour", slots),
    names.NEXTINQUE: ("ten", availability),
    names.RESERVEKIT: ("ten", time_slots),
}
# Which shop is booked, at which times, and how.
BOOKED: dict[str, tuple[str, Callable[[Any], list[Time]], Callable[..., Asked]]] = {
    names.BOOK: ("ten", named, book),
    names.BOOK_ANY: ("ten", anyone, book),
    names.JOIN: ("class", named, book),
    names.SELL_OUT: ("hall", named, book),
    names.BOOK_NEXTINQUE: ("ten", anyone, reserve),
    names.BOOK_RESERVEKIT: ("ten", anyone, take),
    names.BOOK_MIKETSU: ("ten", anyone, enter),
    names.BOOK_BOOXI: ("ten", named, enter_named),
}
# What is asked once something was booked on a date.
READ_AFTER: dict[str, Callable[[Any, str], Asked]] = {
    names.SLOTS_AFTER: slots,
    names.DATES_AFTER: lambda shop, day: dates(shop),
}
