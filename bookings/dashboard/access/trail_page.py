"""What was done in the business, newest first: by whom, to what, when, and what it was before."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from bookings import queries
from bookings.dashboard.access.trail_names import Names, ids_of
from bookings.dashboard.access.trail_words import TrailWords
from bookings.dashboard.frame import pages, words
from bookings.dashboard.frame.navigation import MANAGER, OWNER
from bookings.dashboard.frame.reach import reach_of
from bookings.dashboard.frame.spreadsheets import spreadsheet
from bookings.models import Booking, Event
from businesses.models import Business, Membership, TrailEntry, User

Kind = TrailEntry.Kind
KINDS = {
    Kind.SETTINGS: "Settings",
    queries.BOOKINGS: "Bookings",
    Kind.CUSTOMERS: "Customers",
    Kind.KEYS: "Keys and webhooks",
}
KINDS |= {Kind.ROLES: "People and roles", Kind.EXPORTS: "Files taken away", Kind.SIGN_INS: "Signing in"}
OF_MANAGERS = (Kind.SETTINGS, queries.BOOKINGS, Kind.CUSTOMERS)  # what they may change, too
OTHERS = {queries.GUESTS: "Guests", queries.PROGRAMS: "Partners’ programs", queries.ITSELF: "Done by itself"}
SHOWN, AT_ONCE = 50, 500  # rows of a page, and of a part of a file
LONGEST_ID, LONGEST_NAME = 18, 100
COLUMNS = ("Date", "Time", "Who", "Kind", "What", "Before and after")


class Line(NamedTuple):
    """A row as it is shown. `thing` is what else was done to the same, `page` where it can be opened."""

    at: dt.datetime
    clock: str
    who: str
    kind: str
    sentence: str
    changes: Sequence[str]
    thing: str
    page: str


@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """The page; `?kind=settings&who=12&since=2026-11-01&until=2026-11-30&q=Trim&thing=service:5` say what is asked."""
    here = pages.business(request, OWNER, MANAGER)
    asked, given = _asked(request, here), _given(request.GET)
    rows = queries.trail(here, asked, after=_after(request.GET.get("after", "")), count=SHOWN + 1)
    lines, reader = _lines(here, rows[:SHOWN]), TrailWords(here, Names(here, ())).reader
    context = {
        "days": [(reader.day(day), list(found)) for day, found in groupby(lines, lambda line: line.at.date())],
        "asked": given,
        "is_asked": any(given.values()),
        "kinds": [(kind, KINDS[kind]) for kind in KINDS if kind in _kinds(request)],
        "people": _people(here),
        "others": OTHERS.items(),
        "next": _address(given | {"after": _written(rows[SHOWN - 1])}) if len(rows) > SHOWN else "",
        "newest": _address(given) if "after" in request.GET else "",
        "all_things": _address({**given, "thing": ""}) if given["thing"] else "",
        "download": f"{reverse('admin:trail_download')}?{urlencode(given)}" if reach_of(request).may(OWNER) else "",
    }
    return pages.show(request, "admin/trail.html", context, title="What was done")


@require_safe
def download(request: HttpRequest) -> HttpResponseBase:
    """The same as a file for a spreadsheet, all of it; an owner's alone."""
    here = pages.business(request, OWNER)
    return spreadsheet("what-was-done", COLUMNS, _cells(here, _asked(request, here)))


def _cells(here: Business, asked: queries.TrailAsked) -> Iterator[Sequence[str]]:
    after = None
    while rows := queries.trail(here, asked, after=after, count=AT_ONCE):
        for each in _lines(here, rows):
            date, clock = f"{each.at:%Y-%m-%d}", f"{each.at:%H:%M:%S}"
            yield date, clock, each.who, each.kind, each.sentence, "; ".join(each.changes)
        after = queries.trail_position(rows[-1])


def _lines(here: Business, rows: Sequence[TrailEntry | Event]) -> list[Line]:
    entries = [row for row in rows if isinstance(row, TrailEntry)]
    names = Names(here, ids_of(entries))
    said = TrailWords(here, names)
    return [_event(row, said, here) if isinstance(row, Event) else _entry(row, said, names, here) for row in rows]


