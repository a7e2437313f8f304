"""GET /booking/dates"""

import datetime as dt

import pytest
import time_machine

from tests import factories, partners
from tests.bookings.dialects.booqara.answers import NOWHERE, dates, refused, slots


def ask(partner, shop, **query):
    return partner.get("/dates", **{"serviceId": shop.services["Fade"].uuid, **query})


def test_the_next_seven_open_dates_from_today_on(booqara, elm):
    body = ask(booqara, elm).json()
    assert body["from"] == "2026-11-20"
    found = [date["date"] for date in body["dates"]]
    assert found == [f"2026-11-{day}" for day in (20, 21, 23, 24, 25, 26, 27)]  # the 22nd is a Sunday
    assert body["dates"][0]["slotCount"] == 14  # from ten on: an hour's notice
    assert body["dates"][1]["slotCount"] == 16


def test_every_count_is_that_of_the_slots_of_the_date(booqara, elm):
    factories.book(elm, "Fade", staff="Maria Gomez")
    factories.book(elm, "Fade", staff="Ana Ruiz")
    for date, count in dates(booqara, elm).items():
        assert sum(slots(booqara, elm, day=dt.date.fromisoformat(date)).values()) == count


def test_a_date_without_a_free_time_is_left_out(booqara, elm):
    for clock in ("09:00", "10:30", "13:00", "14:30", "16:00", "17:30"):
        factories.book(elm, "Color", clock=clock)
    assert "2026-11-24" not in dates(booqara, elm, "Color")
    assert dates(booqara, elm, "Color", from_="2026-11-24", horizon=1) == {}


def test_one_person_is_asked_for_alone(booqara, elm):
    factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez")
    day = {"from_": factories.DAY, "count": 1}
    assert dates(booqara, elm, userId=elm.staff["Maria Gomez"].uuid, **day) == {"2026-11-24": 13}
    assert dates(booqara, elm, userId="any", **day) == {"2026-11-24": 16}


def test_the_past_counts_as_today(booqara, elm):
    assert ask(booqara, elm, from_="2020-01-01").json()["from"] == "2026-11-20"
    assert ask(booqara, elm, from_="0001-01-01").json()["from"] == "2026-11-20"


def test_today_is_today_where_the_business_is(karachi, time_moves):
    time_moves(hours=5)  # one in the morning of the 21st in Karachi
    assert (
        partners.booqara(karachi).get("/dates", serviceId=karachi.services["Haircut"].uuid).json()["from"]
        == "2026-11-21"
    )


def test_the_end_of_the_calendar_is_no_problem(booqara, elm):
    body = ask(booqara, elm, from_="9999-12-31", horizon=120, count=30).json()
    assert body == {"from": "9999-12-31", "dates": []}


def test_horizon_is_how_many_dates_are_looked_at(booqara, elm):
    assert list(dates(booqara, elm, from_="2026-11-21", horizon=2)) == ["2026-11-21"]
    assert list(dates(booqara, elm, from_="2026-11-22", horizon=1)) == []


def test_the_booking_window_ends_every_horizon(booqara, elm):
    last = list(dates(booqara, elm, from_="2027-01-10", horizon=120, count=30))[-1]
    assert last == "2027-01-19"  # sixty days from today


@pytest.mark.parametrize("value", ["0", "31", "-1", "1.5", " 3", "3 ", "٣", "many", "", "1e1", "+7", "0x7", "9" * 5000])
def test_a_count_outside_one_to_thirty_is_400(booqara, elm, value):
    assert refused(ask(booqara, elm, count=value), 400)


@pytest.mark.parametrize("value", ["0", "121", "-60", "6_0", "", "null", "99999999999999999999"])
def test_a_horizon_outside_one_to_120_is_400(booqara, elm, value):
    assert refused(ask(booqara, elm, horizon=value), 400)


@pytest.mark.parametrize(
    "value",
    [
        "2026-02-30",
        "2026-13-01",
        "today",
        "",
        "20261124",
        "2026-W48-2",
        "2026-11-24T00:00",
        "٢٠٢٦-11-24",
        "0000-01-01",
        "10000-01-01",
        "2026-11-24\n",
        "2026-11-24\x00",
    ],
)
def test_a_bad_from_is_400(booqara, elm, value):
    assert refused(ask(booqara, elm, from_=value), 400)


def test_the_service_is_required(booqara):
    assert refused(booqara.get("/dates"), 400)
    assert refused(booqara.get("/dates", serviceId="fade"), 400)


def test_an_unknown_inactive_or_foreign_service_is_not_found(booqara, elm, karachi):
    for service in (NOWHERE, elm.services["Retired cut"].uuid, karachi.services["Haircut"].uuid):
        assert refused(ask(booqara, elm, serviceId=service), 404, "Service not found")


def test_who_is_malformed_unknown_unqualified_or_foreign_is_invalid_staff(booqara, elm, karachi):
    wrong = ["maria", "", "ANY", NOWHERE, *(elm.staff[name].uuid for name in ("Yuri Ito", "Tom Gone"))]
    for person in (*wrong, karachi.staff["Amna Khan"].uuid):
        assert refused(ask(booqara, elm, userId=person), 400, "Invalid staff")


def test_a_time_that_the_clocks_show_twice_counts_once(db):
    now = dt.datetime(2026, 10, 30, 15, 0, tzinfo=dt.UTC)
    with time_machine.travel(now, tick=False):
        shop = factories.load(factories.elm_document(hours={"sunday": [["00:00", "06:00"]]}), now=now)
        partner = partners.booqara(shop)
        assert dates(partner, shop, "Trim", count=1) == {"2026-11-01": 12}
        assert sum(slots(partner, shop, "Trim", dt.date(2026, 11, 1)).values()) == 12


def test_a_label_that_two_periods_of_a_date_share_counts_once(db, now):
    hours = {"tuesday": [["09:00", "10:00"], ["20:00", "10:00"]]}
    shop = factories.load(factories.elm_document(hours=hours))
    partner = partners.booqara(shop)
    found = slots(partner, shop, "Trim")
    assert list(found)[:3] == ["09:00", "09:30", "20:00"]
    assert dates(partner, shop, "Trim", count=1) == {"2026-11-24": len(found)}


def test_a_wrong_key_is_refused_before_the_query_is_read(stranger):
    assert refused(stranger.get("/dates", count="x"), 401)


def test_more_dates_take_no_more_queries(booqara, elm, django_assert_max_num_queries):
    ask(booqara, elm)
    factories.book(elm, "Fade")
    with django_assert_max_num_queries(14) as few:
        ask(booqara, elm, count=1, horizon=1)
    for day in (25, 26, 27):
        for person in ("Maria Gomez", "Ana Ruiz"):
            factories.book(elm, "Fade", dt.date(2026, 11, day), staff=person)
    with django_assert_max_num_queries(len(few)):
        ask(booqara, elm, count=30, horizon=120)
