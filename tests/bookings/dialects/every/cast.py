"""How each dialect is spoken: its header, its routes with what they need, and the shape of its errors."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from bookings.models import Booking
from businesses.document import Loaded
from tests import factories
from tests.bookings.dialects.booqara.answers import order
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
]
