"""GET /api/v1/public/availability"""

import datetime as dt

import pytest

from tests import factories, partners
from tests.bookings.dialects.nextinque.answers import refused, slots
from tests.factories import DAY


def test_a_slot_has_its_label_its_instant_with_the_offset_and_its_places(nextinque, elm):
    fade = elm.services["Fade"]
    answer = nextinque.get("/availability", date="2026-11-24", serviceId=fade.uuid)
    assert answer.json()["date"] == "2026-11-24"
    assert answer.json()["service"] == {"id": str(fade.uuid), "name": "Fade", "durationMinutes": 45}
    first = {"time": "09:00", "iso": "2026-11-24T09:00:00.000-06:00", "available": 2, "total": 2}
    assert answer.json()["slots"][0] == first


def test_a_full_start_stays_in_the_list_with_none_left(nextinque, elm):
    factories.book(elm, "Trim")
    found = slots(nextinque, elm, "Trim")
    assert (found["10:00"], found["10:30"]) == ((0, 1), (1, 1))


def test_a_group_has_the_places_of_everybody_who_gives_it(nextinque, elm):
    assert slots(nextinque, elm, "Yoga")["10:00"] == (3, 3)
    factories.book(elm, "Yoga", party_size=2)
    assert slots(nextinque, elm, "Yoga")["10:00"] == (1, 3)


def test_a_room_that_two_need_is_counted_once(nextinque, elm):
    assert slots(nextinque, elm, "Massage")["10:00"] == (1, 2)


def test_utc_is_written_as_an_offset_too(db, now):
    shop = factories.load(factories.elm_document(timezone="UTC"))
    answer = partners.nextinque(shop).get("/availability", date="2026-11-24", serviceId=shop.services["Fade"].uuid)
    assert answer.json()["slots"][0]["iso"] == "2026-11-24T09:00:00.000+00:00"


def test_where_the_clocks_go_back_a_label_comes_twice_and_each_has_its_instant(db, now):
    night = factories.elm_document(
        timezone="Europe/Berlin",
        hours={"saturday": [["23:00", "04:00"]]},
        rules={"window_days": 400},
    )
    shop = factories.load(night)
    answer = partners.nextinque(shop).get("/availability", date="2027-10-30", serviceId=shop.services["Trim"].uuid)
    found = [slot["iso"] for slot in answer.json()["slots"] if slot["time"] == "02:30"]
    assert found == ["2027-10-31T02:30:00.000+02:00", "2027-10-31T02:30:00.000+01:00"]


@pytest.mark.parametrize("day", ["2026-11-22", "2026-11-19", "2027-06-01"])
def test_closed_past_or_too_far_is_an_empty_list(nextinque, elm, day):
    assert slots(nextinque, elm, day=dt.date.fromisoformat(day)) == {}


@pytest.mark.parametrize("date", [None, "", "24.11.2026", "2026-11-31", "2026-1-1", "٢٠٢٦-١١-٢٤", "2026-11-24T09:00"])
def test_a_date_that_is_none_is_named(nextinque, elm, date):
    query = {} if date is None else {"date": date}
    assert refused(nextinque.get("/availability", serviceId=elm.services["Fade"].uuid, **query), 400, names="date")


def test_a_service_must_be_named_where_there_is_one(nextinque):
    assert refused(nextinque.get("/availability", date="2026-11-24"), 400, names="serviceId")


def test_without_any_service_there_are_no_slots(db, now):
    shop = factories.load(factories.elm_document(categories=[], staff=[]))
    answer = partners.nextinque(shop).get("/availability", date="2026-11-24")
    assert answer.json() == {"date": "2026-11-24", "service": None, "slots": []}


def test_a_service_that_is_not_there_is_404_whosever_it_is(nextinque, elm, karachi):
    for uuid in (karachi.services["Haircut"].uuid, elm.services["Retired cut"].uuid, DAY.replace(2000)):
        answer = nextinque.get("/availability", date="2026-11-24", serviceId=uuid)
        status = 400 if isinstance(uuid, dt.date) else 404
        assert refused(answer, status, "Service not found" if status == 404 else None)
