"""Whose turn it is: a few senders, many receivers, and some of those answer slowly or not at all."""

import random
from collections import Counter, deque
from collections.abc import Iterable
from typing import NamedTuple

from bookings.models import Delivery

MOST_AT_ONCE = 4  # to one endpoint, or of one business's mails


class Receiver(NamedTuple):
    """Who gets it, as rows name it: an endpoint, or (without one) the mails of a business."""

    business: int
    channel: str
    endpoint: int | None


class Waiting(NamedTuple):
    """A delivery that may be sent now; `failing`: nothing has reached its receiver lately."""

    key: int
    receiver: Receiver
    failing: bool


def chosen(
    waiting: Iterable[Waiting], *, limit: int, in_hand: Iterable[Delivery], under_way: Counter[Receiver]
) -> list[int]:
    """This will choose up to `limit` of what waits: ids, each receiver's in the order in which they come.

    `in_hand` is what the caller's senders are at, `under_way` what all workers' are at, by receiver. Of an endpoint
    only a few are under way at a time, of one that fails only one. Of all the caller's senders one business has half
    at most, one channel two thirds, everybody who fails together a third; so whoever sleeps leaves some to the others.
    Who has fewest goes first; among equals the dice decide, for by age those with the longest queue would always win.
    """
    in_hand = list(in_hand)
    senders = limit + len(in_hand)
    most = {"business": max(1, senders // 2), "channel": max(1, senders * 2 // 3), "failing": max(1, senders // 3)}
    queues: dict[Receiver, deque[int]] = {}
    failing: dict[Receiver, bool] = {}
    for row in waiting:
        queues.setdefault(row.receiver, deque()).append(row.key)
        failing[row.receiver] = row.failing
    busy = Counter(share for delivery in in_hand for share in _shares(_receiver_of(delivery), _fails(delivery)))
    at_once, ranks = Counter(under_way), {receiver: random.random() for receiver in queues}  # noqa: S311 - no secret
    ids: list[int] = []

    def is_open(receiver: Receiver) -> bool:
        fails = failing[receiver]
        full = any(busy[share] >= most[share[0]] for share in _shares(receiver, fails))
        return not full and at_once[receiver] < (1 if fails else MOST_AT_ONCE)

    while len(ids) < limit:
        open_now = [receiver for receiver, queue in queues.items() if queue and is_open(receiver)]
        if not open_now:
            break
        turn = min(open_now, key=lambda r: (busy["business", r.business], failing[r], ranks[r]))
        ids.append(queues[turn].popleft())
        at_once[turn] += 1
        busy.update(_shares(turn, failing[turn]))
    return ids


def _shares(receiver: Receiver, fails: bool) -> list[tuple[str, object]]:
    """What a delivery takes a share of."""
    shares: list[tuple[str, object]] = [("business", receiver.business), ("channel", receiver.channel)]
    return [*shares, ("failing", None)] if fails else shares


def _receiver_of(delivery: Delivery) -> Receiver:
    return Receiver(delivery.business_id, delivery.channel, delivery.endpoint_id)


def _fails(delivery: Delivery) -> bool:
    return delivery.endpoint is not None and delivery.endpoint.failing_since is not None
