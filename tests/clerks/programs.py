"""Programs of Booqara, NextInQue, ReserveKit and Booxi."""

import datetime as dt
from typing import Any

from bookings import queries
from tests import factories
from tests.clerks.clerk import Clerk, refused


class Booqara(Clerk):
    """With a program of Booqara."""

    name = "booqara"

    def order(self, service: str, day: dt.date, clock: str) -> tuple[str, dict[str, Any]]:
        """This will ask for anyone."""
        return "/appointments", {
            "serviceId": str(self.shop.services[service].uuid),
            "userId": "any",
            "appointmentDate": day.isoformat(),
            "appointmentTime": clock,
            "guestName": f"Guest {self.number}",
            "guestEmail": self.email,
        }

    def made(self, answer: Any) -> str:
        """By its uuid."""
        return f"/appointments/{answer.json()['booking']['id']}"

    def path(self, booking: Any) -> str:
        """By its uuid."""
        return f"/appointments/{booking.uuid}"

    def free(self, service: str, day: dt.date, clock: str) -> bool:
        """Whether it lists a start as free."""
        uuid = self.shop.services[service].uuid
        answer = self.partner.get("/slots", date=day.isoformat(), serviceId=uuid).json()
        return bool({slot["time"]: slot["available"] for slot in answer["slots"]}.get(clock, False))


class NextInQue(Clerk):
    """With a program of NextInQue."""

    name = "nextinque"

    def order(self, service: str, day: dt.date, clock: str) -> tuple[str, dict[str, Any]]:
        """This will ask by the instant."""
        return "/reservations", {
            "customerName": f"Guest {self.number}",
            "phone": f"+1202555{self.number % 10_000:04}",
            "email": self.email,
            "scheduledAt": self.start(day, clock),
            "serviceId": str(self.shop.services[service].uuid),
        }

    def made(self, answer: Any) -> str:
        """By its code."""
        return f"/reservations/{answer.json()['reservation']['confirmationCode']}"

    def path(self, booking: Any) -> str:
        """By its code."""
        return f"/reservations/{booking.code}"

    def cancel(self) -> Any:
        """By a path of its own."""
        return self.partner.patch(f"{self.last}/cancel")

    def places(self, service: str, day: dt.date, clock: str) -> int:
        """How many places it lists as left at a start; of one that it does not list, none."""
        uuid = self.shop.services[service].uuid
        answer = self.partner.get("/availability", date=day.isoformat(), serviceId=uuid).json()
        return int({slot["time"]: slot["available"] for slot in answer["slots"]}.get(clock, 0))


class ReserveKit(Clerk):
    """With a program of ReserveKit."""

    name = "reservekit"

    def order(self, service: str, day: dt.date, clock: str) -> tuple[str, dict[str, Any]]:
        """This will ask by the number of the weekly start."""
        start = factories.at(self.shop, day, clock)
        number = queries.number_of(queries.house(self.shop.business), self.shop.services[service], start)
        return "/bookings", {
            "date": day.isoformat(),
            "time_slot_id": number,
            "customer_name": f"Guest {self.number}",
            "customer_email": self.email,
        }

    def taken(self, answer: Any) -> bool:
        """By its code: the status is that of every mistake."""
        if not refused(answer, 400):
            return False
        assert answer.json()["code"] in ("time_slot_full", "duplicate_booking"), answer.content
        return True

    def made(self, answer: Any) -> str:
        """By its number."""
        return f"/bookings/{answer.json()['data']['id']}"

    def path(self, booking: Any) -> str:
        """By its number."""
        return f"/bookings/{booking.pk}"

    def cancel(self) -> Any:
        """As a change of status."""
        return self.partner.patch(self.last, {"status": "cancelled", "cancel_reason": "ill"})

    def move(self, day: dt.date, clock: str) -> Any:
        """To the same time of another date: it knows no other way."""
        return self.partner.patch(self.last, {"date": day.isoformat()})


class Booxi(Clerk):
    """With a program of Booxi."""

    name = "booxi"
    taken_words = ("StaffNotAvailable", "ResourceNotAvailable", "GroupEventOvercapacity")

    def order(self, service: str, day: dt.date, clock: str) -> tuple[str, dict[str, Any]]:
        """This will name the person, as it must."""
        row = self.shop.services[service]
        return "/booking", {
            "merchantId": self.shop.business.pk,
            "bookingMethod": "Reservation" if row.is_group else "Appointment",
            "startsOn": self.start(day, clock),
            "status": "Approved",
            "staffId": self.person(service).pk,
            "items": [{"serviceId": row.pk}],
            "client": {"firstName": "Guest", "lastName": str(self.number), "email": self.email},
        }

    def taken(self, answer: Any) -> bool:
        """By a word of its list."""
        if not refused(answer, 409):
            return False
        assert answer.json()["error"] in self.taken_words, answer.content
        return True

    def made(self, answer: Any) -> str:
        """By its number."""
        return f"/booking/{answer.json()['bookingId']}"

    def path(self, booking: Any) -> str:
        """By its number."""
        return f"/booking/{booking.pk}"

    def cancel(self) -> Any:
        """As a change of status."""
        return self.partner.put(self.last, {"status": "Cancelled"})

    def move(self, day: dt.date, clock: str) -> Any:
        """With a start."""
        return self.partner.put(self.last, {"startsOn": self.start(day, clock)})
