"""Hours that change from a date on, and weeks that take turns: what every reader of a set-up makes of them."""

import datetime as dt

import pytest

from bookings import errors, queries
from businesses.models import Rota
from tests import factories
from tests.factories import DAY, NOW, WEEKDAYS

WEEK = dt.timedelta(days=7)
MONDAY = DAY - dt.timedelta(days=1)
EARLY, LATE = (
    {day: [[opens, closes]] for day in WEEKDAYS} for opens, closes in (("09:00", "10:00"), ("17:00", "18:00"))
)


def shop_of(*rotas, hours=None, **changes):
    """North Elm where Maria Gomez has these rotas; guests may book a year ahead."""
    document = factories.elm_document(rules={"window_days": 400}, **changes)
    maria = next(each for each in document["staff"] if each["name"] == "Maria Gomez")
    maria |= {"hours": hours, "rotas": [{"from": f"{first}", "weeks": weeks} for first, weeks in rotas]}
    return factories.load(document)


def starts(shop, day, now=NOW):
    """The local starts of a Fade with Maria on a date."""
    wanted = queries.Wanted(shop.staff["Maria Gomez"])
    slots = queries.open_slots(shop.business, shop.services["Fade"], day=day, now=now, wanted=wanted)
    return [f"{slot.starts_at.astimezone(shop.business.zone):%H:%M}" for slot in slots if slot.free]


def told(shop, day, clock="10:00"):
    """Why a Fade at that time cannot be with Maria."""
    service, maria = shop.services["Fade"], shop.staff["Maria Gomez"]
    answers = queries.explain(shop.business, service, starts_at=factories.at(shop, day, clock), staff=maria, now=NOW)
    return [str(finding) for finding in answers[0].findings]


def test_the_weeks_take_turns_and_the_week_before_holds_until_then(db):
    shop = shop_of((MONDAY, [EARLY, LATE]), hours={day: [["11:00", "12:00"]] for day in WEEKDAYS})
    assert starts(shop, DAY - dt.timedelta(days=4)) == ["11:00"]
    assert [starts(shop, DAY + n * WEEK) for n in range(4)] == [["09:00"], ["17:00"]] * 2


def test_neither_the_end_of_a_year_of_53_weeks_nor_a_clock_change_skips_a_turn(db):
    shop = shop_of((MONDAY, [EARLY, LATE]))
    days = [
        dt.date(2026, 12, 22),
        dt.date(2026, 12, 29),
        dt.date(2027, 1, 5),
        dt.date(2027, 3, 9),
        dt.date(2027, 3, 16),
    ]
    weeks = [(day - DAY) // WEEK for day in days]  # the year ends with week 53, the clocks change on 14 March
    assert [starts(shop, day) for day in days] == [[["09:00"], ["17:00"]][n % 2] for n in weeks]
    assert weeks[-1] - weeks[-2] == 1


def test_the_hours_of_the_business_hold_before_and_after_with_its_special_days(db):
    closed = [{"date": f"{DAY + n * WEEK}", "periods": [["09:00", "10:00"]]} for n in (-1, 0, 1, 2)]
    rotas = (DAY, [LATE]), (DAY + WEEK, [])
    shop = shop_of(*rotas, special_days=closed)
    assert [starts(shop, DAY + n * WEEK) for n in (0, 1, 2)] == [[], ["09:00"], ["09:00"]]
    assert len(starts(shop, DAY + 3 * WEEK)) > 5


def test_a_special_day_of_ones_own_comes_before_every_rota(db):
    document = factories.elm_document()
    maria = next(each for each in document["staff"] if each["name"] == "Maria Gomez")
    maria |= {
        "rotas": [{"from": f"{MONDAY}", "weeks": [EARLY]}],
        "special_days": [{"date": f"{DAY}", "periods": [["14:00", "15:00"]]}],
    }
    shop = factories.load(document)
    assert [starts(shop, DAY), starts(shop, DAY + WEEK)] == [["14:00"], ["09:00"]]


def test_the_week_in_turn_is_named_and_where_it_is_set(db):
    shop = shop_of((MONDAY, [EARLY, {}]))
    assert told(shop, DAY) == [
        "working hours: at work on Tuesday 24 November 2026, in week A: 09:00–10:00 [staff[].rotas]"
    ]
    assert told(shop, DAY + WEEK) == [
        "working hours: not at work on Tuesday 1 December 2026, in week B [staff[].rotas]"
    ]


def test_weeks_that_are_all_the_same_have_no_letter(db):
    shop = shop_of((MONDAY, [EARLY]))
    assert told(shop, DAY) == ["working hours: at work on Tuesday 24 November 2026: 09:00–10:00 [staff[].rotas]"]


def test_before_a_rota_it_is_the_plain_week_that_is_named(db):
    shop = shop_of((DAY + WEEK, [EARLY, LATE]), hours=EARLY)
    assert told(shop, DAY) == ["working hours: at work on Tuesday 24 November 2026: 09:00–10:00 [staff[].hours]"]


def test_whoever_keeps_the_hours_of_a_closed_house_again_is_not_said_to_be_away_as_well(db):
    closed = [{"date": f"{DAY}", "periods": []}]
    shop = shop_of((DAY - 2 * WEEK, [EARLY]), (MONDAY, []), special_days=closed)
    assert told(shop, DAY) == ["closed: not open on Tuesday 24 November 2026 [special_days 2026-11-24]"]
    own = shop_of((DAY - 2 * WEEK, [EARLY]), special_days=closed)
    assert [line.split(":")[0] for line in told(own, DAY)] == ["closed", "working hours"]


def test_nobody_is_booked_in_a_week_off(db):
    shop = shop_of((MONDAY, [EARLY, {}]))
    assert factories.book(shop, "Fade", clock="09:00", staff="Maria Gomez").pk
    with pytest.raises(errors.SlotTaken):
        factories.book(shop, "Fade", DAY + WEEK, "09:00", staff="Maria Gomez")


def test_any_number_of_rotas_is_read_in_the_same_statements(db, django_assert_num_queries):
    shop = shop_of((MONDAY, [EARLY]), (DAY + WEEK, [EARLY, LATE]))
    with django_assert_num_queries(4):
        queries.setup_now(shop.business.pk)


def test_the_rotas_of_another_business_are_not_read(db):
    shop, other = shop_of(), factories.load(factories.KARACHI)
    amna = other.staff["Amna Khan"]
    Rota.objects.create(business=other.business, staff=amna, from_on=MONDAY, weeks=[[]])
    setup = queries.setup_now(shop.business.pk)
    assert setup.turn_of(amna.pk, DAY) is None
    assert not setup.has_rota(amna, DAY)
