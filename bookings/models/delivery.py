"""Where events go, and what became of each."""

from django.db import models
from django.db.models import Q

from bookings.models.event import Event
from businesses.models.tenant import TenantModel


class WebhookEndpoint(TenantModel):
    """An address of a partner that is told of events. The secret signs, so it is kept encrypted, not hashed."""

    class Format(models.TextChoices):
        """Whose payload is sent."""

        OWN = "own", "ours"
        RESERVEKIT = "reservekit", "ReserveKit's"

    url = models.URLField(max_length=500)
    format = models.CharField(max_length=20, choices=Format, default=Format.OWN)
    event_types = models.JSONField(default=list, help_text="Chosen types; empty: all")
    encrypted_secret = models.TextField(editable=False)
    active = models.BooleanField(default=True)
    switched_off_at = models.DateTimeField(null=True, blank=True)
    switched_off_reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.url


class Delivery(TenantModel):
    """One event on its way to one receiver."""

    class Channel(models.TextChoices):
        """How it travels."""

        MAIL = "mail", "mail"
        WEBHOOK = "webhook", "webhook"

    class Status(models.TextChoices):
        """What became of it."""

        DUE = "due", "due"
        DELIVERED = "delivered", "delivered"
        GIVEN_UP = "given_up", "given up"
        SKIPPED = "skipped", "skipped"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=Channel)
    endpoint = models.ForeignKey(
        WebhookEndpoint, null=True, blank=True, on_delete=models.CASCADE, related_name="deliveries"
    )
    audience = models.CharField(max_length=10, blank=True, help_text="For mail: guest or staff")
    status = models.CharField(max_length=10, choices=Status, default=Status.DUE)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    lease = models.UUIDField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    last_answer = models.TextField(blank=True)

    class Meta(TenantModel.Meta):
        verbose_name_plural = "deliveries"
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["business", "event", "endpoint"], condition=Q(channel="webhook"), name="delivery_webhook_once"
            ),
            models.UniqueConstraint(
                fields=["business", "event", "audience"], condition=Q(channel="mail"), name="delivery_mail_once"
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(status="due"), name="delivery_due")]
