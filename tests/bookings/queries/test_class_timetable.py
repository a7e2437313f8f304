"""The classes of some dates: who gives them, what is left, and that asking costs the same, however many there are."""

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings import operations, queries
from bookings.queries.memory import memory
from tests.bookings.operations.desk import NOW, OVER, TAKER, book, hold, house, school
from tests.factories import DAY, at

WEEK = dt.timedelta(days=6)
YOGA = {"name": "Yoga", "duration_minutes": 60, "price": "12.00", "capacity": 3, "starts": "timetable"}


def classes(shop, *, first=DAY, last=None, now=NOW, **how):
    """The classes of a week in short: day, time, service, teacher, places left and in all."""
    found = queries.class_timetable(shop.business, first=first, last=last or first + WEEK, now=now, **how)
    return [
        f"{each.starts_at.astimezone(shop.business.zone):%a %H:%M} {each.service.name} {each.staff.name} "
        f"{each.places_left}/{each.places}"
        for each in found
    ]


def test_a_class_says_who_when_how_long_and_for_how_much(db):
    shop = school()
    (found,) = queries.class_timetable(shop.business, first=DAY, last=DAY + WEEK, now=NOW)
    assert (found.date, found.minutes, found.price) == (DAY, 60, 12)
    assert found.ends_at - found.starts_at == dt.timedelta(hours=1)
    assert classes(shop) == ["Tue 10:15 Yoga Yuri 3/3"]


def test_places_that_others_have_or_hold_are_not_left(db):
    shop = school()
    book(shop, "Yoga", "10:15", party_size=1)
    hold(shop, "Yoga", "10:15", party_size=1)
    assert classes(shop) == ["Tue 10:15 Yoga Yuri 1/3"]
    assert classes(shop, now=OVER) == ["Tue 10:15 Yoga Yuri 2/3"]


def test_a_full_class_is_listed(db):
    shop = school()
    book(shop, "Yoga", "10:15", party_size=3)
    assert classes(shop) == ["Tue 10:15 Yoga Yuri 0/3"]


def test_the_guests_own_hold_does_not_count(db):
    shop = school()
    held, _ = hold(shop, "Yoga", "10:15", party_size=3)
    assert classes(shop, wanted=queries.Wanted(moving=held, party_size=3)) == ["Tue 10:15 Yoga Yuri 3/3"]


def test_a_class_whose_teacher_is_away_or_elsewhere_is_not_held(db):
    away = {"name": "Zoe", "services": ["Yoga"], "time_off": [{"from": "2026-11-24T00:00", "to": "2026-11-25T00:00"}]}
    timetable = [{"service": "Yoga", "weekday": day, "time": "10:00", "staff": "Zoe"} for day in ("tuesday", "friday")]
    assert classes(house([YOGA], [away], timetable=timetable)) == ["Fri 10:00 Yoga Zoe 3/3"]


def test_dates_outside_the_window_and_starts_that_are_over_have_none(db):
    shop = school()
    assert classes(shop, first=DAY - 7 * dt.timedelta(days=1)) == []
    assert classes(shop, first=DAY + dt.timedelta(days=70)) == []
    assert classes(shop, last=DAY, now=NOW + dt.timedelta(days=4, hours=3)) == []


def test_two_teachers_at_the_same_time_are_two_classes(db):
    staff = [{"name": name, "services": ["Yoga"]} for name in ("Zoe", "Yuri")]
    timetable = [{"service": "Yoga", "weekday": "tuesday", "time": "10:00", "staff": each["name"]} for each in staff]
    shop = house([YOGA], staff, timetable=timetable)
    assert classes(shop) == ["Tue 10:00 Yoga Zoe 3/3", "Tue 10:00 Yoga Yuri 3/3"]
    assert classes(shop, wanted=queries.Wanted(shop.staff["Zoe"])) == ["Tue 10:00 Yoga Zoe 3/3"]


def test_only_services_that_somebody_gives_by_the_timetable_are_classes(db):
    unused = {**YOGA, "name": "Pilates"}
    shop = house([YOGA, unused, {**YOGA, "name": "Gym", "starts": "grid"}], [{"name": "Zoe", "services": ["Yoga"]}])
    assert queries.class_services(shop.business, now=NOW) == [shop.services["Yoga"]]


def test_a_class_that_the_house_planned_stands_among_them(db):
    shop = house([{**YOGA, "starts": "grid"}], [{"name": "Zoe", "services": ["Yoga"]}])
    assert classes(shop) == []
    start = at(shop, DAY, "10:20")
    wish = operations.one(shop.business, shop.services["Yoga"], start, staff=shop.staff["Zoe"], policy=operations.STAFF)
    operations.plan_class(wish=wish, taker=TAKER, now=NOW)
    assert classes(shop) == ["Tue 10:20 Yoga Zoe 3/3"]
    book(shop, "Yoga", "10:20", party_size=2)
    assert classes(shop) == ["Tue 10:20 Yoga Zoe 1/3"]


def test_it_costs_the_same_however_many_services_and_teachers_there_are(db):
    costs = []
    for count in (1, 6):
        services = [{**YOGA, "name": f"Class {n}"} for n in range(count)]
        staff = [{"name": f"Teacher {n}", "services": [f"Class {n}"]} for n in range(count)]
        timetable = [
            {"service": f"Class {n}", "weekday": "tuesday", "time": "10:00", "staff": f"Teacher {n}"}
            for n in range(count)
        ]
        shop = house(services, staff, slug=f"small-{count}", timetable=timetable)
        memory.forget()
        with CaptureQueriesContext(connection) as found:
            assert len(classes(shop)) == count
        costs.append(len(found))
    assert costs[0] == costs[1] <= 7, costs
