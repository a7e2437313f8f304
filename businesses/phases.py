"""The phases of a service: stretches of work, and between two of them a wait in which the person is free for others.

They are kept as a document has them: `[{"work": 40}, {"wait": 30}, {"work": 20}]`; none: it is work from end to end.
"""

import itertools
import re
from collections.abc import Mapping, Sequence

WORK, WAIT = KINDS = ("work", "wait")
MOST = 21
Phase = Mapping[str, int]
_TYPED = re.compile(r"(\d{1,5})\s*(?:min(?:utes?)?\b\.?)?\s*([a-z]*)", re.ASCII)


def fault(phases: Sequence[Phase], duration_minutes: int | None) -> str:
    """This will say what keeps well-formed phases from being those of a service of that length; "": nothing does."""
    if not phases:
        return ""
    if len(phases) > MOST:
        return f"must have at most {MOST} phases, not {len(phases)}"
    kinds = [kind for phase in phases for kind in phase]
    if kinds[0] != WORK or kinds[-1] != WORK:
        return "must begin and end with work"
    if any(first == second for first, second in itertools.pairwise(kinds)):
        return "must be work and wait by turns"
    total = sum(minutes for phase in phases for minutes in phase.values())
    if duration_minutes is not None and total != duration_minutes:
        return f"take {total} minutes together, but duration_minutes is {duration_minutes}"
    return ""


def waits(phases: Sequence[Phase], duration_minutes: int) -> list[tuple[int, int]]:
    """This will give the minutes, counted from the start, in which the person is free for others."""
    if not phases or fault(phases, duration_minutes):
        return []
    found, begin = [], 0
    for phase in phases:
        ((kind, minutes),) = phase.items()
        if kind == WAIT:
            found.append((begin, begin + minutes))
        begin += minutes
    return found


def written(phases: Sequence[Phase]) -> str:
    """This will give phases as one types them: "40 work, 30 wait, 20 work"."""
    return ", ".join(f"{minutes} {kind}" for phase in phases for kind, minutes in phase.items())


def typed(text: str) -> list[dict[str, int]]:
    """This will read what `written` gives; of bare numbers every second is a wait. Raises `ValueError`."""
    found = []
    for n, word in enumerate(re.split(r"[,;+\n]", text.strip().lower().rstrip(",;+")) if text.strip() else ()):
        if not (read := _TYPED.fullmatch(word.strip())):
            raise ValueError(word.strip())
        minutes, kind = int(read[1]), read[2] or KINDS[n % 2]
        kind = {"working": WORK, "waiting": WAIT}.get(kind, kind)
        if kind not in KINDS or minutes < 1:
            raise ValueError(word.strip())
        found.append({kind: minutes})
    return found
