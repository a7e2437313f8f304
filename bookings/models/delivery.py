"""Who is told of what, how often it was tried, and what became of it."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from bookings.models.booking import Booking
from bookings.models.event import Event
from businesses.models.tenant import TenantModel

WEBHOOK_PORTS = (443, 8443)


class WebhookEndpoint(TenantModel):
    """An address of a partner that is told of events. The secret signs, so it is kept encrypted, not hashed."""

    class Format(models.TextChoices):
        """Whose payload is sent."""

        OWN = "own", "ours"
        RESERVEKIT = "reservekit", "ReserveKit's"

    url = models.URLField(max_length=500)
    format = models.CharField(max_length=20, choices=Format, default=Format.OWN)
    event_types = models.JSONField(default=list, blank=True, help_text="Chosen types; empty: all")
    encrypted_secret = models.TextField(editable=False)
    old_encrypted_secret = models.TextField(blank=True, editable=False, help_text="Signs beside the new one")
    old_secret_until = models.DateTimeField(null=True, blank=True, editable=False)
    active = models.BooleanField(default=True)
    failing_since = models.DateTimeField(null=True, blank=True, editable=False)
    switched_off_at = models.DateTimeField(null=True, blank=True, editable=False)
    switched_off_reason = models.CharField(max_length=200, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.url

    def clean(self) -> None:
        """This will raise `ValidationError` for an address that we never ask, or types of which nobody is told."""
        super().clean()
        faults = {}
        try:
            validate_webhook_url(self.url)
        except ValidationError as fault:
            faults["url"] = fault.messages
        if not isinstance(self.event_types, list) or not all(each in Event.WIRE_TYPES for each in self.event_types):
            faults["event_types"] = [f"Write a list of these, or an empty one for all: {', '.join(Event.WIRE_TYPES)}."]
        if faults:
            raise ValidationError(faults)


def validate_webhook_url(url: str) -> None:
    """This will raise `ValidationError` for what is not https on the usual ports, or has a password or a fragment.

    To this machine itself, where WEBHOOK_ALLOW_LOOPBACK lets us, plain http and any port will do.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or WEBHOOK_PORTS[0]
    except ValueError:
        host, port = None, 0
    if not host:
        raise ValidationError("This is no web address.")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise ValidationError("The address may have neither a password nor a # in it.")
    if settings.WEBHOOK_ALLOW_LOOPBACK and parts.scheme in ("http", "https"):
        return
    if parts.scheme != "https":
        raise ValidationError("The address must begin with https://.")
    if port not in WEBHOOK_PORTS:
        raise ValidationError(f"The port must be {' or '.join(map(str, WEBHOOK_PORTS))}.")


class Delivery(TenantModel):
    """One thing said to one receiver: an event, a reminder, a notice. It is sent until it arrives or is given up."""

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

    event = models.ForeignKey(Event, null=True, blank=True, on_delete=models.CASCADE, related_name="deliveries")
    booking = models.ForeignKey(Booking, null=True, blank=True, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=Channel)
    endpoint = models.ForeignKey(
        WebhookEndpoint, null=True, blank=True, on_delete=models.CASCADE, related_name="deliveries"
    )
    kind = models.CharField(max_length=40, help_text="What is said: an event's type, or confirmed, reminder …")
    audience = models.CharField(max_length=10, blank=True, help_text="guest, staff or owner; empty: a partner")
    recipient = models.CharField(max_length=500, blank=True, help_text="Where it went; known once it is sent")
    about = models.JSONField(default=dict, blank=True, help_text="What else it needs to know")
    dedupe = models.CharField(max_length=200, help_text="Two rows that would say the same have the same")
    status = models.CharField(max_length=10, choices=Status, default=Status.DUE)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True, blank=True, editable=False)
    leased_until = models.DateTimeField(null=True, blank=True, editable=False)
    delivered_at = models.DateTimeField(null=True, blank=True)
    last_answer = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        verbose_name_plural = "deliveries"
        ordering = ["-id"]
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["business", "dedupe"], name="delivery_once"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(status="due"), name="delivery_due"),
            models.Index(fields=["business", "booking"], name="delivery_by_booking"),
            models.Index(fields=["business", "due_at"], condition=Q(status="given_up"), name="delivery_given_up"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.channel}"


class Attempt(TenantModel):
    """One try to deliver: what was sent, what came back, and how long it took."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="log")
    started_at = models.DateTimeField()
    milliseconds = models.PositiveIntegerField(default=0)
    request = models.TextField(blank=True, help_text="Headers and body as sent, without signatures")
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    answer = models.TextField(blank=True, help_text="The head of what came back, or what went wrong")

    class Meta(TenantModel.Meta):
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M:%S} {self.status or self.answer[:40]}"


class Pulse(models.Model):
    """A sign of life: of a worker, or of work that recurs, under a name of its own."""

    name = models.CharField(max_length=100, unique=True)
    at = models.DateTimeField(help_text="When it was last seen, or last begun")
    said = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"
