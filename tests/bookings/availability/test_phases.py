"""Services that wait: the person's minutes are the work, the thing's are all of it."""

import pytest

from bookings.availability import Interval, Lesson, Rule, lessons_meet, reasons
from tests.bookings.availability.booked import booked
from tests.bookings.availability.examples import at, between, facts, free, opened
from tests.bookings.availability.plain import Demand, Person, Thing

WAIT = Interval(30, 60)  # of ninety minutes
COLOR = Demand(waits=(WAIT,))


def salon(*busy, demand=COLOR, **how):
    return facts(demand=demand, people=[Person(1, 90, busy=busy)], **how)


def test_a_service_waits_around_what_somebody_has_to_do():
    assert free(salon(between("10:00", "10:30"))) == "09:30 10:30"
    assert free(salon(between("09:50", "10:10"))) == "10:30"


def test_buffers_are_work_and_a_wait_has_none():
    with_buffers = Demand(before=10, after=20, waits=(WAIT,))
    assert free(salon(between("10:00", "10:30"), demand=with_buffers)) == "09:30"


def test_a_thing_is_taken_in_the_waits_too():
    demand = Demand(needs_thing=True, waits=(WAIT,))
    chair = Thing(7, busy=[between("10:00", "10:30")])
    assert free(salon(demand=demand, things=[chair])) == "10:30"
    assert free(salon(demand=demand, things=[chair, Thing(8)])) == "09:00 09:30 10:00 10:30"


def test_two_go_into_each_other_and_a_third_does_not():
    known = salon()
    known, _, _ = booked(known, opened(known), at("09:00"), 1)
    assert free(known) == "09:30"
    known, _, _ = booked(known, opened(known), at("09:30"), 1)
    assert free(known) == ""


def test_the_reason_names_the_work_that_is_in_the_way():
    known = opened(salon(between("10:00", "10:45"), between("11:00", "11:15")))
    [reason] = reasons(known, at("09:30"), 1)
    assert (reason.rule, reason.times) == (Rule.BUSY, (between("10:00", "10:45"),))
    assert reason.work == (between("10:30", "11:00"),)
    [plain] = reasons(opened(salon(between("10:00", "10:45"), demand=Demand())), at("09:30"), 1)
    assert plain.work == ()


@pytest.mark.parametrize(("wall", "meets"), [(9 * 60 + 30, False), (9 * 60 + 20, True), (9 * 60 + 40, True)])
def test_classes_meet_in_their_work_alone(wall, meets):
    long, short = Lesson(1, 0, 9 * 60, 90, waits=(WAIT,)), Lesson(1, 0, wall, 30)
    assert lessons_meet(long, short) is lessons_meet(short, long) is meets
