"""What the lines of an imported file mean in a business: which service, whom, when, and who comes."""

import datetime as dt
import hashlib
from typing import NamedTuple

from bookings import availability, sheets
from bookings.models import Import
from bookings.queries import imported_row
from bookings.queries.imported_names import NOBODY, Names
from bookings.queries.imported_row import Fault, Row
from bookings.queries.setup import Setup
from businesses import names, normal, phone
from businesses.models import Service, StaffMember

MOST_PEOPLE = 10_000


class MeantBooking(NamedTuple):
    """A booking as a line means it. `key` is the same for the same row of the same system, and for no other."""

    line: int
    key: str
    service: Service
    staff: StaffMember | None
    starts_at: dt.datetime
    party_size: int
    name: str
    last_name: str
    email: str
    phone: str
    notes: str
    staff_notes: str


class MeantCustomer(NamedTuple):
    """A customer as a line means them."""

    line: int
    key: str
    name: str
    last_name: str
    email: str
    phone: str
    home_phone: str
    address: str


class Lines:
    """The lines of a file, and the set-up in which they mean something."""

    def __init__(self, file: Import, setup: Setup) -> None:
        self.file, self.setup, self.zone = file, setup, setup.business.zone
        services = [each for each in setup.services.values() if each.active]
        people = [each for each in setup.people.values() if each.active]
        self._services = Names("service", services, file.names.get("service", {}))
        self._people = Names("staff", people, file.names.get("staff", {}))
        self._first: dict[str, int] = {}  # by key: the first line with it

    def all(self) -> "tuple[list[MeantBooking | MeantCustomer], list[Fault]]":
        """This will give what the lines mean in the order in which they come in, and what is wrong with the others.

        Who asks for a person comes before who may have anybody, and each of these by time: so a line finds the same
        whether the file comes in whole or in parts.
        """
        found: list[MeantBooking | MeantCustomer] = []
        faults: list[Fault] = []
        for number, cells, extra in self.file.lines:
            meant, wrong = self._line(sheets.Line(number, cells, extra))
            faults += wrong
            if meant is not None and not wrong:
                found.append(meant)
        return sorted(found, key=_turn), faults

    def _line(self, line: sheets.Line) -> "tuple[MeantBooking | MeantCustomer | None, list[Fault]]":
        row = Row(line, self.file)
        if row.faults:  # cells that stand in the wrong column say nothing
            return None, row.faults
        if self.file.kind == Import.Kind.BOOKINGS and sheets.is_cancelled(row.text("status")):
            return None, [Fault(line.number, "cancelled")]
        meant = self._booking(row) if self.file.kind == Import.Kind.BOOKINGS else self._customer(row)
        if meant is not None and not row.faults and self._first.setdefault(meant.key, line.number) != line.number:
            row.fault("duplicate", str(self._first[meant.key]))
        return meant, row.faults

    def _booking(self, row: "Row") -> MeantBooking | None:
        service, staff = self._services.find(row, row.text("service")), self._staff(row)
        starts_at, party = self._start(row), self._party(row)
        name, last = self._person(row)
        if not isinstance(service, Service) or starts_at is None:
            return None
        contact = row.text("email"), row.text("phone")
        same = service.pk, starts_at.isoformat(), staff.pk if staff else "", normal.folded(name), *contact
        key = self._key(row, *same)
        notes = row.text("notes"), row.text("staff_notes")
        return MeantBooking(row.number, key, service, staff, starts_at, party, name, last, *row.contact(), *notes)

    def _customer(self, row: "Row") -> MeantCustomer:
        name, last = self._person(row)
        more = row.text("home_phone"), " ".join(row.text("address").split())
        key = self._key(row, normal.folded(name), row.text("email").casefold(), row.text("phone"))
        return MeantCustomer(row.number, key, name, last, *row.contact(), *more)

    def _key(self, row: "Row", *same: object) -> str:
        """The other system's own reference, if there is one; else all that makes it another row."""
        reference = row.text("reference")
        told = (self.file.program, "reference", reference) if reference else ("same", *same)
        return hashlib.sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()

    def _staff(self, row: "Row") -> StaffMember | None:
        wanted = row.text("staff")
        if not wanted or normal.folded(wanted) in NOBODY:
            return None
        found = self._people.find(row, wanted)
        return found if isinstance(found, StaffMember) else None

    def _start(self, row: "Row") -> dt.datetime | None:
        whole, first = row.text("start"), self.file.month_first
        if whole:
            moment = sheets.moment(whole, month_first=first)
            if moment is None:
                day = sheets.day(whole, month_first=first)
                clock = sheets.clock(row.text("time")) if row.text("time") else None
                if day is None or clock is None:
                    row.fault("start", "other_order" if sheets.moment(whole, month_first=not first) else "")
                    return None
                moment = sheets.Moment(day, clock)
            return self._instant(row, moment)
        day, clock = sheets.day(row.text("date"), month_first=first), sheets.clock(row.text("time"))
        if day is None:
            row.fault("date", "other_order" if sheets.day(row.text("date"), month_first=not first) else "")
        if clock is None:
            row.fault("time")
        return self._instant(row, sheets.Moment(day, clock)) if day and clock else None

    def _instant(self, row: "Row", moment: sheets.Moment) -> dt.datetime | None:
        if moment.offset is not None:
            try:
                return dt.datetime.combine(moment.day, moment.time, dt.timezone(moment.offset)).astimezone(dt.UTC)
            except OverflowError:
                row.fault("start")
                return None
        meant = availability.instants(moment.day, moment.time, self.zone)
        if len(meant) == 1:
            return meant[0]
        both = tuple(each.astimezone(self.zone).isoformat(timespec="minutes") for each in meant)
        row.fault("twice" if both else "skipped", better=both)
        return None

    def _party(self, row: "Row") -> int:
        written = row.text("party")
        found = sheets.number(written) if written else 1
        if found is None or not 1 <= found <= MOST_PEOPLE:
            row.fault("party")
            return 1
        return found

    def _person(self, row: "Row") -> tuple[str, str]:
        """The whole name, and with which words its second part begins; and whether they can be reached as written."""
        first, last = normal.line(row.text("first_name")), normal.line(row.text("last_name"))
        name = f"{first} {last}".strip() or normal.line(row.text("name"))
        if not (name or row.text("email") or row.text("phone")):
            row.fault("nobody")
        if name and names.fault(name) == "signs":
            row.fault("name")
        if row.text("phone") and not phone.to_e164(row.text("phone"), self.setup.business.country):
            row.fault("phone")
        if row.text("email") and not normal.sendable(row.text("email")):
            row.fault("email")
        if len(name) > imported_row.LONGEST["name"]:
            row.fault("long", "name")
        return name, last


def _turn(meant: MeantBooking | MeantCustomer) -> tuple[bool, float, int]:
    if isinstance(meant, MeantCustomer):
        return False, 0, meant.line
    return meant.staff is None, meant.starts_at.timestamp(), meant.line
