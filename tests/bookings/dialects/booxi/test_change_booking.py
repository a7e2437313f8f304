"""PUT /booking/v1/booking/{bookingId}"""

import datetime as dt

import pytest
import time_machine

from bookings import operations
from bookings.models import Booking, Event
from businesses.models import Customer
from tests import factories, partners
from tests.bookings.dialects.booxi.answers import NO_IDS, NOBODY, booked, client, refused, row, said, utc, z
from tests.factories import DAY, NOW


def put(partner, made, body, **query):
    """The booking as a change leaves it."""
    return said(partner.put(f"/booking/{made['bookingId']}", body, **query))


def state(shown):
    """The three words of the life cycle."""
    return shown["status"], shown["client"]["presence"], shown["isCompleted"]


@pytest.fixture
def begun(booxi, elm):
    """A booking that began three minutes ago."""
    made = booked(booxi, elm, startsOn=z(NOW))
    with time_machine.travel(NOW + dt.timedelta(minutes=3), tick=False):
        yield made


def events(made):
    return list(
        Event.objects.filter(booking=int(made["bookingId"])).order_by("sequence").values_list("type", flat=True)
    )


def test_it_moves_and_says_who_moved_it(booxi, elm):
    made, maria = booked(booxi, elm), elm.staff["Maria Gomez"].pk
    changed = put(booxi, made, {"startsOn": utc(elm, "10:15"), "modifiedBy": "Client", "modifiedByStaffId": maria})
    assert (changed["bookingId"], changed["startsOn"]) == (made["bookingId"], utc(elm, "10:15"))
    assert (changed["modifiedBy"], changed["modifiedByStaffId"]) == ("Client", maria)
    assert said(booxi.get(f"/booking/{made['bookingId']}"))["booking"] == changed
    assert events(made) == ["booking.created", "booking.moved"]
    assert put(booxi, made, {"startsOn": utc(elm, "10:30")})["modifiedBy"] == "Staff"


def test_who_changed_it_may_be_told_alone(booxi, elm):
    made = booked(booxi, elm)
    changed = put(booxi, made, {"modifiedBy": "Client"})
    assert (changed["modifiedBy"], changed["modifiedByStaffId"]) == ("Client", made["staffId"])
    assert events(made) == ["booking.created"]


def test_a_visit_moves_whole_and_to_another_person(db, now):
    document = factories.elm_document()
    document["staff"][1]["services"] = ["Fade", "Trim"]
    shop = factories.load(document)
    booxi, ana = partners.booxi(shop), shop.staff["Ana Ruiz"].pk
    items = [{"serviceId": shop.services[name].pk} for name in ("Fade", "Trim")]
    made = booked(booxi, shop, "Fade", items=items)
    changed = put(booxi, made, {"startsOn": utc(shop, "10:30"), "staffId": ana})
    starts = [item["reservedClientTimespan"]["start"] for item in changed["items"]]
    assert (starts, changed["staffId"]) == ([utc(shop, "10:30"), utc(shop, "11:15")], ana)
    booked(booxi, shop, "Trim", "10:30")
    assert {place.appointment.staff_id for place in row(made).places.all()} == {ana}


def test_what_is_in_the_way_is_what_is_in_the_way_of_a_new_one(booxi, elm):
    made, _ = booked(booxi, elm), booked(booxi, elm, "Trim", "11:00")
    path = f"/booking/{made['bookingId']}"
    assert refused(booxi.put(path, {"startsOn": utc(elm, "10:45")}), 409, "StaffNotAvailable")
    assert refused(booxi.put(path, {"staffId": elm.staff["Yuri Ito"].pk}), 409, "StaffNotAvailable")
    early, late = z(NOW - dt.timedelta(hours=1)), utc(elm, "10:00", DAY + dt.timedelta(days=70))
    assert refused(booxi.put(path, {"startsOn": early}), 409, "BookingHasPassed")
    constrained = {"rules": "TimeConstraints"}
    assert refused(booxi.put(path, {"startsOn": z(NOW + dt.timedelta(minutes=30))}, **constrained), 409, "TimeTooEarly")
    assert refused(booxi.put(path, {"startsOn": late}, **constrained), 409, "TimeTooLate")
    assert refused(booxi.put(path, {"startsOn": utc(elm, "13:10")}, **constrained), 400)
    yesterday = z(NOW - dt.timedelta(hours=10))
    assert refused(booxi.put(path, {"startsOn": yesterday}, ignoreError="BookingHasPassed"), 409, "BookingNotToday")
    assert said(booxi.get(path))["booking"] == made
    assert put(booxi, made, {"startsOn": early}, ignoreError="BookingHasPassed")["startsOn"] == early
    assert put(booxi, made, {"startsOn": late})["startsOn"] == late


def test_the_room_is_in_the_way_too(booxi, elm):
    booked(booxi, elm, "Massage", "13:00")
    made = booked(booxi, elm, "Massage", staff="Pia Lund")
    answer = booxi.put(f"/booking/{made['bookingId']}", {"startsOn": utc(elm, "13:00")})
    assert refused(answer, 409, "ResourceNotAvailable")


