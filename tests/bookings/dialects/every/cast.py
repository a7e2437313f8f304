"""How each dialect is spoken: its header, its routes with what they need, and the shape of its errors."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, NamedTuple

from bookings import operations, queries
from bookings.models import Booking
from businesses.document import Loaded
from tests import factories
from tests.bookings.dialects.booqara.answers import order
from tests.bookings.dialects.booxi import answers as booxi
from tests.bookings.dialects.miketsu import answers as miketsu
from tests.bookings.dialects.nextinque import answers as nextinque
from tests.partners import Partner


class Route(NamedTuple):
    """A request that succeeds; `path` may name a {booking}. `timed`: whether an ETag of it lasts a minute at most."""

    method: str
    path: str
    body: dict[str, Any] | None = None
    query: dict[str, str] | None = None  # by name
    timed: bool | None = None  # None: it has no ETag


@dataclass(frozen=True)
class Voice:
    """A dialect, as these tests speak it."""

    dialect: str
    prefix: str
    key: Callable[[str], dict[str, str]]  # the headers that carry a secret
    routes: Callable[[Loaded], list[Route]]  # those that make something first
    another: dict[str, Any]  # what makes another body of the first
    said: Callable[[dict[str, Any]], str]  # the words of an error, whose shape is asserted
    booking_id: Callable[[Booking], str]
    elsewhere: Callable[[Loaded], dict[str, Any]] = lambda shop: {}  # what lets its create come true once more
    customer: str = ""  # the e-mail of the one whose token it speaks with; else it is the business's key

    @property
    def name(self) -> str:
        """What it is called here: a dialect, or its customers."""
        return f"{self.dialect} customer" if self.customer else self.dialect

    @property
    def guest(self) -> operations.Guest:
        """For whom something is booked that its key can read."""
        return operations.Guest(name="Jane Doe", email=self.customer) if self.customer else factories.JORDAN

    def secret(self, shop: Loaded, **how: Any) -> str:
        """This will issue a key with all `Rights` or these, and give its secret."""
        return factories.key(shop, self.dialect, customer=self.customer, **how)

    @property
    def phrasebook(self) -> Any:
        """Its words for each error."""
        return import_module(f"bookings.dialects.{self.dialect}.errors").PHRASEBOOK

    def partner(self, secret: str) -> Partner:
        """This will give a partner's program with a key."""
        return Partner(self.prefix, self.key(secret))

    def create(self, shop: Loaded) -> Route:
        """This will give the request that books."""
        return next(route for route in self.routes(shop) if route.method == "POST")

    def refused(self, answer: Any, status: int) -> bool:
        """Whether this is an error in the dialect's shape, as JSON and without a stack trace."""
        assert answer.status_code == status, (answer.status_code, answer.content)
        assert answer["Content-Type"] == "application/json"
        words = self.said(answer.json())
        assert isinstance(words, str)
        assert words
        assert "Traceback" not in words
        return True


def booqara_routes(shop: Loaded) -> list[Route]:
    service, day = str(shop.services["Fade"].uuid), factories.DAY.isoformat()
    return [
        Route("POST", "/appointments", order(shop)),
        Route("GET", "/business", timed=False),
        Route("GET", "/services", timed=False),
        Route("GET", "/staff", query={"serviceId": service}, timed=False),
        Route("GET", "/dates", query={"serviceId": service}, timed=True),
        Route("GET", "/slots", query={"serviceId": service, "date": day}, timed=True),
        Route("GET", "/appointments/{booking}"),
        Route("DELETE", "/appointments/{booking}"),
    ]


def booqara_words(body: dict[str, Any]) -> str:
    assert set(body) == {"success", "error"}
    assert body["success"] is False
    return body["error"]


def nextinque_routes(shop: Loaded) -> list[Route]:
    service, day = str(shop.services["Fade"].uuid), factories.DAY.isoformat()
    return [
        Route("POST", "/reservations", nextinque.order(shop)),
        Route("GET", "/services", timed=False),
        Route("GET", "/availability", query={"serviceId": service, "date": day}, timed=True),
        Route("GET", "/reservations/{booking}"),
        Route("PATCH", "/reservations/{booking}/confirm"),
        Route("PATCH", "/reservations/{booking}/cancel"),
    ]


def nextinque_words(body: dict[str, Any]) -> str:
    assert set(body) in ({"message"}, {"message", "service_name", "available_slots", "date"})
    return body["message"]


