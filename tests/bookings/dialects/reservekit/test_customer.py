"""GET and PATCH /v1/bookings/{id}/customer"""

import pytest

from businesses.models import Customer
from tests.bookings.dialects.reservekit.answers import booked, data, refused


def test_it_is_read_and_corrected(reservekit, elm):
    made = booked(reservekit, elm)
    path = f"/bookings/{made['id']}/customer"
    assert data(reservekit.get(path)) == made["customer"]
    found = data(reservekit.patch(path, {"name": "Ida Moos", "email": "moos@example.com"}))
    assert found == {**made["customer"], "name": "Ida Moos", "email": "moos@example.com"}
    assert data(reservekit.get(f"/bookings/{made['id']}"))["customer"] == found
    assert Customer.objects.get(pk=found["id"]).email == "moos@example.com"


def test_the_record_stays_while_another_booking_has_it(reservekit, elm):
    made = booked(reservekit, elm)
    booked(reservekit, elm, clock="11:00")
    found = data(reservekit.patch(f"/bookings/{made['id']}/customer", {"name": "Somebody Else"}))
    assert found["name"] == "Somebody Else"
    assert Customer.objects.get(pk=found["id"]).first_name == "Ida"


@pytest.mark.parametrize("change", [{"email": "nowhere"}, {"email": ""}, {"phone": "123"}, {"name": 7}, {"name": ""}])
def test_a_change_that_does_not_fit_changes_nothing(reservekit, elm, change):
    made = booked(reservekit, elm)
    path = f"/bookings/{made['id']}/customer"
    assert refused(reservekit.patch(path, {"name": "New Name", **change}), 400)
    assert data(reservekit.get(path)) == made["customer"]
