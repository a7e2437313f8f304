"""Booking for somebody: the staff policy, customers, walk-ins, and groups that are overbooked on purpose."""

import re

import pytest
from django.urls import reverse
from django.utils.html import escape

from bookings import operations, queries
from bookings.models import Booking
from businesses.models import Customer
from tests import factories
from tests.factories import DAY, NOW


def typed(shop, service="Fade", **changes):
    """What an owner fills in."""
    return {
        "service": shop.services[service].pk,
        "staff": "",
        "day": DAY.isoformat(),
        "time": "10:00",
        "party_size": 1,
        "who": "new",
        "name": "Kim Lee",
        "email": "kim@example.com",
        "phone": "",
        **changes,
    }


def send(client, shop, service="Fade", **changes):
    return client.post(reverse("admin:book"), typed(shop, service, **changes), follow=True)


def test_a_new_guest_is_booked_and_confirmed(elm, olive):
    assert "Booked: Fade, Tue, Nov 24, 2026, 10:00\u202fAM, with" in send(olive, elm).text
    booking = Booking.objects.get()
    assert (booking.status, booking.source, booking.guest_name) == ("confirmed", "dashboard", "Kim Lee")
    assert booking.customer.email == "kim@example.com"
    assert booking.events.get().by == "dashboard:olive"


def test_any_time_will_do_that_is_nobody_elses(elm, olive):
    send(olive, elm, time="21:07", staff=elm.staff["Maria Gomez"].pk)
    assert Booking.objects.get().starts_at == factories.at(elm, DAY, "21:07")
    answer = send(olive, elm, time="21:30", staff=elm.staff["Maria Gomez"].pk)
    assert answer.status_code == 409
    assert "Somebody has this time already" in answer.text
    assert "Free nearby" in answer.text
    assert Booking.objects.count() == 1


def test_the_times_named_instead_are_those_that_guests_are_offered(elm, olive):
    maria = elm.staff["Maria Gomez"].pk
    send(olive, elm, staff=maria)
    near = send(olive, elm, time="09:40", staff=maria).text.partition("Free nearby")[2].partition("</div>")[0]
    assert re.findall(r"T(\d\d:\d\d)", near) == ["09:00", "11:00", "13:00"]


def test_a_walk_in_needs_no_name_and_may_have_begun(elm, olive):
    send(olive, elm, who="walk_in", name="", email="", day="2026-11-20", time="08:40")
    booking = Booking.objects.get()
    assert (booking.guest_name, booking.customer, booking.starts_at < NOW) == ("", None, True)


def test_somebody_new_needs_a_name(elm, olive):
    answer = send(olive, elm, name="")
    assert answer.status_code == 400
    assert "Write the guest&#x27;s name" in answer.text
    assert not Booking.objects.exists()


def test_a_customer_is_found_and_taken(elm, olive):
    text = olive.post(reverse("admin:book"), typed(elm, look="customers", q="doe", name="")).text
    assert "jane@example.com" in text
    jane = Customer.objects.get(email="jane@example.com")
    send(olive, elm, who=jane.pk, name="", email="", phone="")
    booking = Booking.objects.get()
    assert (booking.customer, booking.guest_name, booking.guest_email) == (jane, "Jane Doe", "jane@example.com")


@pytest.mark.parametrize("words", ["Doe Jane", "JANE@", "202 555 0185", "0185"])
def test_customers_are_found_by_any_of_their_words(elm, olive, words):
    assert "jane@example.com" in olive.post(reverse("admin:book"), typed(elm, look="customers", q=words)).text


def test_a_blocked_customer_is_marked_but_the_house_may_book_them(elm, olive):
    bob = Customer.objects.get(email="bob@example.com")
    assert "blocked for online booking" in olive.get(reverse("admin:book") + f"?customer={bob.pk}").text
    send(olive, elm, who=bob.pk, name="")
    assert Booking.objects.get().customer == bob


def test_looking_writes_nothing_and_keeps_what_was_typed(elm, olive):
    text = olive.post(reverse("admin:book"), typed(elm, look="times", notes="Window seat")).text
    assert "Window seat" in text
    assert "Kim Lee" in text
    assert re.search(r'value="2026-11-24T09:30"', text)
    assert not Booking.objects.exists()


def test_a_picked_time_fills_the_fields(elm, olive):
    form = olive.post(reverse("admin:book"), typed(elm, pick="2026-11-25T13:30")).context["data"]
    assert (form["day"], form["time"]) == ("2026-11-25", "13:30")


def test_the_diary_fills_the_form_in(elm, olive):
    maria = elm.staff["Maria Gomez"]
    text = olive.get(reverse("admin:book") + f"?staff={maria.pk}&day=2026-11-25&time=11:15").text
    assert f'<option value="{maria.pk}" selected>' in text
    assert 'value="2026-11-25"' in text
    assert 'value="11:15"' in text


@pytest.mark.parametrize("query", ["?service=x&staff=%00&day=32&time=no&customer=-1", "?service=9e9&customer=²"])
def test_rubbish_in_the_address_is_a_form_to_fill_in(elm, olive, query):
    assert olive.get(reverse("admin:book") + query).status_code == 200


