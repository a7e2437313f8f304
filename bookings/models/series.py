"""A recurrence rule and the bookings made from it."""

from django.db import models

from businesses.models.tenant import TenantModel


class Series(TenantModel):
    """A recurrence; its bookings, one per occurrence, point here. The local wall time of `starts_at` is kept."""

    rule = models.CharField(max_length=500, help_text="RFC 5545, without RRULE:")
    starts_at = models.DateTimeField(help_text="The first occurrence")
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        verbose_name_plural = "series"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.rule
