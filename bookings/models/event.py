"""What happened to a booking: written in the same transaction as the change; mail, webhooks and history read it."""

from django.db import models
from django.db.models import Q

from bookings.models.booking import Booking
from businesses.models.tenant import TenantModel


class Event(TenantModel):
    """One thing that happened to one booking. It holds ids and facts, never a name: erasing a guest leaves it true."""

    class Type(models.TextChoices):
        """What can happen, named by the verb that did it."""

        HELD = "booking.held"
        EXTENDED = "booking.extended"  # a hold
        EXPIRED = "booking.expired"
        CREATED = "booking.created"
        CONFIRMED = "booking.confirmed"
        UNCONFIRMED = "booking.unconfirmed"
        MOVED = "booking.moved"
        REHOUSED = "booking.rehoused"  # its room or equipment went out of order: another of the kind
        HOLD_REHOUSED = "booking.hold_rehoused"  # a hold
        AMENDED = "booking.amended"  # time, status and notes at once
        MERGED = "booking.merged"  # whose it is has been merged into another customer
        ARRIVED = "booking.arrived"  # or the mark was taken back: facts["previous"]["arrived"] says which
        ANNOTATED = "booking.annotated"
        LINKS_REVOKED = "booking.links_revoked"
        CANCELLED = "booking.cancelled"
        COMPLETED = "booking.completed"
        NO_SHOW = "booking.no_show"
        REOPENED = "booking.reopened"
        ERASED = "booking.erased"
        CHANGED = "booking.changed"  # the wire's word for several verbs; in old rows also ours

    # The type that partners read, in webhooks and lists alike. What is not here is the house's own business.
    TOLD_AS = {
        Type.CREATED: Type.CREATED,
        Type.CONFIRMED: Type.CONFIRMED,
        Type.MOVED: Type.MOVED,
        Type.CHANGED: Type.CHANGED,
        Type.UNCONFIRMED: Type.CHANGED,
        Type.REOPENED: Type.CHANGED,
        Type.ARRIVED: Type.CHANGED,
        Type.REHOUSED: Type.CHANGED,
        Type.AMENDED: Type.CHANGED,
        Type.CANCELLED: Type.CANCELLED,
        Type.COMPLETED: Type.COMPLETED,
        Type.NO_SHOW: Type.NO_SHOW,
        Type.ERASED: Type.ERASED,
    }
    UNTOLD = frozenset(Type) - frozenset(TOLD_AS)
    WIRE_TYPES = tuple(dict.fromkeys(TOLD_AS.values()))

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="events")
    type = models.CharField(max_length=30, choices=Type)
    sequence = models.PositiveIntegerField(help_text="1 for a booking's first event, then one more each time")
    position = models.PositiveBigIntegerField(
        null=True,
        blank=True,
        editable=False,
        help_text="Its place among the business's events, in the order in which they could be seen; empty: not yet",
    )
    occurred_at = models.DateTimeField()
    by = models.CharField(max_length=100, help_text="Who did it, as kind:name, such as booqara:pk_live_1a2b3c4d")
    routed_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When it was decided who is told; empty: not yet"
    )
    routing_attempts = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text="How often that could not be decided"
    )
    route_after = models.DateTimeField(null=True, blank=True, editable=False, help_text="When that is tried again")
    facts = models.JSONField(default=dict, help_text='What it is now, and under "previous" what it was')

    class Meta(TenantModel.Meta):
        ordering = ["id"]
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["business", "booking", "sequence"], name="event_sequence"),
            models.UniqueConstraint(fields=["business", "position"], name="event_position"),
        ]
        indexes = [
            models.Index(fields=["business", "-occurred_at", "-id"], name="event_newest"),
            models.Index(fields=["id"], condition=Q(position__isnull=True), name="event_unnumbered"),
            models.Index(fields=["id"], condition=Q(routed_at__isnull=True), name="event_unrouted"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.booking_id}#{self.sequence}"

    @property
    def wire_type(self) -> str:
        """The type that partners read; empty: they are not told."""
        return str(self.TOLD_AS.get(self.Type(self.type), ""))


class EventCount(models.Model):
    """How many events of a business have a position. Its row is the lock of whoever gives out the next ones."""

    business = models.OneToOneField("businesses.Business", primary_key=True, on_delete=models.CASCADE, related_name="+")
    last = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.business_id}: {self.last}"
