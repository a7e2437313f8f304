"""Twenty bookings of somebody whom the business does not know yet make one customer, known by e-mail or by phone."""

from functools import partial

import pytest
from django.db import transaction

from businesses import customers
from businesses.models import Customer
from tests.races.cast import birch
from tests.races.runner import CROWD, SLOTS, race

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def made(business, **typed):
    with transaction.atomic():
        return customers.match_or_create(business, name="Ada Poe", **typed)


@pytest.mark.parametrize("by", ["email", "phone"])
def test_all_get_the_same_customer(by):
    business = birch().business
    before = Customer.objects.count()
    slots = []
    for n in range(SLOTS):
        typed = {"email": f"ada{n}@example.com" if by == "email" else "", "phone": f"+1202555{1000 + n}"}
        slots.append([partial(made, business, **typed)] * CROWD)
    result = race(slots)
    assert result.faults == []
    assert [len({(person.pk, person.uuid) for person in prizes}) for prizes in result.won] == [1] * SLOTS
    assert [len(prizes) for prizes in result.won] == [CROWD] * SLOTS
    assert Customer.objects.count() == before + SLOTS
