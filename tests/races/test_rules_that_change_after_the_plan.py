"""Between a guest's plan and its locks an owner changes the rules, by each door there is: what is booked obeys them."""

import json

import pytest
from django.db import connection
from django.urls import reverse

from bookings import errors, operations
from bookings.operations import placing
from businesses.models import Service, StaffMember
from tests import dashboard, factories
from tests.bookings.dashboard.forms import address, confirm, rows_of_list, send
from tests.races import cast
from tests.races.runner import assert_sound

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

DAY = cast.day(0)
ANA = cast.NAMES[0]


@pytest.fixture
def shop(now):
    return cast.birch(people=2, rooms=1)


@pytest.fixture
def owner(shop):
    return dashboard.member(shop, "olive", "owner")


@pytest.fixture
def meanwhile(monkeypatch):
    """Lets something happen once, after the first plan and before its locks; gives the plans that were made."""
    plans, make = [], placing.plan

    def arrange(happens):
        def made(*what, **how):
            try:
                return make(*what, **how)
            finally:
                plans.append(what)
                if len(plans) == 1:
                    assert not connection.in_atomic_block
                    assert happens().status_code in (200, 302)

        monkeypatch.setattr(placing, "plan", made)
        return plans

    return arrange


def week(first, last):
    """The hours page with the same period on every day."""
    fields = {}
    for number in range(7):
        fields[f"opens-{number}"], fields[f"closes-{number}"] = [first, ""], [last, ""]
    return fields


def a_document_that_closes_the_day(owner, shop):
    closed = [{"date": DAY.isoformat(), "periods": []}]
    text = json.dumps(cast.birch_document(people=2, rooms=1, special_days=closed))
    return owner.post("/admin/document/", {"text": text}, follow=True)


def the_hours_page(owner, shop):
    page = "/admin/businesses/openinghours/"
    return confirm(owner, page, owner.post(page, week("14:00", "20:00")))


def a_person_with_hours_of_her_own(owner, shop):
    page = reverse("admin:staff_hours", args=[shop.staff[ANA].pk])
    return confirm(owner, page, owner.post(page, week("14:00", "20:00") | {"own": "yes"}))


def a_special_day(owner, shop):
    sent = {"staff": "", "first": DAY.isoformat(), "closed": "on"}
    return owner.post("/admin/businesses/specialday/", sent, follow=True)


def time_off(owner, shop):
    sent = {"staff": shop.staff[ANA].pk, "first": DAY.isoformat(), "last": DAY.isoformat()}
    return owner.post("/admin/businesses/timeoff/", sent, follow=True)


def a_service_that_is_switched_off(owner, shop):
    chosen = {"action": "switch_off", "_selected_action": [shop.services["Trim"].pk]}
    return owner.post(address(Service, "changelist"), chosen, follow=True)


def somebody_who_is_switched_off(owner, shop):
    chosen = {"action": "switch_off", "_selected_action": [shop.staff[ANA].pk]}
    return owner.post(address(StaffMember, "changelist"), chosen, follow=True)


def a_service_that_only_bea_performs(owner, shop):
    return send(owner, address(shop.services["Trim"]), people=[shop.staff[cast.NAMES[1]].pk])


def a_longer_service(owner, shop):
    return send(owner, address(shop.services["Trim"]), duration_minutes="45", buffer_after_minutes="15", price="44")


def a_dragged_list(owner, shop):
    page = address(StaffMember, "changelist")
    sent, places = rows_of_list(owner, page)
    return owner.post(page, {**sent, places[ANA]: 9, "_save": "Save"})


REFUSING = [
    a_document_that_closes_the_day,
    the_hours_page,
    a_person_with_hours_of_her_own,
    a_special_day,
    time_off,
    a_service_that_is_switched_off,
    somebody_who_is_switched_off,
    a_service_that_only_bea_performs,
]


def taken(verb, shop, staff=ANA):
    """Books, holds or moves Ana's noon."""
    if verb == "book":
        return cast.book(shop, "Trim", DAY, staff=staff)
    if verb == "hold":
        return cast.hold(shop, "Trim", DAY, staff=staff)[0]
    if verb == "three parts":
        start = factories.at(shop, DAY, cast.NOON)
        after = [start, operations.After(75), operations.After(195)]
        services = [shop.services[name] for name in ("Trim", "Color", "Cut")]
        parts = [operations.Part(service, when, shop.staff[ANA]) for service, when in zip(services, after, strict=True)]
        return operations.book(wish=operations.Wish(shop.business, parts), order=cast.ORDER, now=cast.NOW)
    raise AssertionError(verb)


@pytest.mark.parametrize("verb", ["book", "hold", "three parts"])
@pytest.mark.parametrize("door", REFUSING, ids=lambda door: door.__name__)
def test_what_is_no_longer_offered_is_refused(shop, owner, meanwhile, door, verb):
    plans = meanwhile(lambda: door(owner, shop))
    with pytest.raises(errors.Refused) as refused:
        taken(verb, shop)
    assert not isinstance(refused.value, errors.Busy)
    assert len(plans) > 1
    assert_sound()


@pytest.mark.parametrize("door", REFUSING[:5], ids=lambda door: door.__name__)
def test_a_guest_does_not_move_to_what_is_no_longer_offered(shop, owner, meanwhile, door):
    mine = cast.book(shop, "Trim", cast.day(3), staff=ANA)
    plans = meanwhile(lambda: door(owner, shop))
    with pytest.raises(errors.Refused):
        cast.move(mine, factories.at(shop, DAY, cast.NOON), policy=operations.GUEST)
    assert len(plans) > 1
    mine.refresh_from_db()
    assert mine.sequence == 1
    assert_sound()


@pytest.mark.parametrize("verb", ["book", "hold", "three parts"])
def test_a_service_is_booked_as_long_and_as_dear_as_it_is_now(shop, owner, meanwhile, verb):
    plans = meanwhile(lambda: a_longer_service(owner, shop))
    booking = taken(verb, shop)
    place = booking.places.get(position=0)
    minutes = (place.appointment.ends_at - place.appointment.starts_at).total_seconds() / 60
    assert (place.duration_minutes, minutes, place.price) == (45, 45, 44)
    assert place.appointment.busy_until - place.appointment.busy_from == 60
    assert len(plans) > 1
    assert_sound()


def test_an_order_that_was_dragged_makes_another_plan(shop, owner, meanwhile):
    plans = meanwhile(lambda: a_dragged_list(owner, shop))
    taken("book", shop, staff=None)
    assert len(plans) > 1
    assert_sound()


@pytest.mark.parametrize("door", [time_off, somebody_who_is_switched_off, a_service_that_only_bea_performs])
def test_whoever_wants_anyone_gets_somebody_who_is_there(shop, owner, meanwhile, door):
    meanwhile(lambda: door(owner, shop))
    assert taken("book", shop, staff=None).staff.name == cast.NAMES[1]
    assert_sound()
