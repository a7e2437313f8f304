"""GET /booking/v1/booking/{bookingId}"""

import pytest

from bookings import operations
from tests import factories
from tests.bookings.dialects.booxi.answers import FIELDS, NO_IDS, booked, refused, row, said
from tests.factories import NOW


def show(partner, booking):
    return said(partner.get(f"/booking/{booking.pk}"))["booking"]


@pytest.mark.parametrize("service", ["Trim", "Yoga"])
def test_it_is_as_it_was_answered_when_it_was_made(booxi, elm, service):
    made = booked(booxi, elm, service)
    assert said(booxi.get(f"/booking/{made['bookingId']}")) == {"booking": made, "groupEvents": []}


def test_one_that_was_made_elsewhere_can_be_read(booxi, elm):
    shown = show(booxi, factories.book(elm, "Fade", confirmed=False))
    assert set(shown) == FIELDS
    assert (shown["bookingMethod"], shown["status"]) == ("Appointment", "PendingStaffApproval")
    assert (shown["createdBy"], shown["createdByStaffId"], shown["acquisitionChannel"]) == ("Client", None, None)
    assert (shown["client"]["firstName"], shown["client"]["lastName"]) == ("Jordan", "Smith")
    assert show(booxi, factories.book(elm, "Yoga"))["bookingMethod"] == "GroupReservation"


def test_one_that_the_house_made_is_made_by_staff(booxi, elm):
    taker = operations.Taker(source="dashboard", by="owner")
    booking = factories.book(elm, "Trim", guest=operations.Guest(), taker=taker)
    shown = show(booxi, booking)
    assert (shown["createdBy"], shown["createdByStaffId"]) == ("Staff", elm.staff["Maria Gomez"].pk)
    assert (shown["client"]["firstName"], shown["client"]["id"]) == ("Guest", None)


def test_a_corrected_name_is_shown(booxi, elm):
    made = booked(booxi, elm)
    other = booked(booxi, elm, "Trim", "11:00")
    for each in (made, other):
        operations.correct(booking=row(each), name="Nina van Hill", now=NOW, by="owner")
    shown = said(booxi.get(f"/booking/{made['bookingId']}"))["booking"]["client"]
    assert (shown["firstName"], shown["lastName"]) == ("Nina", "van Hill")


def test_a_party_is_counted_and_paid_for(booxi, elm):
    shown = show(booxi, factories.book(elm, "Yoga", party_size=2))
    assert (shown["clientCount"], shown["payment"]["total"]) == (2, "24.00")


@pytest.mark.parametrize("odd", [*NO_IDS, "99999999"])
def test_what_is_no_booking_is_404(booxi, elm, odd):
    assert refused(booxi.get(f"/booking/{odd}"), 404)


def test_the_neighbours_a_hold_and_an_erased_one_are_as_unknown_as_nobodys(booxi, elm, karachi):
    erased = operations.erase(booking=factories.book(elm, "Trim"), now=NOW, by="owner")
    unknown = booxi.get("/booking/99999999")
    for booking in (factories.book(karachi, "Haircut", clock="12:00"), factories.hold(elm, "Fade")[0], erased):
        answer = booxi.get(f"/booking/{booking.pk}")
        assert (answer.status_code, answer.content) == (404, unknown.content)
