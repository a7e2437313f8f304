"""Horizontal bars, each with its name and its value above it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bookings.dashboard.charts.shapes import WIDTH, Chart, Table, rounded
from bookings.dashboard.charts.words import hours_words, percent
from bookings.queries import Lead, Part, Rate

LINE, MOST = 34, 8


@dataclass(frozen=True)
class Line:
    """A horizontal bar with its name and its value above it."""

    name: str
    value: str
    y: float
    length: float


class Bar(NamedTuple):
    """What a bar stands for: its name, its value in words and as a number, which may be a share of a whole."""

    name: str
    words: str
    value: float
    of_whole: bool = False


@dataclass(frozen=True, kw_only=True)
class Lines(Chart):
    """Horizontal bars, one below the other."""

    lines: Sequence[Line] = field(default_factory=list)


def parts(name: str, title: str, of: str, found: Sequence[Part]) -> Lines:
    """This will draw what people or services have of the time booked, the largest first, the small ones as one.

    A whole line is all the time that is booked, so that no bar looks like somebody's working time.
    """
    shown = list(found[:MOST]) if len(found) > MOST + 1 else list(found)
    rest = found[len(shown) :]
    bars = [(part.name, part.share) for part in shown]
    if rest:
        bars.append((f"{len(rest)} others", sum(part.share for part in rest)))
    says = (
        f"Of all the time that is booked, {percent(found[0].share)} is for {found[0].name}."
        if found
        else f"Once there are bookings, you will see here which {of} they are for."
    )
    rows = [(p.name, f"{p.count:,}", hours_words(p.minutes), percent(p.share)) for p in found]
    return Lines(
        name=name,
        title=title,
        says=says,
        template="admin/charts/lines.html",
        height=len(bars) * LINE,
        drawn=bool(found),
        lines=lines([(words, percent(share), share) for words, share in bars], of_largest=False),
        table=Table((of.capitalize(), "Appointments", "Time", "Of all time booked"), rows),
        note="A whole line is all the time that is booked; how much of the working time that is, the reports say.",
    )


def bars(name: str, title: str, says: str, found: Sequence[Bar], *, table: Table, note: str = "") -> Lines:
    """This will draw the largest values, a bar each; those of a whole as parts of it."""
    shown = sorted(found, key=lambda bar: -bar.value)[:MOST]
    return Lines(
        name=name,
        title=title,
        says=says,
        template="admin/charts/lines.html",
        height=len(shown) * LINE,
        drawn=any(bar.value for bar in shown),
        lines=lines(shown, of_largest=not any(bar.of_whole for bar in shown)),
        table=table,
        note=f"The {MOST} largest. {note}".strip() if len(found) > MOST else note,
    )


def leads(found: Sequence[Lead]) -> Lines:
    """This will draw how long before the start people book."""
    total = sum(lead.count for lead in found)
    most = max(found, key=lambda lead: lead.count)
    near = sum(lead.share for lead in found[:3])
    return Lines(
        name="leads",
        title="How early people book",
        says=(
            f"{percent(near)} book at most three days ahead; the most, {percent(most.share)}, {early(most.words)}."
            if total
            else "Once there are bookings, you will see here how long before the start they were made."
        ),
        template="admin/charts/lines.html",
        height=len(found) * LINE,
        drawn=bool(total),
        lines=lines([(lead.words, percent(lead.share), lead.share) for lead in found]),
        table=Table(
            ("Before the start", "Bookings", "Share"),
            [(lead.words, f"{lead.count:,}", percent(lead.share)) for lead in found],
        ),
    )


def early(words: str) -> str:
    """This will give how early, as it stands within a sentence."""
    return {"Same day": "on the same day", "Longer": "more than 30 days ahead"}.get(words, f"{words} ahead")


def rates(missed: Rate, cancelled: Rate) -> Lines:
    """This will draw how many did not come, and how many called off."""
    found = [
        ("Did not come", missed, "bookings until yesterday that were not cancelled"),
        ("Cancelled", cancelled, "bookings"),
    ]
    if not cancelled.whole:
        says = "Nobody has missed or cancelled a visit."
    else:
        says = f"{_out_of(missed)} did not come; {_out_of(cancelled)} were cancelled."
    return Lines(
        name="rates",
        title="Missed and cancelled",
        says=says,
        template="admin/charts/lines.html",
        height=len(found) * LINE,
        drawn=bool(cancelled.whole),
        lines=lines([(name, _share(rate), rate.share or 0) for name, rate, _ in found], of_largest=False),
        table=Table(
            ("What", "Number", "Of", "Share"),
            [(name, f"{rate.part:,}", f"{rate.whole:,} {of}", _share(rate)) for name, rate, of in found],
        ),
    )


def lines(values: Sequence[tuple[str, str, float] | Bar], *, of_largest: bool = True) -> list[Line]:
    """This will place bars given as (name, value in words, share); the largest fills the width, or the whole does."""
    whole = max((value[2] for value in values), default=0) if of_largest else 1
    return [
        Line(value[0], value[1], n * LINE, rounded(value[2] / whole * WIDTH) if whole else 0)
        for n, value in enumerate(values)
    ]


def _share(rate: Rate) -> str:
    return "–" if rate.share is None else percent(rate.share)


def _out_of(rate: Rate) -> str:
    return f"{rate.part:,} of {rate.whole:,}"
