"""One booking of a series is cancelled, that one and all after it, or all that are to come."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings import errors, operations
from bookings.models import Event, Series
from tests.bookings.operations import desk
from tests.bookings.operations.courses import course, statuses, told
from tests.factories import NOW

pytestmark = pytest.mark.django_db

THIS, AFTER, ALL = Series.Scope.THIS, Series.Scope.AFTER, Series.Scope.ALL
LATER = NOW + desk.MINUTE


def cancel(booking, scope, **how):
    return operations.cancel_series(**{"booking": booking, "scope": scope, "now": LATER, "by": "guest:page"} | how)


@pytest.mark.parametrize(("scope", "gone"), [(THIS, [1]), (AFTER, [1, 2, 3]), (ALL, [0, 1, 2, 3])])
def test_as_many_are_cancelled_as_the_scope_takes_and_their_times_are_free(elm, scope, gone):
    bookings = course(elm, count=4)
    before = desk.versions(elm)
    found = cancel(bookings[1], scope, reason="Ill")
    assert [n for n, status in enumerate(statuses(bookings)) if status == "cancelled"] == gone
    assert told(Event.Type.CANCELLED) == gone == [each.series_index for each in found]
    assert {desk.fresh(bookings[n]).cancel_reason for n in gone} == {"Ill"}
    assert desk.raised(elm, before) == {"Maria Gomez"}
    desk.book(elm, "Fade", day=bookings[1].starts_at.date(), staff="Maria Gomez")


def test_what_is_over_or_cancelled_stays(elm):
    bookings = course(elm, count=4)
    operations.cancel(booking=bookings[2], now=NOW, by="x")
    cancel(bookings[1], ALL, now=bookings[0].starts_at + desk.MINUTE)
    assert statuses(bookings) == ["confirmed", "cancelled", "cancelled", "cancelled"]
    assert told(Event.Type.CANCELLED) == [1, 2, 3]


def test_a_booking_that_is_settled_cancels_nothing(elm):
    bookings = course(elm, count=3)
    cancel(bookings[0], THIS)
    before = desk.everything()
    with pytest.raises(errors.WrongStatus):
        cancel(bookings[0], ALL)
    assert desk.everything() == before


def test_a_guest_cancels_none_once_it_is_too_late_for_one(elm):
    elm.business.cancel_notice_minutes = 24 * 60
    elm.business.save()
    bookings = course(elm, count=3)
    soon = {"now": bookings[0].starts_at - 60 * desk.MINUTE, "policy": operations.GUEST}
    with pytest.raises(errors.TooLate):
        cancel(bookings[0], AFTER, **soon)
    assert statuses(bookings) == ["confirmed"] * 3
    cancel(bookings[1], AFTER, **soon)
    assert statuses(bookings) == ["confirmed", "cancelled", "cancelled"]


def test_another_guest_of_the_same_group_stays():
    shop = desk.studio()
    bookings = course(shop, "Yoga", count=3, staff="Yuri", policy=operations.GUEST)
    other = desk.book(shop, "Yoga", staff="Yuri")
    cancel(bookings[0], ALL)
    assert desk.fresh(other).appointment.places_taken == 1
    assert desk.fresh(other).status == "confirmed"


def test_a_booking_of_no_series_is_cancelled_alone(elm):
    booking = desk.book(elm, "Fade")
    assert [each.pk for each in cancel(booking, ALL)] == [booking.pk]
    assert "together" not in desk.last_event(booking).facts


def test_statements_do_not_grow_with_the_series(elm):
    counts = []
    for clock, count in (("08:00", 3), ("20:00", 12)):
        bookings = course(elm, clock=clock, count=count)
        with CaptureQueriesContext(connection) as captured:
            cancel(bookings[0], ALL)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 15
