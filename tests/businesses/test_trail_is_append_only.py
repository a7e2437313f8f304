"""The trail only grows: the schema itself refuses to change it, and to delete what is younger than two years."""

import datetime as dt
from itertools import count

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from businesses import trail
from businesses.models import TrailEntry, User

YEAR = dt.timedelta(days=365)
REFUSED = "trail_append_only"


@pytest.fixture
def written(elm):
    """Writes an entry of so long ago, by the clock that the database has, too."""
    database = _clock_of_database()

    def write(ago=dt.timedelta(), business=None):
        return TrailEntry.objects.create(
            business_id=business or elm.business.pk, occurred_at=database - ago, kind="settings", deed="done", said="x"
        )

    return write


def _clock_of_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT CURRENT_TIMESTAMP")
        (found,) = cursor.fetchone()
    return found if isinstance(found, dt.datetime) else dt.datetime.fromisoformat(found).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize("statement", ["UPDATE {} SET said = 'y'", "UPDATE {} SET user_id = NULL", "DELETE FROM {}"])
def test_no_statement_changes_what_is_written(written, statement):
    entry = written()
    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(TrailEntry._meta.db_table))
    entry.refresh_from_db()
    assert entry.said == "x"


def test_what_is_old_is_not_changed_either(written):
    written(3 * YEAR)
    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        TrailEntry.objects.update(said="y")


def test_one_young_row_among_old_ones_keeps_all_of_them(written):
    written(3 * YEAR), written()
    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        TrailEntry.objects.all().delete()
    assert TrailEntry.objects.count() == 2


def test_the_purge_takes_what_is_older_than_two_years_and_nothing_else(written):
    old, young = written(2 * YEAR + dt.timedelta(days=1)), written(2 * YEAR - dt.timedelta(days=1))
    assert trail.purge() == 1
    assert list(TrailEntry.objects.values_list("pk", flat=True)) == [young.pk]
    assert old.pk != young.pk


def test_the_trail_of_a_business_that_is_gone_goes_with_the_purge(written, elm):
    written(business=elm.business.pk + 1000), written()
    assert trail.purge() == 1
    assert TrailEntry.objects.count() == 1


def test_a_user_who_is_deleted_leaves_what_they_did(written, elm):
    user = User.objects.create_user("kim")
    entry = TrailEntry.objects.create(
        business=elm.business, user=user, occurred_at=timezone.now(), kind="settings", deed="done", said="x"
    )
    user.delete()
    entry.refresh_from_db()
    assert entry.user_id is not None


def test_a_value_that_is_long_is_cut_and_no_list_is_without_end():
    assert trail.plain("a" * 1000) == "a" * 300 + "…"
    assert len(trail.plain(range(10_000))) == trail.MOST
    assert trail.plain(each for each in zip(count(1), "ab", strict=False)) == [[1, "a"], [2, "b"]]
