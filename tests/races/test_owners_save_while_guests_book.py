"""Owners save their pages all at once while guests book: nobody sees an error, nobody is booked by rules of before."""

import dataclasses
import itertools
import random
import threading
from functools import partial

import pytest

from bookings import errors, operations
from bookings.operations import placing
from businesses import diary
from businesses.models import Service, SpecialDay, StaffMember
from tests import dashboard, factories
from tests.bookings.dashboard.forms import address, rows_of_list, send
from tests.races import cast
from tests.races.runner import CROWD, LONG, assert_sound, race
from tests.races.test_rules_that_change_after_the_plan import week

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

PEOPLE, DAYS = 3, 4
SAVES = 40 if LONG else 4  # of each owner
OWNERS = 4
CLOCKS = ("08:00", "09:30", "11:00", "12:00", "12:15", "13:00", "16:00", "17:30")
REFUSALS = (errors.Taken, errors.NotBookable, errors.NotPossible)


@dataclasses.dataclass
class Grant:
    """Seats that were granted, and the rules as they were then: its diaries are locked, so nobody changes them."""

    seats: list
    minutes: int
    closed: set
    active: set


@pytest.fixture
def grants(monkeypatch):
    """All of them, by whom they were ever granted."""
    found, enter = [], placing.Attempt.__enter__

    def granted(attempt):
        plan = enter(attempt)
        found.append(
            Grant(
                plan.seats,
                max(Service.objects.filter(name="Trim").values_list("duration_minutes", flat=True)),
                set(SpecialDay.objects.filter(periods=[]).values_list("date", flat=True)),
                set(StaffMember.objects.filter(active=True).values_list("pk", flat=True)),
            )
        )
        return plan

    monkeypatch.setattr(placing.Attempt, "__enter__", granted)
    return found


@pytest.fixture
def changes(monkeypatch):
    """The changes that owners tried to make."""
    found, raise_everyone = [], diary.raise_everyone

    def changed(business_id):
        raise_everyone(business_id)
        found.append(business_id)

    monkeypatch.setattr(diary, "raise_everyone", changed)
    return found


def an_owner(shop, client, number):
    """Saves one page after the other."""
    dice = random.Random(number)
    for _ in range(SAVES):
        page = dice.choice((the_service, a_special_day, time_off, the_hours, a_switch, the_order))
        answer = page(shop, client, dice)
        assert answer.status_code in (200, 302), f"{page.__name__}: {answer.status_code}"


def the_service(shop, client, dice):
    return send(client, address(shop.services["Trim"]), duration_minutes=str(dice.choice((30, 45, 60))))


def a_special_day(shop, client, dice):
    on, closed = cast.day(dice.randrange(DAYS)), dice.random() < 0.4
    sent = {"closed": "on"} if closed else {"opens_1": "06:00", "closes_1": "22:00"}
    return client.post("/admin/businesses/specialday/", {"staff": "", "first": on.isoformat(), **sent})


def time_off(shop, client, dice):
    person, on = shop.staff[dice.choice(cast.NAMES[1:PEOPLE])], cast.day(dice.randrange(DAYS))
    sent = {"staff": person.pk, "first": on.isoformat(), "last": on.isoformat(), "begins": "15:00", "ends": "16:00"}
    return client.post("/admin/businesses/timeoff/", sent)


def the_hours(shop, client, dice):
    return client.post("/admin/businesses/openinghours/", week(dice.choice(("06:00", "09:00")), "22:00"))


def a_switch(shop, client, dice):
    action = dice.choice(("switch_on", "switch_on", "switch_off"))
    chosen = {"action": action, "_selected_action": [shop.staff[cast.NAMES[0]].pk]}
    return client.post(address(StaffMember, "changelist"), chosen)


def the_order(shop, client, dice):
    page = address(StaffMember, "changelist")
    for _ in range(10):  # another owner's new order, or a crowd, may come between the page and its rows
        sent, places = rows_of_list(client, page)
        if cast.NAMES[1] in places:
            break
    return client.post(page, {**sent, places[cast.NAMES[1]]: dice.randrange(9), "_save": "Save"})


def a_guest(shop, number):
    """Books, moves and cancels as often as owners save."""
    dice, mine = random.Random(number), []
    for _ in range(2 * SAVES):
        on, clock = cast.day(dice.randrange(DAYS)), dice.choice(CLOCKS)
        try:
            if mine and dice.random() < 0.3:
                cast.move(dice.choice(mine), factories.at(shop, on, clock), policy=operations.GUEST.but(notice=False))
            elif mine and dice.random() < 0.3:
                cast.cancel(mine.pop())
            else:
                mine.append(cast.book(shop, dice.choice(("Trim", "Trim", "Yoga")), on, clock))
        except REFUSALS:
            continue


def a_witness(shop, over):
    """Looks at the versions until it is over; gives how often, and which went back."""
    looked, before, back = 0, {}, []
    while not over.is_set():
        now = diary.versions(shop.business.pk)
        back += [(key, version, now.get(key)) for key, version in before.items() if now.get(key, 0) < version]
        looked, before = looked + 1, now
    return looked, back


def test_no_page_fails_no_version_goes_back_and_nobody_is_booked_by_rules_of_before(now, grants, changes):
    shop = cast.birch(people=PEOPLE)
    clients = [dashboard.member(shop, f"owner{n}", "owner") for n in range(OWNERS)]
    over, left = threading.Event(), itertools.count(CROWD - 2, -1)

    def until_the_last(does):
        try:
            return does()
        finally:
            if next(left) == 0:
                over.set()

    owners = [partial(an_owner, shop, client, n) for n, client in enumerate(clients)]
    guests = [partial(a_guest, shop, n) for n in range(CROWD - 1 - OWNERS)]
    crowd = [partial(until_the_last, does) for does in (*owners, *guests)]
    result = race([[*crowd, partial(a_witness, shop, over)]])
    assert result.faults == []
    [(looked, back)] = [prize for prize in result.won[0] if prize is not None]
    assert looked > 3
    assert back == []
    assert len(changes) > OWNERS
    trim = shop.services["Trim"].pk
    for grant in grants:
        for seat in grant.seats:
            assert seat.service.pk != trim or seat.part.place or seat.assignment.length == grant.minutes
            assert seat.listed_on not in grant.closed
            assert seat.assignment.person in grant.active or seat.assignment.group
    assert sum(len(grant.seats) for grant in grants) > CROWD
    assert_sound()
