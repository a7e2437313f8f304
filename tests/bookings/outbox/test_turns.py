"""Whose turn it is: nobody who sleeps, fails or has a long queue keeps the others waiting."""

import datetime as dt

import pytest

from bookings import outbox
from bookings.models import Delivery
from bookings.webhooks import endpoints
from tests import factories
from tests.factories import NOW

SENDERS = 12


@pytest.fixture
def queue(db, now):
    """`queue(shop, 5, failing=True)` makes an endpoint of a business and five deliveries to it, each later due."""
    made = iter(range(10_000))

    def make(shop, count, *, failing=False, channel="webhook"):
        endpoint = None
        if channel == "webhook":
            endpoint, _ = endpoints.create(business=shop.business, url=f"https://r{next(made)}.example/")
            endpoint.failing_since = NOW if failing else None
            endpoint.save()
        return [
            Delivery.objects.create(
                business=shop.business,
                channel=channel,
                endpoint=endpoint,
                kind="x",
                dedupe=str(next(made)),
                due_at=NOW + dt.timedelta(milliseconds=next(made)),
            )
            for _ in range(count)
        ]

    return make


@pytest.fixture
def shops(db, now):
    """Many businesses."""
    return [factories.load(factories.KARACHI | {"slug": f"k{n}", "name": f"K {n}"}) for n in range(20)]


def claim(limit=SENDERS, in_hand=()):
    return outbox.claim(now=NOW + dt.timedelta(minutes=1), limit=limit, in_hand=in_hand)


def test_one_that_fails_is_asked_one_thing_at_a_time(elm, queue):
    first, *_ = queue(elm, 5, failing=True)
    assert claim() == [first]
    assert claim() == []


def test_one_endpoint_has_a_few_at_a_time_the_longest_due_first(elm, queue):
    rows = queue(elm, 6)
    assert claim() == rows[:4]
    assert claim() == []


def test_with_one_sender_free_the_older_queue_of_one_that_is_full_is_passed_by(elm, karachi, queue):
    queue(elm, 10)
    claim()
    (neighbours,) = queue(karachi, 1)
    assert claim(limit=1) == [neighbours]


def test_all_who_fail_together_leave_most_senders_to_the_others(shops, elm, queue):
    for shop in shops:
        queue(shop, 4, failing=True)
    (healthy,) = queue(elm, 1)
    claimed = claim()
    assert healthy in claimed
    assert len(claimed) == SENDERS // 3 + 1
    assert claim(limit=SENDERS - len(claimed), in_hand=claimed) == []


def test_one_business_with_many_endpoints_leaves_half_the_senders_to_the_others(elm, karachi, queue):
    for _ in range(5):
        queue(elm, 4)
    neighbours = queue(karachi, 2)
    claimed = claim()
    assert set(neighbours) <= set(claimed)
    assert sum(row.business == elm.business for row in claimed) == SENDERS // 2


def test_a_mail_server_that_sleeps_leaves_senders_to_the_webhooks(shops, elm, queue):
    for shop in shops:
        queue(shop, 4, channel="mail")
    (webhook,) = queue(elm, 1)
    claimed = claim()
    assert sum(row.channel == "mail" for row in claimed) == SENDERS * 2 // 3
    assert webhook in claimed


def test_who_comes_last_has_a_turn_although_all_the_others_have_older_queues(shops, elm, queue):
    for shop in shops:
        queue(shop, 30)
    (last,) = queue(elm, 1)
    for _ in range(400):  # by chance it takes about twenty of one sender's turns
        (claimed,) = claim(limit=1)
        if claimed == last:
            break
        Delivery.objects.filter(pk=claimed.pk).update(status="delivered", lease=None, leased_until=None)
    assert claimed == last


def test_what_is_paused_waits_with_everything_for_the_same_endpoint(elm, karachi, queue):
    rows, (neighbours,) = queue(elm, 3), queue(karachi, 1)
    endpoints.pause(rows[0].endpoint, until=NOW + dt.timedelta(minutes=2))
    assert claim() == [neighbours]
    assert set(rows) <= set(outbox.claim(now=NOW + dt.timedelta(minutes=2), limit=SENDERS))
