"""What is wrong with a line of an imported file, in words: and what would work."""

import datetime as dt
from collections import Counter
from collections.abc import Callable

from bookings import sheets
from bookings.localized import Reader
from bookings.models import Appointment, Import
from bookings.queries import Fault

# Each is said of a line. {written} is what the line has, {person} and {service} are what it asks for, {about} and
# {better} are as the fault has them.
SAID = {
    "extra": "There are more cells than columns. A text with a comma in it needs quotation marks around it.",
    "long": "A text is too long. Perhaps a quotation mark is not closed there.",
    "cancelled": "It is cancelled there: “{status}”.",
    "no_service": "No service is named.",
    "no_staff": "No person is named.",
    "unknown_service": "No service here is called “{service}”.",
    "unknown_staff": "Nobody here is called “{person}”.",
    "several_service": "Several services here are called “{service}”.",
    "several_staff": "Several people here are called “{person}”.",
    "start": "“{start}” is no date with a time. Write it as 2026-11-24 10:30.",
    "date": "“{date}” is no date. Write it as 2026-11-24.",
    "time": "“{time}” is no time. Write it as 10:30.",
    "twice": "The clocks go back in that night, and this time comes twice.",
    "skipped": "The clocks go forward in that night, and this time does not exist.",
    "party": "“{party}” is no number of people.",
    "nobody": "There is no name, no e-mail address and no phone number.",
    "name": "The name has characters in it that no name is written with.",
    "email": "“{email}” is no e-mail address.",
    "phone": "“{phone}” is no phone number. Write it with the country's number, such as +49 30 1234567.",
    "duplicate": "It is the same as line {about}.",
    "past": "It is past.",
    "far": "It is too far ahead.",
    "closed": "It is outside the opening hours.",
    "not_working": "{person} does not work then.",
    "time_off": "{person} is away then.",
    "taken": "{person} has another appointment then.",
    "taken_by_line": "{person} has the appointment of line {about} then.",
    "all_taken": "Everybody who does it has another appointment then.",
    "class": "{person} gives a class then.",
    "full": "The class is full: {about} places are left.",
    "resource": "The room or the equipment for it is not free then.",
    "too_many": "More people come than the service has places.",
    "off": "The service takes no bookings.",
    "cannot": "{person} does not do it.",
    "nobody_can": "Nobody does this service at present.",
    "busy": "Very much was going on at that moment. Send this line again.",
    "refused": "It cannot be booked.",
}
NOBODY_AT_ALL = {  # the same where the line asks for no person
    "not_working": "Nobody who does it works then.",
    "time_off": "Whoever does it is away then.",
    "class": "Everybody who does it gives a class then.",
}
# What would work.
OTHER_ORDER = "Day and month seem to be the other way round: choose the other order of dates."
WITH_HOURS = "Tick that bookings outside these hours come in, too."
KINDS = {  # what is counted above the list
    "unknown_service": "unknown services",
    "unknown_staff": "unknown people",
    "cancelled": "cancelled there",
    "duplicate": "twice in the file",
    "past": "past",
    "taken": "time is taken",
    "taken_by_line": "time is taken",
    "all_taken": "time is taken",
    "closed": "outside the hours",
    "not_working": "outside the hours",
    "time_off": "somebody is away",
    "email": "wrong e-mail addresses",
    "phone": "wrong phone numbers",
}
OTHER = "something else"
AT_ONCE = 1000  # rows in one statement


class Words:
    """The faults of a file, said to a reader."""

    def __init__(self, file: Import, reader: Reader) -> None:
        self.file, self.reader = file, reader
        self.faults = [Fault(line, code, about, tuple(better)) for line, code, about, better in file.faults]
        self.cells = {number: cells for number, cells, _ in file.lines}
        self.count = len({fault.line for fault in self.faults})

    def by_line(self, most: int | None = None) -> dict[int, list[str]]:
        """This will give what is wrong with each line, of at most so many lines."""
        lines = sorted({fault.line for fault in self.faults})[:most]
        found: dict[int, list[str]] = {line: [] for line in lines}
        chosen = [fault for fault in self.faults if fault.line in found]
        taken = self._taken(chosen)
        for fault in chosen:
            found[fault.line].append(self.of(fault, taken))
        return found

    def shown(self, most: int) -> list[tuple[int, str, str]]:
        """This will give the number of a line, what it has and what is wrong with it, for at most so many lines."""
        found = self.by_line(most)
        return [(line, self._short(line), " ".join(said)) for line, said in found.items()]

    def kinds(self) -> list[tuple[str, int]]:
        """This will count the lines by what is wrong, the most frequent first."""
        counted = Counter({(fault.line, KINDS.get(fault.code, OTHER)): 1 for fault in self.faults})
        return Counter(kind for _, kind in counted).most_common()

    def of(self, fault: Fault, taken: dict[str, Appointment]) -> str:
        """This will say one fault in whole sentences."""
        written = {name: self._cell(fault.line, name) for name in field_names()}
        words = SAID if written["staff"] else SAID | NOBODY_AT_ALL
        said = words[fault.code].format(**written, person=written["staff"], about=fault.about)
        return " ".join(filter(None, [said, self._whose(fault, taken), self._better(fault)]))

    def _better(self, fault: Fault) -> str:
        if fault.about == "other_order":
            return OTHER_ORDER
        if fault.code in ("closed", "not_working"):
            return WITH_HOURS
        if not fault.better:
            return ""
        if fault.code == "twice":
            return f"Write {' or '.join(fault.better)}."
        if fault.code.startswith("unknown"):
            return f"Perhaps you mean {' or '.join(fault.better)}."
        if fault.code == "cannot":
            return f"{' or '.join(fault.better)} could do it."
        when = [self.reader.short_moment(dt.datetime.fromisoformat(each)) for each in fault.better]
        return f"Free would be {' or '.join(when)}."

    def _whose(self, fault: Fault, taken: dict[str, Appointment]) -> str:
        """Who is in the way, and when."""
        if fault.code != "taken" or (row := taken.get(fault.about)) is None:
            return ""
        place = next((each for each in row.taken_places.all() if each.live), None)
        guest = (place and place.booking.guest_name) or "Guest"
        span = self.reader.span(row.starts_at, row.ends_at)
        return f"{guest} is booked for {row.service.name}, {span}."

    def _taken(self, faults: list[Fault]) -> dict[str, Appointment]:
        """The appointments in the way, by id."""
        keys = [int(fault.about) for fault in faults if fault.code == "taken" and fault.about.isdigit()]
        ours = Appointment.objects.filter(business=self.file.business_id).select_related("service")
        rows = ours.prefetch_related("taken_places__booking")
        parts = (keys[n : n + AT_ONCE] for n in range(0, len(keys), AT_ONCE))
        return {str(row.pk): row for part in parts for row in rows.filter(pk__in=part)}

    def _cell(self, line: int, field: str) -> str:
        at = self.file.columns.get(field)
        cells = self.cells.get(line, [])
        return cells[at][:60] if at is not None and at < len(cells) else ""

    def _short(self, line: int) -> str:
        """What a line is about: who, what, when."""
        cell: Callable[[str], str] = lambda field: self._cell(line, field)  # noqa: E731
        name = cell("name") or f"{cell('first_name')} {cell('last_name')}".strip() or cell("email") or cell("phone")
        when = cell("start") or f"{cell('date')} {cell('time')}".strip()
        return self.reader.listed(name, cell("service"), cell("staff"), when)


def field_names() -> list[str]:
    """This will name every field that a column can be."""
    return list(dict.fromkeys(field.name for field in (*sheets.BOOKINGS, *sheets.CUSTOMERS)))
