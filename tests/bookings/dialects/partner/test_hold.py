"""POST /partner/v1/holds"""

import datetime as dt

import pytest
import time_machine

from bookings import errors
from bookings.models import Booking, Event
from tests import factories
from tests.bookings.dialects.partner.answers import Holder, numbered, row_of, status_of

KEY = {"Idempotency-Key": "one hold"}
CLOCKS = ("09:00", "09:30", "10:00", "10:30")


def taken(voice, answer):
    return voice.refused(answer, status_of(voice, errors.SlotTaken))


def test_a_time_is_held_and_answered_with_the_dialects_ids(holder, elm, now):
    held = holder.hold(staff=holder.id_of(elm.staff["Ana Ruiz"]))
    row = row_of(held)
    assert held == {
        "id": str(row.uuid),
        "service": holder.id_of(elm.services["Fade"]),
        "staff": holder.id_of(elm.staff["Ana Ruiz"]),
        "startsAt": "2026-11-24T16:00:00Z",
        "partySize": 1,
        "expiresAt": "2026-11-20T15:10:00Z",
    }
    assert (row.status, row.api_key, row.source, row.token_hash) == ("held", holder.key, holder.voice.dialect, "")
    assert row.events.get().by == f"{holder.voice.dialect}:{holder.key.prefix}"


@pytest.mark.parametrize("staff", [..., None, "any"])
def test_anyone_is_found_by_the_house(holder, elm, staff):
    assert holder.hold(staff=staff)["staff"] in {holder.id_of(elm.staff[name]) for name in ("Ana Ruiz", "Maria Gomez")}


def test_an_instant_may_be_written_with_any_offset(holder):
    assert holder.hold(startsAt="2026-11-24T10:00:00-06:00")["startsAt"] == "2026-11-24T16:00:00Z"


def test_a_party_is_held_where_the_service_has_places(holder, voice):
    assert holder.hold("Yoga", partySize=2)["partySize"] == 2
    assert voice.refused(holder.post("/holds", holder.wanted("Yoga", partySize=99)), 400)


def test_nobody_else_gets_what_is_held(holder, voice, elm):
    holder.hold()
    holder.hold()
    assert taken(voice, holder.post("/holds", holder.wanted()))
    assert taken(voice, voice.partner(factories.key(elm, voice.dialect)).post(*voice.create(elm)[1:3]))


def test_what_ran_out_is_free_again(holder, now):
    holder.hold()
    holder.hold()
    with time_machine.travel(now + dt.timedelta(minutes=10), tick=False):
        holder.hold()


@pytest.mark.parametrize(
    "changes",
    [
        {"startsAt": "2026-11-24T16:10:00Z"},
        {"startsAt": "2026-11-20T14:00:00Z"},
        {"startsAt": "2028-11-24T16:00:00Z"},
        {"startsAt": "2026-11-24T16:00:30Z"},
        {"startsAt": "2026-11-24T16:00:00"},
        {"startsAt": "2026-11-24"},
        {"startsAt": 5},
        {"startsAt": ...},
        {"service": ...},
        {"service": True},
        {"service": 1.5},
        {"service": "x"},
        {"service": ["any"]},
        {"staff": "nobody"},
        {"staff": 1.5},
        {"staff": ""},
        {"partySize": 0},
        {"partySize": "1"},
        {"partySize": True},
        {"partySize": 1.0},
        {"partySize": 10**40},
    ],
    ids=str,
)
def test_what_cannot_be_is_a_bad_request_and_holds_nothing(holder, voice, changes):
    assert voice.refused(holder.post("/holds", holder.wanted(**changes)), 400)
    assert not Booking.objects.exists()


