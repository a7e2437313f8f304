"""What a business adds to the messages that its guests get."""

import string

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from businesses.models.tenant import TenantModel

PLACEHOLDERS = (
    "first_name",
    "service",
    "staff",
    "business",
    "day",
    "time",
    "when",
    "zone",
    "code",
    "price",
    "place",
    "link",
    "reason",
)


def validate_placeholders(text: str) -> None:
    """This will refuse a text with placeholders that nobody fills in."""
    known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        raise ValidationError(f"A brace stands alone. Write {known}, or double the brace.") from None
    for _, name, form, conversion in parts:
        if name is not None and (name not in PLACEHOLDERS or form or conversion):
            raise ValidationError(f"There is no {{{name}}} to fill in. Known are {known}.")


class ReminderRule(TenantModel):
    """One more reminder: for every service of the business, or for one. The usual one stands with the business."""

    service = models.ForeignKey("businesses.Service", null=True, blank=True, on_delete=models.CASCADE)
    minutes_before = models.PositiveIntegerField(validators=[MinValueValidator(5), MaxValueValidator(60 * 24 * 60)])
    text = models.TextField(blank=True, validators=[validate_placeholders], help_text="Stands above the facts")
    asks_attendance = models.BooleanField(
        default=False, help_text="Asks the guest to press “I’ll be there”, which confirms a pending booking"
    )
    active = models.BooleanField(default=True)

    class Meta(TenantModel.Meta):
        ordering = ["-minutes_before", "id"]

    def __str__(self) -> str:
        units = (("day", 1440), ("hour", 60), ("minute", 1))
        unit, size = next(each for each in units if self.minutes_before % each[1] == 0)
        number = self.minutes_before // size
        return f"{number} {unit}{'' if number == 1 else 's'} before"


class MessageText(TenantModel):
    """A business's own words in one kind of mail; the facts below them are always ours, so that they are right."""

    class Kind(models.TextChoices):
        """What a mail to a guest says."""

        PENDING = "pending", "request received"
        CONFIRMED = "confirmed", "confirmed"
        MOVED = "moved", "moved"
        CANCELLED = "cancelled", "cancelled"
        REMINDER = "reminder", "reminder"
        THANKS = "thanks", "thanks"
        MISSED = "missed", "missed"

    kind = models.CharField(max_length=20, choices=Kind)
    language = models.CharField(max_length=10, blank=True, help_text="Such as de; empty: for every language")
    subject = models.CharField(max_length=200, blank=True, validators=[validate_placeholders])
    text = models.TextField(blank=True, validators=[validate_placeholders])

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["business", "kind", "language"], name="messagetext_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.language}".strip()


class MailRefusal(TenantModel):
    """Somebody wants no mail beyond what their bookings need. Of the address only a keyed hash is kept."""

    who = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["business", "who"], name="mailrefusal_once"),
        ]

    def __str__(self) -> str:
        return self.who[:8]
