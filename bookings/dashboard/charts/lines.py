"""Horizontal bars, each with its name and its value above it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

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


@dataclass(frozen=True, kw_only=True)
class Lines(Chart):
    """Horizontal bars, one below the other."""

    lines: Sequence[Line] = field(default_factory=list)


def parts(name: str, title: str, of: str, found: Sequence[Part]) -> Lines:
    """This will draw what people or services have of the time booked, the largest first, the small ones as one."""
    shown = list(found[:MOST]) if len(found) > MOST + 1 else list(found)
    rest = found[len(shown) :]
    bars = [(part.name, part.share) for part in shown]
    if rest:
        bars.append((f"{len(rest)} others", sum(part.share for part in rest)))
    says = (
        f"{found[0].name} has {percent(found[0].share)} of the time booked."
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
        lines=lines([(words, percent(share), share) for words, share in bars]),
        table=Table((of.capitalize(), "Appointments", "Time", "Share"), rows),
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


def lines(values: Sequence[tuple[str, str, float]], *, of_largest: bool = True) -> list[Line]:
    """This will place bars given as (name, value in words, share); the largest fills the width, or the whole does."""
    whole = max((share for _, _, share in values), default=0) if of_largest else 1
    return [
        Line(name, value, n * LINE, rounded(share / whole * WIDTH) if whole else 0)
        for n, (name, value, share) in enumerate(values)
    ]


def _share(rate: Rate) -> str:
    return "–" if rate.share is None else percent(rate.share)


def _out_of(rate: Rate) -> str:
    return f"{rate.part:,} of {rate.whole:,}"
