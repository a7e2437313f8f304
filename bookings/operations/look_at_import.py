"""Looks what would come of a file, line by line, without writing a booking: the dry run."""

import datetime as dt
from collections.abc import Mapping, Sequence

from bookings import errors, queries
from bookings.availability import DAY, STAFF, Interval, Policy, Rule, minute_of
from bookings.models import Import, Origin
from bookings.operations import turns
from bookings.operations.outlook import Outlook
from bookings.operations.plan import find
from bookings.operations.seat import Seat
from bookings.operations.seeking import Seeker
from bookings.operations.wish import Part, Wish
from bookings.queries import Fault, MeantBooking, MeantCustomer
from businesses import customers
from businesses.models import Business

AT_ONCE = 1000  # keys in one statement
MOST_BETTER = 3  # free times that are named for one line
NAMED_FOR = 200  # lines: to look for free times takes longer than all the rest
OF_REASON = {
    Rule.PAST: "past",
    Rule.WINDOW: "far",
    Rule.CLOSED: "closed",
    Rule.FIT: "closed",
    Rule.NOT_WORKING: "not_working",
    Rule.TIME_OFF: "time_off",
    Rule.BUSY: "taken",
    Rule.CLASS: "class",
    Rule.FULL: "full",
    Rule.RESOURCE: "resource",
    Rule.PARTY: "too_many",
}
OF_ERROR: dict[type[errors.Refused], str] = {
    errors.ServiceNotOffered: "off",
    errors.StaffNotOffered: "cannot",
    errors.PartyTooLarge: "too_many",
    errors.Busy: "busy",
}


def look_at_import(*, file: Import, now: dt.datetime) -> Import:
    """This will write down what is wrong with each line of a file, as it is now, and how many came in before.

    A line is looked at beside those that come in before it. Nothing is promised by it, and nobody's time is taken.
    """
    house = queries.house(file.business)
    meant, faults = queries.Lines(file, house.setup).all()
    before = already_in(file.business, file.kind, [each.key for each in meant])
    new = [each for each in meant if each.key not in before]
    if file.kind == Import.Kind.BOOKINGS:
        bookings = [each for each in new if isinstance(each, MeantBooking)]
        faults = [*faults, *_Ahead(house, policy_of(file), bookings, now).faults()]
    ways = [(each.email, each.phone) for each in new if isinstance(each, MeantCustomer)]
    file.faults, file.state = sorted(faults), Import.State.LOOKED_AT
    file.known, file.met = len(meant) - len(new), customers.how_many_known(file.business, ways)
    found = {"faults": file.faults, "known": file.known, "met": file.met, "state": file.state}
    Import.objects.filter(pk=file.pk, state__in=[Import.State.READ, Import.State.LOOKED_AT]).update(**found)
    return file


def choose_columns(
    *, file: Import, columns: Mapping[str, int], names: Mapping[str, Mapping[str, int]], month_first: bool,
    over_hours: bool, told: str, program: str, now: dt.datetime,
) -> bool:  # fmt: skip
    """This will write down what the columns of a file are and how it is to come in, and look what would come of it.

    `names` says what a name of the file is here, by field and folded name: an id. False: it is on its way already.
    """
    chosen = {
        "columns": dict(columns),
        "names": {field: dict(meant) for field, meant in names.items()},
        "month_first": month_first,
        "over_hours": over_hours,
        "told": told,
        "program": program,
        "kept_until": now + turns.KEPT,
    }
    still = Import.objects.filter(pk=file.pk, state__in=[Import.State.READ, Import.State.LOOKED_AT])
    if not still.update(**chosen, state=Import.State.READ):
        return False
    for name, value in chosen.items():
        setattr(file, name, value)
    look_at_import(file=file, now=now)
    return True


def policy_of(file: Import) -> Policy:
    """This will give what binds the bookings of a file: the house's own hours, or what binds its people anywhere."""
    return STAFF if file.over_hours else STAFF.but(hours=True)


def already_in(business: Business, kind: str, keys: Sequence[str]) -> set[str]:
    """This will give those of these keys whose rows came in before."""
    found: set[str] = set()
    for n in range(0, len(keys), AT_ONCE):
        rows = Origin.objects.filter(business=business, kind=kind, key__in=keys[n : n + AT_ONCE])
        found.update(rows.values_list("key", flat=True))
    return found


