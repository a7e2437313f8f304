"""Moving a booking to the nearest time, or the next person, that the set-up still has for it."""

import datetime as dt
from importlib import import_module

import pytest

from bookings import errors, operations, queries
from bookings.models import Event
from businesses import diary
from businesses.models import Skill, TimeOff
from tests.bookings.operations.desk import (
    DAY,
    MINUTE,
    NOW,
    at,
    book,
    clock_of,
    everything,
    fresh,
    hold,
    last_event,
    studio,
)

LATER = NOW + MINUTE
module = import_module("bookings.operations.move_near")  # the package has the function by that name


def near(booking, *, now=LATER, **how):
    return operations.move_near(booking=booking, now=now, by="owner:olive", **how)


def away(shop, name, begins, ends, first=DAY, last=None):
    """This will send somebody away, from a wall time of one date to one of the same or another."""
    with diary.changing(shop.business.pk):
        TimeOff.objects.create(
            business=shop.business,
            staff=shop.staff[name],
            starts_at=at(shop, first, begins),
            ends_at=at(shop, last or first, ends),
        )


def placed(shop, booking):
    there = fresh(booking)
    return f"{there.starts_at.astimezone(shop.business.zone):%a %H:%M}", there.staff.name


def test_it_goes_to_the_nearest_free_start_of_the_same_person(elm):
    booking = book(elm, "Fade", staff="Ana Ruiz")
    book(elm, "Fade", "09:00", staff="Ana Ruiz")
    away(elm, "Ana Ruiz", "10:00", "11:00")
    moved = near(booking)
    assert placed(elm, booking) == ("Tue 11:00", "Ana Ruiz")
    assert (moved.pk, moved.code, moved.status) == (booking.pk, booking.code, booking.status)


def test_the_nearest_may_be_earlier(elm):
    booking = book(elm, "Fade", "11:00", staff="Ana Ruiz")
    away(elm, "Ana Ruiz", "11:00", "19:00")
    near(booking)
    assert placed(elm, booking) == ("Tue 10:00", "Ana Ruiz")


def test_a_whole_day_off_leads_to_the_next_date(elm):
    booking = book(elm, "Fade", staff="Ana Ruiz")
    away(elm, "Ana Ruiz", "00:00", "23:59")
    near(booking)
    assert placed(elm, booking)[1] == "Ana Ruiz"
    assert abs(fresh(booking).starts_at - booking.starts_at) <= dt.timedelta(days=1)


def test_somebody_else_serves_it_when_the_person_has_nothing_around_it(elm):
    booking = book(elm, "Fade", staff="Ana Ruiz")
    away(elm, "Ana Ruiz", "00:00", "23:59", DAY - dt.timedelta(days=7), DAY + dt.timedelta(days=14))
    near(booking)
    assert placed(elm, booking)[1] == "Maria Gomez"


def test_its_time_stays_when_it_is_to_go_to_somebody_else(elm):
    booking = book(elm, "Fade", staff="Ana Ruiz")
    near(booking, to_somebody_else=True)
    assert placed(elm, booking) == ("Tue 10:00", "Maria Gomez")


def test_nobody_takes_it_over_who_does_not_do_it_or_is_not_free(elm):
    booking = book(elm, "Fade", staff="Ana Ruiz")
    book(elm, "Fade", staff="Maria Gomez")
    before = everything()
    with pytest.raises(errors.NotOffered):
        near(booking, to_somebody_else=True)
    assert everything() == before


def test_nobody_takes_over_a_visit_of_several_services(elm):
    when = at(elm, DAY, "10:00")
    trim = operations.Part(elm.services["Trim"], when, elm.staff["Maria Gomez"])
    fade = operations.Part(elm.services["Fade"], operations.Then(), elm.staff["Maria Gomez"])
    order = operations.Order(operations.Guest(name="Ann Lee"), operations.Taker(source="dashboard", by="x"))
    visit = operations.book(wish=operations.Wish(elm.business, [trim, fade]), order=order, now=NOW)
    with pytest.raises(errors.NotOffered):
        near(visit, to_somebody_else=True)
    away(elm, "Maria Gomez", "10:00", "11:00")
    near(visit)
    starts = sorted(place.appointment.starts_at for place in fresh(visit).places.all())
    assert starts[1] - starts[0] == dt.timedelta(minutes=30)
    assert starts[0] != when
    assert list(queries.broken_invariants()) == []


