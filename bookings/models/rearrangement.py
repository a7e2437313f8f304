"""What is to be done with bookings that a change of the set-up left outside, until it is done."""

from django.db import models
from django.db.models import Q

from bookings.models.turns import ByTurns


class Rearrangement(ByTurns):
    """Some bookings, and what somebody chose for each. It is kept for a few days, and then forgotten.

    What came of a booking is not kept here: its events say so. So whoever carries on, after whatever broke off, does
    nothing twice and leaves nothing out.
    """

    class Deed(models.TextChoices):
        """What is done with a booking."""

        KEEP = "keep"
        TIME = "time"  # to the nearest free time
        PERSON = "person"  # to somebody else at its time
        CANCEL = "cancel"
        BACK = "back"  # to where its line says

    class State(models.TextChoices):
        """running → done | stopped."""

        RUNNING = "running"
        DONE = "done"
        STOPPED = "stopped"

    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    lines = models.JSONField(
        help_text="[booking, its sequence as it was seen, deed, start, person]: where it is, or goes back to"
    )
    stuck = models.JSONField(default=list, help_text="The bookings, by id, for which nothing else was free")
    message = models.TextField(blank=True, help_text="To those whose booking is cancelled; empty once all is done")

    class Meta(ByTurns.Meta):
        ordering = ["-id"]
        constraints = [*ByTurns.Meta.constraints]
        indexes = [models.Index(fields=["id"], condition=Q(state="running"), name="rearrangement_running")]

    def __str__(self) -> str:
        return f"{len(self.lines)} bookings, {self.state}"
