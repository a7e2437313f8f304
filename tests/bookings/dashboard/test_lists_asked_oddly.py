"""Every list of the dashboard is asked for pages, orders, columns and dates that no list has: none of them breaks."""

import pytest
from django.contrib import admin
from django.db import models, transaction

from tests import factories
from tests.bookings.dashboard.test_crawl import neighbour  # noqa: F401 - a fixture

HUGE = "9" * 40
# What the lists of Django read, each with what somebody might write there by hand: the first of each together …
TOGETHER = {
    "p": ["-1", "x", HUGE, "1.5", "\x00", "²", ""],
    "o": ["99", "-99.x", HUGE, "-", "1.-1.1", "\x00", "--1"],
    "all": ["", "x", HUGE, "", "", "", "\x00"],
    "q": ["\x00", HUGE, "' OR 1=1 --", "\\", "%", "\ud7ff", "x" * 5000],
    "_facets": ["True", "\x00", "x", "", HUGE, "False", "True"],
}
ALONE = [
    *(("_popup", "x"), ("e", "x"), ("_to_field", "password"), ("_to_field", "x"), ("_to_field", "\x00"), ("", "1")),
    *(
        ("_changelist_filters", "\x00"),
        ("pk__in", HUGE),
        ("pk__in", ","),
        ("pk__in", "1," * 500),
        ("id__exact", "\x00"),
    ),
    *(("nothing__x__y", "1"), ("__class__", "1"), ("business__members__password__startswith", "a")),
]
OF_A_FIELD = {
    models.DateField: ("__gte", ["10000-01-01", "\x00"]),
    models.DateTimeField: ("__gte", ["0001-01-01 00:00", "2026-11-20T15:00:00+99:99", HUGE]),
    models.TimeField: ("__exact", ["25:61"]),
    models.BooleanField: ("__exact", ["2", "\x00"]),
    models.ForeignKey: ("__id__exact", [HUGE, "\x00"]),
    models.IntegerField: ("__gt", [HUGE, "1e400", "NaN"]),
    models.DecimalField: ("__lt", ["sNaN", "1e999999"]),
    models.CharField: ("__exact", ["\x00"]),
    models.JSONField: ("__exact", ["{"]),
    models.UUIDField: ("__exact", ["x"]),
}


def odd_queries(model):
    """What a list is asked, by hand."""
    yield from (dict(zip(TOGETHER, values, strict=True)) for values in zip(*TOGETHER.values(), strict=True))
    yield from ({name: value} for name, value in ALONE)
    for field in model._meta.fields:
        for kind, (lookup, values) in OF_A_FIELD.items():
            if isinstance(field, kind):
                yield from ({f"{field.name}{lookup}": value} for value in values)
    yield {f"{field.name}__isnull": "maybe" for field in model._meta.fields}


@pytest.mark.parametrize("model", sorted(admin.site._registry, key=str), ids=lambda model: model._meta.model_name)
def test_no_list_breaks_by_what_it_is_asked(neighbour, elm, platform, model):  # noqa: F811
    factories.book(elm, "Fade")
    platform.raise_request_exception = False
    address, broken = f"/admin/{model._meta.app_label}/{model._meta.model_name}/", []
    for query in odd_queries(model):
        with transaction.atomic():
            if platform.get(address, query).status_code >= 500:
                broken.append(query)
            transaction.set_rollback(True)
    assert broken == []


def test_nothing_is_searched_for_the_choices_of_forms(olive, platform, elm):
    """No form of the dashboard asks for it, and Django's own view breaks on some fields."""
    for client in (olive, platform):
        for field in ("staff", "services", "category", "business", "x", "\x00"):
            query = {"app_label": "businesses", "model_name": "service", "field_name": field, "term": ""}
            assert client.get("/admin/autocomplete/", query).status_code == 404
    assert not [each for each in admin.site._registry.values() if each.autocomplete_fields]
