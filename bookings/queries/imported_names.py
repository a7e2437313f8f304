"""Services and people of a business by what another system calls them."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence

from bookings.models import Import
from bookings.queries.imported_row import Fault, Row
from businesses import normal
from businesses.models import Service, StaffMember

NEAREST, ALIKE = 3, 0.5  # how many names are proposed, and how much alike they must be
NOBODY = {"any", "anyone", "anybody", "any team member", "no preference", "none", "-", "unassigned"}
BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")  # "Haircut (45 min)"


class Names:
    """Services or people by what they are called, here and in the file."""

    def __init__(self, field: str, rows: Iterable[Service | StaffMember], chosen: Mapping[str, int]) -> None:
        self.field = field
        self.by_id = {row.pk: row for row in rows}
        self.chosen = chosen  # by the folded name of the file: who or what the house says that it is
        self.by_name: dict[str, list[Service | StaffMember]] = {}
        for row in self.by_id.values():
            self.by_name.setdefault(normal.folded(row.name), []).append(row)
        self._nearest: dict[str, tuple[str, ...]] = {}

    def find(self, row: "Row", written: str) -> Service | StaffMember | None:
        """This will give who or what is meant; None: the line has a fault."""
        plain = normal.folded(written)
        if not plain:
            row.fault(f"no_{self.field}")
            return None
        if plain in self.chosen and (there := self.by_id.get(self.chosen[plain])):
            return there
        found = self.by_name.get(plain) or self.by_name.get(normal.folded(BRACKETS.sub("", written))) or []
        if len(found) == 1:
            return found[0]
        if found:
            row.fault(f"several_{self.field}")
        else:
            row.fault(f"unknown_{self.field}", better=self.nearest(plain))
        return None

    def nearest(self, plain: str) -> tuple[str, ...]:
        """This will give the names here that are most like a folded one."""
        if plain not in self._nearest:
            alike = difflib.get_close_matches(plain[:100], self.by_name, NEAREST, ALIKE)
            within = [name for name in self.by_name if name not in alike and (name in plain or plain in name)]
            self._nearest[plain] = tuple(self.by_name[name][0].name for name in [*alike, *within][:NEAREST])
        return self._nearest[plain]


def unknown_names(faults: Sequence[Fault], file: Import, *, limit: int) -> dict[str, dict[str, tuple[str, ...]]]:
    """This will give, by field, the names of a file that mean nothing here, each with the nearest ones of the house."""
    cells = {number: row for number, row, _ in file.lines}
    found: dict[str, dict[str, tuple[str, ...]]] = {"service": {}, "staff": {}}
    for fault in faults:
        _, _, field = fault.code.partition("unknown_")
        if field in found and field in file.columns and fault.line in cells and len(found[field]) < limit:
            found[field].setdefault(cells[fault.line][file.columns[field]], fault.better)
    return found
