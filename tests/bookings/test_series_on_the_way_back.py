"""A version from before series is gone back to, and left again, with the bookings of a series in the database."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from bookings.models import Booking
from bookings.queries import broken_invariants
from tests.bookings.operations.courses import course
from tests.factories import elm_document, load

BEFORE = [("bookings", "0010_kept_by")]


def test_a_series_is_whole_again(transactional_db):
    made = course(load(elm_document()), count=3)
    MigrationExecutor(connection).migrate(BEFORE)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    rows = Booking.objects.order_by("series_index").values_list("pk", "series_index", "series_starts_at")
    assert list(rows) == [(each.pk, n, each.starts_at) for n, each in enumerate(made)]
    assert list(broken_invariants()) == []
