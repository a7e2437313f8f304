"""GET /booking/business"""

import datetime as dt

import pytest

from businesses.models import ApiKey
from tests import factories, partners
from tests.bookings.dialects.booqara.answers import refused


def hours(partner):
    return {day["day"]: day for day in partner.get("/business").json()["hours"]}


def test_the_profile_has_the_documented_fields(booqara):
    answer = booqara.get("/business")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    body = answer.json()
    assert list(body.pop("hours")[1].values()) == ["Monday", True, "09:00:00", "19:00:00"]
    assert body == {
        "name": "North Elm Studio",
        "description": "Modern color and styling appointments",
        "category": "Salon",
        "logoUrl": None,
        "phone": "(202) 555-0100",
        "address": "123 Main St",
        "timezone": "America/Chicago",
        "bookingSettings": {"bookingLeadTimeMinutes": 60, "bookingWindowDays": 60, "slotIntervalMinutes": 30},
        "bookingPage": {
            "showStaffSelection": True,
            "showServicePrices": True,
            "showServiceDuration": True,
            "requireCustomerEmail": True,
        },
    }


def test_a_business_that_says_nothing_has_the_documented_defaults(db, now):
    shop = factories.load({"name": "Plain", "timezone": "UTC"})
    body = partners.booqara(shop).get("/business").json()
    assert list(body["bookingSettings"].values()) == [60, 7, 30]
    assert set(body["bookingPage"].values()) == {True}
    assert [body[name] for name in ("description", "category", "logoUrl", "phone", "address")] == [None] * 5
    assert len(body["hours"]) == 7


def test_the_week_begins_on_sunday_and_closed_days_have_no_times(booqara):
    week = list(hours(booqara).values())
    assert [day["day"] for day in week] == [
        "Sunday",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
    ]
    assert week[0] == {"day": "Sunday", "isOpen": False, "openTime": None, "closeTime": None}


@pytest.mark.parametrize(
    ("periods", "opens", "closes"),
    [
        ([["13:00", "19:00"], ["09:00", "12:00"]], "09:00:00", "19:00:00"),
        ([["18:00", "02:00"]], "18:00:00", "02:00:00"),
        ([["09:00", "12:00"], ["18:00", "02:00"]], "09:00:00", "02:00:00"),
        ([["10:00", "24:00"]], "10:00:00", "00:00:00"),
    ],
)
def test_several_periods_show_the_first_opening_and_the_last_close(db, now, periods, opens, closes):
    shop = factories.load(factories.elm_document(hours={"friday": periods}))
    friday = hours(partners.booqara(shop))["Friday"]
    assert (friday["openTime"], friday["closeTime"]) == (opens, closes)


def test_special_days_are_not_in_the_week(booqara):
    assert hours(booqara)["Thursday"]["openTime"] == "09:00:00"  # 24 December opens at ten


def test_the_key_selects_the_business(booqara, karachi):
    assert partners.booqara(karachi).get("/business").json()["timezone"] == "Asia/Karachi"
    assert booqara.get("/business").json()["name"] == "North Elm Studio"


@pytest.mark.parametrize(
    "secret", ["", "pk_live_", "pk_live_00000000wrong", "x" * 5000, "pk_live_\xe9", "pk_live_\x00"]
)
def test_a_wrong_key_is_401(stranger, secret):
    stranger.headers["x-private-key"] = secret
    assert refused(stranger.get("/business"), 401, "Invalid or missing private key")


def test_no_key_is_401(stranger):
    assert refused(stranger.get("/business"), 401, "Invalid or missing private key")


def test_a_key_with_one_letter_wrong_opens_nothing(booqara):
    booqara.headers["x-private-key"] += "x"
    assert refused(booqara.get("/business"), 401)


def test_a_key_of_another_dialect_opens_nothing(elm, stranger):
    for dialect in ("nextinque", "reservekit", "booxi", "miketsu"):
        stranger.headers["x-private-key"] = factories.key(elm, dialect)
        assert refused(stranger.get("/business"), 401)


@pytest.mark.parametrize("field", ["revoked_at", "expires_at"])
def test_a_revoked_or_expired_key_opens_nothing(booqara, now, field):
    ApiKey.objects.update(**{field: now})
    assert refused(booqara.get("/business"), 401)


def test_a_key_of_a_business_that_closed_opens_nothing(booqara, elm):
    elm.business.active = False
    elm.business.save()
    assert refused(booqara.get("/business"), 401)


def test_the_use_of_a_key_is_noted_once_a_minute(booqara, now, time_moves):
    booqara.get("/business")
    assert ApiKey.objects.get().last_used_at == now
    time_moves(seconds=59)
    booqara.get("/business")
    assert ApiKey.objects.get().last_used_at == now
    time_moves(seconds=1)
    booqara.get("/business")
    assert ApiKey.objects.get().last_used_at == now + dt.timedelta(minutes=1)


def test_the_profile_takes_two_queries(booqara, django_assert_num_queries):
    booqara.get("/business")
    with django_assert_num_queries(2):
        booqara.get("/business")
