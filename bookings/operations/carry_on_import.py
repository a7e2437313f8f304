"""Brings the lines of a file in, some seconds' worth at a time, each in a transaction of its own.

Which lines are in is read from what they left, never from a count: so whoever carries on, after whatever broke off,
does nothing twice and leaves nothing out.
"""

import datetime as dt
import time
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from bookings import errors, queries
from bookings.models import Booking, Import, Origin
from bookings.operations import turns
from bookings.operations.book import book
from bookings.operations.look_at_import import Whose, already_in, fault_of, policy_of
from bookings.operations.wish import Guest, Order, Taker, one
from bookings.queries import Fault, MeantBooking, MeantCustomer
from businesses import customers

SOURCE = "import"


def start_import(*, file: Import, now: dt.datetime) -> bool:
    """This will say that a file is to come in as it was looked at; False: it is on its way, or must be looked at."""
    looked_at = Import.objects.filter(pk=file.pk, state=Import.State.LOOKED_AT)
    return bool(looked_at.update(state=Import.State.RUNNING, faults=[], kept_until=now + turns.KEPT))


def carry_on_import(
    *, file: Import, now: dt.datetime, seconds: float, stopwatch: turns.Stopwatch = time.monotonic
) -> Import | None:
    """This will bring in as many lines as come in within some seconds, at least one, and give the file as it is then;
    None: it is forgotten.

    Nothing is done while somebody else carries it on.
    """
    with turns.leased(Import.objects.filter(state=Import.State.RUNNING), file.pk, now=now) as mine:
        if current := mine.select_related("business").first():
            _Run(current, mine, now, stopwatch).go(seconds)
    return Import.objects.select_related("business").filter(pk=file.pk).first()


def carry_on_imports(*, now: dt.datetime, seconds: float, stopwatch: turns.Stopwatch = time.monotonic) -> int:
    """This will carry on, for some seconds in all, what nobody else carries on; gives how many had a turn."""

    def turn(file: Import, now: dt.datetime, left: float) -> None:
        carry_on_import(file=file, now=now, seconds=left, stopwatch=stopwatch)

    running = Import.objects.filter(state=Import.State.RUNNING).defer("lines")
    return turns.carry_on_all(running, turn, now=now, seconds=seconds, stopwatch=stopwatch)


class _Run:
    """One turn; `mine` is the file as long as it is to come in, and by nobody else."""

    def __init__(self, file: Import, mine: QuerySet[Import], now: dt.datetime, stopwatch: turns.Stopwatch) -> None:
        self.file, self.mine, self.now, self.stopwatch, self.began = file, mine, now, stopwatch, stopwatch()
        self.house = queries.house(file.business)
        self.meant, self.wrong = queries.Lines(file, self.house.setup).all()
        self.faults = [Fault(*each) for each in file.faults]
        self.taker = Taker(source=SOURCE, by=file.by)

    @property
    def seconds(self) -> float:
        """How long it takes already."""
        return self.stopwatch() - self.began

    def go(self, most: float) -> None:
        """This will bring lines in until all are, these seconds are over, or somebody stops it."""
        left = self._left()
        for n, line in enumerate(left):
            if n and (self.seconds >= most or not self.mine.exists()):
                self._write()
                return
            self._bring_in(line)
        self.faults += self.wrong
        self._write(done=True)

    def _left(self) -> Sequence[MeantBooking | MeantCustomer]:
        before = already_in(self.file.business, self.file.kind, [each.key for each in self.meant])
        out = {fault.line for fault in self.faults}
        return [each for each in self.meant if each.key not in before and each.line not in out]

    def _bring_in(self, line: MeantBooking | MeantCustomer) -> None:
        try:
            if isinstance(line, MeantCustomer):
                self._customer(line)
            elif fault := self._booking(line):
                self.faults.append(fault)
        except IntegrityError:  # the same row of another file came in a moment ago
            if not already_in(self.file.business, self.file.kind, [line.key]):
                raise

    def _write(self, *, done: bool = False) -> None:
        """What is not in; in the end only the lines that are left out are kept."""
        changed = dict[str, Any](faults=sorted(self.faults))
        if done:
            out = {fault.line for fault in self.faults}
            changed |= {"lines": [line for line in self.file.lines if line[0] in out], "state": Import.State.DONE}
        self.mine.update(**changed)

    def _booking(self, line: MeantBooking) -> Fault | None:
        now, business = self.now + dt.timedelta(seconds=self.seconds), self.file.business
        guest = Guest(line.name, line.email, line.phone, line.notes, last_name=line.last_name)
        order = Order(guest, self.taker, confirmed=True, staff_notes=line.staff_notes, told=self.file.told)
        how = {"policy": policy_of(self.file), "staff": line.staff, "party_size": line.party_size}
        wish = one(business, line.service, line.starts_at, **how)  # type: ignore[arg-type]  # by name
        try:
            book(wish=wish, order=order, now=now, noting=lambda made: self._note(line, booking=made[0]))
        except errors.Refused as refused:
            fault = fault_of(line, refused, self.house, better=False)
            return Whose(self.house, now).with_whom(line, fault)
        return None

    def _customer(self, line: MeantCustomer) -> None:
        business = self.file.business
        with transaction.atomic():
            known = customers.recognise(business, name=line.name, email=line.email, phone=line.phone)
            person = known.person
            if person is None:
                person = customers.made(business, known, last_name=line.last_name, home_phone=line.home_phone)
                if person is not None and line.address:
                    customers.fill_address(person, line.address)
            self._note(line, customer=None if known.person else person)

    def _note(self, line: MeantBooking | MeantCustomer, booking: Booking | None = None, **made: object) -> None:
        Origin.objects.create(
            business=self.file.business, kind=self.file.kind, key=line.key, file=self.file, booking=booking, **made
        )
