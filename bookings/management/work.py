"""What the worker does: by which channels people are told, and what recurs."""

import datetime as dt
import logging

from bookings import operations, outbox, queries
from bookings.models import Attempt, Delivery, Pulse
from bookings.notifications import few
from bookings.notifications.channel import Mails
from bookings.webhooks.channel import Webhooks
from businesses import api_calls, limits, once, sessions, trail

logger = logging.getLogger(__name__)
KEPT = dt.timedelta(days=90)
DAY = 24 * 60 * 60
AT_A_TIME = 3.0  # seconds of what takes long; then what else recurs has its turn

CHANNELS: dict[str, outbox.Channel] = {each.name: each for each in (Mails(), Webhooks())}


def expire(now: dt.datetime) -> str:
    """This will end the holds and unconfirmed bookings whose time is over."""
    total = 0
    while ended := operations.expire(now=now):
        total += ended
    return f"ended {total} holds and unconfirmed bookings"


def rehouse(now: dt.datetime) -> str:
    """This will move what is booked with rooms and machines that are out of order, however they came to be so."""
    found = [
        operations.rehouse(resource=each, now=now, by="worker:rehousing") for each in queries.out_of_order(now=now)
    ]
    return f"moved {sum(len(each.moved) for each in found)} bookings out of rooms that are out of order"


def purge(now: dt.datetime) -> str:
    """This will drop what nobody asks for any more: tries, deliveries, counts, sessions, forms that guests have left,
    and workers that are gone."""
    tries = Attempt.objects.filter(started_at__lt=now - KEPT).delete()[0]
    settled = Delivery.objects.exclude(status=Delivery.Status.DUE).filter(due_at__lt=now - KEPT)
    old = settled.delete()[0]
    Pulse.objects.filter(name__startswith="worker:", at__lt=now - dt.timedelta(days=1)).delete()
    counts = limits.purge(now=now) + api_calls.purge(now) + once.purge(now)
    over, left, told = sessions.purge(now), operations.forget_drafts(now=now), trail.purge()
    files, sets = operations.forget_imports(now=now), operations.forget_rearrangements(now=now)
    return (
        f"dropped {tries} tries, {old} deliveries, {counts} counts, {over} sessions, {left} forms, {files} files, "
        f"{sets} rearrangements, {told} of the trail"
    )


def audit(now: dt.datetime) -> str:
    """This will look whether the data is as it must be, and log what is not."""
    broken = list(queries.broken_invariants())
    for line in broken:
        logger.error("audit: %s", line)
    return f"{len(broken)} broken"


def bring_in(now: dt.datetime) -> str:
    """This will carry on with the files of other systems that somebody began to bring in."""
    return f"carried on {operations.carry_on_imports(now=now, seconds=AT_A_TIME)} files"


def rearrange(now: dt.datetime) -> str:
    """This will carry on with bookings that a change of the set-up left outside, as somebody chose for each."""
    return f"carried on {operations.carry_on_rearrangements(now=now, seconds=AT_A_TIME)} rearrangements"


WORKS = (
    outbox.Work("expiry", 5, expire),
    outbox.Work("rehousing", 60, rehouse),
    outbox.Work("few people", 30, few.tell),
    outbox.Work("files", 5, bring_in),
    outbox.Work("rearrangements", 5, rearrange),
    outbox.Work("tidying", 60 * 60, purge),
    outbox.Work("audit", DAY, audit),
)
