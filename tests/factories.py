"""The cast: North Elm Studio and Karachi Kuts as documents, ready to be changed by a test; and how they get booked."""

import copy
import datetime as dt
import json
import secrets
from typing import Any
from zoneinfo import ZoneInfo

from bookings import operations, queries
from bookings.models import Booking
from businesses import customers, document
from businesses.models import ApiKey, Rights
from businesses.models.api_key import hash_secret
from tests import standing

NOW = dt.datetime(2026, 11, 20, 15, 0, tzinfo=dt.UTC)  # a Friday: 09:00 in Chicago, 20:00 in Karachi
DAY = dt.date(2026, 11, 24)  # the Tuesday after it, with the usual hours
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

ELM: dict[str, Any] = {
    "name": "North Elm Studio",
    "slug": "elm",
    "timezone": "America/Chicago",
    "description": "Modern color and styling appointments",
    "category": "Salon",
    "phone": "(202) 555-0100",
    "email": "hello@northelm.example",
    "address": "123 Main St",
    "rules": {"lead_time_minutes": 60, "window_days": 60, "slot_interval_minutes": 30},
    "hours": {day: [["09:00", "12:00"], ["13:00", "19:00"]] for day in WEEKDAYS[:6]},
    "special_days": [{"date": "2026-12-24", "periods": [["10:00", "12:00"]], "note": "Christmas Eve"}],
    "locations": [{"name": "Main", "address": "123 Main St"}, {"name": "Annex", "address": "9 Side St"}],
    "resources": [{"name": "Room 1", "kind": "room"}],
    "categories": [
        {
            "name": "Cuts",
            "services": [
                {"name": "Fade", "description": "Classic fade", "duration_minutes": 45, "price": "35.00"},
                {"name": "Trim", "duration_minutes": 30, "price": "20.50"},
                {"name": "Retired cut", "duration_minutes": 30, "price": "9.00", "active": False},
            ],
        },
        {
            "name": "Wellness",
            "services": [
                {"name": "Yoga", "duration_minutes": 60, "price": "12.00", "capacity": 3},
                {"name": "Massage", "duration_minutes": 60, "price": "80.00", "resource_kind": "room"},
                {"name": "Color", "duration_minutes": 60, "price": "95.00", "buffer_after_minutes": 30},
                {"name": "Advice", "duration_minutes": 30, "price": None},
            ],
        },
        {"name": "Gone", "services": [{"name": "Old perm", "duration_minutes": 60, "active": False}]},
    ],
    "staff": [
        {"name": "Maria Gomez", "job_title": "Lead stylist", "services": ["Fade", "Trim"]},
        {"name": "Ana Ruiz", "services": ["Fade"]},
        {"name": "Yuri Ito", "job_title": "Teacher", "location": "Annex", "services": ["Yoga"]},
        {"name": "Olga Berg", "services": ["Massage"]},
        {"name": "Pia Lund", "services": ["Massage"]},
        {"name": "Cleo Fox", "services": ["Color", "Advice"]},
        {"name": "Tom Gone", "services": ["Fade"], "active": False},
    ],
    "customers": [
        {"first_name": "Jane", "last_name": "Doe", "email": "jane@example.com", "phone": "+12025550185"},
        {"first_name": "Bob", "last_name": "Bane", "email": "bob@example.com", "blocked": True},
    ],
}

KARACHI: dict[str, Any] = {
    "name": "Karachi Kuts",
    "slug": "karachi",
    "timezone": "Asia/Karachi",
    "currency": "PKR",
    "country": "PK",
    "rules": {"window_days": 60},
    "hours": {day: [["10:00", "20:00"]] for day in WEEKDAYS},
    "categories": [{"name": "Hair", "services": [{"name": "Haircut", "duration_minutes": 30, "price": "900.00"}]}],
    "staff": [{"name": "Amna Khan", "services": ["Haircut"]}],
}

JORDAN = operations.Guest(name="Jordan Smith", email="jordan@example.com")
WIZARD = operations.Taker(source="wizard", by="guest")


def elm_document(**changes: Any) -> dict[str, Any]:
    """This will give North Elm's document with other top-level values; `rules` and `page` are merged into its own."""
    changed = copy.deepcopy(ELM)
    for key, value in changes.items():
        merged = key in ("rules", "page") and isinstance(value, dict)
        changed[key] = {**changed.get(key, {}), **value} if merged else value
    return changed


