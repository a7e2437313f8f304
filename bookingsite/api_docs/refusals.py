"""The table of a dialect's errors, made of its phrasebook."""

import datetime as dt
import inspect
import json
import re
from collections.abc import Mapping
from typing import NamedTuple

from bookings import errors
from bookings.dialects import base, faults

AN_INSTANT = dt.datetime(2031, 6, 3, 4, tzinfo=dt.UTC)
SAMPLES: dict[type[Exception], Exception] = {
    faults.OutOfScope: faults.OutOfScope("manage"),
    faults.WrongSite: faults.WrongSite("https://www.example.com"),
    faults.TooManyRequests: faults.TooManyRequests(60),
    faults.Unavailable: faults.Unavailable(changing=True, retry_after_seconds=5),
    faults.BadRequest: faults.BadRequest("field", "why it cannot be read"),
    errors.NotOffered: errors.NotOffered(AN_INSTANT),
    errors.PartyTooLarge: errors.PartyTooLarge(party_size=5, capacity=3),
    errors.SeriesTooLong: errors.SeriesTooLong(most=400, until=AN_INSTANT.date()),
    errors.SlotTaken: errors.SlotTaken(AN_INSTANT),
    errors.SeriesTaken: errors.SeriesTaken(starts=[AN_INSTANT]),
    errors.AlreadyBooked: errors.AlreadyBooked(AN_INSTANT),
    errors.HoldLost: errors.HoldLost(AN_INSTANT),
    errors.WrongStatus: errors.WrongStatus(status="cancelled", wanted="confirmed"),
    errors.TooLate: errors.TooLate(until=AN_INSTANT),
}
FIRST_SENTENCE = re.compile(r"[^.;]+")
OURS = "Something went wrong on our side; X-Request-Id names it in our log"


class Row(NamedTuple):
    """An error: its status, when it comes, and its body."""

    status: int
    when: str
    body: str


def of(dialect: base.Dialect, samples: Mapping[type[Exception], Exception]) -> list[Row]:
    """This will give the errors in the order of their statuses; `samples` of a vendor's own say more than words."""
    known, rows = {**SAMPLES, **samples}, []
    for kind, phrase in dialect.phrasebook.items():
        error = known.get(kind) or kind()
        body = dialect.error_body(error, phrase.about(error))
        rows.append(Row(phrase.status, _when(kind), json.dumps(body, ensure_ascii=False)))
    return sorted(rows, key=lambda row: row.status)


def _when(kind: type[Exception]) -> str:
    """What the error is, as its class says."""
    if kind is Exception:
        return OURS
    said = FIRST_SENTENCE.match(" ".join((inspect.getdoc(kind) or "").split()))
    return said[0].replace("`", "") if said else ""
