"""A process that only reads, and remembers what it read: each line asks something, each answer is a line.

The writer of the race answers the same questions with `answer`, from the rows alone.
"""

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any


def answer(question: Mapping[str, Any]) -> list[Any]:
    """This will answer `{"business", "service", "staff", "party", "day", "now"}`: the starts of the day, the dates."""
    from bookings import queries

    here = queries.house(question["business"])
    service = here.setup.services[question["service"]]
    person = here.setup.people[question["staff"]] if question["staff"] else None
    wanted = queries.Wanted(person, question["party"])
    day, now = dt.date.fromisoformat(question["day"]), dt.datetime.fromisoformat(question["now"])
    slots = queries.open_slots(here, service, day=day, now=now, wanted=wanted)
    dates = queries.open_dates(here, service, first=day, horizon_days=14, now=now, wanted=wanted)
    return [
        [[slot.starts_at.isoformat(), slot.free, slot.places_left] for slot in slots],
        [[each.date.isoformat(), each.free] for each in dates],
    ]


class Reader:
    """The process, seen from the test."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        command = [sys.executable, "-m", "tests.races.reader"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "bufsize": 1}
        self._process = subprocess.Popen(command, env={**os.environ, **environment}, **pipes)

    def ask(self, questions: list[dict[str, Any]]) -> None:
        """This will put questions; `answers` waits for what it says."""
        self._process.stdin.write(json.dumps(questions) + "\n")

    def answers(self) -> list[Any]:
        """This will give what it answered to all that was asked last."""
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        """This will let it end."""
        self._process.stdin.close()
        self._process.wait(timeout=20)
        self._process.stdout.close()


def main() -> None:
    """This will answer until nobody asks any more."""
    import django

    django.setup()
    for line in sys.stdin:
        sys.stdout.write(json.dumps([answer(question) for question in json.loads(line)]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
