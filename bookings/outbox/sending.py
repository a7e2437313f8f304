"""One try, whatever happens in it."""

import datetime as dt
import logging
import time
from collections.abc import Callable, Mapping

from bookings.models import Delivery
from bookings.outbox.claiming import settle
from bookings.outbox.outcome import Channel, Outcome, Retry
from bookings.outbox.routing import UNPLANNED, route_again

logger = logging.getLogger(__name__)


def send(delivery: Delivery, channels: Mapping[str, Channel], *, clock: Callable[[], dt.datetime]) -> Outcome:
    """This will try a leased delivery once and write down what became of it; a fault of ours is a try that failed."""
    began = time.monotonic()
    try:
        if delivery.kind == UNPLANNED:
            outcome: Outcome = route_again(delivery)
        else:
            outcome = channels[delivery.channel].send(delivery, now=clock())
    except Exception as error:
        logger.exception("delivery %s: %s by %s failed", delivery.pk, delivery.kind, delivery.channel)
        outcome = Retry(f"{type(error).__name__} after {time.monotonic() - began:.1f} s")
    settle(delivery, outcome, now=clock(), schedule=channels)
    return outcome
