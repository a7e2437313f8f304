"""The shops that the benchmark measures with are ones that the operations could have left."""

import datetime as dt

import pytest
from django.utils import timezone

from bookings import queries
from bookings.models import Appointment, Booking
from businesses import diary
from businesses.models import Business
from load import copies, owners_rows, parts_rows, requests, shop, statements


@pytest.fixture
def few(monkeypatch):
    """A database of a size for tests: three neighbours, twice the history."""
    monkeypatch.setattr(copies, "NEIGHBOURS", 3)
    monkeypatch.setattr(copies, "HISTORY", 2)
    monkeypatch.setattr(shop, "DAYS", 14)


def test_the_owners_shop_breaks_no_invariant(db, now):
    made = owners_rows.make("busy", staff=3, bookings=200, now=now)
    assert Booking.objects.filter(business=made.business).count() == 200
    assert set(Booking.objects.values_list("status", flat=True)) >= {"completed", "confirmed", "cancelled"}
    assert list(queries.broken_invariants()) == []


def test_its_owner_is_signed_in_by_the_session_alone(client, db, now):
    made = owners_rows.make("busy", staff=2, bookings=20, now=now)
    client.cookies["sessionid"] = owners_rows.session(made.owner)
    assert client.get("/admin/").status_code == 200
    assert owners_rows.statements(made.owner, "/admin/") > 0


def test_the_salon_under_load_is_booked_by_six_tenths_and_what_it_calls_free_can_be_booked(db, now, few):
    known = shop.salon("ten", staff=3, now=now)
    booked = Appointment.objects.count()
    assert booked == round((booked + len(known["free"])) * shop.SHARE)
    visitor = statements.Visitor()
    for time in (*known["free"][:2], *requests.anyone(known)[2:4]):
        visitor.book(known, time)
    for time, book in zip(requests.anyone(known)[4:6], (requests.reserve, requests.take), strict=True):
        visitor.book(known, time, book)
    assert list(queries.broken_invariants()) == []
    visitor.cancel_all()
    assert Appointment.objects.live().count() == booked


def test_the_spa_is_visited_and_booked_for_a_series_and_all_of_it_is_cancelled(db, now, few, monkeypatch):
    monkeypatch.setattr(parts_rows, "ROUNDS", 2)
    monkeypatch.setattr(parts_rows, "SERIES_ROUNDS", 1)
    known = shop.spa(now=now)
    booked = Appointment.objects.live().count()
    found = parts_rows.measured(known["slug"], times=4)
    assert all(spent > 0 for spent in (found["one"], found["visit"], found["series"]))
    assert Booking.objects.filter(status="cancelled").count() == 2 + 2 + 4
    assert Appointment.objects.live().count() == booked
    assert list(queries.broken_invariants()) == []


def test_the_classes_under_load_have_as_many_places_as_they_say(db, now, few):
    known = shop.school("class", shop.PLACES)
    first = known["free"][0]
    assert known["free"].count(first) == shop.PLACES
    visitor = statements.Visitor()
    for _ in range(shop.PLACES):
        visitor.book(known, first)
    with pytest.raises(RuntimeError, match="409"):
        visitor.book(known, first)


def test_neighbours_are_whole_businesses_each_with_rows_of_its_own(db, now, few):
    known = copies.neighbours(keys=2)
    assert Business.objects.count() == 3
    assert Booking.objects.count() == 3 * copies.BOOKINGS_EACH
    assert list(queries.broken_invariants()) == []
    assert len({each["key"] for each in known}) == 2
    for business in Business.objects.all():
        people = {diary.of_staff(person) for person in business.staffmember_set.values_list("pk", flat=True)}
        assert people | {diary.of_setup(business.pk)} <= diary.versions(business.pk).keys()
    tomorrow = (timezone.now() + dt.timedelta(days=3)).date().isoformat()
    assert statements.Visitor().ask(requests.slots(known[1], tomorrow)) > 0
    assert owners_rows.make("later", staff=1, bookings=5, now=now)  # new rows get keys that nobody has


def test_the_history_is_over_and_breaks_no_invariant(db, now, few):
    known = shop.salon("ten", staff=2, now=now)
    ahead = Appointment.objects.count()
    copies.history(known["slug"])
    assert Appointment.objects.filter(ends_at__lt=now).count() == 2 * ahead
    assert Appointment.objects.filter(starts_at__gt=now).count() == ahead
    assert list(queries.broken_invariants()) == []