def reservekit_routes(shop: Loaded) -> list[Route]:
    service = shop.services["Fade"]
    slot = queries.number_of(queries.house(shop.business), service, factories.at(shop, factories.DAY, "10:00"))
    booked = {"date": factories.DAY.isoformat(), "time_slot_id": slot, "customer_name": "Ida Moss", "message": "First"}
    return [
        Route("POST", "/bookings", booked),
        Route("GET", "/services"),
        Route("GET", f"/services/{service.pk}", timed=False),
        Route("GET", f"/services/{service.pk}/time-slots"),
        Route("GET", "/time-slots", query={"service_id": str(service.pk)}),
        Route("GET", "/bookings", query={"service_id": str(service.pk)}),
        Route("GET", "/bookings/{booking}"),
        Route("PATCH", "/bookings/{booking}", {"status": "confirmed"}),
        Route("GET", "/bookings/{booking}/customer"),
        Route("PATCH", "/bookings/{booking}/customer", {"name": "Ida Moos"}),
        Route("DELETE", "/bookings/{booking}"),
    ]


def reservekit_words(body: dict[str, Any]) -> str:
    assert set(body) == {"data", "error", "status", "message", "code"}
    assert (body["data"], body["message"]) == (None, body["error"])
    return body["error"]


def booxi_routes(shop: Loaded) -> list[Route]:
    customer = shop.customers["jane@example.com"]
    listed = {"merchantId": str(shop.business.pk), "clientId": str(customer.pk)}
    span = {"from": booxi.utc(shop, "00:00"), "to": booxi.utc(shop, "23:00")}
    maria = shop.staff["Maria Gomez"].pk
    return [
        Route("POST", "/booking", booxi.order(shop, "Fade")),
        Route("GET", "/booking", query={**span, **listed}),
        Route("GET", "/booking/{booking}"),
        Route("PUT", "/booking/{booking}", {"staffId": maria, "modifiedByStaffId": maria}),
        Route("GET", "/client", query={"merchantId": listed["merchantId"], "email": "jane@example.com"}),
    ]


def booxi_words(body: dict[str, Any]) -> str:
    assert set(body) in ({"message", "code"}, {"message", "code", "error"})
    return body["message"]


def miketsu_words(body: dict[str, Any]) -> str:
    assert set(body) == {"error"}
    assert set(body["error"]) == {"message"}
    return body["error"]["message"]


def miketsu_routes(shop: Loaded) -> list[Route]:
    later = factories.DAY + dt.timedelta(days=2)
    moved = {
        "from_date": factories.at(shop, later, "09:00").isoformat(),
        "to_date": factories.at(shop, later, "09:30").isoformat(),
    }
    return [
        Route("POST", "/merchant", miketsu.entry(shop)),
        Route("PATCH", "/merchant/{booking}", moved),
        Route("DELETE", "/merchant/{booking}"),
    ]


def miketsu_customers_routes(shop: Loaded) -> list[Route]:
    return [
        Route("POST", "/customer", miketsu.wish(shop)),
        Route("GET", "/customer/{booking}"),
        Route("DELETE", "/customer/{booking}"),
    ]


VOICES = [
    Voice(
        "booqara",
        "/booking",
        lambda secret: {"x-private-key": secret},
        booqara_routes,
        {"appointmentTime": "13:00"},
        booqara_words,
        lambda booking: str(booking.uuid),
    ),
    Voice(
        "nextinque",
        "/api/v1/public",
        lambda secret: {"X-API-Key": secret},
        nextinque_routes,
        {"notes": "Second time"},
        nextinque_words,
        lambda booking: booking.code,
    ),
    Voice(
        "reservekit",
        "/v1",
        lambda secret: {"Authorization": f"Bearer {secret}"},
        reservekit_routes,
        {"message": "Second"},
        reservekit_words,
        lambda booking: str(booking.pk),
    ),
    Voice(
        "booxi",
        "/booking/v1",
        lambda secret: {"Booxi-PartnerKey": secret},
        booxi_routes,
        {"acquisitionChannel": "Second"},
        booxi_words,
        lambda booking: str(booking.pk),
        elsewhere=lambda shop: {"staffId": shop.staff["Ana Ruiz"].pk},
    ),
    Voice(
        "miketsu",
        "/bookings",
        lambda secret: {"Authorization": f"Bearer {secret}"},
        miketsu_routes,
        {"merchant_note": "Second"},
        miketsu_words,
        lambda booking: str(booking.appointment.pk),
    ),
]
CUSTOMERS = [
    Voice(
        "miketsu",
        "/bookings",
        lambda secret: {"Authorization": f"Bearer {secret}"},
        miketsu_customers_routes,
        {"customer_note": "Second"},
        miketsu_words,
        lambda booking: str(booking.appointment.pk),
        customer="jane@example.com",
    ),
]
SPEAKERS = [*VOICES, *CUSTOMERS]
