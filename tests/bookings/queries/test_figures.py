"""The figures of a business: what is counted, on which date and in which hour, and nothing of the neighbour's."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings import operations, queries
from bookings.models import Appointment
from businesses.models import Service, StaffMember
from tests import factories
from tests.factories import NOW, at

TODAY = dt.date(2026, 11, 20)  # a Friday
PAST = dt.date(2026, 11, 17)  # the Tuesday before it
EARLIER = dt.timedelta(days=3)


def took(shop, service, day=PAST, clock="10:00", *, before=EARLIER, policy=operations.STAFF, **how):
    """A booking of some date, made so long before its start."""
    starts_at = at(shop, day, clock)
    taker = operations.Taker("dashboard", "dashboard:olive")
    return factories.book(shop, service, day, clock, now=starts_at - before, taker=taker, policy=policy, **how)


def figures(shop, **how):
    return queries.figures(shop.business, now=NOW, **how)


def day_of(found, date):
    return next(day for day in found.days if day.date == date)


def cell_of(found, weekday, hour):
    return found.cells[weekday * 24 + hour]


def leads_of(found):
    return {lead.words: lead.count for lead in found.leads if lead.count}


def test_ninety_dates_end_with_today_and_all_are_there_however_empty(elm):
    found = figures(elm)
    assert (found.first, found.last, len(found.days)) == (dt.date(2026, 8, 23), TODAY, 90)
    assert (found.total, found.since) == (0, None)
    assert (found.missed.share, found.cancelled.share) == (None, None)


def test_each_booking_counts_once_on_its_date_by_what_became_of_it(elm):
    by = {"now": NOW, "by": "dashboard:olive"}
    took(elm, "Fade")
    operations.complete(booking=took(elm, "Fade", clock="11:00"), **by)
    operations.no_show(booking=took(elm, "Fade", clock="13:00"), **by)
    operations.cancel(booking=took(elm, "Fade", clock="14:00"), **by)
    took(elm, "Yoga", party_size=3)
    day = day_of(figures(elm), PAST)
    assert (day.kept, day.missed, day.cancelled, day.total) == (3, 1, 1, 5)


def test_what_is_to_come_after_today_what_is_held_and_what_is_older_does_not_count(elm):
    factories.book(elm, "Fade")
    took(elm, "Fade", day=dt.date(2026, 8, 22))
    factories.hold(elm, "Fade", TODAY, "15:00")
    found = figures(elm)
    assert found.total == 0
    took(elm, "Fade", day=dt.date(2026, 8, 24))
    assert figures(elm).total == 1


def test_the_neighbours_rows_have_no_part_in_any_figure(elm, karachi):
    took(karachi, "Haircut")
    empty = figures(elm)
    assert (empty.total, empty.since, list(empty.by_staff), list(empty.by_service)) == (0, None, [], [])
    assert sum(cell.booked_minutes for cell in empty.cells) == 0
    took(elm, "Fade")
    assert figures(elm).total == figures(karachi).total == 1


def test_of_one_person_alone(elm):
    took(elm, "Fade", staff="Maria Gomez")
    took(elm, "Fade", staff="Ana Ruiz")
    found = figures(elm, staff=elm.staff["Maria Gomez"])
    assert found.total == 1
    assert [part.name for part in found.by_staff] == ["Maria Gomez"]
    assert (cell_of(found, 1, 10).booked_minutes, cell_of(found, 1, 9).working_minutes) == (45, 60)


def test_an_hour_is_as_full_as_the_people_who_work_in_it_are_booked(elm):
    took(elm, "Fade", staff="Maria Gomez")
    found = figures(elm)
    ten = cell_of(found, 1, 10)
    assert found.since == PAST
    assert (ten.booked_minutes, ten.working_minutes) == (45, 6 * 60)  # one Tuesday since, six people at work
    assert ten.share == pytest.approx(1 / 8)
    assert cell_of(found, 1, 12).share is None  # the break
    assert cell_of(found, 6, 10).share is None  # Sunday


def test_buffers_fill_the_diary_too_and_time_off_is_no_time_worked(elm):
    elm.staff["Cleo Fox"].time_off.create(
        business=elm.business, starts_at=at(elm, PAST, "09:00"), ends_at=at(elm, PAST, "10:30")
    )
    took(elm, "Color", clock="11:00")
    found = figures(elm, staff=elm.staff["Cleo Fox"])
    assert [cell_of(found, 1, hour).working_minutes for hour in (9, 10, 11, 12, 13)] == [0, 30, 60, 0, 60]
    assert [cell_of(found, 1, hour).booked_minutes for hour in (10, 11, 12, 13)] == [0, 60, 30, 0]


def test_the_minutes_in_which_a_service_waits_are_not_booked_but_those_of_others_in_them_are(elm):
    color = elm.services["Color"]
    Service.objects.filter(pk=color.pk).update(phases=[{"work": 15}, {"wait": 30}, {"work": 15}])
    took(elm, "Color", clock="10:00")  # and half an hour of clearing up
    took(elm, "Advice", clock="10:15")
    found = figures(elm, staff=elm.staff["Cleo Fox"])
    assert [cell_of(found, 1, hour).booked_minutes for hour in (10, 11)] == [60, 30]
    assert [(part.name, part.minutes) for part in found.by_service] == [("Color", 60), ("Advice", 30)]
    assert [part.minutes for part in found.by_staff] == [90]


def test_a_persons_own_hours_and_special_days_count_within_those_of_the_business(elm):
    maria = elm.staff["Maria Gomez"]
    StaffMember.objects.filter(pk=maria.pk).update(own_hours=True)
    maria.working_hours.create(business=elm.business, weekday=1, opens=dt.time(8), closes=dt.time(10, 30))
    elm.business.specialday_set.create(date=TODAY, periods=[["14:00", "15:00"]])
    took(elm, "Fade", clock="09:00", staff="Maria Gomez")
    found = figures(elm, staff=maria)
    assert [cell_of(found, 1, hour).working_minutes for hour in (8, 9, 10, 11)] == [0, 60, 30, 0]
    others = figures(elm)
    assert [cell_of(others, 4, hour).working_minutes for hour in (10, 14)] == [0, 5 * 60]


def test_hours_stay_what_the_clock_on_the_wall_shows_when_it_is_set_back(elm):
    """Chicago sets its clocks back on 1 November 2026."""
    for day in (dt.date(2026, 10, 27), dt.date(2026, 11, 3)):
        took(elm, "Fade", day=day, staff="Maria Gomez")
    found = figures(elm, staff=elm.staff["Maria Gomez"])
    booked = {(c.weekday, c.hour): c.booked_minutes for c in found.cells if c.booked_minutes}
    assert booked == {(1, 10): 90}
    assert {c.hour for c in found.cells if c.working_minutes} == {9, 10, 11, 13, 14, 15, 16, 17, 18}


def test_who_works_through_the_night_of_the_change_works_its_hours_twice(db, now):
    night = factories.load({**factories.KARACHI, "slug": "night", "timezone": "America/Chicago",
                            "hours": {"saturday": [["23:00", "04:00"]]}})  # fmt: skip
    took(night, "Haircut", day=dt.date(2026, 10, 31), clock="23:30")  # half an hour of Saturday
    late = took(night, "Haircut", day=dt.date(2026, 11, 1), clock="00:45")
    early = Appointment.objects.get(pk=late.appointment.pk)  # stretched over both of the hours that read 01:00
    Appointment.objects.filter(pk=early.pk).update(
        busy_until=early.busy_from + 15 + 120 + 30, ends_at=early.starts_at + dt.timedelta(minutes=165)
    )
    found = figures(night)
    assert [cell_of(found, 6, hour).booked_minutes for hour in (0, 1, 2, 3)] == [15, 120, 30, 0]
    assert cell_of(found, 5, 23).booked_minutes == 30
    weeks = [cell_of(found, 6, hour).working_minutes for hour in (0, 1, 2, 3)]
    assert weeks[1] == weeks[0] + 60  # three nights, one of them an hour longer
    assert weeks[0] == weeks[2] == weeks[3]


def test_half_hour_zones_have_their_hours_where_the_clock_shows_them(db, now):
    shop = factories.load({**factories.KARACHI, "slug": "delhi", "timezone": "Asia/Kolkata"})
    took(shop, "Haircut", clock="10:15")
    found = figures(shop)
    assert {(c.weekday, c.hour): c.booked_minutes for c in found.cells if c.booked_minutes} == {(1, 10): 30}
    assert {c.hour for c in found.cells if c.working_minutes} == set(range(10, 20))


def test_a_class_counts_once_among_the_appointments_however_many_guests_it_has(elm):
    took(elm, "Yoga", party_size=2)
    took(elm, "Yoga", party_size=1)
    took(elm, "Fade", staff="Ana Ruiz")
    found = figures(elm)
    yuri, ana = found.by_staff
    assert (yuri.name, yuri.count, yuri.minutes, round(yuri.share, 3)) == ("Yuri Ito", 1, 60, 0.571)
    assert (ana.name, ana.count, ana.minutes) == ("Ana Ruiz", 1, 45)
    assert [part.name for part in found.by_service] == ["Yoga", "Fade"]


def test_missed_is_said_of_what_was_due_until_yesterday_and_cancelled_of_all(elm):
    by = {"now": NOW, "by": "dashboard:olive"}
    operations.no_show(booking=took(elm, "Fade"), **by)
    took(elm, "Fade", clock="11:00")
    operations.cancel(booking=took(elm, "Fade", clock="13:00"), **by)
    took(elm, "Fade", day=TODAY, clock="16:00")
    found = figures(elm)
    assert (found.missed.part, found.missed.whole) == (1, 2)
    assert (found.cancelled.part, found.cancelled.whole) == (1, 4)


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ({"minutes": 0}, "Same day"),
        ({"hours": 10}, "Same day"),  # 10:00, ordered just after midnight
        ({"hours": 10, "minutes": 1}, "1 day"),
        ({"days": 1}, "1 day"),
        ({"days": 2}, "2–3 days"),
        ({"days": 3, "hours": 10}, "2–3 days"),
        ({"days": 4}, "4–7 days"),
        ({"days": 7}, "4–7 days"),
        ({"days": 8}, "8–14 days"),
        ({"days": 15}, "15–30 days"),
        ({"days": 30}, "15–30 days"),  # across the change of the clock
        ({"days": 31}, "Longer"),
        ({"days": 59}, "Longer"),
    ],
)
def test_how_early_is_counted_in_local_dates(elm, before, words):
    took(elm, "Fade", before=dt.timedelta(**before))
    assert leads_of(figures(elm)) == {words: 1}


def test_who_sat_there_before_they_were_noted_came_on_the_same_day(elm):
    took(elm, "Fade", before=-dt.timedelta(hours=1), policy=operations.COUNTER)
    assert leads_of(figures(elm)) == {"Same day": 1}


def test_a_lapsed_hold_fills_no_hour_and_is_nobodys_appointment(elm):
    took(elm, "Fade")
    factories.hold(elm, "Yoga", TODAY, "15:00")
    assert cell_of(figures(elm), 4, 15).booked_minutes == 60
    later = queries.figures(elm.business, now=NOW + dt.timedelta(minutes=11))
    assert cell_of(later, 4, 15).booked_minutes == 0
    assert [part.name for part in later.by_service] == ["Fade"]


def test_the_number_of_queries_does_not_grow_with_what_is_booked(elm):
    took(elm, "Fade", staff="Maria Gomez")
    with CaptureQueriesContext(connection) as few:
        figures(elm)
    for n in range(4):
        for clock in ("11:00", "13:00", "15:00"):
            took(elm, "Fade", day=PAST - dt.timedelta(days=7 * n), clock=clock)
            took(elm, "Yoga", day=PAST - dt.timedelta(days=7 * n), clock=clock)
    with CaptureQueriesContext(connection) as many:
        figures(elm)
    assert len(few) == len(many) <= 8