def test_a_full_group_is_overbooked_with_a_reason_only(elm, olive):
    factories.book(elm, "Yoga", party_size=3)
    answer = send(olive, elm, "Yoga")
    assert answer.status_code == 409
    assert "This group has too few places left" in answer.text
    send(olive, elm, "Yoga", overbook_reason="Her sister comes too")
    booking = Booking.objects.get(guest_name="Kim Lee")
    assert (booking.appointment.places, booking.appointment.places_taken) == (4, 4)
    shown = olive.get(reverse("admin:bookings_booking_change", args=[booking.pk])).text
    assert "Booked beyond the places there are (1 more): Her sister comes too" in shown
    assert list(queries.broken_invariants()) == []


def test_a_party_larger_than_the_whole_group_is_taken_in_for_a_reason(elm, olive):
    factories.book(elm, "Yoga")
    answer = send(olive, elm, "Yoga", party_size=4)
    assert answer.status_code == 409
    assert "This group has too few places left" in answer.text
    assert send(olive, elm, "Yoga", party_size=4, overbook_reason="A hen party").status_code == 200
    booking = Booking.objects.get(guest_name="Kim Lee")
    assert (booking.appointment.places, booking.appointment.places_taken) == (5, 5)
    assert list(queries.broken_invariants()) == []


def test_a_party_larger_than_a_group_that_nobody_has_opened_is_told_so_and_offered_nothing(elm, olive):
    answer = send(olive, elm, "Yoga", party_size=4)
    assert answer.status_code == 409
    assert "4 people, and this service has 3 places at a time" in answer.text
    assert 'name="overbook_reason"' not in answer.text


def test_a_group_overbooked_by_a_double_click_is_overbooked_once(elm, olive):
    factories.book(elm, "Yoga", party_size=3)
    for _ in range(2):
        send(olive, elm, "Yoga", overbook_reason="Her sister comes too", token="the form's own", staff_notes="By phone")
    booking = Booking.objects.get(guest_name="Kim Lee")
    assert (booking.appointment.places, booking.appointment.places_taken) == (4, 4)
    assert booking.staff_notes == "By phone"


def test_a_reason_overbooks_nobody_who_serves_one_at_a_time(elm, olive):
    factories.book(elm, "Fade", staff="Maria Gomez")
    answer = send(olive, elm, staff=elm.staff["Maria Gomez"].pk, overbook_reason="Please")
    assert answer.status_code == 409
    assert Booking.objects.count() == 1


def test_a_double_click_is_one_booking(elm, olive):
    for _ in range(2):
        send(olive, elm, token="the form's own")
    assert Booking.objects.count() == 1


def test_a_page_that_has_booked_already_books_something_else_when_it_is_sent_once_more(elm, olive):
    send(olive, elm, token="the form's own")
    answer = send(olive, elm, token="the form's own", time="12:00", name="Bo Li")
    assert answer.status_code == 409
    assert "Something else was booked from this page before." in answer.text
    assert Booking.objects.count() == 1
    token = re.search(r'name="token" value="([^"]+)"', answer.text)[1]
    assert send(olive, elm, token=token, time="12:00", name="Bo Li").status_code == 200
    assert list(Booking.objects.order_by("pk").values_list("guest_name", flat=True)) == ["Kim Lee", "Bo Li"]


def _too_long(elm):
    """Something wrong for every field, by its name."""
    wrong = dict.fromkeys(("notes", "staff_notes", "overbook_reason", "token", "name", "email", "phone"), "x" * 5001)
    numbers = dict.fromkeys(("service", "staff", "day", "time", "party_size", "offset"), "x")
    numbers |= dict.fromkeys(("repeats", "interval", "weekdays", "until"), "x")
    return {**wrong, **numbers, "offset": "+01:000", "who": "9" * 10}


def test_every_field_says_what_is_wrong_with_it(elm, olive):
    answer = olive.post(reverse("admin:book"), _too_long(elm))
    faults = answer.context["form"].errors
    assert set(faults) == set(answer.context["form"].fields)
    for name, said in faults.items():
        for words in said:
            assert answer.text.count(escape(words)) >= sum(words in others for others in faults.values()), name


@pytest.mark.parametrize("field", ["notes", "staff_notes"])
def test_notes_of_many_lines_count_as_the_browser_counts_them(elm, olive, field):
    lines = ["x" * 19] * 100  # 1,999 characters with one for each line's end
    assert send(olive, elm, **{field: "\r\n".join(lines)}).status_code == 200
    booking = Booking.objects.get()
    assert booking.customer_notes + booking.staff_notes == "\n".join(lines)


def test_notes_that_are_too_long_are_not_lost_and_say_so(elm, olive):
    answer = send(olive, elm, notes="x" * 2001)
    assert answer.status_code == 400
    assert "Ensure this value has at most 2000 characters (it has 2001)." in answer.text
    assert "x" * 2001 in answer.text


def test_a_reason_that_is_too_long_is_still_there_to_be_shortened(elm, olive):
    answer = send(olive, elm, "Yoga", overbook_reason="x" * 301)
    assert "Ensure this value has at most 300 characters (it has 301)." in answer.text


