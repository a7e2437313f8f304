"""The shop that the benchmark measures with is one that the operations could have left."""

import big_shop
from bookings import queries
from bookings.models import Booking


def test_its_rows_break_no_invariant(db, now):
    shop = big_shop.make("busy", staff=3, bookings=200, now=now)
    assert Booking.objects.filter(business=shop.business).count() == 200
    assert set(Booking.objects.values_list("status", flat=True)) >= {"completed", "confirmed", "cancelled"}
    assert list(queries.broken_invariants()) == []


def test_its_owner_is_signed_in_by_the_session_alone(client, db, now):
    shop = big_shop.make("busy", staff=2, bookings=20, now=now)
    client.cookies["sessionid"] = big_shop.session(shop.owner)
    assert client.get("/admin/").status_code == 200
    assert big_shop.statements(shop.owner, "/admin/") > 0
