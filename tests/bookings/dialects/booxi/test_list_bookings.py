"""GET /booking/v1/booking"""

import datetime as dt

import pytest

from tests import factories, partners
from tests.bookings.dialects.booxi.answers import FIELDS, booked, client, refused, said, utc, z
from tests.factories import DAY, NOW

LISTS = {"bookings", "groupEvents", "services", "merchants", "resources", "cursor"}


@pytest.fixture
def span(elm):
    """The whole day."""
    return {"from_": utc(elm, "00:00"), "to": utc(elm, "23:00")}


def ids(answer):
    return [each["bookingId"] for each in said(answer)["bookings"]]


def test_those_of_a_time_by_their_start_cancelled_ones_too(booxi, elm, span):
    late, early, gone = (booked(booxi, elm, "Trim", clock) for clock in ("15:00", "10:00", "11:00"))
    booxi.put(f"/booking/{gone['bookingId']}", {"status": "Cancelled"})
    booked(booxi, elm, "Trim", "10:00", DAY + dt.timedelta(days=1))
    factories.hold(elm, "Fade", clock="17:00")
    found = said(booxi.get("/booking", **span))
    assert set(found) == LISTS
    assert [each["bookingId"] for each in found["bookings"]] == [each["bookingId"] for each in (early, gone, late)]
    assert [each["status"] for each in found["bookings"]] == ["Approved", "Cancelled", "Approved"]
    assert set(found["bookings"][0]) == FIELDS
    assert found["bookings"][0] == early
    assert all(found[name] == [] for name in LISTS - {"bookings", "cursor"})
    assert found["cursor"] is None
    assert ids(booxi.get("/booking", order="Descending", **span)) == [each["bookingId"] for each in (late, gone, early)]


def test_the_begin_belongs_to_the_time_and_the_end_does_not(booxi, elm):
    made = booked(booxi, elm)
    start = factories.at(elm, DAY, "10:00")
    for from_, to, found in ((0, 1, True), (1, 60, False), (-60, 0, False), (-60, 1, True)):
        asked = {"from_": z(start + dt.timedelta(seconds=from_)), "to": z(start + dt.timedelta(seconds=to))}
        assert ids(booxi.get("/booking", **asked)) == [made["bookingId"]] * found


def test_a_client_and_a_method_narrow_it(booxi, elm, span):
    alone = booked(booxi, elm)
    shared = booked(booxi, elm, "Yoga", client=client(email="other@example.com"))
    made = {"bookingId": str(factories.book(elm, "Fade", clock="15:00").pk)}
    assert ids(booxi.get("/booking", clientId=alone["client"]["id"], **span)) == [alone["bookingId"]]
    for methods in ("Reservation", "GroupReservation", "Reservation,GroupReservation"):
        assert ids(booxi.get("/booking", bookingMethod=methods, **span)) == [shared["bookingId"]]
    both = [alone["bookingId"], made["bookingId"]]
    assert ids(booxi.get("/booking", **{"bookingMethod[0]": "Appointment"}, **span)) == both
    assert len(ids(booxi.get("/booking", bookingMethod="Appointment,Reservation", **span))) == 3


def test_a_hundred_at_once_and_none_is_missed_or_told_twice(booxi, elm, span, django_assert_max_num_queries):
    rows = [
        booked(booxi, elm, "Trim", f"{n // 2:02}:{n % 2 * 30:02}", DAY + dt.timedelta(days=d))
        for d in range(3)
        for n in range(40)
    ]
    span["to"] = utc(elm, "23:00", DAY + dt.timedelta(days=2))
    with django_assert_max_num_queries(10):
        first = said(booxi.get("/booking", **span))
    assert len(first["bookings"]) == 100
    factories.book(elm, "Fade", clock="10:00")  # before where the list stands
    then = said(booxi.get("/booking", cursor=first["cursor"], **span))
    assert then["cursor"] is None
    told = [each["bookingId"] for each in (*first["bookings"], *then["bookings"])]
    assert told == [each["bookingId"] for each in rows]
    back = said(booxi.get("/booking", order="Descending", **span))
    rest = said(booxi.get("/booking", order="Descending", cursor=back["cursor"], **span))
    assert len(back["bookings"]) + len(rest["bookings"]) == 121


def test_equal_starts_stand_in_the_order_of_their_ids(booxi, elm, span):
    made = [booked(booxi, elm, "Yoga", client=client(email=f"n{n}@example.com"))["bookingId"] for n in range(3)]
    assert ids(booxi.get("/booking", **span)) == made
    assert ids(booxi.get("/booking", order="Descending", **span)) == made[::-1]


@pytest.mark.parametrize(
    "changes",
    [
        *({name: value} for name in ("from_", "to") for value in ("", "soon", "2026-11-24", "2026-11-24T10:00:00")),
        {"to": "2026-11-24T06:00:00Z"},
        {"to": "2026-11-20T06:00:00Z"},
        {"from_": "0001-01-01T00:00:00+10:00"},
        {"order": "ascending"},
        {"bookingMethod": "Rental"},
        *({"cursor": value} for value in ("", "x", "1", "1-", "-1-1", "9" * 10 + "-1", "1-" + "9" * 19)),
        *({name: "x"} for name in ("clientId", "merchantId")),
    ],
)
def test_what_cannot_be_asked_is_400(booxi, elm, span, changes):
    assert refused(booxi.get("/booking", **{**span, **changes}), 400)


@pytest.mark.parametrize("missing", ["from_", "to"])
def test_both_ends_are_needed(booxi, elm, span, missing):
    del span[missing]
    assert refused(booxi.get("/booking", **span), 400, about=missing.removesuffix("_"))


def test_a_client_of_nobody_or_of_a_neighbour_is_404(booxi, elm, karachi, span):
    theirs = factories.book(karachi, "Haircut", clock="12:00").customer_id
    unknown = booxi.get("/booking", clientId=99_999_999, **span)
    assert refused(unknown, 404)
    assert booxi.get("/booking", clientId=theirs, **span).content == unknown.content


@pytest.mark.parametrize("number", ["0", "-1", "9999999999", "9" * 30])
def test_a_number_that_is_nobodys_is_404_however_long(booxi, elm, span, number):
    assert refused(booxi.get("/booking", clientId=number, **span), 404)
    assert refused(booxi.get("/booking", merchantId=number, **span), 404)


def test_what_the_house_and_others_made_is_listed_as_well(elm, span):
    booking = factories.book(elm, "Fade", now=NOW)
    assert ids(partners.booxi(elm).get("/booking", **span)) == [str(booking.pk)]
