"""What happened to a booking: written in the same transaction as the change; mail, webhooks and history read it."""

from django.db import models
from django.db.models import Q

from bookings.models.booking import Booking
from businesses.models.tenant import TenantModel


class Event(TenantModel):
    """One thing that happened to one booking. It holds ids and facts, never a name: erasing a guest leaves it true."""

    class Type(models.TextChoices):
        """What can happen. Holding and expiring are the house's own business and on no wire."""

        HELD = "booking.held"
        EXPIRED = "booking.expired"
        CREATED = "booking.created"
        CONFIRMED = "booking.confirmed"
        MOVED = "booking.moved"
        CHANGED = "booking.changed"
        CANCELLED = "booking.cancelled"
        COMPLETED = "booking.completed"
        NO_SHOW = "booking.no_show"
        ERASED = "booking.erased"

    UNTOLD = (Type.HELD, Type.EXPIRED)

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="events")
    type = models.CharField(max_length=30, choices=Type)
    sequence = models.PositiveIntegerField(help_text="1 for a booking's first event, then one more each time")
    occurred_at = models.DateTimeField()
    by = models.CharField(max_length=100, help_text="Who did it, as kind:name, such as booqara:pk_live_1a2b3c4d")
    routed_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When it was decided who is told; empty: not yet"
    )
    facts = models.JSONField(default=dict, help_text='What it is now, and under "previous" what it was')

    class Meta(TenantModel.Meta):
        ordering = ["id"]
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["business", "booking", "sequence"], name="event_sequence"),
        ]
        indexes = [
            models.Index(fields=["business", "id"], name="event_in_order"),
            models.Index(fields=["id"], condition=Q(routed_at__isnull=True), name="event_unrouted"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.booking_id}#{self.sequence}"
