"""POST /bookings/merchant, as a series"""

import datetime as dt

import pytest

from bookings.models import Appointment, Booking
from tests import factories
from tests.bookings.dialects.miketsu.answers import entry, made, refused
from tests.factories import DAY

SUNDAY = dt.date(2026, 11, 29)


def rule(shop, last=DAY + dt.timedelta(days=14), clock="10:00", **changes):
    """A recurrence rule, every week; a field set to ... is left out."""
    body = {"frequency": "WEEKLY", "interval": 1, "until": factories.at(shop, last, clock).isoformat(), **changes}
    return {name: value for name, value in body.items() if value is not ...}


def series(shop, *args, recurrence_rule=None, **changes):
    """The body of a series."""
    return entry(shop, *args, is_recurring=True, recurrence_rule=recurrence_rule or rule(shop), **changes)


def days(shop):
    """The local dates and times of all appointments, in order."""
    zone = shop.business.zone
    return [f"{row.starts_at.astimezone(zone):%m-%d %H:%M}" for row in Appointment.objects.order_by("starts_at")]


def test_every_occurrence_is_an_appointment_of_its_own_and_the_first_is_answered(merchant, elm):
    first = made(merchant.post("/merchant", series(elm)))
    assert days(elm) == ["11-24 10:00", "12-01 10:00", "12-08 10:00"]
    assert first == Appointment.objects.order_by("starts_at").first()
    bookings = list(Booking.objects.order_by("series_index"))
    assert [(booking.series_index, booking.status, booking.guest_name) for booking in bookings] == [
        (n, "confirmed", "Ida Moss") for n in range(3)
    ]
    assert len({booking.series_id for booking in bookings}) == 1
    assert bookings[0].series.rule.startswith("FREQ=WEEKLY")


def test_the_documented_example_begins_on_its_sunday(merchant, elm):
    how = {"weekdays": ["MO", "WE", "FR"], "until": "2026-12-07T00:00:00Z"}
    made(merchant.post("/merchant", series(elm, "Trim", SUNDAY, "18:00", recurrence_rule=rule(elm, **how))))
    assert days(elm) == ["11-29 18:00", "11-30 18:00", "12-02 18:00", "12-04 18:00"]


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ({"frequency": "daily", "until": "2026-11-26T16:00:00Z"}, ["11-24", "11-25", "11-26"]),
        ({"frequency": "daily", "until": "2026-11-26T15:59:59Z"}, ["11-24", "11-25"]),
        ({"frequency": "Daily", "interval": 7, "until": "2026-12-02T00:00:00Z"}, ["11-24", "12-01"]),
        ({"interval": 2, "until": "2026-12-22T23:00:00Z"}, ["11-24", "12-08", "12-22"]),
        ({"interval": 2, "weekdays": ["MO"], "until": "2026-12-09T00:00:00Z"}, ["11-24", "12-07"]),
        ({"frequency": "MONTHLY", "until": "2027-01-31T00:00:00Z"}, ["11-24", "12-24", "01-24"]),
        ({"frequency": "YEARLY", "until": "2027-12-01T00:00:00Z"}, ["11-24", "11-24"]),
        ({"interval": None, "weekdays": None, "until": "2026-11-24T16:00:00Z"}, ["11-24"]),
        ({"interval": ..., "weekdays": [], "until": "2026-12-01T16:00:00Z"}, ["11-24", "12-01"]),
        ({"interval": 10**30, "until": "2027-11-24T16:00:00Z"}, ["11-24"]),
    ],
    ids=str,
)
def test_a_rule_is_read_as_rfc_5545_says(merchant, elm, how, expected):
    made(merchant.post("/merchant", series(elm, recurrence_rule=rule(elm, **how))))
    assert [each[:5] for each in days(elm)] == expected


def test_the_time_of_day_stays_when_the_clocks_change(merchant, elm):
    how = rule(elm, dt.date(2027, 3, 16), frequency="WEEKLY")
    made(merchant.post("/merchant", series(elm, day=dt.date(2027, 3, 2), recurrence_rule=how)))
    assert days(elm) == ["03-02 10:00", "03-09 10:00", "03-16 10:00"]
    assert [row.starts_at.hour for row in Appointment.objects.order_by("starts_at")] == [16, 16, 15]


def test_a_night_in_which_the_clock_skips_that_time_is_left_out(merchant, elm):
    how = rule(elm, dt.date(2027, 3, 15), frequency="DAILY")
    made(merchant.post("/merchant", series(elm, day=dt.date(2027, 3, 13), clock="02:30", recurrence_rule=how)))
    assert days(elm) == ["03-13 02:30", "03-15 02:30"]


def test_somebody_who_walks_in_every_week(merchant, elm):
    made(merchant.post("/merchant", series(elm, customers=[])))
    assert set(Booking.objects.values_list("guest_name", "customer")) == {("", None)}
    assert Booking.objects.count() == 3


