"""What comes from another system: a file on its way in, and which row of which system something came from."""

from django.db import models
from django.db.models import Q

from bookings.models.booking import Booking
from bookings.models.turns import ByTurns
from businesses.models.tenant import TenantModel


class Import(ByTurns):
    """A file that somebody of the house sent, until its lines are in. It is kept for a few days, and then forgotten.

    Everything about its lines is said by the number of the line. A fault is kept as what `queries.Fault` has, never as
    words, and names nobody: of who is in the way it has the appointment.
    """

    class Kind(models.TextChoices):
        """What each line is."""

        BOOKINGS = "bookings"
        CUSTOMERS = "customers"

    class State(models.TextChoices):
        """read → looked at (again and again) → running → done; any of these → stopped."""

        READ = "read"
        LOOKED_AT = "looked_at"
        RUNNING = "running"
        DONE = "done"
        STOPPED = "stopped"  # and soon forgotten

    class Told(models.TextChoices):
        """What the guests of imported bookings are told of them."""

        NOTHING = "nothing"
        REMINDERS = "reminders"
        ALL = "all"

    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.READ)
    file_name = models.CharField(max_length=200, blank=True)
    program = models.CharField(max_length=40, blank=True, help_text="Which system wrote it; empty: not known")
    header = models.JSONField(help_text="The names of the columns")
    lines = models.JSONField(help_text="[number of the line, its cells, whether more cells follow], in order")
    columns = models.JSONField(default=dict, help_text="By field: the number of its column")
    names = models.JSONField(default=dict, help_text="By field and by name there: the id of what it is here")
    month_first = models.BooleanField(default=False)
    over_hours = models.BooleanField(default=False, help_text="Bookings outside opening and working hours come in, too")
    told = models.CharField(max_length=10, choices=Told, default=Told.NOTHING)
    faults = models.JSONField(default=list, help_text="[number of the line, code, value, what would work]")
    known = models.PositiveIntegerField(default=0, help_text="How many lines came in before")
    met = models.PositiveIntegerField(default=0, help_text="How many other lines name somebody whom the house knows")

    class Meta(ByTurns.Meta):
        ordering = ["-id"]
        constraints = [*ByTurns.Meta.constraints]
        indexes = [models.Index(fields=["id"], condition=Q(state="running"), name="import_running")]

    def __str__(self) -> str:
        return self.file_name or f"{self.kind} {self.pk}"


class Origin(TenantModel):
    """That a row of another system came in, so that it never comes in twice. Its key is a hash and names nobody."""

    kind = models.CharField(max_length=10, choices=Import.Kind)
    key = models.CharField(max_length=64)
    file = models.ForeignKey(Import, null=True, on_delete=models.SET_NULL, related_name="made")
    booking = models.ForeignKey(Booking, null=True, on_delete=models.CASCADE, related_name="+")
    customer = models.ForeignKey("businesses.Customer", null=True, on_delete=models.CASCADE, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["business", "kind", "key"], name="origin_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.key[:8]}"