@pytest.mark.parametrize("field", ["service", "staff"])
def test_ids_of_the_other_kind_are_refused_by_name(holder, voice, elm, field):
    row = elm.services["Fade"] if field == "service" else elm.staff["Ana Ruiz"]
    other = row.pk if isinstance(holder.id_of(row), str) else str(row.uuid)
    answer = holder.post("/holds", holder.wanted(**{field: other}))
    assert voice.refused(answer, 400)
    assert field in voice.said(answer.json())


def test_a_neighbours_service_or_person_is_as_unknown_as_any(holder, voice, elm, karachi):
    for shop_row, unknown in (
        (
            karachi.services["Haircut"],
            {"service": 10**9 if numbered(voice) else "0" * 8 + "-0000" * 4 + "0" * 8},
        ),
    ):
        theirs = holder.post("/holds", holder.wanted(service=holder.id_of(shop_row)))
        nobodys = holder.post("/holds", holder.wanted(**unknown))
        assert (theirs.status_code, theirs.content) == (nobodys.status_code, nobodys.content)
        assert voice.refused(theirs, 404)
    theirs = holder.post("/holds", holder.wanted(staff=holder.id_of(karachi.staff["Amna Khan"])))
    assert voice.refused(theirs, 400)
    assert theirs.content == holder.post("/holds", holder.wanted(staff=holder.id_of(elm.staff["Olga Berg"]))).content


def test_of_one_start_of_a_service_a_key_holds_three(holder, voice, elm, now):
    for _ in range(3):
        holder.hold("Yoga")
    answer = holder.post("/holds", holder.wanted("Yoga"))
    assert voice.refused(answer, 409)
    holder.hold("Yoga", "15:00")
    Holder(elm, voice, factories.key(elm, voice.dialect)).hold("Yoga")
    with time_machine.travel(now + dt.timedelta(minutes=10), tick=False):
        holder.hold("Yoga")


def test_what_was_booked_or_given_back_counts_no_more(holder):
    for _ in range(2):
        held = [holder.hold("Yoga") for _ in range(3)]
        for each in held:
            assert holder.delete(f"/holds/{each['id']}").status_code == 204


def test_in_all_a_key_holds_a_hundred(holder, voice, elm, monkeypatch):
    monkeypatch.setattr("bookings.operations.capping.MOST_OF_A_KEY", 4)
    for clock in ("09:00", "10:00", "11:00", "13:00"):
        holder.hold("Trim", clock)
    assert voice.refused(holder.post("/holds", holder.wanted("Trim", "14:00")), 409)
    Holder(elm, voice, factories.key(elm, voice.dialect)).hold("Trim", "14:00")
    assert Booking.objects.filter(status="held").count() == 5


def test_the_same_request_again_holds_nothing_more(holder):
    first, again = (holder.post("/holds", holder.wanted(), headers=KEY) for _ in range(2))
    assert first.status_code == 201
    assert (again.content, again["Idempotency-Replayed"]) == (first.content, "true")
    assert Booking.objects.count() == 1


def test_a_refusal_for_holding_too_much_is_not_remembered(holder, voice):
    held = [holder.hold("Yoga") for _ in range(3)]
    assert voice.refused(holder.post("/holds", holder.wanted("Yoga"), headers=KEY), 409)
    holder.delete(f"/holds/{held[0]['id']}")
    assert holder.post("/holds", holder.wanted("Yoga"), headers=KEY).status_code == 201


def test_a_hold_is_no_booking_to_anybody(holder, voice, elm):
    held = holder.hold()
    assert not Booking.objects.visible().exists()
    assert Event.objects.get().wire_type == ""
    named = [route for route in voice.routes(elm) if "{booking}" in route.path]
    asked = next((route for route in named if route.method == "GET"), named[0])
    path = asked.path.format(booking=voice.booking_id(row_of(held)))
    assert voice.refused(holder.vendor(asked.method, path, asked.body), 404)


def test_a_hold_takes_few_statements(holder, django_assert_max_num_queries):
    holder.hold("Trim")
    with django_assert_max_num_queries(24):
        holder.hold()
