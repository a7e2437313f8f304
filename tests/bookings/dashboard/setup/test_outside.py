"""Before a change of the set-up is saved: which bookings it leaves outside, what is done with them, and undoing it."""

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse

from bookings import operations, queries
from bookings.models import Booking
from businesses.models import (
    Business,
    Location,
    OpeningHours,
    Resource,
    Rota,
    Service,
    Skill,
    SpecialDay,
    StaffMember,
    TimeOff,
    WorkingHours,
)
from tests import dashboard, factories
from tests.bookings.dashboard.forms import address, confirm, filled
from tests.bookings.dashboard.setup.test_dates_pages import AWAY, SPECIAL
from tests.bookings.dashboard.setup.test_hours_page import HOURS, week
from tests.bookings.operations import desk
from tests.bookings.operations.test_rehouse import spa, where
from tests.factories import DAY, NOW, at

USUAL = [("09:00", "12:00"), ("13:00", "19:00")]
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
UNDO = "/admin/undo/"


@pytest.fixture
def booked(elm):
    """Jordan comes to Maria Gomez on Tuesday 24 November at 10:00 for a Fade, which Ana Ruiz does, too."""
    return factories.book(elm, "Fade", staff="Maria Gomez")


def away(elm, **typed):
    return {"staff": elm.staff["Maria Gomez"].pk, "first": f"{DAY}", "begins": "09:00", "ends": "12:00"} | typed


def shown(answer):
    """The bookings that the page before saving has, by id."""
    assert answer.status_code in (200, 409), answer
    return [row["booking"].pk for row in answer.context["rows"]]


def now_at(elm, booking):
    booking = Booking.objects.get(pk=booking.pk)
    return f"{booking.starts_at.astimezone(elm.business.zone):%a %H:%M}", booking.staff.name, booking.status


def test_time_off_over_a_booking_is_not_saved_before_it_is_seen(elm, olive, booked):
    answer = olive.post(AWAY, away(elm))
    assert shown(answer) == [booked.pk]
    assert "Jordan Smith" in answer.text
    assert "Fade with Maria Gomez: Maria Gomez is away" in answer.text
    assert not TimeOff.objects.exists()


def test_what_leaves_nobody_outside_is_saved_at_once(elm, olive, booked):
    assert olive.post(AWAY, away(elm, begins="11:00")).status_code == 302
    assert TimeOff.objects.count() == 1


def test_a_booking_is_kept_as_it_is(elm, olive, booked):
    before = booked.sequence
    text = confirm(olive, AWAY, olive.post(AWAY, away(elm))).text
    assert "1 booking stays as it was." in text
    assert TimeOff.objects.count() == 1
    assert Booking.objects.get(pk=booked.pk).sequence == before


def test_a_booking_goes_to_the_nearest_free_time_of_the_same_person(elm, olive, booked):
    text = confirm(olive, AWAY, olive.post(AWAY, away(elm)), all="time").text
    assert "1 booking is moved: Jordan Smith, Tue, Nov 24, 2026, 1:00\u202fPM with Maria Gomez." in text
    assert now_at(elm, booked) == ("Tue 13:00", "Maria Gomez", "confirmed")


def test_a_booking_is_given_to_somebody_else_at_its_time(elm, olive, booked):
    confirm(olive, AWAY, olive.post(AWAY, away(elm)), all="person")
    assert now_at(elm, booked) == ("Tue 10:00", "Ana Ruiz", "confirmed")


def test_a_booking_is_cancelled_with_a_message(elm, olive, booked):
    confirm(olive, AWAY, olive.post(AWAY, away(elm)), all="cancel", message="Maria is ill. We are sorry.")
    booked.refresh_from_db()
    assert (booked.status, booked.cancel_reason) == ("cancelled", "Maria is ill. We are sorry.")


def test_each_booking_may_go_its_own_way(elm, olive, booked):
    other = factories.book(elm, "Trim", clock="11:00", staff="Maria Gomez")
    answer = olive.post(AWAY, away(elm))
    assert shown(answer) == [booked.pk, other.pk]
    confirm(olive, AWAY, answer, **{"all": "cancel", f"one-{booked.pk}": "time"})
    assert now_at(elm, booked) == ("Tue 13:00", "Maria Gomez", "confirmed")
    assert now_at(elm, other)[2] == "cancelled"


def test_two_that_are_moved_do_not_take_each_others_time(elm, olive, booked):
    other = factories.book(elm, "Trim", clock="11:00", staff="Maria Gomez")
    confirm(olive, AWAY, olive.post(AWAY, away(elm)), all="time")
    assert {now_at(elm, booked)[0], now_at(elm, other)[0]} == {"Tue 13:00", "Tue 14:00"}
    assert list(queries.broken_invariants()) == []


