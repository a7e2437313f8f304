"""Another service, length or person for what is booked, where it stands: all of it, or nothing."""

import datetime as dt
from decimal import Decimal

import pytest

from bookings import errors, operations
from bookings.models import Booking, Event
from businesses.models import Service
from tests import factories
from tests.bookings.operations.desk import NOW, at, book, everything, fresh, house, last_event, raised, versions

BY = "dashboard:olive"


def change(shop, booking, **what) -> Booking:
    for name in ("service", "staff"):
        if isinstance(what.get(name), str):
            what[name] = {"service": shop.services, "staff": shop.staff}[name][what[name]]
    return operations.change_part(**{"booking": booking, "now": NOW, "by": BY, **what})


def clocks(booking) -> list[tuple[str, str]]:
    """When the parts begin and end, on the wall in Chicago."""
    zone = booking.business.zone
    rows = [place.appointment for place in booking.places.order_by("position")]
    return [tuple(f"{edge.astimezone(zone):%H:%M}" for edge in (row.starts_at, row.ends_at)) for row in rows]


def test_a_length_alone_leaves_service_price_and_start(elm):
    booking = book(elm, "Fade", staff="Ana Ruiz")
    before = versions(elm)
    changed = change(elm, booking, minutes=60)
    assert clocks(changed) == [("10:00", "11:00")]
    place = fresh(changed).places.get()
    assert (place.duration_minutes, place.service_name, place.price) == (60, "Fade", booking.price)
    assert (changed.pk, changed.code, changed.appointment.pk) == (booking.pk, booking.code, booking.appointment.pk)
    assert raised(elm, before) == {"Ana Ruiz"}


def test_another_service_has_its_own_name_length_and_price(elm):
    booking = book(elm, "Fade", staff="Maria Gomez")
    other = next(
        each for each in elm.services.values()
        if each.capacity == 1 and each.active and each.name != "Fade" and not each.resource_kind
        and elm.staff["Maria Gomez"].skills.filter(service=each).exists()
    )  # fmt: skip
    skill = elm.staff["Maria Gomez"].skills.get(service=other)
    changed = change(elm, booking, service=other)
    place = fresh(changed).places.get()
    assert place.appointment.service == other
    assert place.service_name == other.name
    assert place.duration_minutes == (skill.duration_minutes or other.duration_minutes)
    assert place.price == (other.price if skill.price is None else skill.price)


def test_another_person_keeps_length_and_price(elm):
    booking = book(elm, "Fade", staff="Ana Ruiz")
    changed = change(elm, booking, staff="Maria Gomez")
    assert changed.staff == elm.staff["Maria Gomez"]
    assert (changed.duration_minutes, changed.price) == (booking.duration_minutes, booking.price)


def test_the_event_says_what_it_was(elm):
    booking = book(elm, "Fade", staff="Ana Ruiz")
    change(elm, booking, minutes=30)
    event = last_event(booking)
    assert (event.type, event.sequence, event.by) == (Event.Type.AMENDED, 2, BY)
    assert event.facts["places"][0]["ends_at"] == at(elm, factories.DAY, "10:30").isoformat()
    assert event.facts["previous"]["places"][0]["ends_at"] == at(elm, factories.DAY, "10:45").isoformat()


def test_where_nothing_would_change_nothing_happens(elm):
    booking = book(elm, "Fade", staff="Ana Ruiz")
    before = everything()
    change(elm, booking, service="Fade", minutes=45, staff="Ana Ruiz")
    assert everything() == before


def test_somebody_elses_time_is_not_taken(elm):
    booking = book(elm, "Fade", staff="Ana Ruiz")
    book(elm, "Fade", clock="11:00", staff="Ana Ruiz")
    book(elm, "Fade", staff="Maria Gomez")
    before = everything()
    for what in ({"minutes": 75}, {"staff": "Maria Gomez"}):
        with pytest.raises(errors.SlotTaken):
            change(elm, booking, **what)
    assert everything() == before


