"""Programs of Miketsu: with a merchant's token, and with a customer's."""

import datetime as dt
import re
from typing import Any

from tests import factories, partners
from tests.clerks.clerk import Clerk


class Miketsu(Clerk):
    """With the token of a Miketsu merchant."""

    name = "miketsu"
    side = "merchant"

    def order(self, service: str, day: dt.date, clock: str) -> tuple[str, dict[str, Any]]:
        """This will enter somebody new."""
        return "/merchant", {
            "service_id": self.shop.services[service].pk,
            "timestamp": self.start(day, clock),
            "customers": [{"first_name": "Guest", "last_name": str(self.number), "email": self.email}],
        }

    def made(self, answer: Any) -> str:
        """By the number of its appointment."""
        found = re.search(rf"/{self.side}/\d+$", answer["Location"])
        assert found, answer["Location"]
        return found[0]

    def path(self, booking: Any) -> str:
        """By the number of its appointment."""
        return f"/{self.side}/{booking.appointment.pk}"

    def move(self, day: dt.date, clock: str) -> Any:
        """With its start and its end; whatever else takes as long as a trim is refused."""
        start = factories.at(self.shop, day, clock)
        span = {"from_date": start.isoformat(), "to_date": (start + dt.timedelta(minutes=30)).isoformat()}
        return self.partner.patch(self.last, span)


class MiketsuCustomer(Miketsu):
    """With the token of somebody who is a customer there."""

    side = "customer"

    def prepare(self) -> None:
        """This will get a token of their own."""
        self.email = f"own.{self.number}@example.com"
        self.partner = partners.miketsu(self.shop, customer=self.email)

    def order(self, service: str, day: dt.date, clock: str) -> tuple[str, dict[str, Any]]:
        """This will ask for anyone at a place."""
        return "/customer", {
            "merchant_name": self.shop.business.slug,
            "service_id": self.shop.services[service].pk,
            "location_id": self.person(service).location_id,
            "timeStamp": self.start(day, clock),
        }

    def move(self, day: dt.date, clock: str) -> Any:
        """Customers have no way to."""
        return None
