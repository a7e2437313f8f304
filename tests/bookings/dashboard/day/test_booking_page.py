"""The page of one booking: what it shows, and every button on it."""

import datetime as dt

import pytest
from django.urls import reverse

from bookings import operations
from bookings.models import Booking, Delivery
from tests import factories
from tests.factories import DAY, NOW


def page(booking):
    return reverse("admin:bookings_booking_change", args=[booking.pk])


def press(client, booking, name, **sent):
    return client.post(reverse("admin:bookings_booking_do", args=[booking.pk, name]), sent, follow=True)


def test_it_shows_the_booking_in_local_time_and_what_happened(elm, olive):
    booking = factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez")
    operations.move(booking=booking, starts_at=factories.at(elm, DAY, "15:00"), now=NOW, by="guest")
    text = olive.get(page(booking)).text
    assert "Tue, Nov 24, 2026, 3:00\u202fPM–3:45\u202fPM · Fade" in text
    assert "Moved; it was Tue, Nov 24, 2026, 10:00\u202fAM before" in text
    assert "the guest" in text
    assert "Maria Gomez" in text


def test_it_says_where_the_link_stood_that_led_the_guest_here_and_the_list_finds_it_by_that(elm, olive):
    booking = factories.book(elm, "Fade", clock="10:00")
    Booking.objects.update(came_from="instagram", source="wizard")
    assert "the booking page, by the link on Instagram" in olive.get(page(booking)).text
    listed = reverse("admin:bookings_booking_changelist")
    assert booking.code in olive.get(f"{listed}?from=instagram").text
    assert booking.code not in olive.get(f"{listed}?from=google").text


@pytest.mark.parametrize(
    ("name", "confirmed", "said", "status"),
    [
        ("confirm", False, "is confirmed", "confirmed"),
        ("unconfirm", True, "waits for your yes again", "pending"),
        ("complete", True, "took place", "completed"),
        ("no_show", True, "is marked as missed", "no_show"),
        ("cancel", True, "is cancelled", "cancelled"),
        ("arrive", True, "is marked as here", "confirmed"),
    ],
)
def test_a_button_does_what_it_says_and_says_so(elm, olive, name, confirmed, said, status):
    booking = factories.book(elm, "Fade", confirmed=confirmed)
    text = press(olive, booking, name).text
    assert f"Jordan Smith (Tue, Nov 24, 2026, 10:00\u202fAM) {said}." in text
    booking.refresh_from_db()
    assert booking.status == status
    assert booking.events.last().by == "dashboard:olive"


def test_a_slip_is_undone(elm, olive):
    booking = factories.book(elm, "Fade")
    press(olive, booking, "arrive")
    press(olive, booking, "not_arrived")
    press(olive, booking, "no_show")
    press(olive, booking, "reopen")
    booking.refresh_from_db()
    assert (booking.status, booking.arrived) == ("confirmed", False)


def test_a_reason_is_kept_with_what_was_cancelled(elm, olive):
    booking = factories.book(elm, "Fade")
    press(olive, booking, "cancel", reason="Burst pipe")
    booking.refresh_from_db()
    assert booking.cancel_reason == "Burst pipe"
    assert "Burst pipe" in olive.get(page(booking)).text


def test_what_cannot_be_done_is_said_and_nothing_changes(elm, olive):
    booking = factories.book(elm, "Fade")
    operations.cancel(booking=booking, now=NOW, by="x")
    assert "This booking is cancelled, so that cannot be done." in press(olive, booking, "confirm").text
    booking.refresh_from_db()
    assert booking.status == "cancelled"


def test_only_what_is_possible_now_is_on_the_page(elm, olive):
    booking = factories.book(elm, "Fade")
    assert "Nobody came" in olive.get(page(booking)).text
    operations.cancel(booking=booking, now=NOW, by="x")
    text = olive.get(page(booking)).text
    assert "Nobody came" not in text
    assert "Cancel it for good" not in text


def test_notes_are_for_the_house(elm, olive):
    booking = factories.book(elm, "Fade")
    press(olive, booking, "note", staff_notes="Prefers silence")
    assert "Prefers silence" in olive.get(page(booking)).text
    assert "Prefers silence" not in olive.get(factories.link(booking)).text