def test_whoever_does_not_do_the_other_service_is_not_given_it(elm):
    booking = book(elm, "Fade", staff="Ana Ruiz")
    foreign = next(
        each for each in elm.services.values()
        if each.capacity == 1 and each.active and not elm.staff["Ana Ruiz"].skills.filter(service=each).exists()
    )  # fmt: skip
    with pytest.raises(errors.StaffNotOffered):
        change(elm, booking, service=foreign)


def test_what_is_switched_off_or_shared_is_no_other_service(elm):
    booking = book(elm, "Fade", staff="Ana Ruiz")
    Service.objects.filter(name="Trim").update(active=False)
    with pytest.raises(errors.ServiceNotOffered):
        change(elm, booking, service=Service.objects.get(name="Trim"))
    with pytest.raises(errors.ServiceNotOffered):
        change(elm, booking, service="Yoga")
    shared = book(elm, "Yoga")
    with pytest.raises(errors.ServiceNotOffered):
        change(elm, shared, minutes=30)


def test_what_is_over_is_not_changed(elm):
    booking = operations.cancel(booking=book(elm, "Fade"), now=NOW, by=BY)
    with pytest.raises(errors.WrongStatus):
        change(elm, booking, minutes=30)


def test_what_runs_is_made_longer(elm):
    booking = book(elm, "Fade", staff="Ana Ruiz")
    changed = change(elm, booking, minutes=70, now=booking.starts_at + dt.timedelta(minutes=40))
    assert changed.duration_minutes == 70


def test_whoever_looked_at_it_before_it_changed_is_told(elm):
    booking = book(elm, "Fade", staff="Ana Ruiz")
    change(elm, booking, minutes=30, seen=booking.sequence)
    with pytest.raises(errors.ChangedMeanwhile):
        change(elm, booking, minutes=60, seen=booking.sequence)


def salon():
    """A salon where a cut follows a wash at once; the colour waits."""
    return house(
        [
            {"name": "Wash", "duration_minutes": 15, "price": "5.00"},
            {"name": "Cut", "duration_minutes": 30, "price": "20.00"},
            {
                "name": "Color", "duration_minutes": 60, "price": "60.00",
                "phases": [{"work": 20}, {"wait": 30}, {"work": 10}],
            },
        ],
        [{"name": "Yuri", "services": ["Wash", "Cut", "Color"]}, {"name": "Zoe", "services": ["Wash", "Cut"]}],
    )  # fmt: skip


def visit(shop):
    """A wash at 10:00, then a cut, by Yuri."""
    start = at(shop, factories.DAY, "10:00")
    parts = [
        operations.Part(shop.services["Wash"], start, shop.staff["Yuri"]),
        operations.Part(shop.services["Cut"], operations.Then(), shop.staff["Yuri"]),
    ]
    order = operations.Order(factories.JORDAN, factories.WIZARD)
    return operations.book(wish=operations.Wish(shop.business, parts, operations.STAFF), order=order, now=NOW)


def test_what_followed_at_once_follows_at_once(db):
    shop = salon()
    booking = visit(shop)
    assert clocks(change(shop, booking, minutes=25)) == [("10:00", "10:25"), ("10:25", "10:55")]
    assert clocks(change(shop, booking, service="Color")) == [("10:00", "11:00"), ("11:00", "11:30")]


def test_a_later_part_is_changed_by_its_position(db):
    shop = salon()
    changed = change(shop, visit(shop), position=1, minutes=45, staff="Zoe")
    assert clocks(changed) == [("10:00", "10:15"), ("10:15", "11:00")]
    assert [place.appointment.staff.name for place in changed.places.order_by("position")] == ["Yuri", "Zoe"]
    with pytest.raises(errors.ServiceNotOffered):
        change(shop, changed, position=2, minutes=45)


def test_the_waits_are_those_of_the_service_at_its_own_length(db):
    shop = salon()
    booking = book(shop, "Cut", staff="Yuri")
    color = change(shop, booking, service="Color")
    assert [(wait.length, wait.start - color.appointment.busy_from) for wait in color.appointment.waits] == [(30, 20)]
    shorter = change(shop, booking, minutes=50)
    assert fresh(shorter).appointment.waits is None
    assert change(shop, booking, service="Cut").price == Decimal(20)