def test_a_blocked_client_is_not_rescheduled_where_the_rule_asks(booxi, elm):
    made = booked(booxi, elm, client={"id": elm.customers["bob@example.com"].pk})
    answer = booxi.put(f"/booking/{made['bookingId']}", {"startsOn": utc(elm, "11:00")}, rules="ClientBlocked")
    assert refused(answer, 409, "ClientStatus")
    assert put(booxi, made, {"status": "Cancelled"}, rules="ClientBlocked")["status"] == "Cancelled"


def test_a_group_is_not_rescheduled(booxi, elm):
    made = booked(booxi, elm, "Yoga")
    path = f"/booking/{made['bookingId']}"
    assert refused(booxi.put(path, {"startsOn": utc(elm, "11:00")}), 400, about="appointments")
    assert put(booxi, made, {"startsOn": made["startsOn"], "staffId": made["staffId"]}) == made


def test_what_is_so_already_changes_nothing(booxi, elm):
    made = booked(booxi, elm)
    with time_machine.travel(NOW + dt.timedelta(hours=1), tick=False):
        for body in ({}, made, {"startsOn": made["startsOn"], "status": "Approved"}, {"isCompleted": False}):
            body = {name: value for name, value in body.items() if not name.startswith("modified")}
            assert put(booxi, made, body) == made
    assert events(made) == ["booking.created"]


def test_cancelling_frees_the_time_and_again_answers_the_same(booxi, elm):
    made = booked(booxi, elm)
    first = put(booxi, made, {"status": "Cancelled"})
    assert (first["status"], first["isScheduled"]) == ("Cancelled", False)
    with time_machine.travel(NOW + dt.timedelta(hours=1), tick=False):
        for body in ({"status": "Cancelled"}, {"status": "Cancelled", "modifiedBy": "Client"}, first):
            assert put(booxi, made, body) == first
    booked(booxi, elm)


def test_cancelling_twice_at_once_answers_the_same(booxi, elm, monkeypatch):
    made, amend = booked(booxi, elm), operations.amend

    def after_another(**how):
        monkeypatch.undo()
        operations.cancel(booking=row(made), now=NOW, by="another")
        return amend(**how)

    monkeypatch.setattr(operations, "amend", after_another)
    assert put(booxi, made, {"status": "Cancelled"})["status"] == "Cancelled"
    assert row(made).events.count() == 2


@pytest.mark.parametrize(
    "body",
    [
        {"status": "Approved"},
        {"client": {"presence": "Arrived"}},
        {"isCompleted": True},
        {"startsOn": "2026-11-24T18:00:00Z"},
        {"status": "Approved", "client": {"presence": "Expecting"}},
    ],
)
def test_what_is_cancelled_takes_no_other_change(booxi, elm, body):
    made = booked(booxi, elm)
    put(booxi, made, {"status": "Cancelled"})
    assert refused(booxi.put(f"/booking/{made['bookingId']}", body), 409, "BookingNotScheduled")


def test_a_pending_one_is_approved(booxi, elm):
    booking = factories.book(elm, "Fade", confirmed=False)
    assert said(booxi.put(f"/booking/{booking.pk}", {"status": "Approved"}))["status"] == "Approved"
    assert Booking.objects.get(pk=booking.pk).status == "confirmed"


EXPECTED, ARRIVED = ("Approved", "Expecting", False), ("Approved", "Arrived", False)
COMPLETED, MISSED = ("Approved", "Arrived", True), ("Approved", "NoShow", False)


@pytest.mark.parametrize(
    "steps",
    [
        [({"client": {"presence": "Arrived"}}, ARRIVED), ({"isCompleted": True}, COMPLETED)],
        [({"isCompleted": True}, COMPLETED), ({"isCompleted": False}, EXPECTED)],
        [({"client": {"presence": "NoShow"}}, MISSED), ({"client": {"presence": "Expecting"}}, EXPECTED)],
        [({"client": {"presence": "NoShow"}}, MISSED), ({"client": {"presence": "Arrived"}}, ARRIVED)],
        [({"client": {"presence": "Arrived"}}, ARRIVED), ({"client": {"presence": "NoShow"}}, MISSED)],
        [({"client": {"presence": "Arrived"}}, ARRIVED), ({"client": {"presence": "Expecting"}}, EXPECTED)],
        [
            ({"client": {"presence": "NoShow"}}, MISSED),
            ({"client": {"presence": "Arrived"}, "isCompleted": True}, COMPLETED),
            ({"client": {"presence": "Expecting"}, "isCompleted": False}, EXPECTED),
        ],
        [({"status": "Approved", "client": {"presence": "Arrived"}, "isCompleted": True}, COMPLETED)],
    ],
)
def test_it_goes_through_its_life(booxi, begun, steps):
    for body, expected in steps:
        assert state(put(booxi, begun, body)) == expected
        assert state(put(booxi, begun, body)) == expected
        assert state(said(booxi.get(f"/booking/{begun['bookingId']}"))["booking"]) == expected


