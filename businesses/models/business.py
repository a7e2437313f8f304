"""The tenant: its profile, its rules, its booking page."""

import uuid
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

from businesses import cities, pictures
from businesses.models.fields import Email, Name, PictureAddress

if TYPE_CHECKING:
    from businesses.models.user import User

HEX_COLOR = RegexValidator(r"^#[0-9a-fA-F]{6}$", "Write a colour as #rrggbb.")


def validate_timezone(name: str) -> None:
    """This will refuse a name that is no IANA time zone."""
    if name not in cities.known():
        raise ValidationError(f"{name!r} is not an IANA time zone such as America/Chicago.")


class BusinessQuerySet(models.QuerySet["Business"]):
    """Businesses, narrowed by adjectives."""

    def open_to_guests(self) -> "BusinessQuerySet":
        """This will keep the businesses that take bookings."""
        return self.filter(active=True)


class OwnTimeOff(models.TextChoices):
    """What staff members may do about their own time off."""

    NEVER = "never", "Nothing: owners and managers enter it"
    ASK = "ask", "Ask for it: owners and managers decide"
    ENTER = "enter", "Enter it themselves"


class Business(models.Model):
    """A tenant: a salon, a clinic, a studio. All lengths are minutes."""

    uuid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    slug = models.SlugField(max_length=100, unique=True)
    name = Name(max_length=200)
    timezone = models.CharField(max_length=64, validators=[validate_timezone])
    description = models.TextField(blank=True)
    category = Name(max_length=100, blank=True)
    phone = models.CharField(max_length=50, blank=True)
    email = Email(blank=True)
    address = models.CharField(max_length=300, blank=True)
    logo_url = PictureAddress(max_length=500, blank=True)
    currency = models.CharField(max_length=3, default="USD", help_text="ISO 4217")
    language = models.CharField(max_length=10, default="en")
    country = models.CharField(max_length=2, default="US", help_text="ISO 3166; how national phone numbers are read")
    active = models.BooleanField(default=True)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="businesses.Membership", related_name="businesses", blank=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    # Rules. The first three defaults are those that Booqara documents.
    lead_time_minutes = models.PositiveIntegerField(default=60)
    window_days = models.PositiveIntegerField(
        default=7, validators=[MaxValueValidator(730)], help_text="Today and this many days after it"
    )
    slot_interval_minutes = models.PositiveIntegerField(
        default=30, validators=[MinValueValidator(1), MaxValueValidator(1440)]
    )
    auto_confirm = models.BooleanField(default=True)
    cancel_notice_minutes = models.PositiveIntegerField(
        default=0, help_text="How long before the start a guest may still cancel or move"
    )
    hold_minutes = models.PositiveIntegerField(default=10, validators=[MinValueValidator(1), MaxValueValidator(120)])
    pending_expiry_minutes = models.PositiveIntegerField(
        null=True, blank=True, help_text="A pending booking not confirmed in time is cancelled; empty: never"
    )
    waitlist_offer_minutes = models.PositiveIntegerField(default=20, validators=[MinValueValidator(1)])
    guests_may_book_series = models.BooleanField(default=False)
    online_shown_minutes = models.PositiveIntegerField(
        null=True,
        blank=True,
        help_text="How long before the start guests are told the address of an online service; empty: at once",
    )

    # What staff members may do.
    own_time_off = models.CharField(max_length=5, choices=OwnTimeOff, default=OwnTimeOff.ASK.value)

    # The booking page: rules every page, mail and calendar entry for guests, never what a partner must send.
    show_staff_selection = models.BooleanField(default=True)
    show_service_prices = models.BooleanField(default=True)
    show_service_duration = models.BooleanField(default=True)
    require_customer_email = models.BooleanField(default=True)
    accent_color = models.CharField(max_length=7, default="#7c3aed", validators=[HEX_COLOR])
    consent_text = models.TextField(blank=True)
    embed_origins = models.JSONField(default=list, blank=True, help_text="Sites that may show the wizard in a frame")

    # Messages to guests.
    reminder_minutes = models.PositiveIntegerField(
        null=True,
        blank=True,
        default=1440,
        help_text="How long before the start guests are reminded; empty: not at all",
    )
    sends_thanks = models.BooleanField(default=False, help_text="A word of thanks after the visit")
    sends_missed = models.BooleanField(default=False, help_text="A word to those who did not come")
    quiet_from = models.TimeField(null=True, blank=True, help_text="No reminders from this local time …")
    quiet_until = models.TimeField(null=True, blank=True, help_text="… until this one; what is due then goes before")

    objects = BusinessQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "businesses"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def owners(self) -> "models.QuerySet[User]":
        """Those of its members who may do everything."""
        return self.members.filter(memberships__business=self, memberships__role="owner").distinct().order_by("pk")

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which the dates and times of this business are meant."""
        return ZoneInfo(self.timezone)

    @property
    def logo(self) -> str:
        """The address of the logo as pages show it; "" of one that they must not."""
        return pictures.shown(self.logo_url)