def test_several_customers_share_every_class(merchant, elm):
    two = [{"first_name": "A", "email": "a@example.com"}, {"first_name": "B"}]
    made(merchant.post("/merchant", series(elm, "Yoga", customers=two)))
    assert [row.places_taken for row in Appointment.objects.all()] == [2, 2, 2]
    assert refused(merchant.post("/merchant", series(elm, "Yoga", customers=two)), 409)
    assert Booking.objects.count() == 6


def test_a_course_is_planned_with_nobody_in_it(merchant, elm):
    first = made(merchant.post("/merchant", series(elm, "Yoga", customers=[])))
    assert days(elm) == ["11-24 10:00", "12-01 10:00", "12-08 10:00"]
    assert set(Appointment.objects.values_list("live", "places_taken")) == {(True, 0)}
    assert first == Appointment.objects.order_by("starts_at").first()
    assert not Booking.objects.exists()


def test_a_course_that_conflicts_names_its_dates_too(merchant, elm):
    made(merchant.post("/merchant", entry(elm, "Yoga", dt.date(2026, 12, 1), "10:30", customers=[])))
    answer = merchant.post("/merchant", series(elm, "Yoga", customers=[]))
    assert refused(answer, 409)
    assert "2026-12-01" in answer.json()["error"]["message"]
    assert Appointment.objects.count() == 1


def test_a_conflict_names_the_local_date_of_each_and_writes_nothing(merchant, elm):
    for day in (dt.date(2026, 12, 1), dt.date(2026, 12, 8)):
        made(merchant.post("/merchant", entry(elm, "Trim", day, "21:00")))  # the day after, in UTC
    answer = merchant.post("/merchant", series(elm, "Trim", clock="21:00", recurrence_rule=rule(elm, clock="21:00")))
    message = "nothing was booked, since these dates are booked already: 2026-12-01, 2026-12-08"
    assert refused(answer, 409, message)
    assert Booking.objects.count() == 2
    made(merchant.post("/merchant", entry(elm, "Trim", clock="21:00")))


@pytest.mark.parametrize(
    "how",
    [
        {"frequency": ...}, {"frequency": "HOURLY"}, {"frequency": 5}, {"frequency": ""}, {"interval": 0},
        {"interval": -1}, {"interval": "2"}, {"interval": 1.5}, {"interval": True}, {"weekdays": "MO"},
        {"weekdays": ["XX"]}, {"weekdays": ["mo"]}, {"weekdays": [1]}, {"weekdays": {}}, {"until": ...},
        {"until": None}, {"until": "later"}, {"until": "2026-12-08"}, {"until": "2026-12-08T10:00:00"}, {"until": 5},
        {"until": "2026-11-24T15:59:00Z"}, {"until": "2020-01-01T00:00:00Z"},
    ],
    ids=str,
)  # fmt: skip
def test_a_rule_that_cannot_be_read_is_400(merchant, elm, how):
    assert refused(merchant.post("/merchant", series(elm, recurrence_rule=rule(elm, **how))), 400)
    assert not Booking.objects.exists()


@pytest.mark.parametrize("written", [..., None, {}, [], "weekly", 5, True])
def test_what_recurs_has_a_rule(merchant, elm, written):
    assert refused(merchant.post("/merchant", entry(elm, is_recurring=True, recurrence_rule=written)), 400)


@pytest.mark.parametrize("written", [{"frequency": "daily", "until": ""}, {}, [], "weekly", 5, None])
def test_of_what_does_not_recur_the_rule_is_not_looked_at(merchant, elm, written):
    made(merchant.post("/merchant", entry(elm, is_recurring=False, recurrence_rule=written)))
    assert Booking.objects.count() == 1


@pytest.mark.parametrize(
    "how",
    [
        {"frequency": "DAILY", "until": "2028-02-15T00:00:00Z"},  # 449 days
        {"frequency": "MONTHLY", "until": "2029-02-01T00:00:00Z"},  # more than two years
        {"frequency": "YEARLY", "until": "9999-12-31T23:59:59Z"},
    ],
    ids=str,
)
def test_a_series_has_its_bounds(merchant, elm, how):
    assert refused(merchant.post("/merchant", series(elm, recurrence_rule=rule(elm, **how))), 400)
    assert not Booking.objects.exists()


def test_a_series_begins_in_time_to_come(merchant, elm):
    past = {"timestamp": "2026-11-19T16:00:00Z"}
    assert refused(merchant.post("/merchant", series(elm, **past)), 400)


def test_a_repeat_has_the_same_location_and_books_nothing(merchant, elm):
    for customers, count in (([{"first_name": "A"}], 3), ([], 6)):
        key, service = {"Idempotency-Key": f"once {count}"}, "Fade" if customers else "Yoga"
        body = series(elm, service, customers=customers)
        first, again = (merchant.post("/merchant", body, headers=key) for _ in range(2))
        assert made(first) == made(again)
        assert again["Idempotency-Replayed"] == "true"
        assert Appointment.objects.count() == count
