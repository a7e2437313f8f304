"""The sidebar: what a person of a role goes to, in the order of a day's work."""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse

from bookings.dashboard.frame.reach import PLATFORM, Reach, reach_of
from businesses.models import Membership

OWNER, MANAGER, STAFF = Membership.Role.OWNER, Membership.Role.MANAGER, Membership.Role.STAFF
ROLES = {OWNER: "Owner", MANAGER: "Manager", STAFF: "Staff member", PLATFORM: "Platform"}


class Entry(NamedTuple):
    """A line of the sidebar: words, symbol, the name of the page's address, and who sees it."""

    title: str
    icon: str
    page: str
    roles: tuple[str, ...] = (OWNER, MANAGER)


SECTIONS = (
    (
        "",
        (
            Entry("Today", "today", "index", (OWNER, MANAGER, STAFF)),
            Entry("Diary", "calendar_month", "diary", (OWNER, MANAGER, STAFF)),
            Entry("New booking", "add_circle", "book", (OWNER, MANAGER, STAFF)),
            Entry("Bookings", "event_available", "bookings_booking_changelist", (OWNER, MANAGER, STAFF)),
            Entry("Customers", "groups", "businesses_customer_changelist"),
            Entry("Reports", "bar_chart", "reports"),
        ),
    ),
    (
        "Set up",
        (
            Entry("Services", "content_cut", "businesses_service_changelist"),
            Entry("Categories", "category", "businesses_category_changelist"),
            Entry("Staff", "badge", "businesses_staffmember_changelist"),
            Entry("Opening hours", "schedule", "businesses_openinghours_changelist"),
            Entry("Special days", "event_busy", "businesses_specialday_changelist"),
            Entry("Time off", "beach_access", "businesses_timeoff_changelist"),
            Entry("Timetable", "view_week", "businesses_timetable_changelist"),
            Entry("Locations", "store", "businesses_location_changelist"),
            Entry("Rooms and equipment", "meeting_room", "businesses_resource_changelist"),
            Entry("Business and rules", "tune", "business_rules"),
            Entry("Booking links", "link", "links"),
            Entry("From another system", "move_to_inbox", "import"),
        ),
    ),
    (
        "Messages",
        (
            Entry("What was sent", "outbox", "bookings_delivery_changelist"),
            Entry("Reminders", "notifications", "businesses_reminderrule_changelist"),
            Entry("Your own words", "edit_note", "businesses_messagetext_changelist"),
        ),
    ),
    (
        "Access",
        (
            Entry("People", "manage_accounts", "businesses_membership_changelist", (OWNER,)),
            Entry("API access", "key", "businesses_apikey_changelist", (OWNER,)),
            Entry("Webhooks", "webhook", "bookings_webhookendpoint_changelist", (OWNER,)),
            Entry("What was done", "history", "trail", (OWNER, MANAGER)),
            Entry("Import and export", "swap_vert", "document", (OWNER,)),
        ),
    ),
    (
        "Your account",
        (
            Entry("Your time off", "beach_access", "own_time_off", (STAFF,)),
            Entry("Your photo", "photo_camera", "own_photo", (STAFF,)),
            Entry("Signing in", "passkey", "account", (OWNER, MANAGER, STAFF)),
        ),
    ),
    (
        "Platform",
        (
            Entry("All businesses", "domain", "businesses_business_changelist", ()),
            Entry("API requests", "approval", "businesses_apiaccessrequest_changelist", ()),
            Entry("Users", "person", "businesses_user_changelist", ()),
        ),
    ),
)


def title_of(model: Any) -> str:
    """This will give what the menu calls a model's rows; what has no line there is called by its own name."""
    page = f"{model._meta.app_label}_{model._meta.model_name}_changelist"
    known = {each.page: each.title for _, entries in SECTIONS for each in entries}
    return known.get(page) or str(model._meta.verbose_name_plural).capitalize()


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """This will give the sections that have something for the person, in unfold's form."""
    reach = reach_of(request)
    sections = [
        {
            "title": title,
            "separator": bool(title),
            "items": [_item(request, each) for each in entries if _is_for(reach, each)],
        }
        for title, entries in SECTIONS
    ]
    if reach.has_choice:
        change = Entry("Change business", "swap_horiz", "choose_business", ())
        sections.append({"title": "", "separator": True, "items": [_item(request, change)]})
    return [section for section in sections if section["items"]]


def _is_for(reach: Reach, entry: Entry) -> bool:
    if reach.here is None and entry.roles and entry.page not in ("index", "account"):
        return False
    return reach.may(*entry.roles)


def _item(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    link = reverse(f"admin:{entry.page}")
    active = request.path == link if entry.page == "index" else request.path.startswith(link)
    return {"title": entry.title, "icon": entry.icon, "link": link, "active": active, "has_permission": True}
