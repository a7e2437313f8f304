"""The starts of several services in sequence, and that what is shown as free is never refused."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bookings import errors, operations, queries
from bookings.queries import Stage
from tests.bookings.operations import desk, threes
from tests.factories import DAY, NOW

pytestmark = pytest.mark.django_db

ONE_DAY = dt.timedelta(days=1)
CUT_AND_COLOUR = ("Cut", None), ("Colour", None)


def stages(shop, *wanted):
    """The stages of a visit, by the names of service and person."""
    return [Stage(shop.services[service], shop.staff[name] if name else None) for service, name in wanted]


def free(shop, *wanted, day=DAY, **how):
    """The labels of the free starts of a date."""
    slots = queries.visit_slots(shop.business, stages(shop, *wanted), day=day, **{"now": NOW, **how})
    return " ".join(f"{slot.starts_at.astimezone(shop.business.zone):%H:%M}" for slot in slots if slot.free)


def parts(shop, start, *wanted):
    """The same as parts of a wish."""
    return [
        operations.Part(service, start if n == 0 else operations.Then(), staff)
        for n, (service, staff, _) in enumerate(stages(shop, *wanted))
    ]


def crowded():
    """Ana and Bea, each with some appointments about noon."""
    shop = threes.colourist()
    for service, clock, person in (
        ("Cut", "10:00", "Ana"),
        ("Colour", "11:30", "Bea"),
        ("Cut", "13:30", "Ana"),
        ("Colour", "14:30", "Ana"),
        ("Cut", "16:00", "Bea"),
    ):
        desk.book(shop, service, clock, staff=person)
    return shop


@pytest.mark.parametrize("together", [False, True], ids=["a person each", "one person"])
@pytest.mark.parametrize("last", [("Colour", None), ("Colour", "Ana"), ("Colour", "Bea")], ids=str)
def test_a_start_is_free_when_it_can_be_booked_and_only_then(together, last):
    shop = crowded()
    wanted = ("Cut", None), last, ("Cut", None)
    slots = queries.visit_slots(shop.business, stages(shop, *wanted), day=DAY, now=NOW, together=together)
    assert {slot.free for slot in slots} == {True, False}
    for slot in slots:
        wish = operations.Wish(shop.business, parts(shop, slot.starts_at, *wanted), together=together)
        with transaction.atomic():
            if slot.free:
                booking = operations.book(wish=wish, order=threes.ORDER, now=NOW)
                assert not together or len({place.appointment.staff_id for place in booking.places.all()}) == 1
            else:
                with pytest.raises(errors.SlotTaken) as taken:
                    operations.book(wish=wish, order=threes.ORDER, now=NOW)
                assert taken.value.starts_at == slot.starts_at
                that_day = {slot.starts_at for slot in slots} & set(taken.value.alternatives)
                assert that_day <= {slot.starts_at for slot in slots if slot.free}
            transaction.set_rollback(True)


def test_all_is_listed_whose_stages_are_offered_and_no_start_but_these_is_booked():
    shop = threes.colourist()
    slots = queries.visit_slots(shop.business, stages(shop, *CUT_AND_COLOUR), day=DAY, now=NOW)
    assert len(slots) == 13
    assert {(slot.free, slot.places_left) for slot in slots} == {(True, 1)}
    wish = operations.Wish(shop.business, parts(shop, desk.at(shop, DAY, "15:30"), *CUT_AND_COLOUR))
    with pytest.raises(errors.NotOffered):
        operations.book(wish=wish, order=threes.ORDER, now=NOW)


def test_dates_are_counted_and_put_in_a_word():
    shop = threes.colourist(special_days=[{"date": f"{DAY + ONE_DAY}", "periods": []}])
    desk.book(shop, "Cut", "09:00", staff="Ana")
    wanted = stages(shop, ("Cut", "Ana"), ("Colour", "Ana"))
    states = queries.visit_states(shop.business, wanted, first=DAY - 5 * ONE_DAY, last=DAY + ONE_DAY, now=NOW)
    assert [(each.offered, each.free, each.state.value) for each in states] == [
        (0, 0, "past"),
        (11, 11, "free"),
        (0, 0, "closed"),
        (0, 0, "closed"),
        (13, 13, "free"),
        (13, 11, "free"),
        (0, 0, "closed"),
    ]
    dates = queries.visit_dates(shop.business, wanted, first=DAY, horizon_days=9, now=NOW, count=2)
    assert dates == [queries.OpenDate(DAY, 11), queries.OpenDate(DAY + 2 * ONE_DAY, 13)]
    assert queries.visit_slots(shop.business, wanted, day=DAY + 61 * ONE_DAY, now=NOW) == []


def test_the_lead_time_binds_the_first():
    shop = threes.colourist(rules={"lead_time_minutes": 24 * 60})
    assert free(shop, *CUT_AND_COLOUR, now=desk.at(shop, DAY - ONE_DAY, "12:10")).startswith("12:30 13:00")


def test_the_stage_in_the_way_is_named_with_its_people():
    shop = threes.colourist()
    desk.book(shop, "Colour", "11:00", staff="Bea")
    wanted = stages(shop, ("Cut", None), ("Colour", "Bea"))
    asked = {"starts_at": desk.at(shop, DAY, "10:30"), "now": NOW}
    found = queries.explain_visit(shop.business, wanted, **asked)
    assert (found.stage, found.service.name, found.starts_at) == (1, "Colour", desk.at(shop, DAY, "11:10"))
    assert [(each.staff.name, [finding.rule for finding in each.findings]) for each in found.people] == [
        ("Bea", ["appointment"])
    ]
    asked["starts_at"] = desk.at(shop, DAY, "13:00")
    assert queries.explain_visit(shop.business, wanted, **asked) is None


def test_what_is_moved_may_go_where_it_stands_itself():
    shop = threes.colourist()
    wish = operations.Wish(shop.business, parts(shop, desk.at(shop, DAY, "10:00"), ("Cut", None), ("Colour", "Bea")))
    booking = operations.book(wish=wish, order=threes.ORDER, now=NOW)
    known = queries.stages_of(desk.fresh(booking))
    assert [(stage.service.name, stage.staff and stage.staff.name) for stage in known] == [
        ("Cut", None),
        ("Colour", "Bea"),
    ]
    asked = {"day": DAY, "now": NOW, "wanted": queries.Wanted(moving=desk.fresh(booking))}
    slots = queries.visit_slots(shop.business, known, **asked)
    assert all(slot.free for slot in slots)
    for slot in slots:
        with transaction.atomic():
            desk.move(shop, booking, f"{slot.starts_at.astimezone(shop.business.zone):%H:%M}")
            transaction.set_rollback(True)


def test_it_costs_one_statement_and_nothing_once_it_is_known():
    shop = crowded()
    house = queries.house(shop.business)
    with CaptureQueriesContext(connection) as captured:
        queries.visit_slots(house, stages(shop, *CUT_AND_COLOUR), day=DAY, now=NOW)
        queries.visit_states(house, stages(shop, *CUT_AND_COLOUR), first=DAY, last=DAY + 30 * ONE_DAY, now=NOW)
    assert len(captured) <= 1
