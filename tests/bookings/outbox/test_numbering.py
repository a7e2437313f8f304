"""Whoever reads on from where they stopped misses no event, in whatever order transactions commit."""

import random
import threading
import time

import pytest
from django.db import connection, connections, transaction

from bookings import outbox, queries
from bookings.models import Booking, Event, EventCount
from tests import factories
from tests.factories import NOW

WRITERS, EACH = 4, 12


def event(booking, number):
    """Written as an operation does; the numbers of one booking's events never meet here."""
    return Event.objects.create(
        business_id=booking.business_id,
        booking=booking,
        type="booking.created",
        sequence=number,
        occurred_at=NOW,
        by="x",
    )


class Reader:
    """A partner who asks again and again, each time after the last event they were given."""

    def __init__(self, shop):
        self.business, self.cursor, self.got = shop.business, 0, []

    def read(self):
        found = queries.events_after(self.business, after=self.cursor, limit=500, now=NOW)
        self.got += [event.pk for event in found]
        self.cursor = found[-1].position if found else self.cursor
        return found


def in_threads(*works):
    """This will start each in a thread with its own connection; `join` them by calling what is given."""
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.fail("In SQLite's memory threads do not wait for each other: give the test database a file (TEST, NAME)")
    faults = []

    def run(work):
        try:
            work()
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,), daemon=True) for work in works]
    for thread in threads:
        thread.start()

    def join():
        for thread in threads:
            thread.join(30)
        assert faults == []

    return join


@pytest.fixture
def booking(transactional_db, now):
    """A booking whose own event is read already."""
    made = factories.book(factories.load(factories.ELM), "Fade")
    outbox.route([], now=NOW)
    return made


@pytest.mark.django_db(transaction=True)
def test_what_was_written_first_and_committed_last_is_still_read(booking):
    reader = Reader(booking)
    reader.read()
    written, read = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            event(booking, 100)
            written.set()
            read.wait(2)  # on SQLite the other one cannot write before this commits

    def quick():
        written.wait(10)
        event(booking, 101)
        outbox.route([], now=NOW)
        reader.read()
        read.set()

    in_threads(slow, quick)()
    outbox.route([], now=NOW)
    reader.read()
    assert set(reader.got) == set(Event.objects.values_list("pk", flat=True))
    if connection.vendor == "postgresql":
        assert reader.got != sorted(reader.got)  # they did overtake each other


@pytest.mark.django_db(transaction=True)
def test_two_workers_and_many_writers_give_every_event_one_place(booking):
    reader, over = Reader(booking), threading.Event()

    def writer(number):
        dice = random.Random(number)
        for each in range(EACH):
            with transaction.atomic():
                event(booking, 1000 * number + each)
                time.sleep(dice.random() / 100)

    def worker():
        while not over.is_set():
            outbox.route([], now=NOW)

    def partner():
        while not over.is_set():
            reader.read()

    join_others = in_threads(worker, worker, partner)
    in_threads(*[lambda number=number: writer(number) for number in range(1, WRITERS + 1)])()
    over.set()
    join_others()
    outbox.route([], now=NOW)
    reader.read()
    total = WRITERS * EACH + 1
    assert len(reader.got) == len(set(reader.got)) == total
    assert sorted(Event.objects.values_list("position", flat=True)) == list(range(1, total + 1))
    assert EventCount.objects.get().last == total


def test_every_business_counts_its_own(elm, karachi):
    factories.book(elm, "Fade")
    factories.book(karachi, "Haircut", clock="12:00")
    factories.book(elm, "Fade", clock="13:00")
    outbox.route([], now=NOW)
    counted = Event.objects.order_by("pk").values_list("business__slug", "position")
    assert list(counted) == [("elm", 1), ("karachi", 1), ("elm", 2)]


def test_a_position_is_never_given_again_although_its_event_is_gone(elm):
    for clock in ("10:00", "13:00"):
        factories.book(elm, "Fade", clock=clock)
    outbox.route([], now=NOW)
    Event.objects.get(position=2).delete()
    booking = Booking.objects.first()
    event(booking, 50)
    outbox.route([], now=NOW)
    assert sorted(Event.objects.values_list("position", flat=True)) == [1, 3]


def test_what_cannot_be_planned_has_its_place_all_the_same(elm):
    class Broken:
        name, schedule = "mail", ()

        def plan(self, event, *, now):
            raise ZeroDivisionError

    factories.book(elm, "Fade")
    outbox.route([Broken()], now=NOW)
    assert Event.objects.get().position == 1