def _entry(row: TrailEntry, said: TrailWords, names: Names, here: Business) -> Line:
    at = row.occurred_at.astimezone(here.zone)
    page = ""
    if names.is_there(row.table, row.row):
        page = reverse(f"admin:businesses_{row.table}_change", args=[row.row])
    return Line(
        at=at,
        clock=said.reader.clock(at),
        who=names.of("user", row.user_id) if row.user_id else "The site itself",
        kind=KINDS[Kind(row.kind)],
        sentence=said.sentence(row),
        changes=said.lines(row),
        thing=f"{row.table}:{row.row}" if row.table and row.row else "",
        page=page,
    )


def _event(row: Event, said: TrailWords, here: Business) -> Line:
    at = row.occurred_at.astimezone(here.zone)
    return Line(
        at=at,
        clock=said.reader.clock(at),
        who=words.whose(row.by),
        kind=KINDS[queries.BOOKINGS],
        sentence=f"Booking {row.booking.code}: {words.happened(row, here.zone)}",
        changes=(),
        thing=f"booking:{row.booking_id}",
        page=reverse("admin:bookings_booking_change", args=[row.booking_id])
        if row.booking.status not in (Booking.Status.HELD, Booking.Status.EXPIRED)
        else "",
    )


def _asked(request: HttpRequest, here: Business) -> queries.TrailAsked:
    """What the address asks; what cannot be read counts as not asked."""
    given, kinds = _given(request.GET), _kinds(request)
    since, until = _midnight(given["since"], here), _midnight(given["until"], here, later=1)
    things: list[tuple[str, int]] | None = None
    if given["thing"]:
        table, _, key = given["thing"].partition(":")
        things = [(table, int(key))] if _is_id(key) else []
    elif given["q"]:
        found = queries.find(here, given["q"], limit=SHOWN)
        every = (*found.people, *found.bookings, *found.services, *found.staff)
        things = [(str(row._meta.model_name), row.pk) for row in every]
    return queries.TrailAsked(
        kinds=[given["kind"]] if given["kind"] in kinds else kinds,
        who=given["who"] if given["who"] in OTHERS else _user(given["who"], here),
        since=since,
        until=until,
        things=things,
        named="" if given["thing"] else given["q"],
    )


def _given(sent: QueryDict) -> dict[str, str]:
    return {name: sent.get(name, "").strip()[:LONGEST_NAME] for name in ("kind", "who", "since", "until", "q", "thing")}


def _kinds(request: HttpRequest) -> tuple[str, ...]:
    return tuple(KINDS) if reach_of(request).may(OWNER) else OF_MANAGERS


def _people(here: Business) -> list[tuple[str, str]]:
    rows = Membership.objects.filter(business=here).order_by("user__username").values_list("user", "user__username")
    return [(str(key), name) for key, name in rows]


def _user(key: str, here: Business) -> tuple[int, str] | None:
    """Somebody who works here, or has done something here."""
    if not _is_id(key):
        return None
    user = User.objects.filter(pk=int(key), memberships__business=here).first()
    return (int(key), user.get_username() if user else "")


def _midnight(text: str, here: Business, *, later: int = 0) -> dt.datetime | None:
    try:
        day = dt.date.fromisoformat(text) + dt.timedelta(days=later)
        return dt.datetime.combine(day, dt.time(), here.zone).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None


def _after(text: str) -> queries.TrailPosition | None:
    at, *rest = text.split("~")
    try:
        table, key = rest
        instant = dt.datetime.fromisoformat(at)
    except ValueError:
        return None
    if table not in ("0", "1") or not _is_id(key) or instant.tzinfo is None:
        return None
    return queries.TrailPosition(instant, int(table), int(key))


def _written(row: TrailEntry | Event) -> str:
    at, table, key = queries.trail_position(row)
    return f"{at.astimezone(dt.UTC).isoformat()}~{table}~{key}"


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_ID


def _address(asked: dict[str, Any]) -> str:
    return f"{reverse('admin:trail')}?{urlencode({name: text for name, text in asked.items() if text})}"
