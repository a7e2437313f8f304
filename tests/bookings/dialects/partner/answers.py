"""What the tests of our own additions ask and expect again and again, in any dialect."""

from importlib import import_module
from typing import Any

from bookings.models import Booking
from businesses.document import Loaded
from businesses.models import ApiKey
from tests import factories
from tests.bookings.dialects.every.cast import Voice
from tests.partners import Partner

FIELDS = {"id", "service", "staff", "startsAt", "partySize", "expiresAt"}


def roomy() -> dict[str, Any]:
    """North Elm's document with more room in Yoga than one key may hold."""
    document = factories.elm_document()
    services = [service for category in document["categories"] for service in category["services"]]
    next(service for service in services if service["name"] == "Yoga")["capacity"] = 12
    return document


def numbered(voice: Voice) -> bool:
    """Whether a dialect's ids are whole numbers."""
    return import_module(f"bookings.dialects.{voice.dialect}.authentication").DIALECT.numbered


def status_of(voice: Voice, error: type[Exception]) -> int:
    """The status with which a dialect says an error."""
    return voice.phrasebook[error].status


class Holder(Partner):
    """A partner's program that holds times, and books them in its own dialect."""

    def __init__(self, shop: Loaded, voice: Voice, secret: str) -> None:
        super().__init__("/partner/v1", voice.key(secret))
        self.shop, self.voice, self.vendor = shop, voice, voice.partner(secret)

    @property
    def key(self) -> ApiKey:
        """Its key."""
        return ApiKey.objects.get(business=self.shop.business, dialect=self.voice.dialect)

    def id_of(self, row: Any) -> str | int:
        """The id of a service or person as the dialect has it."""
        return row.pk if numbered(self.voice) else str(row.uuid)

    def wanted(self, named: str = "Fade", /, clock: str = "10:00", **changes: Any) -> dict[str, Any]:
        """The body of a hold; a field set to ... is left out."""
        body = {
            "service": self.id_of(self.shop.services[named]),
            "startsAt": factories.at(self.shop, factories.DAY, clock).isoformat(),
            **changes,
        }
        return {name: value for name, value in body.items() if value is not ...}

    def hold(self, *args: str, **changes: Any) -> dict[str, Any]:
        """What is held."""
        answer = self.post("/holds", self.wanted(*args, **changes))
        assert answer.status_code == 201, answer.content
        assert set(answer.json()) == FIELDS
        return answer.json()

    def create(self, hold: str, **changes: Any) -> Any:
        """The answer to the dialect's ordinary create, of Fade at ten, with a hold."""
        route = self.voice.create(self.shop)
        return self.vendor.post(route.path, {**(route.body or {}), **changes}, headers={"Booking-Hold": hold})


def row_of(hold: dict[str, Any]) -> Booking:
    """The row of a hold."""
    return Booking.objects.with_details().get(uuid=hold["id"])
