"""How a guest proves that a hold is theirs: by a signed token in every form, in a cookie, in a frame's address.

Browsers give a frame of another site no cookies; there the address carries the token itself. Elsewhere it names only
the hold, so that a link can be shared without it.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import NamedTuple

from django.core import signing
from django.http import HttpRequest, HttpResponse

from bookings import queries
from bookings.models import Booking, Place
from bookings.wizard.stages import Stage
from bookings.wizard.steps import Choices
from businesses import cookies
from businesses.models import Business, Service, StaffMember

_holds = signing.Signer(sep="~", salt="bookings.wizard.hold")
KEPT_SECONDS = 24 * 60 * 60  # a hold that ran out is still claimed when nobody took its time; then its token ends
MOST_COOKIES = 8


class Held(NamedTuple):
    """A guest's hold (or what became of it), and the secret that proves it is theirs."""

    booking: Booking
    secret: str

    @property
    def signed(self) -> str:
        """The token that forms, cookies and addresses within a frame carry."""
        return _holds.sign(f"{self.booking.uuid}.{self.secret}")

    def is_live(self, now: dt.datetime) -> bool:
        """Whether it still keeps its time."""
        until = self.booking.hold_expires_at
        return self.booking.status == Booking.Status.HELD and until is not None and until > now

    def minutes_left(self, now: dt.datetime) -> int:
        """How long it still keeps its time, in minutes begun."""
        until = self.booking.hold_expires_at or now
        return max(0, -int((now - until).total_seconds() // 60))

    @property
    def is_done(self) -> bool:
        """Whether it has become a booking already."""
        return self.booking.status not in (Booking.Status.HELD, Booking.Status.EXPIRED)

    def is_for(self, stages: Sequence[Stage], choices: Choices, *, together: bool = False) -> bool:
        """Whether it is what is being booked: services, start, party, and the people where they are named."""
        booking, parts = self.booking, self.booking.parts
        services = [place.appointment.service_id for place in parts]
        if services != [stage.service.pk for stage in stages]:
            return False
        if (booking.starts_at, booking.party_size) != (choices.start, choices.party):
            return False
        if together and len({place.appointment.staff_id for place in parts}) > 1:
            return False
        return all(_is_with(place, stage.staff) for place, stage in zip(parts, stages, strict=True))

    def named_in(self, choices: Choices) -> Choices:
        """This will give choices whose address names this hold."""
        return choices.but(hold=self.signed if choices.embed else str(self.booking.uuid))


def own_hold(
    request: HttpRequest, business: Business, choices: Choices, service: Service, *, now: dt.datetime
) -> Held | None:
    """This will find the hold that the form or the address names, else the guest's latest one of this service."""
    written = request.POST.get("hold_token") or choices.hold
    if "~" in written:
        return _opened(business, written, now)
    if written:
        return _opened(business, cookies.read(request, _cookie(business, written)), now)
    tokens = cookies.beginning(request, _cookie(business, ""))[-MOST_COOKIES:]
    found = [held for token in tokens if (held := _opened(business, token, now))]
    mine = [held for held in found if held.booking.status == Booking.Status.HELD and held.booking.service == service]
    return max(mine, key=lambda held: held.booking.created_at, default=None)


def keep(response: HttpResponse, held: Held, business: Business) -> None:
    """This will give the guest's browser the token of a hold."""
    cookies.keep(response, _cookie(business, held.booking.uuid), held.signed, seconds=KEPT_SECONDS)


def let_go(response: HttpResponse, held: Held, business: Business) -> None:
    """This will take the token of a hold that is over out of the guest's browser."""
    cookies.drop(response, _cookie(business, held.booking.uuid))


def proof(held: Held | None, form_token: str) -> list[tuple[str, str]]:
    """This will give the hidden fields with which a form proves whose it is, and that it was sent once already."""
    return [("token", form_token), *([("hold_token", held.signed)] if held else [])]


def _is_with(place: Place, staff: StaffMember | None) -> bool:
    return staff is None or (not place.any_staff and place.appointment.staff_id == staff.pk)


def _cookie(business: Business, key: uuid.UUID | str) -> str:
    """A business has cookies of its own: they are sent to every page of the site, and only so many are looked at."""
    return f"hold-{business.slug}.{key}"


def _opened(business: Business, written: str, now: dt.datetime) -> Held | None:
    since = now - dt.timedelta(seconds=KEPT_SECONDS)
    try:
        key, secret = _holds.unsign(written).split(".", 1)
        booking = queries.booking_by_hold(business, uuid.UUID(key), since=since)
    except (signing.BadSignature, ValueError):
        return None
    return Held(booking, secret) if booking else None
