"""One booking of a series moves, that one and all after it, or all to come: as far on the wall, or not at all."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings import errors, operations
from bookings.models import Booking, Event, Series
from bookings.recurrence import Recurrence
from tests.bookings.operations import desk
from tests.bookings.operations.courses import ONE_DAY, WEEK, course, told, when
from tests.factories import DAY, NOW

pytestmark = pytest.mark.django_db

LATER = NOW + desk.MINUTE
THIS, AFTER, ALL = Series.Scope.THIS, Series.Scope.AFTER, Series.Scope.ALL


def move(shop, booking, clock, scope, day=None, **how):
    start = desk.at(shop, day or booking.starts_at.astimezone(shop.business.zone).date(), clock)
    kept = {"now": LATER, "by": "dashboard:olive"}
    return operations.move_series(booking=booking, starts_at=start, scope=scope, **kept, **how)


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (THIS, ["11-24 10:00", "12-01 10:00", "12-08 15:00", "12-15 10:00", "12-22 10:00"]),
        (AFTER, ["11-24 10:00", "12-01 10:00", "12-08 15:00", "12-15 15:00", "12-22 15:00"]),
        (ALL, ["11-24 15:00", "12-01 15:00", "12-08 15:00", "12-15 15:00", "12-22 15:00"]),
    ],
)
def test_as_many_move_as_the_scope_takes(elm, scope, expected):
    bookings = course(elm)
    found = move(elm, bookings[2], "15:00", scope)
    assert when(elm, bookings) == expected
    moved = [n for n, each in enumerate(expected) if each.endswith("15:00")]
    assert told(Event.Type.MOVED) == moved == [booking.series_index for booking in found]


def test_each_keeps_its_series_its_index_and_the_start_that_it_had(elm):
    bookings = course(elm)
    before = list(Booking.objects.order_by("pk").values_list("series", "series_index", "series_starts_at"))
    move(elm, bookings[1], "15:00", AFTER)
    assert list(Booking.objects.order_by("pk").values_list("series", "series_index", "series_starts_at")) == before
    assert Series.objects.count() == 1


def test_days_are_added_too_and_no_booking_stands_in_the_way_of_the_one_before_it(elm):
    bookings = course(elm, frequency="DAILY", count=4)
    move(elm, bookings[0], "10:00", ALL, DAY + ONE_DAY)
    assert when(elm, bookings) == ["11-25 10:00", "11-26 10:00", "11-27 10:00", "11-28 10:00"]


def test_a_series_moves_forth_and_back_over_its_own_times(elm):
    bookings = course(elm, frequency="DAILY", count=4)
    move(elm, bookings[0], "10:15", ALL)
    move(elm, bookings[0], "09:45", ALL)
    move(elm, bookings[3], "10:00", ALL, DAY)
    assert when(elm, bookings) == ["11-21 10:00", "11-22 10:00", "11-23 10:00", "11-24 10:00"]


def test_the_wall_time_moves_alike_on_both_sides_of_a_clock_change(elm):
    bookings = course(elm, day=dt.date(2027, 3, 9), count=3)
    move(elm, bookings[0], "14:30", ALL, dt.date(2027, 3, 10))
    assert when(elm, bookings) == ["03-10 14:30", "03-17 14:30", "03-24 14:30"]


def test_one_that_was_moved_before_moves_as_far_as_the_others(elm):
    bookings = course(elm, count=3)
    move(elm, bookings[1], "12:00", THIS)
    move(elm, bookings[0], "11:00", ALL)
    assert when(elm, bookings) == ["11-24 11:00", "12-01 13:00", "12-08 11:00"]


def test_what_is_over_or_cancelled_stays(elm):
    bookings = course(elm, count=4)
    operations.cancel(booking=bookings[2], now=NOW, by="x")
    now = bookings[0].starts_at + desk.MINUTE
    start = desk.at(elm, DAY + WEEK, "15:00")
    operations.move_series(booking=bookings[1], starts_at=start, scope=ALL, now=now, by="x")
    assert when(elm, bookings) == ["11-24 10:00", "12-01 15:00", "12-08 10:00", "12-15 15:00"]


def test_every_start_that_cannot_be_had_is_named_and_nothing_moves(elm):
    bookings = course(elm)
    for n in (1, 3):
        desk.book(elm, "Trim", "15:00", DAY + n * WEEK, staff="Maria Gomez")
    before, versions = desk.everything(), desk.versions(elm)
    with pytest.raises(errors.SeriesTaken) as refused:
        move(elm, bookings[0], "15:00", ALL)
    assert refused.value.starts == [desk.at(elm, DAY + n * WEEK, "15:00") for n in (1, 3)]
    assert (desk.everything(), desk.versions(elm)) == (before, versions)


def test_somebody_else_serves_all_of_them(elm):
    bookings = course(elm, count=3)
    move(elm, bookings[1], "10:00", AFTER, staff=elm.staff["Ana Ruiz"])
    assert [desk.fresh(each).staff.name for each in bookings] == ["Maria Gomez", "Ana Ruiz", "Ana Ruiz"]


def test_the_events_say_where_each_was_and_the_first_names_all_of_them(elm):
    bookings = course(elm, count=3)
    move(elm, bookings[1], "15:00", AFTER)
    events = [desk.last_event(each) for each in bookings[1:]]
    assert [event.facts["previous"]["places"][0]["starts_at"] for event in events] == [
        each.starts_at.isoformat() for each in bookings[1:]
    ]
    keys = [each.pk for each in bookings[1:]]
    assert [event.facts["together"] for event in events] == [{"first": True, "bookings": keys}, {"first": False}]
    assert [event.sequence for event in events] == [2, 2]


def test_one_alone_moves_as_any_booking_does(elm):
    bookings = course(elm, count=3)
    move(elm, bookings[1], "15:00", THIS)
    assert "together" not in desk.last_event(bookings[1]).facts


def test_where_nothing_would_change_nothing_happens(elm):
    bookings = course(elm, count=3)
    move(elm, bookings[0], "10:00", ALL)
    assert told(Event.Type.MOVED) == []


def test_a_guest_moves_none_once_it_is_too_late_for_one(elm):
    elm.business.cancel_notice_minutes = 24 * 60
    elm.business.save()
    bookings = course(elm, count=3)
    policy = operations.GUEST
    with pytest.raises(errors.TooLate):
        operations.move_series(
            booking=bookings[0],
            starts_at=desk.at(elm, DAY, "15:00"),
            scope=AFTER,
            now=bookings[0].starts_at - 60 * desk.MINUTE,
            by="guest",
            policy=policy,
        )
    assert told(Event.Type.MOVED) == []


def test_a_booking_that_is_settled_moves_nothing(elm):
    bookings = course(elm, count=3)
    operations.cancel(booking=bookings[0], now=NOW, by="x")
    with pytest.raises(errors.WrongStatus):
        move(elm, bookings[0], "15:00", ALL)
    assert told(Event.Type.MOVED) == []


def test_a_booking_that_changed_since_it_was_looked_at_is_not_moved(elm):
    bookings = course(elm, count=2)
    with pytest.raises(errors.ChangedMeanwhile):
        move(elm, bookings[0], "15:00", ALL, seen=7)
    move(elm, bookings[0], "15:00", ALL, seen=1)


def test_a_course_in_groups_leaves_each_and_joins_or_opens_the_next():
    shop = desk.studio()
    bookings = course(shop, "Yoga", frequency="DAILY", count=3, staff="Yuri", policy=operations.GUEST)
    other = desk.book(shop, "Yoga", day=DAY + ONE_DAY, staff="Yuri")
    assert desk.fresh(other).appointment.pk == desk.fresh(bookings[1]).appointment.pk
    move(shop, bookings[0], "10:00", ALL, DAY + ONE_DAY)
    assert when(shop, bookings) == ["11-25 10:00", "11-26 10:00", "11-27 10:00"]
    assert desk.fresh(bookings[0]).appointment.pk == desk.fresh(other).appointment.pk
    assert desk.fresh(other).appointment.places_taken == 2


def test_visits_of_a_series_move_whole(elm):
    parts = [
        operations.Part(elm.services["Trim"], desk.at(elm, DAY, "13:00")),
        operations.Part(elm.services["Color"], operations.Then()),
    ]
    wish = operations.Wish(elm.business, parts, operations.STAFF)
    rule = Recurrence("DAILY", count=3)
    order = operations.Order(desk.GUEST, desk.TAKER)
    found = [each for [each] in operations.book_series(wish=wish, recurrence=rule, orders=[order], now=NOW)]
    move(elm, found[0], "14:00", ALL, DAY + ONE_DAY)
    for n, booking in enumerate(found, 1):
        starts = [place.appointment.starts_at for place in desk.fresh(booking).places.all()]
        assert starts == [desk.at(elm, DAY + n * ONE_DAY, clock) for clock in ("14:00", "14:30")]


def test_a_booking_of_no_series_moves_alone(elm):
    booking = desk.book(elm, "Fade")
    move(elm, booking, "15:00", ALL)
    assert when(elm, [booking]) == ["11-24 15:00"]


def test_reads_do_not_grow_with_the_series(elm):
    counts = []
    for clock, count in (("08:00", 4), ("20:00", 12)):
        bookings = course(elm, clock=clock, count=count)
        with CaptureQueriesContext(connection) as captured:
            move(elm, bookings[0], clock.replace(":00", ":30"), ALL)
        counts.append(sum(each["sql"].startswith("SELECT") for each in captured))
    assert counts[0] == counts[1]
