"""What only we refuse; how it is said is the dialect's own affair."""

import datetime as dt

from bookings.dialects import faults


class UnknownCursor(faults.BadRequest):
    """Nobody was given that cursor, or what followed it is not kept any more: events are kept since `kept_from`."""

    def __init__(self, kept_from: dt.datetime) -> None:
        since = kept_from.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        super().__init__("after", f"This cursor is unknown or too old. Events are kept from {since} on.")
        self.kept_from = kept_from
