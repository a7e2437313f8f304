"""Reading a document: from its text to what it says, with every fault named by its path."""

from dataclasses import fields as fields_of
from zoneinfo import ZoneInfo

from django.utils.text import slugify

from businesses.document import read_catalog, read_hours, read_people, read_staff, read_timetable, text, values
from businesses.document.errors import Faults
from businesses.document.node import Node
from businesses.document.read_catalog import YEAR
from businesses.document.shape import Document, Page, Profile, Rules
from businesses.models import OwnTimeOff

SECTIONS = ("rules", "page", "hours", "special_days", "locations", "resources", "categories", "staff", "timetable")
PROFILE, RULES, PAGE = ([field.name for field in fields_of(shape)] for shape in (Profile, Rules, Page))


def read(source: str) -> Document:
    """This will read YAML or JSON; raises DocumentError with the faults that were found."""
    root = Node(text.parse(source), "", Faults())
    fields = root.mapping(*PROFILE, *SECTIONS, "customers", "owners")
    # in the order of the document, so that its faults are named in that order
    profile, zone = _profile(fields)
    rules, page = _rules(fields["rules"]), _page(fields["page"])
    hours, special_days = read_hours.week(fields["hours"]), read_hours.special_days(fields["special_days"])
    places = read_catalog.locations(fields["locations"], address=profile.address)
    by_name = {place.name: place for place in places}
    rooms = read_catalog.resources(fields["resources"], places=by_name)
    headings = read_catalog.categories(fields["categories"], rooms=rooms, currency=profile.currency)
    services = [service for heading in headings for service in heading.services]
    people = read_staff.staff(fields["staff"], services=services, places=by_name, zone=zone, currency=profile.currency)
    document = Document(
        profile=profile,
        rules=rules,
        page=page,
        hours=hours,
        special_days=special_days,
        locations=places,
        resources=rooms,
        categories=headings,
        staff=people,
        timetable=read_timetable.timetable(fields["timetable"], services=services, people=people),
        customers=read_people.customers(fields["customers"], country=profile.country),
        owners=read_people.owners(fields["owners"]),
    )
    if root.errors:
        raise root.errors.refusal()
    return document


def _profile(fields: dict[str, Node]) -> tuple[Profile, ZoneInfo | None]:
    """This will read the business itself, and its time zone: None when that is a fault."""
    name = fields["name"].required().name(200)
    slug = values.slug(fields["slug"], default=slugify(name)[:100].strip("-_"))
    zone = values.zone(fields["timezone"])
    profile = Profile(
        name=name,
        slug=slug,
        timezone=zone.key if zone else "",
        description=fields["description"].text(),
        category=fields["category"].name(100),
        phone=values.phone(fields["phone"]),
        email=values.email(fields["email"]),
        address=fields["address"].line(300),
        logo_url=values.picture(fields["logo_url"]),
        currency=values.currency(fields["currency"]),
        language=values.language(fields["language"]),
        country=values.country(fields["country"]),
    )
    return profile, zone


def _rules(node: Node) -> Rules:
    fields = node.mapping(*RULES)
    return Rules(
        lead_time_minutes=fields["lead_time_minutes"].integer(0, YEAR, default=60),
        window_days=fields["window_days"].integer(0, 730, default=7),
        slot_interval_minutes=fields["slot_interval_minutes"].integer(1, 1440, default=30),
        auto_confirm=fields["auto_confirm"].flag(default=True),
        cancel_notice_minutes=fields["cancel_notice_minutes"].integer(0, YEAR, default=0),
        hold_minutes=fields["hold_minutes"].integer(1, 120, default=10),
        pending_expiry_minutes=fields["pending_expiry_minutes"].optional_integer(1, YEAR),
        waitlist_offer_minutes=fields["waitlist_offer_minutes"].integer(1, YEAR, default=20),
        guests_may_book_series=fields["guests_may_book_series"].flag(default=False),
        online_shown_minutes=fields["online_shown_minutes"].optional_integer(0, YEAR),
        own_time_off=fields["own_time_off"].choice(OwnTimeOff.values, default=OwnTimeOff.ASK.value),
    )


def _page(node: Node) -> Page:
    fields = node.mapping(*PAGE)
    return Page(
        show_staff_selection=fields["show_staff_selection"].flag(default=True),
        show_service_prices=fields["show_service_prices"].flag(default=True),
        show_service_duration=fields["show_service_duration"].flag(default=True),
        require_customer_email=fields["require_customer_email"].flag(default=True),
        accent_color=values.color(fields["accent_color"], default="#7c3aed", exact=True),
        consent_text=fields["consent_text"].text(),
        embed_origins=values.origins(fields["embed_origins"]),
    )
