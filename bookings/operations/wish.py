"""What is wanted, part by part, and who orders it."""

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bookings import queries
from bookings.availability import GUEST, Policy
from bookings.models import Booking, Place
from businesses.models import ApiKey, Business, Customer, Service, StaffMember
from businesses.questions import Answer


@dataclass(frozen=True, slots=True)
class Listed:
    """A start as a list shows it: the local date it stands under, and the label of its wall time in minutes."""

    day: dt.date
    wall: int


@dataclass(frozen=True, slots=True)
class After:
    """A start so many minutes after that of an earlier part: of the first one, if nothing else is said."""

    minutes: int
    part: int = 0


@dataclass(frozen=True, slots=True)
class Then:
    """A start when the part before it and the buffer after it are over, and the buffer before this one, too."""


Start = dt.datetime | Listed | After | Then
FOLLOWING = After, Then  # their start comes from an earlier part: no window binds it, and no grid but a timetable


@dataclass(frozen=True, slots=True)
class Part:
    """A start of a service for a party; `staff` None is anyone, `group` is an appointment to be joined and no other."""

    service: Service
    start: Start
    staff: StaffMember | None = None
    party_size: int = 1
    group: int | None = None
    overbooked: bool = False  # the group gets the places that the party lacks
    planned: bool = False  # the house opens it with nobody in it
    place: Place | None = None  # what moves there, of the booking that is moved


@dataclass(frozen=True, slots=True)
class Wish:
    """All parts, or nothing: under one policy, with one set of locks.

    `business` as a `House` serves the first look, so that it is not read twice. `moving` is a booking whose parts
    these will be: its own old time does not stand in its way. `beside` are those that move with it, each part by its
    `place`. With `every` a refusal names all parts that are not to be had, as `SeriesTaken`, and not the first alone.
    With `together` one person serves all parts that follow each other.
    """

    business: "Business | queries.House"
    parts: Sequence[Part]
    policy: Policy = GUEST
    location_id: int | None = None
    moving: Booking | None = None
    beside: Sequence[Booking] = ()
    every: bool = False
    together: bool = False

    def read(self) -> queries.House:
        """This will give the business as it is now, or as it was when the caller read it."""
        return queries.house(self.business)

    def begun(self) -> "Wish":
        """This will give the same wish with the business read, once for all that is asked of it."""
        return replace(self, business=self.read())

    def anew(self) -> "Wish":
        """This will give the same wish with everything to be read again."""
        business = self.business.business if isinstance(self.business, queries.House) else self.business
        return replace(self, business=business)

    def has_changed(self) -> bool:
        """Whether a booking that is to move has changed since it was read: then it leaves another time than that."""
        read = {booking.pk: booking.sequence for booking in self.leaving}
        if not read:
            return False
        return read != dict(Booking.objects.filter(pk__in=read).order_by().values_list("pk", "sequence"))

    @property
    def leaving(self) -> "list[Booking]":
        """The bookings whose old time does not stand in the way."""
        return [*([self.moving] if self.moving else []), *self.beside]

    def shared_before(self) -> list[int]:
        """This will give, by id, the shared appointments that are left: holds in them may end."""
        places = (place for booking in self.leaving for place in booking.places.all())
        return [place.appointment_id for place in places if place.live and place.appointment.places > 1]

    def first_day(self, zone: dt.tzinfo) -> dt.date | None:
        """This will give the local date of the first part; None when it follows another."""
        start = self.parts[0].start
        if isinstance(start, dt.datetime):
            return start.astimezone(zone).date()
        return start.day if isinstance(start, Listed) else None

    @property
    def question(self) -> tuple[object, ...]:
        """This will give what makes it another wish, as plain values."""
        parts = [
            (part.service.pk, str(part.start), part.staff and part.staff.pk, part.party_size, part.group)
            for part in self.parts
        ]
        return *parts, self.location_id, *(["together"] if self.together else [])


def one(
    business: "Business | queries.House", service: Service, starts_at: Start, *, policy: Policy = GUEST,
    location_id: int | None = None, staff: StaffMember | None = None, party_size: int = 1,
) -> Wish:  # fmt: skip
    """This will wish for one start of one service."""
    return Wish(business, [Part(service, starts_at, staff, party_size)], policy, location_id)


def starts_again(places: Sequence[Place], first: Start, *, part: int = 0) -> list[Start]:
    """This will give the starts of the parts of a booking, in order, when its first has another one; `part` is the
    first one's place in the wish.

    What followed at once follows at once, whatever the buffers are now; what came later comes as much later.
    """
    starts = [first]
    for before, place in itertools.pairwise(places):
        behind = place.appointment.starts_at - places[0].appointment.starts_at
        if place.appointment.busy_from == before.appointment.busy_until:
            starts.append(Then())
        else:
            starts.append(After(int(behind.total_seconds()) // 60, part) if behind else first)
    return starts


@dataclass(frozen=True, slots=True)
class Guest:
    """Who comes, as typed. With `customer` the person is known; without, they are matched by e-mail, else phone.

    `last_name` says where `name` is to be parted; it and `home_phone` are of whoever is new. `address` is written down
    for whoever has none.
    """

    name: str = ""
    email: str = ""
    phone: str = ""
    notes: str = ""
    language: str = ""
    timezone: str = ""
    customer: Customer | None = None
    last_name: str = ""
    home_phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Cap:
    """How many times of one business one caller may keep from others at once, before the house knows that they come.

    `held` and `held_a_day` are holds that run, in all and of one date; `pending` and `pending_of` are requests for
    times to come, of the caller and of one customer. `who` is a keyed hash.
    """

    who: str
    held: int
    held_a_day: int
    pending: int
    pending_of: int


@dataclass(frozen=True, slots=True)
class Taker:
    """Who takes the booking: `source` is a dialect's name, wizard or dashboard, `by` stands in the event.

    `came_from` is where the link stood that led the guest here, such as instagram; "" where that is not known.
    """

    source: str
    by: str
    api_key: ApiKey | None = None
    cap: Cap | None = None
    came_from: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """Who orders and how. `confirmed` None leaves that to the business; the same `token` again is the same order."""

    guest: Guest
    taker: Taker
    confirmed: bool | None = None
    staff_notes: str = ""
    token: str = ""
    reason: str = ""  # why a group is overbooked
    partner_facts: Mapping[str, Any] = field(default_factory=dict)  # by dialect; read by it alone
    answers: Sequence[Answer] = ()  # to what the services ask
    told: str = ""  # what the guest is told of it, as `Import.Told` has it; "": as of every booking
    at_most_one: bool = False  # who has a booking of the service at that start already gets no second one

    @property
    def question(self) -> tuple[object, ...]:
        """This will give what makes it another order, as plain values."""
        guest, answers = self.guest, [(each.question, each.answer) for each in self.answers]
        typed = guest.name, guest.email, guest.phone, guest.notes, guest.customer and guest.customer.pk
        return (*typed, answers) if answers else typed
