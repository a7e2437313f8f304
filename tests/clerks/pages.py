"""A guest on the page, and an owner at the counter."""

import datetime as dt
import re
from typing import Any

from django.urls import reverse

from tests import dashboard
from tests.clerks.clerk import Clerk, refused
from tests.guests import Guest, Page


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
        page = self.guest.press("Continue", name=f"Guest {self.number}", email=self.email)
        if self._is_late(page):
            return False
        # Whoever has another booking then, made in this browser, is asked first whether this one is meant, too.
        page = self.guest.press((page.buttons("Book this one, too") or ["Book now"])[0])
        if self._is_late(page) or page.buttons("Book now"):
            return False
        assert "You are booked" in page.text, page.text
        self.last = self.guest.path.split("?")[0]
        return True

    def cancel(self) -> Any:
        """From its page, which may say that it is over already."""
        page = self.guest.open(f"{self.last}cancel/")
        return self.guest.press("Yes, cancel it").answer if page.buttons("Yes, cancel it") else page.answer

    def _is_late(self, page: Page) -> bool:
        """Whether the time is lost; it may be free again when the page that says so is opened, which leads on then."""
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
        answer = self._sent(reverse("admin:book"), typed)
        if answer.status_code != 302:
            return not refused(answer, 409)
        assert "/bookings/booking/" in answer["Location"], answer["Location"]
        self.last = answer["Location"]
        return True

    def cancel(self) -> Any:
        """With the button on the booking's page."""
        return self._sent(self._page("do", "cancel"), {})

    def move(self, day: dt.date, clock: str) -> Any:
        """With the form that moves it."""
        return self._sent(self._page("move"), {"day": day.isoformat(), "time": clock, "staff": ""})

    def _sent(self, path: str, typed: dict[str, Any]) -> Any:
        """The answer to a form; whoever has sat too long signs in again first."""
        answer = self.client.post(path, typed)
        if answer.status_code == 302 and reverse("admin:login") in answer["Location"]:
            answer = dashboard.again(self.client).post(path, typed)
        return answer

    def _page(self, name: str, *more: str) -> str:
        number = re.findall(r"\d+", self.last)[-1]
        return reverse(f"admin:bookings_booking_{name}", args=[number, *more])