def test_a_year_that_was_mistyped_is_refused(elm, olive):
    answer = send(olive, elm, day="2062-11-24")
    assert answer.status_code == 409
    assert "That is too far from today. Nothing was booked." in answer.text
    assert not Booking.objects.exists()


def test_a_time_that_the_clocks_skip_is_refused(elm, olive):
    answer = send(olive, elm, day="2027-03-14", time="02:30")
    assert answer.status_code == 400
    assert "the clocks go forward" in answer.text


def test_the_neighbours_rows_cannot_be_named(elm, karachi, olive):
    theirs = Customer.objects.create(business=karachi.business, first_name="Zed", email="zed@example.com")
    for changes in (
        {"service": karachi.services["Haircut"].pk},
        {"staff": karachi.staff["Amna Khan"].pk},
        {"who": theirs.pk, "name": ""},
    ):
        assert olive.post(reverse("admin:book"), typed(elm) | changes).status_code == 400
    assert "zed@" not in olive.get(reverse("admin:book") + f"?customer={theirs.pk}").text
    assert "zed@" not in olive.post(reverse("admin:book"), typed(elm, look="customers", q="zed")).text
    assert not Booking.objects.exists()


def test_staff_members_book_for_themselves_and_search_nobody(elm, maria):
    own, other = elm.staff["Maria Gomez"], elm.staff["Ana Ruiz"]
    assert send(maria, elm, staff=other.pk).status_code == 400
    assert "jane@example.com" not in maria.post(reverse("admin:book"), typed(elm, look="customers", q="jane")).text
    send(maria, elm, staff=own.pk)
    assert Booking.objects.get().staff == own


def test_staff_members_learn_nothing_of_a_customer_by_a_number(elm, maria):
    jane = Customer.objects.get(email="jane@example.com")
    answer = send(maria, elm, staff=elm.staff["Maria Gomez"].pk, who=jane.pk, name="", email="")
    assert answer.status_code == 400
    assert "Jane" not in answer.text
    assert not Booking.objects.exists()


def move(client, booking, **sent):
    return client.post(reverse("admin:bookings_booking_move", args=[booking.pk]), sent, follow=True)


def test_a_booking_moves_to_another_time_and_person(elm, olive):
    booking = factories.book(elm, "Fade", staff="Maria Gomez")
    ana = elm.staff["Ana Ruiz"]
    text = move(olive, booking, day="2026-11-25", time="18:40", staff=ana.pk).text
    assert "Jordan Smith comes Wed, Nov 25, 2026, 6:40\u202fPM now, to Ana Ruiz." in text
    moved = Booking.objects.get(pk=booking.pk)
    assert (moved.starts_at, moved.staff, moved.code) == (
        factories.at(elm, DAY.replace(day=25), "18:40"),
        ana,
        booking.code,
    )


def test_a_move_to_where_it_is_records_nothing_and_says_so(elm, olive):
    booking = factories.book(elm, "Fade", staff="Maria Gomez")
    before = booking.events.count()
    text = move(olive, booking, day=DAY.isoformat(), time="10:00", staff=booking.staff.pk).text
    assert "Jordan Smith comes Tue, Nov 24, 2026, 10:00\u202fAM already, to Maria Gomez. Nothing was changed." in text
    assert booking.events.count() == before
    assert Booking.objects.get(pk=booking.pk).sequence == booking.sequence


def test_every_field_of_a_move_says_what_is_wrong_with_it(elm, olive):
    booking = factories.book(elm, "Fade")
    answer = move(olive, booking, day="x", time="x", staff="x", offset="+01:000")
    faults = answer.context["form"].errors
    assert set(faults) == {"day", "time", "staff", "offset"}
    assert all(escape(words) in answer.text for said in faults.values() for words in said)


def test_a_move_onto_somebody_else_is_refused_and_moves_nothing(elm, olive):
    booking, other = factories.book(elm, "Fade", staff="Maria Gomez"), factories.book(elm, "Fade", staff="Ana Ruiz")
    answer = move(olive, booking, day=DAY.isoformat(), time="10:15", staff=other.staff.pk)
    assert answer.status_code == 409
    assert "Nothing was moved" in answer.text
    assert Booking.objects.get(pk=booking.pk).staff == booking.staff


def test_the_diary_fills_the_move_in(elm, olive):
    booking = factories.book(elm, "Fade", staff="Maria Gomez")
    ana = elm.staff["Ana Ruiz"]
    address = reverse("admin:bookings_booking_move", args=[booking.pk]) + f"?at=2026-11-26T16:00&staff={ana.pk}"
    text = olive.get(address).text
    assert 'value="2026-11-26"' in text
    assert 'value="16:00"' in text
    assert f'<option value="{ana.pk}" selected>' in text


def test_who_cancelled_is_not_moved(elm, olive):
    booking = factories.book(elm, "Fade")
    operations.cancel(booking=booking, now=NOW, by="x")
    answer = move(olive, booking, day=DAY.isoformat(), time="15:00", staff=booking.staff.pk)
    assert "This booking is cancelled" in answer.text