def test_what_finds_nothing_else_stays_and_is_named(elm, olive, booked):
    factories.book(elm, "Fade", staff="Ana Ruiz")
    text = confirm(olive, AWAY, olive.post(AWAY, away(elm)), all="person").text
    assert (
        "These could not be moved or cancelled, or something else happened to them meanwhile: Jordan Smith, Tue, Nov 24"
        in text
    )
    assert now_at(elm, booked) == ("Tue 10:00", "Maria Gomez", "confirmed")


def test_what_changed_meanwhile_is_shown_again(elm, olive, booked):
    answer = olive.post(AWAY, away(elm))
    late = factories.book(elm, "Trim", clock="11:30", staff="Maria Gomez")
    again = confirm(olive, AWAY, answer, all="cancel")
    assert again.status_code == 409
    assert shown(again) == [booked.pk, late.pk]
    assert not TimeOff.objects.exists()
    assert now_at(elm, booked)[2] == "confirmed"


@pytest.mark.parametrize("chosen", [{"all": "burn"}, {"all": ""}, {"message": "x" * 2001}])
def test_what_is_no_choice_is_asked_again(elm, olive, booked, chosen):
    again = confirm(olive, AWAY, olive.post(AWAY, away(elm)), **chosen)
    assert again.status_code == 409
    assert not TimeOff.objects.exists()


def test_what_was_outside_before_is_not_named_again(elm, olive, booked):
    confirm(olive, AWAY, olive.post(AWAY, away(elm)))
    assert olive.post(AWAY, away(elm, reason="again")).status_code == 302
    assert shown(olive.post(SPECIAL, {"staff": "", "first": f"{DAY}", "closed": "on"})) == [booked.pk]


def test_rows_of_the_neighbours_are_never_named(elm, karachi, olive):
    factories.book(karachi, "Haircut", clock="11:00")
    assert olive.post(SPECIAL, {"staff": "", "first": f"{DAY}", "closed": "on"}).status_code == 302


def rota():
    """Weeks that take turns: the first of them is that of DAY, without a Tuesday."""
    first, second = (week(**{day: USUAL for day in DAYS if day not in off}) for off in ({"tuesday"}, set()))
    fields = [
        (name.replace("-", f"-{letter}-"), typed)
        for letter, days in (("a", first), ("b", second))
        for name, typed in days.items()
    ]
    return dict(fields) | {"from": f"{DAY - dt.timedelta(days=1)}", "own": "yes"}


def changes(elm):
    """Every kind of change: its page, and what is sent."""
    maria, fade = elm.staff["Maria Gomez"], elm.services["Fade"]
    closed = {day: USUAL for day in DAYS if day != "tuesday"}
    person = {"own": "yes"}
    hours = reverse("admin:staff_hours", args=[maria.pk])
    return {
        "hours": (HOURS, week(**closed, tuesday=[("11:00", "19:00")]), OpeningHours),
        "own hours": (hours, week(**closed) | person, WorkingHours),
        "rota": (reverse("admin:staff_rota_new", args=[maria.pk]), rota(), Rota),
        "special day": (SPECIAL, {"staff": "", "first": f"{DAY}", "closed": "on"}, SpecialDay),
        "own special day": (SPECIAL, {"staff": maria.pk, "first": f"{DAY}", "closed": "on"}, SpecialDay),
        "time off": (AWAY, away(elm), TimeOff),
        "window": (address(elm.business), {"window_days": 2}, Business),
        "skill": (address(maria), {f"does_{fade.pk}": None}, Skill),
        "service": (address(fade), {"active": None}, Service),
        "person": (address(maria), {"active": None}, StaffMember),
        "location": (address(elm.locations["Main"]), {"active": None}, Location),
        "service in the list": (
            address(Service, "changelist"),
            {"action": "switch_off", "_selected_action": [fade.pk]},
            Service,
        ),
        "person in the list": (
            address(StaffMember, "changelist"),
            {"action": "switch_off", "_selected_action": [maria.pk]},
            StaffMember,
        ),
    }


KINDS = (
    *(
        "hours",
        "own hours",
        "rota",
        "special day",
        "own special day",
        "time off",
        "window",
        "skill",
        "service",
        "person",
    ),
    *("location", "service in the list", "person in the list"),
)


def data_of(client, page, typed):
    whole = "/change/" in page
    sent = {**(filled(client, page) if whole else {}), **typed}
    return {name: value for name, value in sent.items() if value is not None}


