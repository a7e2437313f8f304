"""The migration that gives names, addresses and prices their one form, on rows as they were before it."""

import importlib
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE = [("businesses", "0007_no_versions_in_forms"), ("bookings", "0008_no_empty_appointments")]
NFD, NFC = "Cafe\u0301", "Café"


@pytest.fixture
def before(transactional_db):
    """The models as they were; afterwards everything is as it is today again."""
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    yield executor.loader.project_state(BEFORE).apps
    apps.get_model("bookings", "Place").objects.all().delete()
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def forward():
    executor = MigrationExecutor(connection)
    targets = [("businesses", "0010_customers_known_once"), ("bookings", "0009_prices_in_their_currency")]
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


def test_nobody_is_lost_and_nothing_is_written_twice(before):
    business = before.get_model("businesses", "Business").objects.create(
        slug="elm", name=f"{NFD}  Elm", timezone="UTC", currency="JPY", email="a@example.com\u202c"
    )
    here = {"business": business}
    service, customer = before.get_model("businesses", "Service"), before.get_model("businesses", "Customer")
    old = service.objects.create(**here, name=NFC, duration_minutes=5, active=False, price=Decimal("3500.50"))
    new = service.objects.create(**here, name=NFD, duration_minutes=5, price=Decimal("0.40"))
    gap = service.objects.create(**here, name="Cut  and\u200b dry ", duration_minutes=5)
    taken = service.objects.create(**here, name=f"{NFC} (2)", duration_minutes=5)
    place = before.get_model("businesses", "Location").objects.create(**here, name="\u200b")
    people = [
        customer.objects.create(**here, first_name=NFD, **columns)
        for columns in (
            {"email": "Kim@example.com"},
            {"email": "kim@example.com\u202c", "blocked": True},
            {"email": "kim@example.com\u200b"},
            {"email": "jane@bücher.example"},
            {"email": "no address"},
            {"phone_e164": "+12025550185"},
            {"phone_e164": "+12025550185"},
            {"email": "last@example.com", "phone_e164": "+12025550185"},
            {},
        )
    ]
    merged = customer.objects.create(**here, email="old@example.com", merged_into=people[0])
    gone = customer.objects.create(**here, email="gone@example.com", erased_at=business.created_at)

    now = forward()
    row = now.get_model("businesses", "Business").objects.get()
    assert (row.name, row.email) == (f"{NFC} Elm", "a@example.com")
    names = dict(now.get_model("businesses", "Service").objects.values_list("pk", "name"))
    assert names == {old.pk: f"{NFC} (3)", new.pk: NFC, gap.pk: "Cut and dry", taken.pk: f"{NFC} (2)"}
    prices = dict(now.get_model("businesses", "Service").objects.values_list("pk", "price"))
    assert (prices[old.pk], prices[new.pk], prices[gap.pk]) == (Decimal(3500), Decimal(0), None)
    assert now.get_model("businesses", "Location").objects.get(pk=place.pk).name == "?"
    known = now.get_model("businesses", "Customer").objects.in_bulk()
    assert [known[each.pk].identity for each in (*people, merged, gone)] == [
        "kim@example.com", None, None, "jane@xn--bcher-kva.example", "no address",
        "+12025550185", None, "last@example.com", None, "old@example.com", None,
    ]  # fmt: skip
    assert known[people[0].pk].blocked  # by the spelling that was blocked
    assert not known[people[5].pk].blocked
    assert known[people[0].pk].email == "Kim@example.com"
    assert known[people[3].pk].email == "jane@xn--bcher-kva.example"
    assert known[people[0].pk].folded == "cafe kim@example.com"

    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)  # and back
    then = executor.loader.project_state(BEFORE).apps.get_model("businesses", "Customer")
    assert then.objects.count() == len(people) + 2


def test_a_name_that_is_too_long_once_it_is_composed_is_cut(before):
    migration = importlib.import_module("businesses.migrations.0009_rows_in_normal_form")
    assert migration._free("x" * 200, {"x" * 92 + " (2)"}, 100) == "x" * 92 + " (3)"
