"""Which offered starts are free, and for whom: tables made by hand."""

import dataclasses
import datetime as dt
from typing import Any

from bookings.availability import COUNTER, Hours, Rules
from tests.bookings.availability.examples import (
    BERLIN,
    MONDAY,
    ONE_DAY,
    at,
    between,
    facts,
    free,
    labels,
    opened,
    wall,
    week,
)
from tests.bookings.availability.plain import Demand, Facts, Group, Lesson, Person, Thing


def test_who_does_not_perform_the_service_offers_nothing() -> None:
    openings = opened(facts(people=[Person(1, None), Person(2, 60)]))
    assert openings.offered(MONDAY, 1) == []
    assert openings.free_people(at("09:00")) == [2]


def test_appointments_block_half_open_with_the_buffers_of_both() -> None:
    # the busy time has the buffers of its own appointment in it
    assert free(facts(people=[Person(1, 60, busy=[between("10:00", "10:30")])])) == "09:00 10:30 11:00"
    shop = facts(demand=Demand(before=5, after=10), people=[Person(1, 30, busy=[between("10:00", "10:30")])])
    assert free(shop) == "09:00 11:00 11:30"


def test_buffers_reach_outside_opening_hours_and_time_off() -> None:
    away = [between("07:00", "09:00")]
    assert free(facts(demand=Demand(60, 60), people=[Person(1, 60, time_off=away)])) == "09:00 09:30 10:00 10:30 11:00"


def test_a_person_works_their_own_hours_cut_to_the_periods() -> None:
    people = [Person(1, 60, hours=week("08:00-10:00")), Person(2, 60, hours=week("11:00-20:00"))]
    shop = facts(people=people)
    assert free(shop) == "09:00 11:00"
    assert opened(shop).free_people(at("11:00")) == [2]
    assert labels(opened(shop), opened(shop).offered(MONDAY, 2)) == "09:00 09:30 10:00 10:30 11:00"


def test_a_night_shift_goes_on_after_midnight_where_the_business_never_closes() -> None:
    shifts = Hours({0: (wall("22:00-06:00"),)})
    openings = opened(facts(hours=week("00:00-00:00"), people=[Person(1, 60, hours=shifts)]), MONDAY, MONDAY + ONE_DAY)
    assert labels(openings, openings.free(MONDAY)) == "22:00 22:30 23:00 23:30"
    assert openings.count(MONDAY + ONE_DAY) == 11


def test_time_off_takes_what_it_touches() -> None:
    assert free(facts(people=[Person(1, 60, time_off=[between("10:15", "10:20")])])) == "09:00 10:30 11:00"


def test_each_person_takes_their_own_time_for_the_service() -> None:
    openings = opened(facts(people=[Person(1, 60), Person(2, 120)]))
    assert labels(openings, openings.offered(MONDAY)) == "09:00 09:30 10:00 10:30 11:00"
    assert labels(openings, openings.offered(MONDAY, 2)) == "09:00 09:30 10:00"
    assert openings.free_people(at("10:30")) == [1]
    assert (openings.count(MONDAY), openings.count(MONDAY, 2)) == (5, 3)


def test_an_appointment_under_way_still_blocks() -> None:
    people = [Person(1, 30, busy=[between("08:00", "10:00")])]
    assert free(facts(people=people), now=dt.datetime(2026, 5, 4, 9, 10, tzinfo=BERLIN)) == "10:00 10:30 11:00 11:30"


# Things


def test_a_needed_thing_must_be_free_where_the_person_works_with_buffers() -> None:
    people = [Person(1, 60, place=1), Person(2, 60, place=2)]
    things = [Thing(7, 1, [between("10:00", "12:00")]), Thing(8, 2, [between("09:00", "11:00")])]
    shop = facts(people=people, things=things, demand=Demand(after=10, needs_thing=True))
    assert free(shop) == "11:00"
    openings = opened(shop)
    assert openings.free_things(at("09:00"), 1) == []
    assert openings.free_things(at("11:00"), 2) == [8]
    assert free(facts(people=people, demand=Demand(needs_thing=True))) == ""


# Groups


def test_a_group_with_places_is_free_and_its_teacher_is_not_for_other_starts() -> None:
    people = [Person(1, 60, busy=[between("10:00", "11:00")])]
    shop = facts(people=people, demand=Demand(capacity=4), groups=[Group(5, 1, at("10:00"), left=2)])
    assert free(shop) == "09:00 10:00 11:00"
    assert free(shop, party=2) == "09:00 10:00 11:00"
    assert free(shop, party=3) == "09:00 11:00"  # a party is never split
    assert free(shop, party=5) == ""
    openings = opened(shop)
    assert (openings.free_people(at("10:00")), openings.openers(at("10:00"))) == ([1], [])
    assert [group.key for group in openings.joinable(at("10:00"))] == [5]


