"""What is done with the bookings that a change leaves outside: chosen for all or one by one, and told."""

import datetime as dt
import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.html import format_html

from bookings import errors, operations
from bookings.dashboard.frame import words
from bookings.dashboard.frame.reach import actor
from bookings.models import Booking
from bookings.queries import Outside

OURS = "outside-"
ALL, MESSAGE, SEEN = OURS + "all", OURS + "message", OURS + "seen"
KEEP, TIME, PERSON, CANCEL = "keep", "time", "person", "cancel"
DEEDS = {
    KEEP: "keep as it is",
    TIME: "move to the nearest free time",
    PERSON: "give to somebody else at that time",
    CANCEL: "cancel",
}
LONGEST_MESSAGE = 2000
SECONDS = 20  # what is not done by then is left as it is, and named: a page cannot take for ever
NAMED = 5  # bookings that a message names


def of_one(booking: Booking) -> str:
    """This will name the field of one booking."""
    return f"{OURS}one-{booking.pk}"


def seal(found: Sequence[Outside]) -> str:
    """This will give a mark of these bookings as they are: another one when anything happened to them."""
    text = ",".join(f"{each.booking.pk}.{each.booking.sequence}" for each in found)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Choices:
    """What somebody chose who saw these bookings."""

    deeds: Mapping[int, str]  # by booking
    message: str

    @classmethod
    def read(cls, data: QueryDict, found: Sequence[Outside]) -> "Choices | None":
        """This will read them; None: nothing was chosen, or of other bookings than these."""
        if data.get(SEEN) != seal(found):
            return None
        chosen = {each.booking.pk: data.get(of_one(each.booking)) or data.get(ALL, "") for each in found}
        message = data.get(MESSAGE, "").strip()
        if not set(chosen.values()) <= DEEDS.keys() or len(message) > LONGEST_MESSAGE:
            return None
        return cls(chosen, message)


@dataclass
class Done:
    """What came of it. `moved` has where each was before: its start and, by id, its person."""

    kept: list[Booking] = field(default_factory=list)
    moved: list[tuple[Booking, dt.datetime, int]] = field(default_factory=list)
    cancelled: list[Booking] = field(default_factory=list)
    stuck: list[Booking] = field(default_factory=list)
    late: list[Booking] = field(default_factory=list)

    def tell(self, request: HttpRequest) -> None:
        """This will say so, and offer to undo it."""
        moved = [f"{_named(each)} with {each.staff.name}" for each, _, _ in self.moved]
        parts = (
            (self.kept, "stays", "stay", "as it was" if len(self.kept) == 1 else "as they were", []),
            (self.moved, "is", "are", "moved", moved),
            (self.cancelled, "is", "are", "cancelled", [_named(each) for each in self.cancelled]),
        )
        said = [_said(len(rows), one, more, what, named) for rows, one, more, what, named in parts if rows]
        offer = '{} <a class="underline" href="{}">Undo all of it</a>'
        messages.success(request, format_html(offer, " ".join(said), reverse("admin:undo")))
        if self.stuck:
            named = _few([_named(each) for each in self.stuck])
            text = f"Nothing else is free near these times, so they stay as they were: {named}. Call these guests."
            messages.warning(request, text)
        if self.late:
            named = _few([_named(each) for each in self.late])
            text = f"There was no time to do this with {len(self.late)}, so they stay as they were: {named}."
            messages.warning(request, f"{text} Undo it and choose fewer dates, or see to them one by one.")


def carry_out(request: HttpRequest, found: Sequence[Outside], choices: Choices, *, now: dt.datetime) -> Done:
    """This will do with each booking what was chosen for it. What cannot be moved stays, and
    is named; so is what there was no time for."""
    done, by, end = Done(), actor(request), time.monotonic() + SECONDS
    for booking in (each.booking for each in found):
        if choices.deeds[booking.pk] != KEEP and time.monotonic() > end:
            done.late.append(booking)
            continue
        deed, start, person = choices.deeds[booking.pk], booking.starts_at, booking.staff.pk
        try:
            if deed == CANCEL:
                done.cancelled.append(operations.cancel(booking=booking, now=now, by=by, reason=choices.message))
            elif deed == KEEP:
                done.kept.append(booking)
            else:
                moved = operations.move_near(booking=booking, now=now, by=by, to_somebody_else=deed == PERSON)
                done.moved.append((moved, start, person))
        except errors.Refused:
            done.stuck.append(booking)
    return done


def _said(count: int, one: str, more: str, what: str, named: Sequence[str]) -> str:
    how_many = f"1 booking {one}" if count == 1 else f"{count} bookings {more}"
    return f"{how_many} {what}{': ' if named else ''}{_few(named)}."


def _few(named: Sequence[str]) -> str:
    more = len(named) - NAMED
    return "; ".join([*named[:NAMED], *([f"{more} more"] if more > 0 else [])])


def _named(booking: Booking) -> str:
    return f"{booking.guest_name or 'Guest'}, {words.moment(booking.starts_at.astimezone(booking.business.zone))}"
