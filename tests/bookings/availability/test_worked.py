"""When people are at work, whatever is booked."""

from bookings.availability import Hours, Interval, Span, minutes_worked, times_worked
from tests.bookings.availability import plain
from tests.bookings.availability.examples import BERLIN, MONDAY, ONE_DAY, at, between, facts, wall, week
from tests.bookings.availability.plain import Facts, Person


def worked(known: Facts, *around: int) -> dict[Interval, int]:
    before, after = around or (0, 0)
    span = Span(BERLIN, MONDAY - before * ONE_DAY, MONDAY + after * ONE_DAY)
    return dict(times_worked(plain.roster(known, span), MONDAY, MONDAY))


def test_times_are_counted_by_how_many_people_work_then() -> None:
    people = [
        Person(1, 60, busy=[between("09:00", "12:00")]),
        Person(2, None),
        Person(3, 60, hours=week("11:00-20:00")),
        Person(4, 60, time_off=[between("09:30", "10:00")]),
        Person(5, 60, hours=Hours()),
    ]
    for around in (0, 0), (30, 9):
        assert worked(facts(people=people), *around) == {
            between("09:00", "12:00"): 2,
            between("11:00", "12:00"): 1,
            between("09:00", "09:30"): 1,
            between("10:00", "12:00"): 1,
        }


def test_a_night_counts_where_it_opens() -> None:
    night = facts(hours=Hours({0: (wall("22:00-02:00"),), 6: (wall("23:00-01:00"),)}))
    assert worked(night) == {Interval(at("22:00"), at("22:00") + 240): 1}


def test_minutes_of_each_person_are_those_of_the_times_in_which_they_work() -> None:
    people = [
        Person(1, 60, busy=[between("09:00", "12:00")]),
        Person(2, None),
        Person(3, 60, hours=week("11:00-20:00")),
        Person(4, 60, time_off=[between("09:30", "10:00")]),
    ]
    known = facts(people=people)
    span = Span(BERLIN, MONDAY - 3 * ONE_DAY, MONDAY + 9 * ONE_DAY)
    roster = plain.roster(known, span)
    pieces = [(MONDAY - 3 * ONE_DAY, MONDAY - ONE_DAY), (MONDAY, MONDAY), (MONDAY + ONE_DAY, MONDAY + 9 * ONE_DAY)]
    found = minutes_worked(roster, pieces)
    for n, (first, last) in enumerate(pieces):
        times = times_worked(roster, first, last)
        assert sum(minutes[n] for minutes in found.values()) == sum(t.length * count for t, count in times.items())
    assert [found[person][1] for person in (1, 2, 3, 4)] == [180, 180, 60, 150]


def test_minutes_of_a_night_count_where_it_opens() -> None:
    night = facts(hours=Hours({0: (wall("22:00-02:00"),)}))
    roster = plain.roster(night, Span(BERLIN, MONDAY, MONDAY + ONE_DAY))
    assert list(minutes_worked(roster, [(MONDAY, MONDAY), (MONDAY + ONE_DAY, MONDAY + ONE_DAY)]).values()) == [[240, 0]]