def test_a_group_off_the_grid_is_not_offered() -> None:
    shop = facts(demand=Demand(capacity=4), groups=[Group(5, 1, at("10:10"), left=2)])
    assert opened(shop).joinable(at("10:10")) == []
    assert [group.key for group in opened(shop, policy=COUNTER).joinable(at("10:10"))] == [5]


# The timetable


def yoga(*lessons: Lesson, **changed: Any) -> Facts:
    changed = {"demand": Demand(capacity=4, timetabled=True), **changed}
    return facts(hours=week("09:00-12:00", "18:00-21:00"), lessons=lessons, **changed)


def test_a_timetabled_service_has_the_starts_of_the_timetable_and_no_others() -> None:
    clocks = [615, 1085, 690, 720]  # 11:30 and 12:00 are not in opening hours with the whole hour
    studio = yoga(*(Lesson(1, 0, clock, 60) for clock in clocks), Lesson(1, 1, 600, 60))
    assert free(studio) == "10:15 18:05"
    assert labels(opened(studio), opened(studio).offered(MONDAY)) == "10:15 18:05"
    assert free(studio, MONDAY + ONE_DAY) == "10:00"


def test_a_lesson_is_given_from_its_first_date_to_its_last_but_for_those_skipped() -> None:
    lesson = Lesson(1, 0, 600, 60, first=MONDAY, last=MONDAY + 21 * ONE_DAY, skipped=frozenset({MONDAY + 7 * ONE_DAY}))
    openings = opened(yoga(lesson), MONDAY - 3 * ONE_DAY, MONDAY + 40 * ONE_DAY)
    days = [MONDAY + 7 * n * ONE_DAY for n in range(-1, 6)]
    assert [openings.count(day) for day in days] == [0, 1, 0, 1, 1, 0, 0]


def test_a_lesson_after_midnight_stands_under_the_night_it_belongs_to() -> None:
    studio = facts(
        hours=Hours({0: (wall("22:00-03:00"),)}),
        lessons=[Lesson(1, 1, 60, 60), Lesson(1, 0, 60, 60)],  # Tuesday 01:00; Monday 01:00 is in nobody's hours
        demand=Demand(timetabled=True),
    )
    openings = opened(studio, MONDAY, MONDAY + ONE_DAY)
    assert openings.free(MONDAY) == [at("01:00", MONDAY + ONE_DAY)]
    assert openings.free(MONDAY + ONE_DAY) == []


def test_only_the_teacher_of_the_timetable_gives_a_lesson() -> None:
    studio = yoga(Lesson(1, 0, 600, 60), people=[Person(1, 60), Person(2, 60)])
    assert opened(studio).free_people(at("10:00")) == [1]
    assert opened(studio).offered(MONDAY, 2) == []


def test_a_class_of_another_service_takes_its_teacher_and_a_thing() -> None:
    pilates = Lesson(2, 0, 600, 60, own=False, before=10, needs_thing=True)
    shop = facts(
        people=[Person(1, 30), Person(2, 30)], things=[Thing(7)], lessons=[pilates], demand=Demand(needs_thing=True)
    )
    assert free(shop) == "09:00 11:00 11:30"
    assert free(facts(people=[Person(1, 30), Person(2, 30)], lessons=[pilates])).count(":") == 6
    assert opened(facts(people=[Person(1, 30), Person(2, 30)], lessons=[pilates])).free_people(at("10:00")) == [1]


def test_a_class_that_needs_no_thing_takes_none() -> None:
    pilates = Lesson(2, 0, 600, 60, own=False)
    shop = facts(people=[Person(1, 60), Person(2, 60)], things=[Thing(7)], lessons=[pilates])
    assert opened(dataclasses.replace(shop, demand=Demand(needs_thing=True))).free_people(at("10:00")) == [1]


def test_classes_get_their_things_in_order_of_time() -> None:
    later, sooner = (Lesson(n, 0, clock, 60, own=False, needs_thing=True) for n, clock in ((2, 630), (3, 600)))
    shop = facts(
        people=[Person(1, 30), Person(2, None), Person(3, None)],
        things=[Thing(7), Thing(8, busy=[between("10:00", "10:30")])],
        lessons=[later, sooner],  # the sooner can have 7 only, so the later has 8
        demand=Demand(needs_thing=True),
    )
    assert free(shop) == "09:00 09:30 11:00 11:30"


