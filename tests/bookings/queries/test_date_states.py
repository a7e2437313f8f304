"""Every date of a month, free or not, and why not: what a calendar shows."""

import datetime as dt

from bookings import queries
from bookings.queries import State, Wanted
from tests import factories
from tests.factories import DAY, NOW


def states(shop, service, first, last, *, now=NOW, **wanted):
    found = queries.date_states(
        shop.business, shop.services[service], first=first, last=last, now=now, wanted=Wanted(**wanted)
    )
    return {row.date.isoformat(): row for row in found}


def state(shop, service, day, **how):
    return states(shop, service, day, day, **how)[day.isoformat()].state


def test_every_date_of_the_span_is_there_in_order(elm):
    found = states(elm, "Fade", dt.date(2026, 11, 1), dt.date(2026, 11, 30))
    assert list(found) == [f"2026-11-{day:02}" for day in range(1, 31)]


def test_the_numbers_are_those_of_the_lists(elm):
    factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez")
    maria = elm.staff["Maria Gomez"]
    row = states(elm, "Fade", DAY, DAY, staff=maria)[DAY.isoformat()]
    slots = queries.open_slots(elm.business, elm.services["Fade"], day=DAY, now=NOW, wanted=Wanted(maria))
    assert (row.offered, row.free) == (len(slots), sum(slot.free for slot in slots))
    assert row.state is State.FREE


def test_yesterday_is_past_and_what_lies_beyond_the_window_too_far(elm):
    found = states(elm, "Fade", dt.date(2026, 11, 19), dt.date(2027, 1, 20))
    assert found["2026-11-19"].state is State.PAST
    assert found["2026-11-20"].state is State.FREE
    assert found["2027-01-19"].state is State.FREE
    assert found["2027-01-20"].state is State.TOO_FAR


def test_sunday_is_closed(elm):
    assert state(elm, "Fade", dt.date(2026, 11, 22)) is State.CLOSED


def test_a_date_on_which_all_is_taken_is_full(db, now):
    shop = factories.load(factories.elm_document(hours={"tuesday": [["10:00", "11:00"]]}))
    factories.book(shop, "Color", clock="10:00")
    assert state(shop, "Color", DAY) is State.FULL


def test_an_evening_within_the_lead_time_is_too_soon(elm):
    assert state(elm, "Fade", NOW.date(), now=factories.at(elm, NOW.date(), "18:30")) is State.TOO_SOON


def test_a_date_on_which_the_person_is_away_says_so(db, now):
    document = factories.elm_document()
    document["staff"][0]["time_off"] = [{"from": "2026-11-24T00:00", "to": "2026-11-25T00:00", "reason": "rest"}]
    shop = factories.load(document)
    assert state(shop, "Fade", DAY, staff=shop.staff["Maria Gomez"]) is State.AWAY
    assert state(shop, "Fade", DAY) is State.FREE  # Ana is there


def test_a_date_too_short_for_the_service_has_nothing(db, now):
    shop = factories.load(factories.elm_document(hours={"tuesday": [["10:00", "10:30"]]}))
    assert state(shop, "Fade", DAY) is State.NOTHING


def test_a_span_before_the_window_reads_nothing_from_the_diaries(elm, django_assert_num_queries):
    with django_assert_num_queries(5):
        found = states(elm, "Fade", dt.date(2026, 10, 1), dt.date(2026, 10, 31))
    assert {row.state for row in found.values()} == {State.PAST}


def test_only_people_of_the_chosen_location_count(elm):
    assert state(elm, "Yoga", DAY, location_id=elm.locations["Annex"].pk) is State.FREE
    assert state(elm, "Yoga", DAY, location_id=elm.locations["Main"].pk) is not State.FREE
