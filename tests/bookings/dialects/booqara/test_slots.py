"""GET /booking/slots"""

import datetime as dt

import pytest
import time_machine

from bookings.queries.memory import memory
from tests import factories, partners
from tests.bookings.dialects.booqara.answers import NOWHERE, order, refused, slots

FADE = [*(f"{hour:02}:{minute}" for hour in (9, 10, *range(13, 18)) for minute in ("00", "30")), "11:00", "18:00"]
FALL_BACK = dt.date(2026, 11, 1)


@pytest.fixture
def night_shop(db):
    """North Elm two days before the clocks go back, open on that night."""
    now = dt.datetime(2026, 10, 30, 15, 0, tzinfo=dt.UTC)
    with time_machine.travel(now, tick=False):
        yield factories.load(factories.elm_document(hours={"sunday": [["00:00", "06:00"]]}), now=now)


def ask(partner, shop, **query):
    wanted = {"serviceId": shop.services["Fade"].uuid, "date": factories.DAY.isoformat(), **query}
    return partner.get("/slots", **{name: value for name, value in wanted.items() if value is not ...})


def test_every_start_at_which_the_service_fits_is_listed(booqara, elm):
    found = slots(booqara, elm)
    assert found == dict.fromkeys(FADE, True)
    assert list(found) == sorted(found)


def test_a_taken_start_stays_listed_but_not_available(booqara, elm):
    factories.book(elm, "Trim", clock="10:00")
    found = slots(booqara, elm, "Trim")
    assert (found["09:30"], found["10:00"], found["10:30"]) == (True, False, True)


def test_it_is_available_while_anyone_is_free(booqara, elm):
    factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez")
    maria = slots(booqara, elm, userId=elm.staff["Maria Gomez"].uuid)
    assert [label for label, free in maria.items() if not free] == ["09:30", "10:00", "10:30"]
    assert slots(booqara, elm, userId="any")["10:00"] is True


def test_a_group_is_available_while_places_are_left(booqara, elm):
    for _ in range(2):
        factories.book(elm, "Yoga", clock="13:00")
    assert slots(booqara, elm, "Yoga")["13:00"] is True
    factories.book(elm, "Yoga", clock="13:00")
    assert slots(booqara, elm, "Yoga")["13:00"] is False


@pytest.mark.parametrize("day", ["2026-11-22", "2026-11-19", "2027-01-20", "0001-01-01", "9999-12-31"])
def test_a_closed_past_or_far_date_has_none(booqara, elm, day):
    assert ask(booqara, elm, date=day).json() == {"date": day, "slots": []}


def test_a_date_with_nothing_left_has_none(booqara, elm):
    for clock in ("09:00", "10:30", "13:00", "14:30", "16:00", "17:30"):
        factories.book(elm, "Color", clock=clock)
    assert slots(booqara, elm, "Color") == {}


def test_a_special_day_has_hours_of_its_own(booqara, elm):
    assert list(slots(booqara, elm, "Trim", dt.date(2026, 12, 24))) == ["10:00", "10:30", "11:00", "11:30"]


def test_after_midnight_still_stands_under_the_evening(db, now):
    shop = factories.load(factories.elm_document(hours={"friday": [["22:00", "02:00"]]}))
    partner = partners.booqara(shop)
    friday = dt.date(2026, 11, 27)
    assert list(slots(partner, shop, "Trim", friday))[-2:] == ["01:00", "01:30"]
    assert slots(partner, shop, "Trim", friday + dt.timedelta(days=1)) == {}


def test_a_label_that_the_clocks_show_twice_is_listed_once(night_shop):
    partner = partners.booqara(night_shop)
    labels = ["00:00", "00:30", "01:00", "01:30", "02:00"]
    assert list(slots(partner, night_shop, "Trim", FALL_BACK))[:5] == labels
    for n in range(2):
        assert slots(partner, night_shop, "Trim", FALL_BACK)["01:00"] is True
        answer = partner.post("/appointments", order(night_shop, "Trim", FALL_BACK, "01:00"))
        assert answer.json()["booking"]["appointmentTime"] == "01:00", n
    assert slots(partner, night_shop, "Trim", FALL_BACK)["01:00"] is False
    assert refused(partner.post("/appointments", order(night_shop, "Trim", FALL_BACK, "01:00")), 409)


def test_a_label_that_the_clocks_skip_is_not_listed(db):
    now = dt.datetime(2027, 3, 12, 15, 0, tzinfo=dt.UTC)
    with time_machine.travel(now, tick=False):
        shop = factories.load(factories.elm_document(hours={"sunday": [["00:00", "05:00"]]}), now=now)
        partner, day = partners.booqara(shop), dt.date(2027, 3, 14)
        assert list(slots(partner, shop, "Trim", day)) == [
            "00:00",
            "00:30",
            "01:00",
            "01:30",
            "03:00",
            "03:30",
            "04:00",
            "04:30",
        ]
        assert refused(partner.post("/appointments", order(shop, "Trim", day, "02:30")), 400)


@pytest.mark.parametrize(
    "query",
    [{"date": ...}, {"date": "2026-02-30"}, {"date": "soon"}, {"date": ""}, {"serviceId": ...}, {"serviceId": "x"}],
)
def test_a_missing_or_bad_parameter_is_400(booqara, elm, query):
    assert refused(ask(booqara, elm, **query), 400)


def test_an_unknown_inactive_or_foreign_service_is_not_found(booqara, elm, karachi):
    for service in (NOWHERE, elm.services["Retired cut"].uuid, karachi.services["Haircut"].uuid):
        assert refused(ask(booqara, elm, serviceId=service), 404, "Service not found")


def test_who_does_not_perform_it_is_invalid_staff(booqara, elm, karachi):
    for person in ("maria", NOWHERE, elm.staff["Yuri Ito"].uuid, karachi.staff["Amna Khan"].uuid):
        assert refused(ask(booqara, elm, userId=person), 400, "Invalid staff")


def test_parameters_that_nobody_asked_for_change_nothing(booqara, elm):
    assert ask(booqara, elm, status="free", format="xml", now="2030-01-01").json() == ask(booqara, elm).json()


def test_a_wrong_key_is_refused_before_the_query_is_read(stranger):
    assert refused(stranger.get("/slots"), 401)


def test_what_is_known_takes_two_queries_what_was_booked_one_more_and_everything_seven(
    booqara, elm, django_assert_max_num_queries
):
    ask(booqara, elm)
    with django_assert_max_num_queries(2):
        ask(booqara, elm)
    for clock in ("09:00", "10:00", "13:00", "14:00"):
        for person in ("Maria Gomez", "Ana Ruiz"):
            factories.book(elm, "Fade", clock=clock, staff=person)
    with django_assert_max_num_queries(3):
        ask(booqara, elm)
    memory.forget()
    with django_assert_max_num_queries(7):
        ask(booqara, elm)