def test_it_goes_only_where_guests_could_book_but_for_the_lead_time(elm):
    today = NOW.astimezone(elm.business.zone).date()
    booking = book(elm, "Fade", "10:30", today, staff="Ana Ruiz")
    away(elm, "Ana Ruiz", "10:30", "19:00", today)
    near(booking)
    there = fresh(booking).starts_at.astimezone(elm.business.zone)
    assert there > NOW
    assert (there.minute % 30, there.hour in range(9, 19)) == (0, True)


def test_what_begins_in_the_past_is_no_place_for_it(elm):
    booking = book(elm, "Fade", "11:00", staff="Ana Ruiz")
    away(elm, "Ana Ruiz", "11:00", "23:59")
    near(booking, now=at(elm, DAY, "10:20"))
    assert fresh(booking).starts_at > at(elm, DAY, "10:20")


def test_the_event_says_where_it_was_and_who_did_it(elm):
    booking = book(elm, "Fade", staff="Ana Ruiz")
    near(booking, to_somebody_else=True)
    event = last_event(booking)
    assert (event.type, event.by, event.occurred_at) == (Event.Type.MOVED, "owner:olive", LATER)
    assert event.facts["previous"]["places"][0]["starts_at"] == at(elm, DAY, "10:00").isoformat()


def test_a_party_goes_where_all_of_it_finds_places(db):
    shop = studio()
    party = book(shop, "Yoga", "10:00", staff="Yuri", party_size=3)
    book(shop, "Yoga", "10:00", staff="Zoe", party_size=2)
    with pytest.raises(errors.NotOffered):
        near(party, to_somebody_else=True)
    away(shop, "Yuri", "10:00", "11:00")
    near(party)
    assert placed(shop, party)[1] == "Yuri"
    assert clock_of(shop, fresh(party)) in ("09:00", "11:00")


def test_a_time_that_somebody_took_a_moment_ago_is_passed_over(elm, monkeypatch):
    booking = book(elm, "Fade", staff="Ana Ruiz")
    away(elm, "Ana Ruiz", "10:00", "11:00")
    first, asked = module.move, []

    def late(**how):
        if not asked:
            book(elm, "Trim", f"{how['starts_at'].astimezone(elm.business.zone):%H:%M}", staff="Ana Ruiz")
        asked.append(how["starts_at"])
        return first(**how)

    monkeypatch.setattr(module, "move", late)
    with diary.changing(elm.business.pk):
        Skill.objects.get_or_create(business=elm.business, staff=elm.staff["Ana Ruiz"], service=elm.services["Trim"])
    near(booking)
    assert len(asked) > 1
    assert fresh(booking).starts_at == asked[-1] != asked[0]
    assert list(queries.broken_invariants()) == []


def test_what_is_cancelled_or_only_held_stays(elm):
    booking = book(elm, "Fade", staff="Ana Ruiz")
    operations.cancel(booking=booking, now=NOW, by="x")
    held, _ = hold(elm, "Fade", "15:00", staff="Ana Ruiz")
    before = everything()
    for each in (booking, held):
        with pytest.raises(errors.WrongStatus):
            near(each)
    assert everything() == before


def test_nothing_around_it_leaves_it_as_it_is(elm):
    booking = book(elm, "Fade", staff="Ana Ruiz")
    for name in ("Ana Ruiz", "Maria Gomez"):
        away(elm, name, "00:00", "23:59", DAY - dt.timedelta(days=8), DAY + dt.timedelta(days=14))
    before = everything()
    with pytest.raises(errors.NotOffered):
        near(booking)
    assert everything() == before


def test_what_somebody_else_changed_since_it_was_seen_stays(elm):
    booking = book(elm, "Fade", staff="Ana Ruiz")
    operations.move(booking=booking, starts_at=at(elm, DAY, "15:00"), now=NOW, by="guest:page")
    before = everything()
    with pytest.raises(errors.ChangedMeanwhile):
        near(booking, seen=booking.sequence)
    assert everything() == before
