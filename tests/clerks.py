"""Everybody who books here in a way of their own: with a program of each dialect, on the page, at the counter."""

import datetime as dt
import re
from typing import Any

from django.urls import reverse

from bookings import errors, queries
from businesses import document
from businesses.models import StaffMember
from tests import dashboard, factories, partners
from tests.guests import Guest, Page


def refused(answer: Any, status: int) -> bool:
    """Whether an answer is that refusal; anything that is neither it nor a success fails here with what was said.

    Raises `Busy` as the operations do.
    """
    if answer.status_code == 503:
        raise errors.Busy
    assert answer.status_code in (200, 201, status), (answer.status_code, answer.content)
    return bool(answer.status_code == status)


class Clerk:
    """Books for a guest with a number: `clerk.book("Yoga", DAY, "10:00")` is true, or false: somebody else has it.

    Whatever else is answered fails the test. `last` is what names the booking made last.
    """

    name: str
    prefix = ""

    def __init__(self, shop: document.Loaded, number: int = 0) -> None:
        self.shop, self.number, self.last = shop, number, ""
        self.email = f"{self.name}.{number}@example.com"
        self.prepare()

    def prepare(self) -> None:
        """This will get what lets them in."""
        self.partner = getattr(partners, self.name)(self.shop)

    def book(self, service: str, day: dt.date, clock: str) -> bool:
        """This will book a start, for one."""
        answer = self.partner.post(*self.order(service, day, clock))
        if self.taken(answer):
            return False
        self.last = self.made(answer)
        return True

    def order(self, service: str, day: dt.date, clock: str) -> tuple[str, dict[str, Any]]:
        """The path, and the body."""
        raise NotImplementedError

    def taken(self, answer: Any) -> bool:
        """Whether this says that somebody else has the start."""
        return refused(answer, 409)

    def made(self, answer: Any) -> str:
        """The path of what an answer made."""
        raise NotImplementedError

    def path(self, booking: Any) -> str:
        """The path of a booking that somebody else made."""
        raise NotImplementedError

    def cancel(self) -> Any:
        """This will cancel what was booked last, and give the answer."""
        return self.partner.delete(self.last)

    def move(self, day: dt.date, clock: str) -> Any:
        """This will move what was booked last, and give the answer; None where there is no way to."""
        return None

    def person(self, service: str) -> StaffMember:
        """The first who performs a service."""
        skills = self.shop.services[service].skills.filter(staff__active=True)
        return skills.select_related("staff").order_by("pk")[0].staff

    def start(self, day: dt.date, clock: str) -> str:
        """An instant in UTC, with `Z`."""
        return factories.at(self.shop, day, clock).strftime("%Y-%m-%dT%H:%M:%SZ")


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


class OnThePage(Clerk):
    """A guest on the page: holds the time, says who comes, and books."""

    name = "page"

    def prepare(self) -> None:
        """This will open no page yet; each guest calls from elsewhere."""
        self.guest = Guest()
        self.guest.client.defaults["REMOTE_ADDR"] = f"203.0.{self.number // 250}.{self.number % 250 + 1}"

    def book(self, service: str, day: dt.date, clock: str) -> bool:
        """In three steps: the first takes the time, or is too late."""
        path = f"/book/{self.shop.business.slug}/{self.shop.services[service].pk}/hold/"
        if self._is_late(self.guest.send(path, "post", {"staff": "any", "start": self.start(day, clock)})):
            return False
        if self._is_late(self.guest.press("Continue", name=f"Guest {self.number}", email=self.email)):
            return False
        page = self.guest.press("Book now")
        if self._is_late(page):
            return False
        assert "You are booked" in page.text, page.text
        self.last = self.guest.path.split("?")[0]
        return True

    def cancel(self) -> Any:
        """From its page, which may say that it is over already."""
        page = self.guest.open(f"{self.last}cancel/")
        return self.guest.press("Yes, cancel it").answer if page.buttons("Yes, cancel it") else page.answer

    def _is_late(self, page: Page) -> bool:
        return refused(page.answer, 409)


class AtTheCounter(Clerk):
    """An owner who books for somebody in the dashboard."""

    name = "counter"

    def prepare(self) -> None:
        """This will sign in."""
        self.client = dashboard.member(self.shop, f"owner-{self.number}", "owner")

    def book(self, service: str, day: dt.date, clock: str) -> bool:
        """With the form for new bookings."""
        typed = {
            "service": self.shop.services[service].pk,
            "staff": "",
            "day": day.isoformat(),
            "time": clock,
            "party_size": 1,
            "who": "new",
            "name": f"Guest {self.number}",
            "email": self.email,
        }
        answer = self.client.post(reverse("admin:book"), typed)
        if answer.status_code != 302:
            return not refused(answer, 409)
        assert "/bookings/booking/" in answer["Location"], answer["Location"]
        self.last = answer["Location"]
        return True

    def cancel(self) -> Any:
        """With the button on the booking's page."""
        return self.client.post(self._page("do", "cancel"))

    def move(self, day: dt.date, clock: str) -> Any:
        """With the form that moves it."""
        return self.client.post(self._page("move"), {"day": day.isoformat(), "time": clock, "staff": ""})

    def _page(self, name: str, *more: str) -> str:
        number = re.findall(r"\d+", self.last)[-1]
        return reverse(f"admin:bookings_booking_{name}", args=[number, *more])


PROGRAMS: tuple[type[Clerk], ...] = (Booqara, NextInQue, ReserveKit, Booxi, Miketsu, MiketsuCustomer)
EVERYBODY: tuple[type[Clerk], ...] = (*PROGRAMS, OnThePage, AtTheCounter)
