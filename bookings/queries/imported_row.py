"""A line of an imported file by its fields, and what is wrong with it."""

from typing import NamedTuple

from bookings import sheets
from bookings.models import Import
from businesses import normal

LONGEST = {
    "name": 200,
    "first_name": 200,
    "last_name": 100,
    "email": 254,
    "phone": 50,
    "home_phone": 50,
    "address": 300,
}


class Fault(NamedTuple):
    """What is wrong with a line. `about` and `better` are as the code says: ids, instants in ISO, numbers of lines,
    names of the house. What the line itself says stands in the line."""

    line: int
    code: str
    about: str = ""
    better: tuple[str, ...] = ()


class Row:
    """A line by its fields, and what is wrong with it so far."""

    def __init__(self, line: sheets.Line, file: Import) -> None:
        self.number, self.cells, self.columns = line.number, line.cells, file.columns
        self.faults: list[Fault] = []
        if line.extra:
            self.fault("extra")
        for name in self.columns:
            if len(self.text(name)) > LONGEST.get(name, sheets.LONGEST_CELL):
                self.fault("long", name)

    def text(self, field: str) -> str:
        """This will give what the line has in a field; "" where the file has no such column."""
        at = self.columns.get(field)
        return self.cells[at] if at is not None and at < len(self.cells) else ""

    def contact(self) -> tuple[str, str]:
        """This will give the e-mail in its normal form, and the phone as it is written."""
        return normal.sendable(self.text("email")), self.text("phone")

    def fault(self, code: str, about: str = "", better: tuple[str, ...] = ()) -> None:
        """This will note that something is wrong."""
        self.faults.append(Fault(self.number, code, about, better))