def test_notes_that_are_too_long_are_refused_and_none_is_cut(elm, olive):
    booking = factories.book(elm, "Fade")
    text = press(olive, booking, "note", staff_notes="x" * 2001).text
    assert "Write at most 2000 characters. Nothing was changed." in text
    lines = "\r\n".join(["x" * 19] * 100)
    press(olive, booking, "note", staff_notes=lines)
    booking.refresh_from_db()
    assert booking.staff_notes == lines.replace("\r\n", "\n")


def test_one_goes_back_to_where_one_pressed_but_nowhere_else(elm, olive):
    booking = factories.book(elm, "Fade")
    address = reverse("admin:bookings_booking_do", args=[booking.pk, "arrive"])
    assert olive.post(address, {"next": "/admin/?day=1"}).url == "/admin/?day=1"
    for elsewhere in ("https://evil.example/admin/", "//evil.example/admin/", "/book/elm/"):
        assert olive.post(address, {"next": elsewhere}).url == page(booking)


def test_a_page_is_read_only_by_get_and_pressed_only_by_post(elm, olive):
    booking = factories.book(elm, "Fade")
    assert olive.get(reverse("admin:bookings_booking_do", args=[booking.pk, "cancel"])).status_code == 405
    assert press(olive, booking, "explode").status_code == 404
    booking.refresh_from_db()
    assert booking.status == "confirmed"


def test_who_was_told_is_on_it_and_can_be_told_again(elm, olive):
    booking = factories.book(elm, "Fade")
    Delivery.objects.create(
        business=elm.business,
        booking=booking,
        channel="mail",
        kind="confirmed",
        dedupe="x",
        due_at=NOW,
        status="given_up",
        last_answer="550 no such person",
    )
    text = olive.get(page(booking)).text
    assert "550 no such person" in text
    assert "Send again" in text


def test_the_neighbour_finds_nothing_to_see_or_press(elm, karachi, olive):
    theirs = factories.book(karachi, "Haircut", clock="11:00")
    for address in (page(theirs), reverse("admin:bookings_booking_move", args=[theirs.pk])):
        assert olive.get(address).status_code == 404
    assert press(olive, theirs, "cancel").status_code == 404
    theirs.refresh_from_db()
    assert theirs.status == "confirmed"


def test_a_missing_booking_is_not_found(elm, olive):
    assert olive.get(reverse("admin:bookings_booking_change", args=[10**9])).status_code == 404
    assert olive.get("/admin/bookings/booking/abc/change/").status_code == 404


def test_a_hold_is_no_booking(elm, olive):
    held, _ = factories.hold(elm, "Fade")
    assert olive.get(page(held)).status_code == 404


def test_staff_members_see_what_they_serve_and_nothing_else(elm, maria):
    own, other = factories.book(elm, "Fade", staff="Maria Gomez"), factories.book(elm, "Fade", staff="Ana Ruiz")
    assert maria.get(page(own)).status_code == 200
    assert maria.get(page(other)).status_code == 404
    assert press(maria, other, "cancel").status_code == 404
    listed = maria.get(reverse("admin:bookings_booking_changelist")).context["cl"].queryset
    assert list(listed) == [own]


def test_the_list_asks_the_database_the_same_however_long_it_is(elm, olive, django_assert_max_num_queries):
    address = reverse("admin:bookings_booking_changelist")
    for clock in ("09:00", "10:00", "11:00", "13:00"):
        factories.book(elm, "Trim", clock=clock)
    with django_assert_max_num_queries(25):
        olive.get(address)


def test_the_list_is_narrowed_by_date_and_person(elm, olive):
    soon = factories.book(elm, "Fade", DAY, staff="Maria Gomez")
    factories.book(elm, "Fade", DAY + dt.timedelta(days=14), staff="Maria Gomez")
    factories.book(elm, "Fade", DAY, staff="Ana Ruiz")
    query = f"?when=week&person={elm.staff['Maria Gomez'].pk}"
    assert list(olive.get(reverse("admin:bookings_booking_changelist") + query).context["cl"].queryset) == [soon]
    assert olive.get(reverse("admin:bookings_booking_changelist") + "?when=x&person=%C2%B2").status_code in (200, 302)


def test_the_neighbours_people_are_in_no_filter(elm, karachi, olive):
    assert "Amna Khan" not in olive.get(reverse("admin:bookings_booking_changelist")).text
    assert Booking.objects.count() == 0
