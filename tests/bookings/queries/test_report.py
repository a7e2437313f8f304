"""A report: what is counted in it, for whom, on which date, and beside what."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings import operations, queries
from bookings.models import Booking
from bookings.queries import Dates, Grain
from businesses import diary
from businesses.models import Service, StaffMember
from tests import factories
from tests.bookings.queries.test_figures import PAST, TODAY, took
from tests.factories import NOW, at

BY = {"now": NOW, "by": "dashboard:olive"}
WEEK = Dates(dt.date(2026, 11, 14), TODAY)
LAST_WEEK = dt.date(2026, 11, 10)  # the Tuesday before PAST


def report(shop, dates=WEEK, **how):
    return queries.report(queries.Scope(business=shop.business, dates=dates, grain=Grain.DAY, **how), now=NOW)


def line(found, key):
    return next(each for each in found.lines if each.key == key.pk)


def on(found, day):
    return next(each for each in found.lines if found.pieces[each.key].first == day)


def guest(name):
    return operations.Guest(name=name, email=f"{name.lower()}@example.com")


def outcomes(each):
    return each.came, each.open, each.missed, each.cancelled


def test_every_booking_counts_once_by_what_became_of_it(elm):
    took(elm, "Fade")
    operations.complete(booking=took(elm, "Trim", clock="11:00"), **BY)
    operations.no_show(booking=took(elm, "Fade", clock="13:00"), **BY)
    operations.cancel(booking=took(elm, "Fade", clock="14:00"), **BY)
    took(elm, "Fade", day=TODAY, clock="16:00")
    found = report(elm)
    assert outcomes(found.total) == (2, 1, 1, 1)
    assert found.total.bookings == 5
    assert found.total.missed_share == pytest.approx(1 / 3)
    assert outcomes(on(found, PAST)) == (2, 0, 1, 1)
    assert outcomes(on(found, TODAY)) == (0, 1, 0, 0)
    assert (found.total.revenue, found.total.expected, found.total.lost) == (Decimal("55.5"), 35, 35)


def test_what_nobody_answered_is_open_and_brought_nothing(elm):
    Booking.objects.filter(pk=took(elm, "Fade").pk).update(status="pending")
    found = report(elm).total
    assert outcomes(found) == (0, 1, 0, 0)
    assert (found.revenue, found.expected, found.customers) == (0, 35, 0)


def test_holds_and_other_dates_do_not_count_but_the_dates_before_stand_beside(elm):
    factories.hold(elm, "Fade", TODAY, "15:00")
    factories.book(elm, "Fade")
    took(elm, "Fade", day=LAST_WEEK)
    took(elm, "Trim", day=LAST_WEEK, clock="11:00")
    took(elm, "Fade", day=LAST_WEEK - dt.timedelta(days=7))
    found = report(elm)
    assert found.total.bookings == 0
    assert outcomes(found.total_before) == (2, 0, 0, 0)
    assert found.total_before.revenue == Decimal("55.5")


def test_the_neighbours_rows_have_no_part_in_it(elm, karachi):
    took(karachi, "Haircut")
    found = report(elm)
    assert (found.total.bookings, found.total.customers, found.total.booked_minutes) == (0, 0, 0)
    assert report(karachi).total.revenue == 900


def test_a_party_pays_for_each_and_what_is_on_request_or_in_another_currency_is_in_no_amount(elm):
    took(elm, "Yoga", party_size=3)
    took(elm, "Advice")
    Booking.objects.filter(pk=took(elm, "Fade").pk).update(currency="EUR")
    found = report(elm)
    assert (found.total.revenue, found.foreign) == (36, 1)


def test_the_agreed_price_counts_whatever_it_costs_today(elm):
    took(elm, "Fade")
    Service.objects.filter(pk=elm.services["Fade"].pk).update(price=99)
    assert report(elm).total.revenue == 35


def test_utilisation_is_of_the_working_time_of_those_who_take_bookings(elm):
    took(elm, "Fade", staff="Maria Gomez")
    found = report(elm)
    tuesday = on(found, PAST)
    assert (tuesday.booked_minutes, tuesday.worked_minutes) == (45, 6 * 9 * 60)  # six people work nine hours
    assert tuesday.utilisation == pytest.approx(45 / 3240)
    assert on(found, dt.date(2026, 11, 15)).utilisation is None  # Sunday
    assert found.total.worked_minutes == 6 * 6 * 9 * 60


def test_who_takes_no_bookings_any_more_is_in_no_share(elm):
    took(elm, "Fade", staff="Maria Gomez")
    with diary.changing(elm.business.pk):
        StaffMember.objects.filter(pk=elm.staff["Maria Gomez"].pk).update(active=False)
    found = report(elm, by="staff")
    maria = line(found, elm.staff["Maria Gomez"])
    assert (maria.booked_minutes, maria.used_minutes, maria.utilisation) == (45, 0, None)
    assert (found.total.booked_minutes, found.total.used_minutes) == (45, 0)


def test_buffers_are_booked_and_waits_are_not(elm):
    Service.objects.filter(pk=elm.services["Color"].pk).update(phases=[{"work": 15}, {"wait": 30}, {"work": 15}])
    took(elm, "Color")  # and half an hour of clearing up
    took(elm, "Advice", clock="10:15")
    found = report(elm, by="service")
    assert line(found, elm.services["Color"]).booked_minutes == 60
    assert line(found, elm.services["Advice"]).booked_minutes == 30
    assert found.total.booked_minutes == 90


def test_a_class_fills_its_time_once_however_many_come(elm):
    took(elm, "Yoga", party_size=2)
    took(elm, "Yoga", party_size=1)
    found = report(elm, by="staff")
    yuri = line(found, elm.staff["Yuri Ito"])
    assert (yuri.bookings, round(yuri.booked_minutes), yuri.revenue) == (2, 60, 36)


def test_by_person_and_service_each_part_counts_and_by_period_the_booking(elm):
    took(elm, "Fade", staff="Maria Gomez", guest=guest("Una"))
    took(elm, "Trim", clock="11:00", staff="Maria Gomez", guest=guest("Una"))
    took(elm, "Fade", staff="Ana Ruiz", guest=guest("Vera"))
    found = report(elm, by="staff")
    maria, ana = line(found, elm.staff["Maria Gomez"]), line(found, elm.staff["Ana Ruiz"])
    assert (maria.bookings, maria.revenue, maria.customers, maria.new) == (2, Decimal("55.5"), 1, 1)
    assert (ana.bookings, ana.revenue, ana.customers) == (1, 35, 1)
    assert [each.name for each in elm.staff.values() if each.pk in {row.key for row in found.lines}][:2] == [
        "Maria Gomez",
        "Ana Ruiz",
    ]
    assert line(report(elm, by="service"), elm.services["Fade"]).bookings == 2
    assert found.total.bookings == 3


def test_of_one_person_or_one_service_alone(elm):
    took(elm, "Fade", staff="Maria Gomez", guest=guest("Una"))
    took(elm, "Fade", staff="Ana Ruiz", guest=guest("Vera"))
    took(elm, "Trim", clock="13:00", staff="Maria Gomez", guest=guest("Wim"))
    found = report(elm, staff=elm.staff["Maria Gomez"])
    assert (found.total.bookings, found.total.customers, found.total.new) == (2, 2, 2)
    assert found.total.worked_minutes == 6 * 9 * 60  # hers alone
    assert report(elm, service=elm.services["Fade"]).total.bookings == 2
    both = report(elm, staff=elm.staff["Maria Gomez"], service=elm.services["Fade"], by="staff")
    assert [(each.key, each.bookings) for each in both.lines if each.bookings] == [(elm.staff["Maria Gomez"].pk, 1)]


def test_a_customer_is_new_on_the_first_visit_ever_and_returns_on_every_later_one(elm):
    took(elm, "Fade", day=LAST_WEEK, guest=guest("Una"))
    took(elm, "Fade", guest=guest("Una"))
    took(elm, "Fade", clock="11:00", guest=guest("Vera"))
    took(elm, "Trim", day=dt.date(2026, 11, 18), guest=guest("Vera"))
    found = report(elm)
    assert (found.total.customers, found.total.new, found.total.returning) == (2, 1, 1)
    assert (on(found, PAST).new, on(found, PAST).returning) == (1, 1)
    later = on(found, dt.date(2026, 11, 18))
    assert (later.customers, later.new, later.returning) == (1, 0, 1)
    assert (found.total_before.customers, found.total_before.new) == (1, 1)


def test_who_did_not_come_is_new_only_when_they_do(elm):
    operations.no_show(booking=took(elm, "Fade", day=LAST_WEEK, guest=guest("Una")), **BY)
    operations.cancel(booking=took(elm, "Fade", clock="11:00", guest=guest("Una")), **BY)
    assert report(elm).total.customers == 0
    took(elm, "Fade", clock="13:00", guest=guest("Una"))
    found = report(elm).total
    assert (found.customers, found.new) == (1, 1)


def test_who_came_to_another_person_first_is_not_new_to_the_house(elm):
    took(elm, "Fade", day=LAST_WEEK, staff="Ana Ruiz", guest=guest("Una"))
    took(elm, "Fade", staff="Maria Gomez", guest=guest("Una"))
    took(elm, "Trim", clock="11:00", staff="Maria Gomez", guest=guest("Vera"))
    maria = line(report(elm, by="staff"), elm.staff["Maria Gomez"])
    assert (maria.customers, maria.new, maria.returning) == (2, 1, 1)


def test_a_class_of_newcomers_counts_each_of_them(elm):
    took(elm, "Yoga", guest=guest("Una"))
    took(elm, "Yoga", guest=guest("Vera"))
    yoga = line(report(elm, by="service"), elm.services["Yoga"])
    assert (yoga.customers, yoga.new) == (2, 2)


@pytest.mark.parametrize("grain", Grain)
def test_the_pieces_add_up_to_all_of_it(elm, grain):
    for n in range(5):
        took(elm, "Fade", day=PAST - dt.timedelta(days=7 * n), guest=guest("Una"))
        took(elm, "Trim", day=PAST - dt.timedelta(days=7 * n), clock="15:00", guest=guest(f"Other{n}"))
    scope = queries.Scope(business=elm.business, dates=Dates(dt.date(2026, 10, 20), TODAY), grain=grain)
    found = queries.report(scope, now=NOW)
    assert list(found.pieces) == [each.key for each in found.lines]
    for name in ("came", "revenue", "new", "booked_minutes", "worked_minutes"):
        assert sum(getattr(each, name) for each in found.lines) == getattr(found.total, name) > 0, name


def test_a_visit_after_midnight_belongs_to_the_evening_before(db, now):
    night = factories.load({**factories.KARACHI, "slug": "night", "hours": {"tuesday": [["20:00", "02:00"]]}})
    starts_at = at(night, dt.date(2026, 11, 18), "01:00")
    took(night, "Haircut", day=dt.date(2026, 11, 18), clock="01:00")
    found = report(night)
    assert starts_at < NOW
    assert (on(found, PAST).came, on(found, PAST).worked_minutes) == (1, 6 * 60)
    assert on(found, dt.date(2026, 11, 18)).worked_minutes == 0


def test_two_statements_add_it_up_whatever_is_booked(elm):
    report(elm)
    took(elm, "Fade")
    with CaptureQueriesContext(connection) as few:
        report(elm)
    for n in range(3):
        for clock in ("11:00", "13:00", "15:00"):
            took(elm, "Fade", day=PAST - dt.timedelta(days=7 * n), clock=clock)
            took(elm, "Yoga", day=PAST - dt.timedelta(days=7 * n), clock=clock)
    with CaptureQueriesContext(connection) as many:
        report(elm, by="staff")
    assert len(few) == len(many) <= 5
