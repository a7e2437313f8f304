"""What every clerk does, and how an answer is read."""

import datetime as dt
from typing import Any

from bookings import errors
from businesses import document
from businesses.models import StaffMember
from tests import factories, partners


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
