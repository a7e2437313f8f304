"""What a document says once it has been read. Fields of Profile, Rules, Page and Service are named as their columns,
and stand in the order in which a document is written. Lengths are minutes, "" is nothing, instants are UTC."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Profile:
    """The business itself."""

    name: str
    slug: str
    timezone: str
    description: str
    category: str
    phone: str
    email: str
    address: str
    logo_url: str
    currency: str
    language: str
    country: str


@dataclass(frozen=True)
class Rules:
    """When guests may book."""

    lead_time_minutes: int
    window_days: int
    slot_interval_minutes: int
    auto_confirm: bool
    cancel_notice_minutes: int
    hold_minutes: int
    pending_expiry_minutes: int | None
    waitlist_offer_minutes: int
    guests_may_book_series: bool
    online_shown_minutes: int | None
    own_time_off: str


@dataclass(frozen=True)
class Page:
    """What guests see."""

    show_staff_selection: bool
    show_service_prices: bool
    show_service_duration: bool
    require_customer_email: bool
    accent_color: str
    consent_text: str
    embed_origins: list[str]


@dataclass(frozen=True, order=True)
class WeeklyPeriod:
    """A period of every such weekday (Monday is 0) in local wall time; a close at or before its open: the next day."""

    weekday: int
    opens: dt.time
    closes: dt.time


@dataclass(frozen=True)
class SpecialDay:
    """A date with periods of its own, as ["09:00", "12:00"] pairs; none: closed."""

    date: dt.date
    periods: list[list[str]]
    note: str


@dataclass(frozen=True)
class Location:
    """A place of the business."""

    name: str
    address: str
    active: bool


@dataclass(frozen=True)
class Resource:
    """A room, a chair, a machine; `location` is a name."""

    name: str
    kind: str
    location: str
    active: bool


@dataclass(frozen=True)
class Service:
    """Something that can be booked."""

    name: str
    description: str
    duration_minutes: int
    price: Decimal | None
    buffer_before_minutes: int
    buffer_after_minutes: int
    capacity: int
    min_participants: int
    min_participants_by_minutes: int
    resource_kind: str
    phases: list[dict[str, int]]
    starts: str
    photo_url: str
    photo_alt: str
    questions: list[dict[str, Any]]
    online: str
    active: bool


@dataclass(frozen=True)
class Category:
    """A heading and what stands under it; without a name: services under no heading."""

    name: str
    services: list[Service]


@dataclass(frozen=True)
class Skill:
    """That a person performs a service (by name), perhaps with a length and a price of their own."""

    service: str
    duration_minutes: int | None
    price: Decimal | None


@dataclass(frozen=True)
class Repeats:
    """How a time comes again, in columns of its own; as it stands here: not at all."""

    every_weeks: int | None = None
    weekdays: list[int] = field(default_factory=list)
    until: dt.date | None = None
    excepted_dates: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class TimeOff:
    """A time in which a person is away; what repeats is named as in `Repeats`."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    reason: str
    every_weeks: int | None
    weekdays: list[int]
    until: dt.date | None
    excepted_dates: list[str]


@dataclass(frozen=True)
class Rota:
    """From a date on: weeks that take turns, as the model has them; none: works whenever the business is open."""

    from_on: dt.date
    weeks: list[list[list[object]]]


@dataclass(frozen=True)
class StaffMember:
    """Somebody with a diary; `hours` None: works whenever the business is open."""

    name: str
    job_title: str
    about: str
    photo_url: str
    photo_alt: str
    color: str
    email: str
    online: str
    mailed: bool
    active: bool
    location: str
    skills: list[Skill]
    hours: list[WeeklyPeriod] | None
    rotas: list[Rota]
    special_days: list[SpecialDay]
    time_off: list[TimeOff]


@dataclass(frozen=True)
class TimetableEntry:
    """A class of every week, or of one date (then nothing else says a day); `service` and `staff` are names, the last
    date is included."""

    service: str
    staff: str
    weekday: int | None
    date: dt.date | None
    time: dt.time
    valid_from: dt.date | None
    valid_until: dt.date | None
    excepted_dates: list[str]


@dataclass(frozen=True)
class Customer:
    """A person whom the business knows: by e-mail, else by phone."""

    first_name: str
    last_name: str
    email: str
    phone: str
    phone_e164: str
    address: str
    blocked: bool


@dataclass(frozen=True)
class Owner:
    """Somebody who may manage the business."""

    username: str
    email: str


@dataclass(frozen=True)
class Document:
    """One business, whole."""

    profile: Profile
    rules: Rules
    page: Page
    hours: list[WeeklyPeriod]
    special_days: list[SpecialDay]
    locations: list[Location]
    resources: list[Resource]
    categories: list[Category]
    staff: list[StaffMember]
    timetable: list[TimetableEntry]
    customers: list[Customer]
    owners: list[Owner]

    @property
    def services(self) -> list[Service]:
        """All services, in the order of the document."""
        return [service for category in self.categories for service in category.services]
