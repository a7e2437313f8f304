"""GET /v1/bookings and /v1/bookings/{id}"""

import pytest

from bookings import operations
from bookings.models import Booking
from tests import factories
from tests.bookings.dialects.reservekit.answers import NO_IDS, NOBODY, booked, data, refused, slots
from tests.factories import NOW


def listed(partner, shop, service="Trim", **query):
    return data(partner.get("/bookings", service_id=shop.services[service].pk, **query))


def test_they_are_listed_in_the_order_in_which_they_were_made_whoever_made_them(reservekit, elm):
    late = factories.book(elm, "Trim", clock="15:00")
    early = booked(reservekit, elm)
    factories.book(elm, "Fade", clock="16:00")
    factories.hold(elm, "Trim", clock="17:00")
    found = listed(reservekit, elm)
    assert [each["id"] for each in found["bookings"]] == [late.pk, early["id"]]
    assert found["bookings"][1] == early
    assert found["bookings"][0]["time_slot_id"] == slots(reservekit, elm)[1, "15:00"]["id"]
    assert found["pagination"]["total_count"] == 2


def test_pages(reservekit, elm):
    for clock in ("10:00", "10:30", "11:00"):
        factories.book(elm, "Trim", clock=clock)
    first, second = (listed(reservekit, elm, page=page, page_size=2) for page in (1, 2))
    assert [len(page["bookings"]) for page in (first, second)] == [2, 1]
    assert (first["pagination"]["total_pages"], first["pagination"]["total_items"]) == (2, 3)
    assert listed(reservekit, elm, page=500)["bookings"] == []


def test_the_service_must_be_named_and_known(reservekit, karachi):
    assert refused(reservekit.get("/bookings"), 400, code="missing_required_field")
    for written in ("x", "1.0", "٣"):
        assert refused(reservekit.get("/bookings", service_id=written), 400)
    for pk in (NOBODY, karachi.services["Haircut"].pk):
        assert refused(reservekit.get("/bookings", service_id=pk), 404, "service not found")


def test_one_off_the_weekly_starts_has_no_time_slot(reservekit, elm):
    wish = factories.wish(elm, "Trim", clock="10:10", policy=operations.STAFF)
    order = operations.Order(factories.JORDAN, factories.WIZARD)
    booking = operations.book(wish=wish, order=order, now=NOW)
    assert data(reservekit.get(f"/bookings/{booking.pk}"))["time_slot_id"] is None


@pytest.mark.parametrize(
    ("status", "shown"), [("completed", "confirmed"), ("no_show", "confirmed"), ("confirmed", "confirmed")]
)
def test_what_took_place_or_not_is_confirmed(reservekit, elm, status, shown):
    booking = factories.book(elm, "Trim")
    Booking.objects.update(status=status)
    assert data(reservekit.get(f"/bookings/{booking.pk}"))["status"] == shown


@pytest.mark.parametrize("written", [*NO_IDS, str(NOBODY)])
@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_what_is_no_id_is_not_found(reservekit, method, written):
    body = {"message": "x"} if method == "PATCH" else None
    assert refused(reservekit(method, f"/bookings/{written}", body), 404, "booking not found", "booking_not_found")


def test_the_neighbours_is_like_none_and_stays_as_it_is(reservekit, karachi):
    theirs = factories.book(karachi, "Haircut")
    before = Booking.objects.values().get()
    for method, tail, body in (
        *(("GET", "", None), ("PATCH", "", {"status": "cancelled", "cancel_reason": "x"}), ("DELETE", "", None)),
        *(("GET", "/customer", None), ("PATCH", "/customer", {"name": "Eve"})),
    ):
        known, unknown = (reservekit(method, f"/bookings/{pk}{tail}", body) for pk in (theirs.pk, NOBODY))
        assert refused(known, 404, "booking not found")
        assert known.content == unknown.content
    assert Booking.objects.values().get() == before
