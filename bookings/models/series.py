"""A recurrence rule and the bookings made from it."""

from django.db import models

from bookings.recurrence import Recurrence
from businesses.models.tenant import TenantModel


class Series(TenantModel):
    """A recurrence; its bookings, one per occurrence, point here. The local wall time of `starts_at` is kept.

    It says how its bookings were made, and stays as it is whatever becomes of each: an occurrence that moves, alone or
    with those after it, keeps its index and the start that it had.
    """

    class Scope(models.TextChoices):
        """How much of a series somebody means who has one of its bookings before them."""

        THIS = "this", "This one"
        AFTER = "this and all after", "This and all after"
        ALL = "all", "All that are to come"

    rule = models.CharField(max_length=500, help_text="RFC 5545, without RRULE:")
    starts_at = models.DateTimeField(help_text="The first occurrence")
    occurrences = models.PositiveSmallIntegerField(help_text="How many were booked")
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        verbose_name_plural = "series"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.rule

    @property
    def recurrence(self) -> Recurrence:
        """The rule, read."""
        return Recurrence.read(self.rule)
