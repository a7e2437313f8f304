"""What a guest has chosen so far, as it stands in the address, and which step comes next.

No state is kept anywhere else: back, reload, two tabs and a shared link show what their address says.
"""

import datetime as dt
import re
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from businesses import cities

ANY = "any"
LARGEST_PARTY = 10_000
YEARS = range(2000, 2201)  # what lies beyond has no time zone rules, and soon no dates
MOST_SERVICES = 5  # of one visit
FROM = "from"
PLACE = re.compile(r"[a-z0-9-]{1,20}")


class More(NamedTuple):
    """A further service of a visit, by its id, and who is to serve, as `Choices.staff` says it."""

    service: int
    staff: str = ""


@dataclass(frozen=True)
class Choices:
    """The answers that an address or a form carries; what is missing or unreadable there is None or empty.

    `staff` is a staff member's id, or `ANY`; `month` is its first day; `start` an instant in UTC; `hold` is the uuid of
    the guest's hold, or within a frame its signed token. `more` are the services that follow the first in a visit; with
    `together` one person does them all, whom `staff` names. `part` says which service a page asks about, 0 the first.
    `draft` names the guest's form, as `drafting` knows it.
    `came_from` is where the link stood that led here; its part of an address is called `from`.
    `every` is a key of `series.EVERY`, and the series ends after so many `times`, or with a local date, `until`.
    """

    location: int | None = None
    staff: str = ""
    party: int = 1
    date: dt.date | None = None
    month: dt.date | None = None
    start: dt.datetime | None = None
    tz: str = ""
    lang: str = ""
    embed: bool = False
    hold: str = ""
    draft: str = ""
    more: tuple[More, ...] = ()
    together: bool = False
    part: int = 0
    every: str = ""
    times: int | None = None
    until: dt.date | None = None
    came_from: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "Choices":
        """This will read the choices of a request: those of its form go before those of its address."""
        sent = request.GET.copy()
        for name in (FROM if field.name == "came_from" else field.name for field in fields(cls)):
            if name in request.POST:
                sent[name] = request.POST[name]
        return cls.read(sent)

    @classmethod
    def read(cls, sent: QueryDict) -> "Choices":
        """This will read choices; what cannot be read is as if it had not been there, so that old links still open."""
        staff, tz = sent.get("staff", ""), sent.get("tz", "")
        return cls(
            location=_integer(sent.get("location", "")),
            staff=_person(staff),
            party=min(max(_integer(sent.get("party", "")) or 1, 1), LARGEST_PARTY),
            date=_date(sent.get("date", "")),
            month=_date(f"{sent['month']}-01") if sent.get("month") else None,
            start=read_instant(sent.get("start", "")),
            tz=cls.read_zone(tz),
            lang=sent.get("lang", "")[:10],
            embed=sent.get("embed") == "1",
            hold=sent.get("hold", "")[:200],
            draft=sent.get("draft", "")[:200],
            more=_more(sent.get("more", "")),
            together=sent.get("together") == "1",
            every=sent.get("every", "")[:10],
            times=_integer(sent.get("times", "")[:4]),
            until=_date(sent.get("until", "")),
            part=min(_integer(sent.get("part", "")) or 0, MOST_SERVICES - 1),
            came_from=_place(sent.get(FROM, "")),
        )

    @staticmethod
    def read_zone(name: str) -> str:
        """This will give the name of a time zone; "" when it is none."""
        return name if name in cities.known() else ""

    def but(self, **changes: Any) -> "Choices":
        """This will give the same choices with some answers changed."""
        return replace(self, **changes)

    def query(self) -> dict[str, str]:
        """This will give the choices as an address writes them; what has its usual value is left out."""
        written = {
            "location": self.location,
            "staff": self.staff,
            "party": self.party if self.party > 1 else "",
            "date": self.date,
            "month": f"{self.month:%Y-%m}" if self.month else "",
            "start": write_instant(self.start) if self.start else "",
            "tz": self.tz,
            "lang": self.lang,
            "embed": "1" if self.embed else "",
            "hold": self.hold,
            "draft": self.draft,
            "more": ".".join(f"{each.service}-{each.staff}" for each in self.more),
            "together": "1" if self.together else "",
            "part": self.part or "",
            "every": self.every,
            "times": self.times,
            "until": self.until,
            FROM: self.came_from,
        }
        return {name: str(value) for name, value in written.items() if value}

    def to(self, name: str, *args: Any) -> str:
        """This will give the address of a page with these choices in it."""
        query = urlencode(self.query())
        return reverse(name, args=args) + (f"?{query}" if query else "")

    def without(self, *names: str) -> "Choices":
        """This will give the same choices with some answers forgotten, for a form that asks for them."""
        return replace(self, **{name: getattr(Choices(), name) for name in names})

    @property
    def visit(self) -> "Choices":
        """What stays with a guest who starts anew: how they read, the frame they are in, and what led them here."""
        return Choices(tz=self.tz, lang=self.lang, embed=self.embed, came_from=self.came_from)


def read_instant(text: str) -> dt.datetime | None:
    """This will read an instant such as 2026-11-24T09:00:00Z; None: it is none."""
    try:
        instant = dt.datetime.fromisoformat(text)
        return instant.astimezone(dt.UTC) if instant.tzinfo and instant.year in YEARS else None
    except (ValueError, OverflowError):
        return None


def write_instant(instant: dt.datetime) -> str:
    """This will write an instant as addresses and forms carry it."""
    return instant.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _person(text: str) -> str:
    return text if text == ANY or _integer(text) else ""


def _place(text: str) -> str:
    """Where a link stood, in small letters; "" for what is no such word."""
    word = text.lower()
    return word if PLACE.fullmatch(word) else ""


def _more(text: str) -> tuple[More, ...]:
    """Services and who serves, as `query` writes them: "12-any.15-7"."""
    pairs = [pair.partition("-") for pair in text.split(".")[: MOST_SERVICES - 1]]
    return tuple(More(int(service), _person(staff)) for service, _, staff in pairs if _integer(service))


def _integer(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _date(text: str) -> dt.date | None:
    try:
        found = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year in YEARS else None
