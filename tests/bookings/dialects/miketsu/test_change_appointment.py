"""PATCH and DELETE /bookings/merchant/{id}"""

import datetime as dt

import pytest
import time_machine

from bookings import operations
from bookings.models import Appointment, Booking
from tests import factories, partners
from tests.bookings.dialects.miketsu.answers import NO_IDS, NOBODY, done, entry, made, own, refused, wish
from tests.factories import DAY


def span(shop, clock="15:00", day=DAY, minutes=45, **changes):
    """The body of a move; a field set to ... is left out."""
    start = factories.at(shop, day, clock)
    body = {"from_date": start.isoformat(), "to_date": (start + dt.timedelta(minutes=minutes)).isoformat(), **changes}
    return {name: value for name, value in body.items() if value is not ...}


@pytest.fixture
def fade(merchant, elm):
    """An appointment of Jane's, of 45 minutes."""
    person = {"first_name": "Jane", "email": "jane@example.com"}
    return made(merchant.post("/merchant", entry(elm, customers=[person])))


def of(appointment):
    """Its path."""
    return f"/merchant/{appointment.pk}"


def test_it_moves_and_its_old_time_is_free(merchant, jane, elm, fade):
    assert done(merchant.patch(of(fade), span(elm)))
    assert own(jane.get(f"/customer/{fade.pk}"))["from_date"] == "2026-11-24T21:00:00Z"
    booking = Booking.objects.get()
    assert booking.staff_notes == "Customer prefers morning appointments"
    assert [event.type for event in booking.events.order_by("pk")] == ["booking.created", "booking.moved"]
    assert booking.events.latest("pk").by.startswith("miketsu:mkt_")


def test_any_start_to_come_will_do(merchant, elm, fade):
    for day, clock in ((DAY, "10:05"), (dt.date(2026, 11, 29), "06:10"), (dt.date(2027, 6, 8), "23:50")):
        assert done(merchant.patch(of(fade), span(elm, clock, day)))
        fade.refresh_from_db()
        assert fade.starts_at == factories.at(elm, day, clock)


@pytest.mark.parametrize(("note", "kept"), [("Comes late", "Comes late"), ("", ""), (None, None), (..., None)])
def test_the_note_is_replaced_emptied_or_left(merchant, elm, fade, note, kept):
    assert done(merchant.patch(of(fade), span(elm, merchant_note=note)))
    assert Booking.objects.get().staff_notes == ("Customer prefers morning appointments" if kept is None else kept)


def test_a_note_may_change_where_the_time_stays(merchant, elm, fade):
    assert done(merchant.patch(of(fade), span(elm, "10:00", merchant_note="Comes late")))
    assert Booking.objects.get().staff_notes == "Comes late"


def test_a_conflict_is_409_and_nothing_of_it_is_done(merchant, elm):
    trim = made(merchant.post("/merchant", entry(elm, "Trim")))
    made(merchant.post("/merchant", entry(elm, "Trim", clock="11:00")))
    answer = merchant.patch(of(trim), span(elm, "10:45", minutes=30, merchant_note="Comes late"))
    assert refused(answer, 409)
    trim.refresh_from_db()
    assert trim.starts_at == factories.at(elm, DAY, "10:00")
    assert Booking.objects.earliest("pk").staff_notes == "Customer prefers morning appointments"


@pytest.mark.parametrize(
    "changes",
    [
        {"from_date": ...}, {"to_date": ...}, {"from_date": None}, {"from_date": "ten"}, {"to_date": 5},
        {"from_date": "2026-11-24T16:00:00"}, {"to_date": "2026-11-24T22:00:00Z"}, {"to_date": "2026-11-24T21:00:00Z"},
        {"to_date": "2026-11-24T20:00:00Z"}, {"from_date": "2026-11-24T21:00:01Z"}, {"merchant_note": 5},
        {"merchant_note": "x" * 2001},
    ],
    ids=str,
)  # fmt: skip
def test_a_bad_move_is_400(merchant, elm, fade, changes):
    assert refused(merchant.patch(of(fade), span(elm, **changes)), 400)
    fade.refresh_from_db()
    assert fade.starts_at == factories.at(elm, DAY, "10:00")


def test_nothing_moves_into_the_past(merchant, elm, fade):
    assert refused(merchant.patch(of(fade), span(elm, "08:00", dt.date(2026, 11, 20))), 400)
    with time_machine.travel(fade.starts_at + dt.timedelta(minutes=5), tick=False):
        assert refused(merchant.patch(of(fade), span(elm, "10:00", merchant_note="Late")), 400)


