"""Another service, length or person for what is booked, changed on the booking's own page."""

import pytest
from django.urls import reverse

from bookings import operations
from bookings.models import Booking
from businesses.models import StaffMember
from tests import factories
from tests.factories import NOW


def page(booking) -> str:
    return reverse("admin:bookings_booking_change", args=[booking.pk])


def change(client, booking, number=0, **typed):
    """What is sent from the page, with what is typed in place of what stands there."""
    place = booking.places.get(position=number)
    stands = {"service": place.appointment.service_id, "minutes": place.duration_minutes, "seen": booking.sequence}
    form = {**stands, "staff": place.appointment.staff_id, **typed}
    return client.post(reverse("admin:bookings_booking_part", args=[booking.pk, number]), form, follow=True)


def test_the_page_says_what_it_is_and_what_else_it_can_be(elm, olive):
    booking = factories.book(elm, "Fade", staff="Maria Gomez")
    form = olive.get(page(booking)).context["changeable"][0].form
    assert form.initial | {"seen": 1} == {
        "service": elm.services["Fade"].pk,
        "minutes": 45,
        "staff": elm.staff["Maria Gomez"].pk,
        "seen": 1,
    }
    offered = [service.name for service in form.fields["service"].queryset]
    assert "Trim" in offered
    assert "Yoga" not in offered  # it is shared


def test_another_length_is_one_press(elm, olive):
    booking = factories.book(elm, "Fade", staff="Maria Gomez")
    answer = change(olive, booking, minutes=60)
    assert "Jordan Smith has Fade now, 60 min with Maria Gomez." in answer.text
    assert booking.events.last().by == "dashboard:olive"
    assert "Another service, length or person; it began Tue, Nov 24, 2026, 10:00\u202fAM" in answer.text


def test_another_service_has_its_usual_length_unless_one_is_typed(elm, olive):
    trim = elm.services["Trim"]
    for minutes, length in ((45, trim.duration_minutes), (50, 50)):
        booking = factories.book(elm, "Fade", staff="Maria Gomez")
        change(olive, booking, service=trim.pk, minutes=minutes)
        place = Booking.objects.get(pk=booking.pk).places.get()
        assert (place.service_name, place.duration_minutes) == ("Trim", length)
        operations.cancel(booking=booking, now=NOW, by="test")


def test_what_is_typed_stays_where_it_is_refused(elm, olive):
    booking = factories.book(elm, "Fade", staff="Maria Gomez")
    factories.book(elm, "Fade", clock="11:00", staff="Maria Gomez", guest=operations.Guest(name="Bo Li"))
    answer = change(olive, booking, minutes=90)
    assert answer.status_code == 409
    assert "Somebody has this time already" in answer.text
    assert 'value="90"' in answer.text
    for rubbish in ({"minutes": "x"}, {"minutes": 0}, {"minutes": 9999}, {"service": 999_999}, {"staff": ""}):
        assert change(olive, booking, **rubbish).status_code == 400
    assert booking.places.get().duration_minutes == 45


def test_what_stands_there_already_changes_nothing(elm, olive):
    booking = factories.book(elm, "Fade", staff="Maria Gomez")
    assert "Nothing was changed." in change(olive, booking).text
    assert booking.events.count() == 1


def test_a_page_that_is_old_changes_nothing(elm, olive):
    booking = factories.book(elm, "Fade", staff="Maria Gomez")
    change(olive, booking, minutes=60)
    answer = change(olive, booking, minutes=30)  # as the page was before
    assert answer.status_code == 409
    assert "Somebody else has just changed this booking" in answer.text


def test_who_serves_is_offered_though_they_are_gone(elm, olive):
    booking = factories.book(elm, "Fade", staff="Maria Gomez")
    StaffMember.objects.filter(name="Maria Gomez").update(active=False)
    form = olive.get(page(booking)).context["changeable"][0].form
    assert elm.staff["Maria Gomez"] in form.fields["staff"].queryset


def test_what_is_over_or_shared_has_no_form(elm, olive):
    over, shared = factories.book(elm, "Fade"), factories.book(elm, "Yoga")
    operations.cancel(booking=over, now=NOW, by="test")
    for booking in (over, shared):
        assert olive.get(page(booking)).context["changeable"] == []
    assert change(olive, shared, minutes=30).status_code == 404


@pytest.mark.parametrize("number", [1, 99])
def test_there_is_no_such_part(elm, olive, number):
    booking = factories.book(elm, "Fade", staff="Maria Gomez")
    address = reverse("admin:bookings_booking_part", args=[booking.pk, number])
    assert olive.post(address, {}).status_code == 404


def test_a_staff_member_gives_it_to_nobody_else(elm, maria):
    booking = factories.book(elm, "Fade", staff="Maria Gomez")
    assert change(maria, booking, minutes=60).status_code == 200
    booking.refresh_from_db()
    assert change(maria, booking, staff=elm.staff["Ana Ruiz"].pk).status_code == 400


def test_the_neighbour_finds_nothing(elm, amna):
    booking = factories.book(elm, "Fade", staff="Maria Gomez")
    assert change(amna, booking, minutes=60).status_code == 404
