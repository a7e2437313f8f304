"""The starts of an ordinary week, by the weekly hours alone."""

import datetime as dt

from hypothesis import given

from bookings.availability import Hours, Interval, Rota, Weekly, weekly_starts
from tests.bookings.availability import plain
from tests.bookings.availability.calendars import Case, cases
from tests.bookings.availability.examples import MONDAY, facts, wall, week
from tests.bookings.availability.plain import Demand, Facts, Lesson, Person
from tests.bookings.availability.test_properties import anyhow

NOON = Interval(12 * 60, 13 * 60)


def weekly(known: Facts, since: dt.date | None = None) -> list[Weekly]:
    """What the kernel says of the facts."""
    offers = plain.offers(known, MONDAY, MONDAY, now=dt.datetime(2026, 5, 1, tzinfo=dt.UTC))
    roster = offers.roster
    return weekly_starts(
        known.hours,
        known.rules.step_minutes,
        roster.people.values(),
        offers.performers.values(),
        offers.demand,
        roster.lessons,
        since,
    )


def clocks(found: list[Weekly], weekday: int = 0) -> str:
    return " ".join(
        f"{each.wall // 60:02}:{each.wall % 60:02}x{each.places}" for each in found if each.weekday == weekday
    )


def test_each_start_has_the_places_of_all_whose_hours_cover_it() -> None:
    early = Person(2, 60, hours=week("09:00-10:30"))
    assert clocks(weekly(facts(people=[Person(1, 60), early], demand=Demand(capacity=3)))) == (
        "09:00x6 09:30x6 10:00x3 10:30x3 11:00x3"
    )


def test_special_days_time_off_and_bookings_play_no_part() -> None:
    away = Person(
        1, 60, hours=Hours(week("09:00-11:00").weekly, {MONDAY: ()}), busy=[NOON], time_off=[Interval(0, 10**9)]
    )
    shop = facts(people=[away], hours=Hours(week("09:00-12:00").weekly, {MONDAY: ()}))
    assert clocks(weekly(shop)) == "09:00x1 09:30x1 10:00x1"


def test_a_start_after_midnight_lies_on_the_date_it_has() -> None:
    night = facts(hours=Hours({6: (wall("23:00-01:00"),)}))
    assert (clocks(weekly(night), 6), clocks(weekly(night), 0)) == ("23:00x1 23:30x1", "00:00x1")


def test_a_timetable_gives_its_own_starts_every_week() -> None:
    lesson = Lesson(1, 0, 615, 60, first=MONDAY + dt.timedelta(days=70), skipped=frozenset({MONDAY}))
    assert clocks(weekly(facts(demand=Demand(capacity=4, timetabled=True), lessons=[lesson]))) == "10:15x4"


def test_who_never_works_has_none() -> None:
    assert weekly(facts(people=[Person(1, 60, hours=Hours())])) == []


def test_weeks_that_take_turns_give_the_starts_of_each_and_never_one_of_both_together() -> None:
    weeks = ({0: (wall("09:00-10:30"),)}, {0: (wall("10:30-12:00"),), 2: (wall("09:00-10:00"),)})
    turns = Person(1, 60, hours=Hours({}, {}, (Rota(MONDAY, weeks),)))
    found = weekly(facts(people=[turns, Person(2, 60, hours=week("10:00-11:00"))]))
    assert (clocks(found), clocks(found, 2)) == ("09:00x1 09:30x1 10:00x1 10:30x1 11:00x1", "09:00x1 10:00x1")


def test_two_whose_turns_never_meet_count_both() -> None:
    one, two = ({0: (wall("09:00-10:00"),)}, {}), ({}, {0: (wall("09:00-10:00"),)})
    people = [Person(n, 60, hours=Hours({}, {}, (Rota(MONDAY, weeks),))) for n, weeks in enumerate((one, two))]
    assert clocks(weekly(facts(people=people))) == "09:00x2"


def test_weeks_that_are_over_are_left_out_for_who_says_since_when() -> None:
    changed = Rota(MONDAY, ({0: (wall("11:00-12:00"),)},))
    shop = facts(people=[Person(1, 60, hours=Hours(week("09:00-10:00").weekly, {}, (changed,)))])
    assert clocks(weekly(shop)) == "09:00x1 11:00x1"
    assert clocks(weekly(shop, since=MONDAY)) == "11:00x1"
    assert clocks(weekly(shop, since=MONDAY - dt.timedelta(days=1))) == "09:00x1 11:00x1"


@anyhow
@given(cases())
def test_an_ordinary_week_of_a_quiet_house_offers_just_these(case: Case) -> None:
    """Without special days, classes, time off and clock changes the kernel lists the same starts on every date."""
    people = [
        Person(who.key, who.length, hours=who.hours and Hours(who.hours.weekly), place=who.place)
        for who in case.facts.people
    ]
    quiet = facts(
        "UTC",
        hours=Hours(case.facts.hours.weekly),
        people=people,
        rules=case.facts.rules,
        demand=Demand(capacity=case.facts.demand.capacity),
    )
    openings = plain.openings(quiet, MONDAY, MONDAY + dt.timedelta(days=13), now=dt.datetime(2026, 5, 1, tzinfo=dt.UTC))
    listed = {
        (start // 1440 + 3) % 7 * 1440 + start % 1440  # 1970 began on a Thursday
        for n in range(-1, 13)
        for start in openings.free(MONDAY + dt.timedelta(days=n))
    }
    if quiet.rules.window_days >= 30:
        assert {each.weekday * 1440 + each.wall for each in weekly(quiet)} == listed