def fault_of(meant: MeantBooking, error: errors.Refused, house: queries.House, *, better: bool = True) -> Fault:
    """This will say why a line does not come in, and `better` what would."""
    if isinstance(error, errors.SlotTaken | errors.NotOffered):
        code = OF_REASON.get(error.reason.rule, "refused") if error.reason else "nobody_can"
        if code == "taken" and meant.staff is None:
            code = "all_taken"
        about = str(error.reason.value) if error.reason and code in ("far", "full") else ""
        free = error.alternatives[:MOST_BETTER] if better and isinstance(error, errors.SlotTaken) else []
        return Fault(meant.line, code, about, tuple(each.isoformat() for each in free))
    code = next((said for kind, said in OF_ERROR.items() if isinstance(error, kind)), "refused")
    about = str(error.capacity) if isinstance(error, errors.PartyTooLarge) else ""
    able = house.setup.skills(meant.service.pk) if code == "cannot" else []
    return Fault(meant.line, code, about, tuple(skill.staff.name for skill in able[:MOST_BETTER]))


class Whose:
    """What is booked in a house, to say who is in the way; each date is read once."""

    def __init__(self, house: queries.House, now: dt.datetime) -> None:
        self.house, self.now = house, now
        self._standing: dict[dt.date, queries.Standing] = {}

    def with_whom(self, line: MeantBooking, fault: Fault) -> Fault:
        """This will add the appointment to a fault that says that the person's time is taken."""
        if fault.code != "taken" or line.staff is None:
            return fault
        rows = self._on(line.starts_at).of_person(line.staff.pk, [_time_of(line, self.house)])
        return fault._replace(about=str(rows[0].id)) if rows else fault

    def _on(self, instant: dt.datetime) -> queries.Standing:
        day = instant.date()
        if day not in self._standing:
            midnight = minute_of(dt.datetime.combine(day, dt.time(), dt.UTC))
            self._standing[day] = queries.standing(self.house.business, midnight, midnight + 2 * DAY, now=self.now)
        return self._standing[day]


def _time_of(line: MeantBooking, house: queries.House) -> Interval:
    """What a line takes of its person's time, with both buffers."""
    service, start = line.service, minute_of(line.starts_at)
    skill = house.setup.skill(service.pk, line.staff.pk) if line.staff else None
    end = start + (skill.minutes if skill else service.duration_minutes) + service.buffer_after_minutes
    return Interval(start - service.buffer_before_minutes, end)


class _Ahead:
    """The lines of a file in the diaries of a house, each beside those before it."""

    def __init__(self, house: queries.House, policy: Policy, lines: Sequence[MeantBooking], now: dt.datetime) -> None:
        self.house, self.lines, self.now = house, lines, now
        parts = [Part(each.service, each.starts_at, each.staff, each.party_size) for each in lines]
        wish = Wish(house, parts, policy)
        self.seekers = [Seeker(wish, part, house, now, {}) for part in parts]
        self.outlook = Outlook(house, self.seekers, now)
        self.by_seat: dict[int, int] = {}  # by the seat's id: the line that has it
        self.groups: dict[tuple[int, dt.datetime], list[tuple[Seat, int]]] = {}  # opened by lines; how many are in
        self.whose = Whose(house, now)

    def faults(self) -> list[Fault]:
        """This will give what keeps lines from coming in."""
        found: list[Fault] = []
        for line, seeker in zip(self.lines, self.seekers, strict=True):
            if self._joins(line):
                continue
            try:
                find([seeker], self.outlook)
            except errors.Refused as refused:
                fault = fault_of(line, refused, self.house, better=len(found) < NAMED_FOR)
                found.append(self._with_whom(line, fault) if fault.code == "taken" else fault)
                continue
            seat = self.outlook.seats[-1]
            self.by_seat[id(seat)] = line.line
            if seat.opens_group:
                self.groups.setdefault((line.service.pk, line.starts_at), []).append((seat, line.party_size))
        return found

    def _joins(self, line: MeantBooking) -> bool:
        """Whether a line before it opens a group that has room for it."""
        opened = self.groups.get((line.service.pk, line.starts_at), [])
        for n, (seat, inside) in enumerate(opened):
            is_with = line.staff is None or line.staff.pk == seat.assignment.person
            if is_with and inside + line.party_size <= seat.service.capacity:
                opened[n] = seat, inside + line.party_size
                return True
        return False

    def _with_whom(self, line: MeantBooking, fault: Fault) -> Fault:
        """The same with what is in the way: the line that comes before, or the appointment."""
        time = _time_of(line, self.house)
        for seat in self.outlook.near(time):
            if line.staff and seat.assignment.person == line.staff.pk:
                return fault._replace(code="taken_by_line", about=str(self.by_seat[id(seat)]))
        return self.whose.with_whom(line, fault)