def test_what_is_completed_is_neither_moved_nor_cancelled_nor_missed(booxi, elm, begun):
    put(booxi, begun, {"isCompleted": True})
    path, missed = f"/booking/{begun['bookingId']}", {"client": {"presence": "NoShow"}}
    for body in ({"status": "Cancelled"}, {"startsOn": utc(elm, "11:00")}, missed):
        assert refused(booxi.put(path, body), 409, "BookingIsCompleted")
    assert state(put(booxi, begun, missed, ignoreError="BookingIsCompleted")) == MISSED
    assert refused(booxi.put(path, {"isCompleted": True}), 409, "ClientPresenceNoShow")
    assert refused(booxi.put(path, {"status": "Cancelled"}), 409, "ClientPresenceNoShow")
    assert refused(booxi.put(path, {"isCompleted": True, **missed}), 400, about="isCompleted")


@pytest.mark.parametrize(
    "body", [{"client": {"presence": "Arrived"}}, {"client": {"presence": "NoShow"}}, {"isCompleted": True}]
)
def test_before_the_start_nobody_has_come_or_not(booxi, elm, body):
    made = booked(booxi, elm)
    path = f"/booking/{made['bookingId']}"
    assert refused(booxi.put(path, body), 409, "TimeTooEarly")
    assert state(put(booxi, made, body, ignoreError="TimeTooEarly")) != EXPECTED


def test_an_error_changes_nothing_of_all_that_was_asked(booxi, elm, begun):
    body = {"startsOn": utc(elm, "13:00"), "client": {"presence": "NoShow"}, "isCompleted": True}
    path = f"/booking/{begun['bookingId']}"
    assert refused(booxi.put(path, body), 400)
    booked(booxi, elm, "Trim", "13:00")
    for body in ({"startsOn": utc(elm, "13:00"), "isCompleted": True, "modifiedBy": "Client"},):
        assert refused(booxi.put(path, body), 409, "StaffNotAvailable")
    assert said(booxi.get(path))["booking"] == begun


@pytest.mark.parametrize(
    "body",
    [
        *({"status": value} for value in ("Gone", "PendingStaffApproval", "", 5)),
        *({"client": {"presence": value}} for value in ("Late", "", 5)),
        *({"client": value} for value in ("x", [], 5)),
        *({"isCompleted": value} for value in ("yes", "true", 1)),
        *({"startsOn": value} for value in ("soon", "2026-11-24T16:00:00", "2026-11-24T16:00:30Z", 5)),
        *({"staffId": value} for value in (NOBODY, "1", 2**63)),
        *({"modifiedByStaffId": value} for value in (NOBODY, "1", -1)),
        *({"modifiedBy": value} for value in ("Robot", 5)),
    ],
)
def test_what_cannot_be_is_400(booxi, elm, body):
    made = booked(booxi, elm)
    assert refused(booxi.put(f"/booking/{made['bookingId']}", body), 400)


@pytest.mark.parametrize("query", [{"rules": "Nope"}, {"ignoreError": "Nope"}])
def test_a_word_that_nobody_knows_is_400(booxi, elm, query):
    made = booked(booxi, elm)
    assert refused(booxi.put(f"/booking/{made['bookingId']}", {}, **query), 400)


def test_null_is_left_out_and_all_else_is_ignored(booxi, elm):
    made = booked(booxi, elm)
    names = ("status", "client", "isCompleted", "startsOn", "staffId", "modifiedBy", "modifiedByStaffId")
    body = {**dict.fromkeys(names), "bookingId": "7", "payment": {"total": "1.00"}, "location": "Moon"}
    assert put(booxi, made, body) == made
    assert put(booxi, made, {"client": {"firstName": "Other", "presence": None}}) == made


@pytest.mark.parametrize("odd", [*NO_IDS, str(NOBODY)])
def test_what_is_no_booking_is_404(booxi, elm, odd):
    assert refused(booxi.put(f"/booking/{odd}", {"status": "Cancelled"}), 404)


def test_the_neighbours_staff_is_nobody(booxi, elm, karachi):
    made, amna = booked(booxi, elm), karachi.staff["Amna Khan"].pk
    for field in ("staffId", "modifiedByStaffId"):
        assert refused(booxi.put(f"/booking/{made['bookingId']}", {field: amna}), 400, about=field)


def test_erasing_forgets_what_the_partner_said(booxi, elm):
    made = booked(booxi, elm, client=client(homePhoneNumber="+12025550101", address={"street": "1 Home Rd"}))
    operations.erase(booking=row(made), now=NOW, by="owner")
    booking = Booking.objects.get(pk=int(made["bookingId"]))
    assert booking.partner_facts == {}
    known = Customer.objects.get(pk=made["client"]["id"])
    assert (known.home_phone, known.address, known.folded.strip()) == ("", "", "")


def test_a_pending_one_cannot_be_missed(booxi, elm):
    booking = factories.book(elm, "Fade", confirmed=False)
    answer = booxi.put(f"/booking/{booking.pk}", {"client": {"presence": "NoShow"}}, ignoreError="TimeTooEarly")
    assert refused(answer, 409, "BookingNotScheduled")
