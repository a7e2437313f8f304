"""GET /v1/time-slots and /v1/services/{id}/time-slots"""

import pytest

from tests import factories, partners
from tests.bookings.dialects.reservekit.answers import NOBODY, data, refused, slots


def test_a_time_slot_is_a_start_of_every_week_on_the_next_date_that_has_it(reservekit, elm):
    fade = elm.services["Fade"]
    slot = slots(reservekit, elm, "Fade")[1, "10:00"]  # a Tuesday's; today is Friday
    assert slot == {
        "id": slot["id"],
        "service_id": fade.pk,
        "day_of_week": 1,
        "start_time": "2026-11-24T10:00:00-06:00",
        "end_time": "2026-11-24T10:45:00-06:00",
        "max_bookings": 2,
        "created_at": "2026-11-20T15:00:00Z",
        "updated_at": "2026-11-20T15:00:00Z",
    }
    assert slots(reservekit, elm, "Fade")[4, "09:00"]["start_time"].startswith("2026-11-20")  # today is included


def test_their_order_is_that_of_the_week(reservekit, elm):
    found = data(reservekit.get(f"/services/{elm.services['Trim'].pk}/time-slots"))
    assert [(slot["day_of_week"], slot["start_time"][11:]) for slot in found] == sorted(
        (slot["day_of_week"], slot["start_time"][11:]) for slot in found
    )
    assert len(found) == 18 * 6


def test_a_group_counts_its_places(reservekit, elm):
    assert {slot["max_bookings"] for slot in slots(reservekit, elm, "Yoga").values()} == {3}


def test_ids_stay_while_service_and_weekly_hours_do(reservekit, elm):
    before = slots(reservekit, elm)
    factories.load(factories.elm_document(special_days=[{"date": "2026-11-24", "periods": []}]))
    factories.book(elm, "Trim", clock="14:00", day=factories.DAY.replace(day=25))
    assert slots(reservekit, elm) == before
    shorter = {day: [["09:00", "12:00"]] for day in factories.WEEKDAYS[:6]}
    factories.load(factories.elm_document(hours=shorter))
    after = slots(reservekit, elm)
    assert {key: slot["id"] for key, slot in after.items()} == {key: before[key]["id"] for key in after}
    assert len(after) == 6 * 6


def test_weeks_that_take_turns_are_all_listed_and_those_that_are_over_are_not(db, now):
    document = factories.elm_document()
    document["staff"] = [each for each in document["staff"] if each["name"] in ("Maria Gomez", "Yuri Ito")]
    early, late, over = ({"tuesday": [[opens, closes]]} for opens, closes in
                         (("09:00", "09:45"), ("15:00", "15:45"), ("17:00", "17:45")))  # fmt: skip
    document["staff"][0] |= {"hours": over, "rotas": [{"from": "2026-11-16", "weeks": [early, late]}]}
    shop = factories.load(document)
    program = partners.reservekit(shop)
    found = slots(program, shop, "Fade")
    assert sorted(found) == [(1, "09:00"), (1, "15:00")]
    first = {"date": "2026-11-24", "customer_name": "Ida Moss"}  # the second of the weeks
    assert program.post("/bookings", first | {"time_slot_id": found[1, "09:00"]["id"]}).status_code == 400
    assert program.post("/bookings", first | {"time_slot_id": found[1, "15:00"]["id"]}).status_code == 201


def test_after_midnight_the_weekday_is_that_of_the_date(db, now):
    shop = factories.load(factories.elm_document(hours={"friday": [["22:00", "02:00"]]}))
    found = slots(partners.reservekit(shop), shop)
    assert found[5, "00:30"]["start_time"] == "2026-11-21T00:30:00-06:00"
    assert (4, "23:30") in found


def test_all_are_given_unless_a_page_is_asked_for(reservekit, elm):
    trim = elm.services["Trim"].pk
    assert len(data(reservekit.get("/time-slots", service_id=trim))["time_slots"]) == 108
    whole = data(reservekit.get("/time-slots", service_id=trim, no_pagination="true"))
    assert (len(whole["time_slots"]), whole["pagination"]) == (108, None)
    paged = data(reservekit.get("/time-slots", service_id=trim, page=2, page_size=50))
    pages = {"current_page": 2, "total_pages": 3, "total_count": 108, "page_size": 50, "page": 2, "total_items": 108}
    assert (len(paged["time_slots"]), paged["pagination"]) == (50, pages)
    assert len(data(reservekit.get("/time-slots", service_id=trim, page=12))["time_slots"]) == 0


def test_the_service_must_be_named_and_known(reservekit, karachi):
    assert refused(reservekit.get("/time-slots"), 400, code="missing_required_field")
    assert refused(reservekit.get("/time-slots", service_id="abc"), 400, code="invalid_field_format")
    for pk in (NOBODY, 0, -1, karachi.services["Haircut"].pk):
        assert refused(reservekit.get("/time-slots", service_id=pk), 404, "service not found", "service_not_found")


@pytest.mark.parametrize("query", [{"page": "0"}, {"page_size": "101"}, {"no_pagination": "maybe"}])
def test_a_page_that_cannot_be_is_400(reservekit, elm, query):
    assert refused(reservekit.get("/time-slots", service_id=elm.services["Trim"].pk, **query), 400)
