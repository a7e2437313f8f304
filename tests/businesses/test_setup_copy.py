"""A copy of the set-up, and what a change did to it."""

import datetime as dt

from businesses import setup_copy
from businesses.models import Service


def test_what_is_put_back_is_what_it_was_to_the_microsecond(elm):
    made = dt.datetime(2026, 11, 20, 15, 0, 0, 123_456, dt.UTC)
    Service.objects.filter(name="Fade").update(created_at=made)
    before = setup_copy.rows_of(elm.business.pk)
    Service.objects.filter(name="Fade").update(name="Faded")
    kept = setup_copy.difference(before, setup_copy.rows_of(elm.business.pk))
    setup_copy.put_back(elm.business.pk, kept)
    assert setup_copy.difference(before, setup_copy.rows_of(elm.business.pk)) == {"write": "[]", "delete": []}
    assert Service.objects.get(name="Fade").created_at == made
