"""Yoga has three places. Twenty who want them fill every class there can be, and no class too many is opened."""

from dataclasses import replace
from functools import partial

import pytest

from bookings import operations
from bookings.models import Appointment
from tests import factories
from tests.races.cast import LATER, NAMES, NOW, ORDER, birch, book, day, hold, move
from tests.races.runner import CROWD, SLOTS, assert_fair, assert_sound, race

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

PLACES = 3


def classes():
    """How full the live classes of each start are."""
    full = {}
    for starts_at, taken in Appointment.objects.live().order_by("pk").values_list("starts_at", "places_taken"):
        full.setdefault(starts_at, []).append(taken)
    return list(full.values())


def test_two_teachers_open_two_classes_and_fill_both():
    shop = birch(people=2)
    assert_fair(race([[partial(book, shop, "Yoga", day(n))] * CROWD for n in range(SLOTS)]), winners=2 * PLACES)
    assert classes() == [[PLACES, PLACES]] * SLOTS


def test_unequal_starts_fill_as_many_classes_as_there_are_teachers():
    shop = birch(people=2)
    slots = [
        [partial(book, shop, "Yoga", day(n), clock) for clock in ("12:00", "12:15")] * (CROWD // 2)
        for n in range(SLOTS)
    ]
    assert_fair(race(slots), winners=2 * PLACES)
    assert Appointment.objects.live().count() == 2 * SLOTS


def test_the_last_place_is_sold_once():
    shop = birch()
    for n in range(SLOTS):
        book(shop, "Yoga", day(n), party_size=PLACES - 1)
    assert_fair(race([[partial(book, shop, "Yoga", day(n))] * CROWD for n in range(SLOTS)]), winners=1)
    assert classes() == [[PLACES]] * SLOTS


def test_the_last_place_of_this_very_class_is_sold_once_though_another_teacher_is_free():
    shop = birch(people=2)
    slots = []
    for n in range(SLOTS):
        opened = book(shop, "Yoga", day(n), party_size=PLACES - 1).appointment
        join = partial(operations.join, appointment=opened, order=ORDER, now=NOW)
        slots.append([join] * CROWD)
    assert_fair(race(slots), winners=1)
    assert classes() == [[PLACES]] * SLOTS


def test_parties_of_two_are_never_split():
    shop = birch(people=2)
    assert_fair(race([[partial(book, shop, "Yoga", day(n), party_size=2)] * CROWD for n in range(SLOTS)]), winners=2)
    assert classes() == [[2, 2]] * SLOTS


def test_expired_holds_give_their_places_to_as_many_guests():
    shop = birch()
    for n in range(SLOTS):
        book(shop, "Yoga", day(n))
        for _ in range(PLACES - 1):
            hold(shop, "Yoga", day(n))
    slots = [[partial(book, shop, "Yoga", day(n), now=LATER)] * CROWD for n in range(SLOTS)]
    assert_fair(race(slots), winners=PLACES - 1)
    assert classes() == [[PLACES]] * SLOTS


def test_a_class_that_only_expired_holds_keep_gives_way_once_or_is_filled():
    shop = birch()
    for n in range(SLOTS):
        for _ in range(PLACES):
            hold(shop, "Yoga", day(n))
    slots = []
    for n in range(SLOTS):
        joiners = [partial(book, shop, "Yoga", day(n), now=LATER)] * (CROWD // 2)
        others = [partial(book, shop, "Color", day(n), now=LATER)] * (CROWD // 2)
        slots.append([*joiners, *others])
    result = race(slots)
    assert result.faults == []
    for prizes in result.won:
        assert [booking.service_name for booking in prizes] in (["Color"], ["Yoga"] * PLACES)
    assert_sound()


def test_a_class_of_the_timetable_is_opened_by_its_first_guest_and_filled_by_two_more():
    entries = [
        {"service": "Ballet", "staff": NAMES[0], "weekday": weekday, "time": "12:00"} for weekday in factories.WEEKDAYS
    ]
    shop = birch(timetable=entries)
    assert_fair(race([[partial(book, shop, "Ballet", day(n))] * CROWD for n in range(SLOTS)]), winners=PLACES)
    assert classes() == [[PLACES]] * SLOTS


def test_guests_of_other_classes_move_into_the_last_places_and_leave_theirs():
    shop = birch()
    slots = []
    for n in range(SLOTS):
        book(shop, "Yoga", day(n))
        guests = [book(shop, "Yoga", day(n), clock) for clock in ("08:00", "09:00", "16:00", "17:00")]
        noon = factories.at(shop, day(n), "12:00")
        new = [partial(book, shop, "Yoga", day(n))] * (CROWD - len(guests))
        slots.append([*[partial(move, guest, noon) for guest in guests], *new])
    result = race(slots)
    assert_fair(result, winners=PLACES - 1)
    at_noon = Appointment.objects.live().filter(
        starts_at__in=[factories.at(shop, day(n), "12:00") for n in range(SLOTS)]
    )
    assert list(at_noon.values_list("places_taken", flat=True)) == [PLACES] * SLOTS


def test_whoever_is_taken_in_on_purpose_fits_and_nobody_else_slips_in_with_them():
    shop, half = birch(), CROWD // 2
    slots = []
    for n in range(SLOTS):
        opened = book(shop, "Yoga", day(n), party_size=PLACES - 1).appointment
        how = {"appointment": opened, "now": NOW}
        on_purpose = partial(operations.overbook, order=replace(ORDER, reason="Her sister comes too"), **how)
        slots.append([on_purpose] * half + [partial(operations.join, order=ORDER, **how)] * half)
    result = race(slots)
    assert_sound()
    assert result.faults == []
    assert set(result.winners) <= {half, half + 1}  # the last place that there was goes to one or the other
    for group, winners in zip(Appointment.objects.live().order_by("pk"), result.winners, strict=True):
        assert group.places == group.places_taken == PLACES - 1 + winners
