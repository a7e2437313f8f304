"""An appointment gets another time and another note: both, or nothing."""

import datetime as dt

import pytest

from bookings import errors, operations
from bookings.models import Booking, Event
from tests.bookings.operations import desk
from tests.factories import DAY, NOW

pytestmark = pytest.mark.django_db


def amend(shop, appointment, clock="14:00", **how):
    return operations.amend_appointment(
        appointment=appointment, starts_at=desk.at(shop, DAY, clock), now=NOW, by="owner", **how
    )


def test_everybody_in_it_has_the_note_at_the_new_time():
    shop = desk.studio()
    first = desk.book(shop, "Yoga", staff="Yuri")
    desk.book(shop, "Yoga", staff="Yuri")
    moved = amend(shop, first.appointment, staff_notes="In the park")
    assert moved.starts_at == desk.at(shop, DAY, "14:00")
    assert set(Booking.objects.values_list("staff_notes", flat=True)) == {"In the park"}
    told = list(Event.objects.order_by("pk").values_list("type", flat=True))
    assert told == ["booking.created"] * 2 + ["booking.moved"] * 2 + ["booking.annotated"] * 2


@pytest.mark.parametrize(("notes", "kept"), [(None, "Be kind"), ("", ""), ("Be kind", "Be kind")])
def test_a_note_is_left_emptied_or_the_same(notes, kept):
    shop = desk.studio()
    booking = desk.book(shop, "Yoga")
    operations.annotate(booking=booking, now=NOW, by="owner", staff_notes="Be kind")
    amend(shop, booking.appointment, "10:00", staff_notes=notes)
    assert Booking.objects.get().staff_notes == kept


def test_what_cannot_move_keeps_its_note():
    shop = desk.studio()
    booking = desk.book(shop, "Yoga", staff="Yuri")
    desk.book(shop, "Yoga", clock="14:00", staff="Yuri", party_size=4)
    before = desk.everything()
    with pytest.raises(errors.SlotTaken):
        amend(shop, booking.appointment, staff_notes="In the park")
    assert desk.everything() == before


def test_a_class_with_nobody_in_it_moves():
    shop = desk.studio()
    part = operations.Part(shop.services["Yoga"], desk.at(shop, DAY, "10:00"))
    wish = operations.Wish(shop.business, [part], operations.STAFF)
    planned = operations.plan_class(wish=wish, taker=desk.TAKER, now=NOW)
    moved = amend(shop, planned, staff_notes="In the park")
    assert moved.starts_at - planned.starts_at == dt.timedelta(hours=4)
    assert not Event.objects.exists()
