"""The front page: who comes today, what waits for a decision, and what is missing."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from bookings import outbox, queries
from bookings.dashboard.day import checklist, participants
from bookings.dashboard.day.visits import Links, Shown, shown
from bookings.dashboard.frame import reading, sent
from bookings.dashboard.frame.addresses import bookings_with
from bookings.dashboard.frame.asked_off import asked_off
from bookings.dashboard.frame.reach import Reach, reach_of
from bookings.localized import Reader
from bookings.models import Delivery
from businesses import forwarding
from businesses.models import Business, Membership, StaffMember, User

OWNER, MANAGER = Membership.Role.OWNER, Membership.Role.MANAGER
FOLDED = 5  # so many visits that are over and settled stay in sight; more of them fold up
MOST_FEW = 20  # classes with few people that are listed
IN_FULL = 50  # so many visits to come have their buttons beside them


def context(request: HttpRequest) -> dict[str, Any]:
    """This will give what the front page shows to this person: staff members see their own day and nothing else."""
    reach, now = reach_of(request), timezone.now()
    found: dict[str, Any] = {"path": request.path, "to_decide": _to_decide() if reach.is_platform else []}
    found["unknown_proxies"] = _unknown_proxies(request, reach, now)
    if reach.here is None:
        return {**found, "add_link": link("businesses_business_add") if reach.is_platform else None}
    reader = reading.reader()
    found |= _top(request, reach.here, reader, now) | _day(reach.here, reader, now, reach.own_staff)
    if reach.may(OWNER, MANAGER):
        house = queries.house(reach.here)
        found |= _waiting(reach, house, reader, now)
        has_some = bool(found["visits"] or found["pending"]) or queries.has_bookings(reach.here)
        found |= _set_up(reach.here, house, reader.date_of(now), tried=has_some)
    return found


def _unknown_proxies(request: HttpRequest, reach: Reach, now: dt.datetime) -> str:
    """What is to be said of proxies, to whoever runs the site: its superusers, or its owners where it has none."""
    if not reach.may(OWNER) or not (names := forwarding.untold(request, now=now)):
        return ""
    is_theirs = reach.is_platform or not User.objects.filter(is_superuser=True, is_active=True).exists()
    return forwarding.said(names) if is_theirs else ""


def link(page: str, *args: Any) -> str:
    """This will give the address of a page of the dashboard."""
    return reverse(f"admin:{page}", args=args)


def _top(request: HttpRequest, here: Business, reader: Reader, now: dt.datetime) -> dict[str, Any]:
    hour = now.astimezone(here.zone).hour
    part = "morning" if 4 <= hour < 12 else "afternoon" if 12 <= hour < 18 else "evening"
    name = getattr(request.user, "first_name", "")
    return {
        "greeting": f"Good {part}, {name}" if name else f"Good {part}",
        "today": reader.day(reader.date_of(now)),
        "clock": reader.clock(now),
        "zone": here.timezone.rpartition("/")[2].replace("_", " "),
        "book_link": link("book"),
        "diary_link": link("diary"),
        "public_link": reverse("business", args=[here.slug]) if here.active else None,
        "reports_link": link("glance"),
    }


def _day(here: Business, reader: Reader, now: dt.datetime, staff: StaffMember | None) -> dict[str, Any]:
    """Today's list: what is over and settled (folded), what else began, what comes next, and (folded) what comes later.

    What is folded is shown in short, without buttons: a house of fifty people has hundreds of visits a day.
    """
    links = Links()
    visits = [shown(visit, reader, now, links) for visit in queries.visits_today(here, now=now, staff=staff)]
    begun = [visit for visit in visits if visit.starts_at <= now]
    settled = next((n for n, visit in enumerate(begun) if not visit.is_settled), len(begun))
    folded = settled if settled > FOLDED else 0
    to_come = visits[len(begun) :]
    return {
        "visits": visits,
        "earlier": begun[:folded],
        "begun": begun[folded:],
        "to_come": to_come[:IN_FULL],
        "later": to_come[IN_FULL:],
        "expected": sum(visit.is_expected for visit in visits),
        "own_only": staff is not None,
    }


def _waiting(reach: Reach, house: queries.House, reader: Reader, now: dt.datetime) -> dict[str, Any]:
    """What is to be decided. What the set-up has no cause for is not asked for: most houses have no class that needs
    so many people, and nothing that is out of order."""
    here: Any = reach.here
    found, links = queries.decisions(here, now=now), Links()
    bookings_list, failed_list = link("bookings_booking_changelist"), link("bookings_delivery_changelist")
    return {
        "pending": [_request(booking, reader, now, links) for booking in found.pending],
        "pending_more": found.pending_count - len(found.pending),
        "pending_count": found.pending_count,
        "few": _few(here, reader, now) if house.setup.has_least_numbers else [],
        "few_reason": participants.TOO_FEW,
        "pending_link": f"{bookings_list}?status__exact=pending",
        "failed": [(each, _receiver(each), link("bookings_delivery_change", each.pk)) for each in found.failed],
        "failed_count": found.failed_count,
        "failed_link": f"{failed_list}?state={sent.FAILED}",
        "unhoused_count": queries.unhoused(here, now=now).count() if house.setup.has_out_of_order else 0,
        "unhoused_link": bookings_with(),
        "requests": queries.requests_of(here, now=now) if reach.role == OWNER else [],
        "asked_off": asked_off(here),
        "idle": _idle(here, now) if reach.role == OWNER else [],
        "access_link": link("businesses_apikey_changelist"),
    }


def _few(here: Business, reader: Reader, now: dt.datetime) -> list[tuple[queries.Few, str]]:
    """Classes that too few people come to, each with its start."""
    found = queries.groups_with_few(here, now=now, limit=MOST_FEW)
    return [(each, reader.short_moment(each.appointment.starts_at)) for each in found]


def _idle(here: Business, now: dt.datetime) -> list[tuple[Any, str]]:
    """Keys that nobody seems to need, each with the address that revokes it."""
    return [(key, link("api_key_revoke", key.pk)) for key in queries.idle_keys(here, now=now)]


def _receiver(delivery: Delivery) -> str:
    """Whom it did not reach."""
    endpoint = delivery.endpoint.url if delivery.endpoint else ""
    if delivery.kind == outbox.UNPLANNED:
        return sent.receiver_of(delivery)
    return delivery.recipient or endpoint or f"the {delivery.audience or 'guest'}"


def _to_decide() -> list[tuple[Any, str]]:
    """What businesses asked of the platform, each with the page on which it is decided."""
    return [(each, link("businesses_apiaccessrequest_change", each.pk)) for each in queries.requests_to_decide()]


def _request(booking: Any, reader: Reader, now: dt.datetime, links: Links) -> tuple[Shown, str]:
    """A guest's request for a time to come, and the date and time for which it is."""
    places = [place for place in booking.places.all() if place.live]
    visit = shown(queries.Visit(booking, places), reader, now, links)
    return visit, reader.short_moment(visit.starts_at)


def _set_up(here: Business, house: queries.House, today: dt.date, *, tried: bool) -> dict[str, Any]:
    steps = checklist.remembered(here, house.setup, today=today, tried=tried)
    pages = [
        (
            step,
            link(step.page, *step.args) if step.page else _public(here),
            link(step.also[1]) if step.also[1] else "",
        )
        for step in steps.steps
    ]
    return {"checklist": steps, "steps": pages}


def _public(here: Business) -> str:
    return reverse("business", args=[here.slug])
