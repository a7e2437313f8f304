"""Everything that happened goes out from here: events are routed to deliveries, deliveries are claimed, sent, settled.

No broker: rows and leases. An event stays unrouted until its deliveries stand beside it in the same transaction, and a
delivery stays due until somebody wrote down what became of it; so whatever dies meanwhile, nothing is lost, and at most
one thing is said twice. Before it is routed an event gets its position, the order in which partners read.
"""

from bookings.outbox.claiming import claim, settle
from bookings.outbox.outcome import Channel, Delivered, GivenUp, Outcome, Retry, Skipped
from bookings.outbox.recurring import Work, due_work
from bookings.outbox.routing import UNPLANNED, route
from bookings.outbox.sending import send

__all__ = [
    "UNPLANNED",
    "Channel",
    "Delivered",
    "GivenUp",
    "Outcome",
    "Retry",
    "Skipped",
    "Work",
    "claim",
    "due_work",
    "route",
    "send",
    "settle",
]