def with_phases(**changes: Any) -> document.Loaded:
    """This will load North Elm where half of Cleo Fox's hour of Color is waiting: from the 20th minute to the 50th."""
    changed = elm_document(**changes)
    changed["categories"][1]["services"][2]["phases"] = [{"work": 20}, {"wait": 30}, {"work": 10}]
    return load(changed)


def load(values: dict[str, Any], *, now: dt.datetime = NOW) -> document.Loaded:
    """This will load a document given as plain values: `.business`, `.services["Fade"]`, `.staff["Maria Gomez"]` …"""
    return standing.load(json.dumps(values), now)


def key(
    shop: document.Loaded,
    dialect: str = "booqara",
    *,
    rate_limit: int | None = 1200,
    expires_at: dt.datetime | None = None,
    customer: str = "",
    **rights: Any,
) -> str:
    """This will issue a key of a dialect for a business, with all `Rights` or these, and give its secret.

    With the e-mail of a `customer` it is theirs, who becomes known to the business if they are not yet.
    """
    whose = customers.match_or_create(shop.business, name="", email=customer, phone="")
    limits = {"rate_limit": rate_limit, "expires_at": expires_at, "customer": whose}
    return ApiKey.issue(business=shop.business, dialect=dialect, rights=Rights(**rights), **limits)[1]


def old_key(shop: document.Loaded) -> str:
    """This will give the secret of a Booqara key as keys were made before they had a checksum."""
    secret = f"pk_live_{secrets.token_hex(4)}{secrets.token_urlsafe(24)}"
    kept = hash_secret(secret)
    ApiKey.objects.create(business=shop.business, dialect="booqara", prefix=secret[:16], secret_hash=kept)
    return secret


def at(shop: document.Loaded, day: dt.date, clock: str) -> dt.datetime:
    """This will give the instant of a wall time ("09:30") of a date where the business is."""
    return dt.datetime.combine(day, dt.time.fromisoformat(clock), ZoneInfo(shop.business.timezone)).astimezone(dt.UTC)


def wish(
    shop: document.Loaded,
    service: str,
    day: dt.date = DAY,
    clock: str = "10:00",
    *,
    staff: str | None = None,
    starts_at: operations.Start | None = None,
    **how: Any,
) -> operations.Wish:
    """This will wish for a start of a service; `how`: party_size, policy, location_id."""
    start = at(shop, day, clock) if starts_at is None else starts_at
    person = shop.staff[staff] if staff else None
    return operations.one(shop.business, shop.services[service], start, staff=person, **how)


def book(
    shop: document.Loaded,
    service: str,
    day: dt.date = DAY,
    clock: str = "10:00",
    *,
    guest: operations.Guest = JORDAN,
    taker: operations.Taker = WIZARD,
    now: dt.datetime = NOW,
    confirmed: bool | None = None,
    staff_notes: str = "",
    token: str = "",
    **how: Any,
) -> Booking:
    """This will book a start for Jordan Smith through the operations; `how` says what else is wished."""
    order = operations.Order(guest, taker, confirmed=confirmed, staff_notes=staff_notes, token=token)
    return operations.book(wish=wish(shop, service, day, clock, **how), order=order, now=now)


def hold(
    shop: document.Loaded,
    service: str,
    day: dt.date = DAY,
    clock: str = "10:00",
    *,
    taker: operations.Taker = WIZARD,
    now: dt.datetime = NOW,
    instead_of: Booking | None = None,
    its_token: str = "",
    token: str = "",
    **how: Any,
) -> tuple[Booking, str]:
    """This will hold a start through the operations, and give the hold with its token."""
    return operations.hold(
        wish=wish(shop, service, day, clock, **how),
        taker=taker,
        now=now,
        instead_of=instead_of,
        its_token=its_token,
        token=token,
    )


def claim(
    held: Booking,
    token: str,
    *,
    guest: operations.Guest = JORDAN,
    taker: operations.Taker = WIZARD,
    now: dt.datetime = NOW,
    confirmed: bool | None = None,
) -> Booking:
    """This will turn a hold into the booking of its guest."""
    order = operations.Order(guest, taker, confirmed=confirmed)
    return operations.claim(booking=held, token=token, order=order, now=now)


def link(booking: Booking) -> str:
    """This will give the path of the page that a guest's link opens."""
    return f"/b/{queries.link_token(booking)}/"
