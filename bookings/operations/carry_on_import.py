"""Brings the lines of a file in, some seconds' worth at a time, each in a transaction of its own.

Which lines are in is read from what they left, never from a count: so whoever carries on, after whatever broke off,
does nothing twice and leaves nothing out.
"""

import datetime as dt
import time
from collections.abc import Callable, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from bookings import errors, queries
from bookings.models import Booking, Import, Origin
from bookings.operations.begin_import import KEPT
from bookings.operations.book import book
from bookings.operations.look_at_import import Whose, already_in, fault_of, policy_of
from bookings.operations.wish import Guest, Order, Taker, one
from bookings.queries import Fault, MeantBooking, MeantCustomer
from businesses import customers

SOURCE = "import"
LEASE = dt.timedelta(minutes=2)  # longer than anybody carries on at a time
Stopwatch = Callable[[], float]


def start_import(*, file: Import, now: dt.datetime) -> bool:
    """This will say that a file is to come in as it was looked at; False: it is on its way, or must be looked at."""
    looked_at = Import.objects.filter(pk=file.pk, state=Import.State.LOOKED_AT)
    return bool(looked_at.update(state=Import.State.RUNNING, faults=[], kept_until=now + KEPT, busy_until=None))


def carry_on_import(*, file: Import, now: dt.datetime, seconds: float, stopwatch: Stopwatch = time.monotonic) -> Import:
    """This will bring in as many lines as come in within some seconds, at least one, and give the file as it is then.

    Nothing is done while somebody else carries it on. `stopwatch` gives seconds since whenever.
    """
    running = Import.objects.filter(pk=file.pk, state=Import.State.RUNNING)
    free = running.filter(Q(busy_until=None) | Q(busy_until__lte=now))
    if free.update(busy_until=now + LEASE):
        try:
            _Run(running.select_related("business").get(), now, stopwatch).go(seconds)
        finally:
            Import.objects.filter(pk=file.pk).update(busy_until=None)
    return Import.objects.select_related("business").get(pk=file.pk)


def carry_on_imports(*, now: dt.datetime, seconds: float) -> int:
    """This will carry on what nobody else carries on, the oldest first, for some seconds each; gives how many."""
    files = list(Import.objects.filter(state=Import.State.RUNNING).defer("lines").order_by("pk"))
    for file in files:
        carry_on_import(file=file, now=now, seconds=seconds)
    return len(files)


class _Run:
    """One turn."""

    def __init__(self, file: Import, now: dt.datetime, stopwatch: Stopwatch) -> None:
        self.file, self.now, self.stopwatch, self.began = file, now, stopwatch, stopwatch()
        self.house = queries.house(file.business)
        self.meant, self.wrong = queries.Lines(file, self.house.setup).all()
        self.faults = [Fault(*each) for each in file.faults]
        self.taker = Taker(source=SOURCE, by=file.by)

    @property
    def seconds(self) -> float:
        """How long it takes already."""
        return self.stopwatch() - self.began

    def go(self, most: float) -> None:
        """This will bring lines in until all are, or these seconds are over."""
        left = self._left()
        for n, line in enumerate(left):
            if n and self.seconds >= most:
                self._write()
                return
            if isinstance(line, MeantCustomer):
                self._customer(line)
            elif fault := self._booking(line):
                self.faults.append(fault)
        self.faults += self.wrong
        self._write(done=True)

    def _left(self) -> Sequence[MeantBooking | MeantCustomer]:
        before = already_in(self.file.business, self.file.kind, [each.key for each in self.meant])
        out = {fault.line for fault in self.faults}
        return [each for each in self.meant if each.key not in before and each.line not in out]

    def _write(self, *, done: bool = False) -> None:
        """What is not in; in the end only the lines that are left out are kept."""
        file, changed = Import.objects.filter(pk=self.file.pk), dict[str, Any](faults=sorted(self.faults))
        if done:
            out = {fault.line for fault in self.faults}
            kept = file.values_list("lines", flat=True).get()  # without those of whom was erased meanwhile
            changed |= {"lines": [line for line in kept if line[0] in out], "state": Import.State.DONE}
        file.update(**changed)

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
        except IntegrityError:  # by somebody else, a moment ago
            if not already_in(business, self.file.kind, [line.key]):
                raise
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
