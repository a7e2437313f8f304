"""GET /booking/appointments/{id}"""

import pytest

from bookings import operations
from bookings.models import Booking
from tests import factories, partners
from tests.bookings.dialects.booqara.answers import NOWHERE, order, refused

NO_IDS = [
    "5",
    "abc",
    NOWHERE,
    NOWHERE.replace("-", ""),
    f"{{{NOWHERE}}}",
    f"urn:uuid:{NOWHERE}",
    "%00",
    "%ff",
    "%0A",
    "٣",
]


def show(partner, booking):
    return partner.get(f"/appointments/{booking.uuid}")


def test_it_is_shown_bare_with_seconds(booqara, elm):
    made = booqara.post("/appointments", order(elm)).json()["booking"]
    answer = booqara.get(f"/appointments/{made['id']}")
    assert answer.status_code == 200
    assert answer.json() == {**made, "appointmentTime": "10:00:00"}


def test_letter_case_in_the_id_does_not_matter(booqara, elm):
    booking = factories.book(elm, "Fade")
    assert booqara.get(f"/appointments/{str(booking.uuid).upper()}").json()["id"] == str(booking.uuid)


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        ("pending", "pending"),
        ("confirmed", "confirmed"),
        ("completed", "confirmed"),
        ("no_show", "confirmed"),
        ("cancelled", "cancelled"),
    ],
)
def test_every_status_has_one_of_three_words(booqara, elm, status, shown):
    booking = factories.book(elm, "Fade")
    Booking.objects.update(status=status)
    assert show(booqara, booking).json()["status"] == shown


@pytest.mark.parametrize("status", ["held", "expired"])
def test_a_hold_is_not_found(booqara, elm, now, status):
    booking = factories.book(elm, "Fade")
    Booking.objects.update(status=status, hold_expires_at=now)
    assert refused(show(booqara, booking), 404, "Not found")


def test_an_erased_one_is_not_found(booqara, elm, now):
    booking = factories.book(elm, "Fade")
    Booking.objects.update(erased_at=now)
    assert refused(show(booqara, booking), 404, "Not found")


def test_somebody_who_walked_in_without_a_name_is_a_guest(booqara, elm):
    booking = factories.book(elm, "Fade", guest=operations.Guest())
    body = show(booqara, booking).json()
    assert (body["guestName"], body["guestEmail"]) == ("Guest", None)


def test_what_was_agreed_stays_whatever_becomes_of_the_service(booqara, elm):
    booking = factories.book(elm, "Fade")
    fade = elm.services["Fade"]
    fade.name, fade.price, fade.duration_minutes, fade.active = "Skin fade", 99, 5, False
    fade.save()
    body = show(booqara, booking).json()
    assert (body["serviceName"], body["servicePrice"], body["durationMinutes"]) == ("Fade", 35, 45)


@pytest.mark.parametrize("wrong", NO_IDS)
def test_what_is_no_id_or_nobodys_is_not_found(booqara, wrong):
    assert refused(booqara.get(f"/appointments/{wrong}"), 404, "Not found")


def test_the_neighbours_is_not_found(booqara, karachi):
    booking = factories.book(karachi, "Haircut", clock="12:00")
    assert refused(show(booqara, booking), 404, "Not found")
    assert show(partners.booqara(karachi), booking).status_code == 200


def test_the_code_opens_nothing(booqara, elm):
    booking = factories.book(elm, "Fade")
    assert refused(booqara.get(f"/appointments/BN-{booking.code}"), 404, "Not found")


def test_a_wrong_key_is_refused_before_the_id_is_read(stranger):
    assert refused(stranger.get("/appointments/5"), 401)


def test_it_takes_two_queries(booqara, elm, django_assert_num_queries):
    booking = factories.book(elm, "Fade")
    show(booqara, booking)
    with django_assert_num_queries(2):
        show(booqara, booking)
