"""What a series would come to is known before anything is done, and is what then comes."""

import datetime as dt

import pytest

from bookings import errors, operations
from bookings.availability import Rule
from bookings.recurrence import Recurrence
from tests.bookings.operations import desk
from tests.bookings.operations.courses import WEEK, course
from tests.factories import DAY, NOW

pytestmark = pytest.mark.django_db


def wish(shop, service="Fade", clock="10:00", **part):
    return operations.Wish(shop.business, [operations.Part(shop.services[service], desk.at(shop, DAY, clock), **part)])


def test_every_date_is_free_taken_or_not_offered_and_why(elm):
    maria = elm.staff["Maria Gomez"]
    desk.book(elm, "Fade", day=DAY + WEEK, staff="Maria Gomez")
    before = desk.everything()
    found = operations.series_states(wish=wish(elm, staff=maria), recurrence=Recurrence("WEEKLY", count=10), now=NOW)
    assert [ahead.starts_at for ahead in found] == [desk.at(elm, DAY + n * WEEK, "10:00") for n in range(10)]
    assert [type(ahead.refusal) for ahead in found[:3]] == [type(None), errors.SlotTaken, type(None)]
    assert found[9].refusal.reason.rule is Rule.WINDOW
    assert desk.everything() == before


def test_a_date_on_which_the_house_is_closed_says_so(elm):
    found = operations.series_states(wish=wish(elm), recurrence=Recurrence("DAILY", count=7), now=NOW)
    sunday = found[5]
    assert sunday.starts_at == desk.at(elm, dt.date(2026, 11, 29), "10:00")
    assert (sunday.refusal.reason.rule, [n for n, ahead in enumerate(found) if ahead.refusal]) == (Rule.CLOSED, [5])


def test_of_a_visit_the_date_is_named_on_which_one_of_its_parts_is_taken(elm):
    desk.book(elm, "Advice", "13:30", DAY + WEEK)
    parts = [
        operations.Part(elm.services["Trim"], desk.at(elm, DAY, "13:00")),
        operations.Part(elm.services["Color"], operations.Then()),
    ]
    visit = operations.Wish(elm.business, parts)
    found = operations.series_states(wish=visit, recurrence=Recurrence("WEEKLY", count=3), now=NOW)
    assert [bool(ahead.refusal) for ahead in found] == [False, True, False]


def test_what_keeps_every_date_alike_is_raised(elm):
    with pytest.raises(errors.PartyTooLarge):
        operations.series_states(wish=wish(elm, party_size=9), recurrence=Recurrence("WEEKLY", count=2), now=NOW)
    with pytest.raises(errors.SeriesTooLong):
        operations.series_states(wish=wish(elm), recurrence=Recurrence("DAILY", count=500), now=NOW)


def test_where_each_would_go_and_what_keeps_it_from_there(elm):
    bookings = course(elm, count=4)
    desk.book(elm, "Trim", "15:00", DAY + 2 * WEEK, staff="Maria Gomez")
    before = desk.everything()
    new = desk.at(elm, DAY + WEEK, "15:00")
    found = operations.series_changes(booking=bookings[1], starts_at=new, scope="this and all after", now=NOW)
    assert [ahead.booking.pk for ahead in found] == [each.pk for each in bookings[1:]]
    assert [ahead.starts_at for ahead in found] == [desk.at(elm, DAY + n * WEEK, "15:00") for n in (1, 2, 3)]
    assert [ahead.booking.starts_at for ahead in found] == [each.starts_at for each in bookings[1:]]
    assert [type(ahead.refusal) for ahead in found] == [type(None), errors.SlotTaken, type(None)]
    assert desk.everything() == before
