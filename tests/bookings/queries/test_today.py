"""Today's visits and what waits for a decision: the right ones, in the right order, and none of the neighbour's."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings import operations, queries
from bookings.models import Delivery
from businesses.models import ApiAccessRequest, ApiKey, Business
from tests import factories
from tests.factories import NOW, at

TODAY = dt.date(2026, 11, 20)
BY = {"now": NOW, "by": "dashboard:olive"}
HOUR = dt.timedelta(hours=1)


def today(shop, service, clock, **how):
    taker = operations.Taker("dashboard", "dashboard:olive")
    return factories.book(shop, service, TODAY, clock, policy=operations.STAFF, taker=taker, **how)


def visits(shop, **how):
    return queries.visits_today(shop.business, now=NOW, **how)


def pended(shop, *args, **how):
    Business.objects.filter(pk=shop.business.pk).update(auto_confirm=False)
    shop.business.refresh_from_db()
    return factories.book(shop, *args, **how)


def failed(shop, number, **how):
    return Delivery.objects.create(
        **{
            "business": shop.business, "channel": "mail", "kind": "confirmed", "dedupe": f"x{number}",
            "status": "given_up", "due_at": NOW - number * HOUR, **how,
        }
    )  # fmt: skip


def test_visits_of_today_stand_in_order_of_time_and_those_of_other_days_do_not(elm):
    late, early = today(elm, "Fade", "16:00"), today(elm, "Trim", "09:30")
    factories.book(elm, "Fade")
    assert [visit.booking for visit in visits(elm)] == [early, late]
    assert visits(elm)[0].ends_at - visits(elm)[0].starts_at == HOUR / 2


def test_a_cancelled_visit_is_still_seen_and_a_held_or_an_erased_one_is_not(elm):
    gone = today(elm, "Fade", "16:00")
    operations.cancel(booking=gone, **BY)
    factories.hold(elm, "Fade", TODAY, "15:00")
    assert [visit.booking for visit in visits(elm)] == [gone]
    type(gone).objects.filter(pk=gone.pk).update(erased_at=NOW)
    assert visits(elm) == []


def test_a_staff_member_sees_their_own_visits_only(elm):
    today(elm, "Fade", "16:00", staff="Ana Ruiz")
    own = today(elm, "Fade", "16:00", staff="Maria Gomez")
    assert [visit.booking for visit in visits(elm, staff=elm.staff["Maria Gomez"])] == [own]


def test_the_neighbours_visits_and_decisions_are_not_seen(elm, karachi):
    factories.book(karachi, "Haircut", TODAY, "21:00", policy=operations.STAFF)
    pended(karachi, "Haircut", clock="11:00")
    failed(karachi, 1)
    assert len(visits(karachi)) == 1
    assert visits(elm) == []
    found = queries.decisions(elm.business, now=NOW)
    assert (list(found.pending), found.pending_count, list(found.failed), found.failed_count) == ([], 0, [], 0)


def test_what_a_night_holds_after_midnight_belongs_to_both_of_its_dates(db, now):
    bar = factories.load({**factories.KARACHI, "slug": "bar", "hours": {"friday": [["20:00", "03:00"]]}})
    booking = factories.book(bar, "Haircut", dt.date(2026, 11, 21), "01:00")
    assert booking.appointment.listed_on == TODAY
    assert [visit.booking for visit in visits(bar)] == [booking]
    after_midnight = at(bar, dt.date(2026, 11, 21), "00:30")
    assert [v.booking for v in queries.visits_today(bar.business, now=after_midnight)] == [booking]
    assert queries.visits_today(bar.business, now=NOW + 48 * HOUR) == []


def test_visits_take_one_query_however_many_there_are(elm, django_assert_num_queries):
    for clock in ("09:30", "11:00", "13:00", "16:00"):
        today(elm, "Fade", clock)
        today(elm, "Yoga", clock, party_size=2)
    with django_assert_num_queries(1):
        found = visits(elm)
        shown = [(v.starts_at, v.booking.guest_name, v.booking.guest_phone, v.booking.customer and
                  v.booking.customer.phone, v.places[0].service_name, v.places[0].appointment.staff.name,
                  v.places[0].appointment.resource) for v in found]  # fmt: skip
    assert len(shown) == 8


def test_requests_for_times_to_come_wait_the_oldest_first_and_ten_are_shown(elm):
    first = pended(elm, "Fade", clock="16:00", now=NOW - HOUR)
    days = [factories.DAY + dt.timedelta(days=n) for n in (0, 1, 2)]
    for day in days:
        for clock in ("09:00", "10:00", "13:00", "14:00"):
            pended(elm, "Yoga", day, clock)
    confirmed = pended(elm, "Yoga", clock="17:00")
    operations.confirm(booking=confirmed, **BY)
    over = pended(elm, "Fade", TODAY, "16:30")
    found = queries.decisions(elm.business, now=at(elm, TODAY, "17:00"))
    assert found.pending_count == 13
    assert len(found.pending) == 10
    assert found.pending[0] == first
    assert over not in found.pending


def test_what_reached_nobody_in_a_week_is_shown_the_latest_first_and_tests_are_not(elm):
    for number in range(1, 8):
        failed(elm, number)
    failed(elm, 100, due_at=NOW - 24 * 8 * HOUR)
    failed(elm, 101, kind="endpoint.test")
    failed(elm, 102, status="due")
    found = queries.decisions(elm.business, now=NOW)
    assert found.failed_count == 7
    assert [each.dedupe for each in found.failed] == ["x1", "x2", "x3", "x4", "x5"]


def test_decisions_take_as_many_queries_for_many_as_for_one(elm):
    pended(elm, "Fade", clock="09:00")
    failed(elm, 1)
    with CaptureQueriesContext(connection) as few:
        queries.decisions(elm.business, now=NOW)
    for number, clock in enumerate(("10:00", "11:00", "13:00", "15:00"), start=2):
        pended(elm, "Yoga", clock=clock)
        failed(elm, number)
    with CaptureQueriesContext(connection) as many:
        found = queries.decisions(elm.business, now=NOW)
        assert {booking.staff.name for booking in found.pending} >= {"Yuri Ito"}
    assert (found.pending_count, found.failed_count) == (5, 5)
    assert len(few) == len(many)


@pytest.fixture
def asked(elm, karachi):
    """A request of each business, made an hour after the other."""
    found = []
    for shop in (elm, karachi):
        request = ApiAccessRequest.objects.create(business=shop.business, dialect="booqara", use_case="Our own site")
        ApiAccessRequest.objects.filter(pk=request.pk).update(created_at=NOW + len(found) * HOUR)
        found.append(request)
    return found


def test_the_platform_decides_on_everybodys_requests_and_an_owner_sees_their_own(elm, karachi, asked):
    assert queries.requests_to_decide() == asked
    assert queries.requests_of(elm.business, now=NOW) == asked[:1]
    assert queries.requests_of(karachi.business, now=NOW) == asked[1:]


def test_an_answer_stays_in_sight_for_a_week(elm, asked):
    ApiAccessRequest.objects.filter(pk=asked[0].pk).update(status="refused", decided_at=NOW)
    assert queries.requests_to_decide() == asked[1:]
    assert queries.requests_of(elm.business, now=NOW + 24 * 6 * HOUR) == asked[:1]
    assert queries.requests_of(elm.business, now=NOW + 24 * 8 * HOUR) == []


def test_whether_anybody_has_ever_booked(elm, karachi):
    factories.book(karachi, "Haircut", clock="11:00")
    assert queries.has_bookings(karachi.business)
    assert not queries.has_bookings(elm.business)


def test_keys_that_nobody_has_used_for_90_days_are_named_the_oldest_first(elm, karachi):
    def made(shop, days_ago, used=None, **changes):
        key, _ = ApiKey.issue(business=shop.business, dialect="booqara")
        moment = None if used is None else NOW - used * 24 * HOUR
        changes = {"created_at": NOW - days_ago * 24 * HOUR, "last_used_at": moment, **changes}
        ApiKey.objects.filter(pk=key.pk).update(**changes)
        return key

    idle = [made(elm, 200, 90), made(elm, 90)]
    for working in (made(elm, 200, 89), made(elm, 89), made(elm, 200, revoked_at=NOW), made(elm, 200, expires_at=NOW)):
        assert working not in queries.idle_keys(elm.business, now=NOW)
    other = made(karachi, 200)
    assert queries.idle_keys(elm.business, now=NOW) == idle
    assert queries.idle_keys(karachi.business, now=NOW) == [other]