def test_a_class_that_has_its_appointment_takes_no_second_thing() -> None:
    pilates = Lesson(2, 0, 600, 60, own=False, needs_thing=True)
    taken = between("10:00", "11:00")
    shop = facts(
        people=[Person(1, 60), Person(2, 60, busy=[taken])],
        things=[Thing(7), Thing(8, busy=[taken])],
        lessons=[pilates],
        demand=Demand(needs_thing=True),
    )
    assert opened(shop).free_people(at("10:00")) == [1]
    assert opened(shop).free_things(at("10:00"), 1) == [7]


def test_a_class_takes_nothing_when_its_teacher_is_away_or_the_house_is_closed() -> None:
    class_ = Lesson(1, 0, 600, 60, own=False)
    assert free(facts(lessons=[class_])) == "09:00 11:00"
    away = [Person(1, 60, time_off=[between("10:30", "10:31")])]
    assert opened(facts(people=away, lessons=[class_])).free_people(at("09:30")) == [1]
    split = week("09:00-10:30", "10:45-12:00")
    assert free(facts(hours=split, lessons=[class_])) == "09:00 09:30 10:45"
    assert free(facts(hours=week("09:00-10:30", "10:30-12:00"), lessons=[class_])) == "09:00 11:00"  # it runs on


def test_a_class_of_the_evening_before_is_judged_as_a_whole() -> None:
    sunday = MONDAY - ONE_DAY
    hours = Hours(special={sunday - ONE_DAY: (wall("22:00-22:00"),), MONDAY: (wall("00:00-02:00"),)})
    evening = Lesson(1, 6, 20 * 60, 90, own=False, after=180)  # from 20:00 to 21:30, and busy until 00:30
    for away, expected in ([], "01:00"), ([between("20:00", "20:10", sunday)], "00:00 01:00"):
        people = [Person(1, 60, time_off=away)]
        assert free(facts(hours=hours, people=people, lessons=[evening], rules=Rules(0, 9, 60))) == expected


def test_a_class_on_the_next_date_blocks_the_buffer_of_a_late_night() -> None:
    late = Lesson(1, 2, 30, 60, own=False, before=15)  # Wednesday 00:30, in Tuesday's period
    bar = facts(hours=week("23:00-23:00"), lessons=[late], demand=Demand(after=120), rules=Rules(0, 9, 60))
    openings = opened(bar, MONDAY)  # Monday's last start is Tuesday 22:00, its buffer ends at 01:00
    assert labels(openings, openings.free(MONDAY))[-5:] == "21:00"


def test_a_class_that_only_a_long_buffer_reaches_is_judged_as_a_whole() -> None:
    hours = Hours({0: (wall("23:59-23:59"),), **{day: (wall("00:00-00:00"),) for day in range(1, 7)}})
    class_ = Lesson(1, 4, 23 * 60, 1440, own=False, before=1440)  # from Friday 23:00, and busy from Thursday 23:00
    saturday = MONDAY + 5 * ONE_DAY
    for away, expected in ([], 47), ([between("22:00", "22:30", saturday)], 48):
        people = [Person(1, 1440, time_off=away)]
        shop = facts(hours=hours, people=people, lessons=[class_], demand=Demand(after=1440))
        assert free(shop).count(":") == expected


# The house books for itself


def test_at_any_time_only_time_off_and_appointments_are_in_the_way() -> None:
    people = [Person(1, 60, time_off=[between("06:00", "07:00")], busy=[between("10:00", "11:00")])]
    openings = opened(facts(people=people), policy=COUNTER, now=dt.datetime(2026, 6, 1, tzinfo=BERLIN))
    for clock, expected in [
        ("03:03", [1]),
        ("05:00", [1]),
        ("05:01", []),
        ("07:00", [1]),
        ("10:59", []),
        ("23:59", [1]),
    ]:
        assert openings.is_offered(at(clock))
        assert openings.free_people(at(clock)) == expected
    assert openings.count(MONDAY) == 1440 - 119 - 119
    assert not openings.is_offered(at("00:00", MONDAY + ONE_DAY))


def test_at_any_time_a_class_outside_the_hours_is_still_not_held() -> None:
    people = [Person(1, 60, hours=week("09:00-11:00"))]
    classes = [Lesson(1, 0, clock, 60, own=False) for clock in (360, 600, 660)]
    openings = opened(facts(people=people, lessons=classes), policy=COUNTER)
    assert [openings.free_people(at(clock)) for clock in ("06:00", "10:00", "11:00")] == [[1], [], [1]]