def standing(elm):
    """What the set-up as it is says of every booking to come, by the same rules one by one."""
    found = queries.outside(queries.setup_now(elm.business.pk), now=NOW)
    return {
        place.booking_id for row in Booking.objects.all() for place in row.places.all() if place.appointment_id in found
    }


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_change_is_shown_first_saved_then_and_undone(elm, olive, booked, kind):
    others = [
        factories.book(elm, "Trim", clock="15:00", staff="Maria Gomez"),
        factories.book(elm, "Fade", clock="16:00", staff="Ana Ruiz"),
        factories.book(elm, "Yoga", clock="10:00", day=DAY + dt.timedelta(days=1)),
    ]
    page, typed, model = changes(elm)[kind]
    rows = list(model.objects.order_by("pk").values())
    answer = olive.post(page, data_of(olive, page, typed))
    listed = set(shown(answer))
    assert booked.pk in listed
    assert others[2].pk not in listed or kind == "window"
    assert list(model.objects.order_by("pk").values()) == rows
    assert "Undo all of it" in confirm(olive, page, answer).text
    assert standing(elm) == listed
    text = olive.get(UNDO).text
    assert "Undo it" in text
    assert "the set-up is as it was" in olive.post(UNDO, follow=True).text
    assert standing(elm) == set()
    if model is Business:
        assert Business.objects.get(pk=elm.business.pk).window_days == 60
    elif model not in (OpeningHours, WorkingHours):
        assert list(model.objects.order_by("pk").values()) == rows


def test_a_room_that_is_switched_off_names_what_finds_no_other(elm, olive):
    massage = factories.book(elm, "Massage")
    room = Resource.objects.get(business=elm.business, name="Room 1")
    answer = olive.post(address(room), data_of(olive, address(room), {"active": None}))
    assert shown(answer) == [massage.pk]
    assert "Room 1 is switched off" in answer.text
    room.refresh_from_db()
    assert room.active


def test_undoing_puts_those_back_who_found_another_room(db, now):
    """Two rooms; Bea's guest finds the other one free, Ana's does not."""
    shop = spa()
    first = desk.book(shop, "Massage", staff="Bea")
    stuck = [desk.book(shop, "Massage", "13:00", staff=name) for name in ("Ana", "Bea")]
    there = [*where(first), *where(stuck[0]), *where(stuck[1])]
    olive, room = dashboard.member(shop, "olive", "owner"), Resource.objects.get(name="Room 1")
    answer = olive.post(address(room), data_of(olive, address(room), {"active": None}))
    assert "Undo all of it" in confirm(olive, address(room), answer).text
    assert where(first) == ["Room 2"]
    text = olive.post(UNDO, follow=True).text
    assert "1 booking is back in the room, or with the equipment, of before." in text
    assert [*where(first), *where(stuck[0]), *where(stuck[1])] == there


def test_the_whole_is_undone(elm, olive, booked):
    confirm(olive, AWAY, olive.post(AWAY, away(elm)), all="time")
    assert "1 booking is back at the old time." in olive.post(UNDO, follow=True).text
    assert not TimeOff.objects.exists()
    assert now_at(elm, booked) == ("Tue 10:00", "Maria Gomez", "confirmed")
    assert "There is nothing to undo." in olive.get(UNDO).text


def test_a_person_who_took_over_gives_back(elm, olive, booked):
    confirm(olive, AWAY, olive.post(AWAY, away(elm)), all="person")
    olive.post(UNDO)
    assert now_at(elm, booked) == ("Tue 10:00", "Maria Gomez", "confirmed")


def test_what_is_cancelled_stays_so_and_this_is_said(elm, olive, booked):
    confirm(olive, AWAY, olive.post(AWAY, away(elm)), all="cancel")
    assert "1 cancelled booking stays cancelled" in re.sub(r"\s+", " ", olive.get(UNDO).text)
    assert "1 booking stays cancelled" in olive.post(UNDO, follow=True).text


def test_what_happened_to_a_booking_since_is_not_undone(elm, olive, booked):
    confirm(olive, AWAY, olive.post(AWAY, away(elm)), all="time")
    operations.move(booking=booked, starts_at=at(elm, DAY, "15:00"), now=NOW, by="guest:page")
    assert "1 booking could not be moved back" in olive.post(UNDO, follow=True).text
    assert now_at(elm, booked)[0] == "Tue 15:00"


def test_nothing_is_undone_once_the_set_up_is_changed_again(elm, olive, booked):
    confirm(olive, AWAY, olive.post(AWAY, away(elm)))
    olive.post(SPECIAL, {"staff": "", "first": "2026-12-28", "closed": "on"})
    assert "There is nothing to undo." in olive.post(UNDO).text
    assert TimeOff.objects.exists()


def test_nothing_is_undone_after_ten_minutes(elm, olive, booked):
    confirm(olive, AWAY, olive.post(AWAY, away(elm)))
    with time_machine.travel(NOW + dt.timedelta(minutes=11), tick=False):
        assert "There is nothing to undo." in olive.post(UNDO).text
    assert TimeOff.objects.exists()


def test_nobody_undoes_what_another_did(elm, olive, max_, maria, booked):
    confirm(olive, AWAY, olive.post(AWAY, away(elm)))
    assert "There is nothing to undo." in max_.post(UNDO).text
    assert "There is nothing to undo." in maria.post(UNDO).text
    assert TimeOff.objects.exists()