def test_a_group_moves_with_everybody_in_it(merchant, jane, john, elm):
    group = made(jane.post("/customer", wish(elm, "Yoga")), "customer")
    made(john.post("/customer", wish(elm, "Yoga")), "customer")
    assert done(merchant.patch(of(group), span(elm, "15:10", minutes=60, merchant_note="In the park")))
    for partner in (jane, john):
        assert own(partner.get(f"/customer/{group.pk}"))["from_date"] == "2026-11-24T21:10:00Z"
    assert set(Booking.objects.values_list("staff_notes", flat=True)) == {"In the park"}
    assert Appointment.objects.filter(live=True).count() == 1


def test_a_class_with_nobody_in_it_moves_and_ends_too(merchant, elm):
    group = made(merchant.post("/merchant", entry(elm, "Yoga", customers=[])))
    assert done(merchant.patch(of(group), span(elm, minutes=60)))
    group.refresh_from_db()
    assert (group.live, group.starts_at) == (True, factories.at(elm, DAY, "15:00"))
    assert done(merchant.delete(of(group)))
    group.refresh_from_db()
    assert group.live is False
    assert refused(merchant.delete(of(group)), 400)
    made(merchant.post("/merchant", entry(elm, "Yoga", clock="15:00", customers=[])))


def test_calling_off_cancels_everybody_and_frees_the_time(merchant, jane, john, elm):
    group = made(jane.post("/customer", wish(elm, "Yoga")), "customer")
    made(john.post("/customer", wish(elm, "Yoga")), "customer")
    assert done(merchant("DELETE", of(group), {"cancellation_reason": "The teacher is ill"}))
    for partner in (jane, john):
        assert own(partner.get(f"/customer/{group.pk}"))["is_cancelled"] is True
    assert set(Booking.objects.values_list("status", "cancel_reason")) == {("cancelled", "The teacher is ill")}
    made(merchant.post("/merchant", entry(elm, "Yoga", clock="10:30", customers=[])))


@pytest.mark.parametrize("body", [None, {}, {"cancellation_reason": None}, {"cancellation_reason": ""}, {"more": 5}])
def test_a_reason_may_be_left_out(merchant, fade, body):
    assert done(merchant("DELETE", of(fade), body))
    assert Booking.objects.get().cancel_reason == ""


@pytest.mark.parametrize("reason", [5, [], "x" * 2001, "a\0b"])
def test_a_reason_that_is_none_is_400(merchant, fade, reason):
    assert refused(merchant("DELETE", of(fade), {"cancellation_reason": reason}), 400)
    assert Booking.objects.get().status == "confirmed"


def test_what_is_cancelled_stays_so(merchant, elm, fade):
    assert done(merchant.delete(of(fade)))
    assert refused(merchant.delete(of(fade)), 400)
    assert refused(merchant.patch(of(fade), span(elm)), 400)


def test_what_has_begun_is_not_called_off(merchant, fade):
    with time_machine.travel(fade.starts_at, tick=False):
        assert refused(merchant.delete(of(fade)), 400, "it is too late to change this booking")
    assert Booking.objects.get().status == "confirmed"


def test_what_guests_booked_is_the_merchants_to_change_and_the_guests_notice_does_not_bind(now, db):
    shop = factories.load(factories.elm_document(rules={"cancel_notice_minutes": 60 * 24 * 30}))
    merchant, booking = partners.miketsu(shop), factories.book(shop, "Fade")
    assert done(merchant.patch(of(booking.appointment), span(shop)))
    assert done(merchant.delete(of(booking.appointment)))


@pytest.mark.parametrize("odd", [str(NOBODY), *NO_IDS])
def test_a_number_that_is_nobodys_is_404(merchant, elm, odd):
    assert refused(merchant.patch(f"/merchant/{odd}", span(elm)), 404)
    assert refused(merchant.delete(f"/merchant/{odd}"), 404)


def test_what_is_a_neighbours_or_held_only_is_404(merchant, elm, karachi):
    theirs = factories.book(karachi, "Haircut", clock="12:00").appointment
    held = factories.hold(elm, "Trim")[0].appointment
    for row in (theirs, held):
        assert refused(merchant.patch(of(row), span(elm, minutes=30)), 404, "booking not found")
        assert refused(merchant.delete(of(row)), 404, "booking not found")
    assert Appointment.objects.filter(live=True).count() == 2


def test_methods_that_there_are_not(merchant, fade):
    for method in ("GET", "PUT", "POST"):
        assert refused(merchant(method, of(fade), {}), 405)


def test_what_took_place_is_not_called_off(merchant, fade, now):
    later = fade.ends_at + dt.timedelta(hours=1)
    operations.complete(booking=Booking.objects.get(), now=later, by="owner")
    with time_machine.travel(later, tick=False):
        assert refused(merchant.delete(of(fade)), 400)
