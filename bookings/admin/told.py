"""What guests are told, and what became of it: texts and reminders, mails and webhooks."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, linebreaks
from django.utils.safestring import mark_safe

from bookings.admin.read_only import ReadOnlyAdmin
from bookings.models import Attempt, Booking, Delivery, WebhookEndpoint
from bookings.notifications import channel, letters
from bookings.webhooks import endpoints
from businesses.admin.owned import OWNER, OwnedAdmin, SeenInline
from businesses.models import MessageText, ReminderRule


@admin.register(ReminderRule)
class ReminderRuleAdmin(OwnedAdmin):
    """Reminders beyond the usual one."""

    list_display = ("__str__", "service", "asks_attendance", "active")


@admin.register(MessageText)
class MessageTextAdmin(OwnedAdmin):
    """A business's own words; the facts below them are always ours."""

    list_display = ("kind", "language", "subject")
    readonly_fields = ("preview",)
    actions = ("send_test",)

    @admin.display(description="preview")
    def preview(self, text: MessageText) -> str:
        """The words as the guest of the latest booking would read them."""
        if text.pk is None:
            return "Save it once to see it."
        booking = Booking.objects.visible().with_details().filter(business=text.business_id).first()
        if booking is None:
            return "There is no booking yet to show it with."
        words = letters.preview(text, booking)
        lines = mark_safe(linebreaks(words.text, autoescape=True))  # noqa: S308 - escaped just there
        return format_html("<strong>{}</strong><br>{}", words.subject, lines)

    @admin.action(description="Send me a test mail", permissions=["view"])
    def send_test(self, request: HttpRequest, queryset: Any) -> None:
        """This will send the signed-in person a mail at once, and show what the mail server said."""
        address = getattr(request.user, "email", "")
        if not address:
            self.message_user(request, "Your user has no e-mail address.", messages.WARNING)
            return
        for text in queryset.select_related("business")[:1]:
            outcome = channel.send_test(text.business, address)
            self.message_user(request, f"To {address}: {outcome.answer}", messages.INFO)


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(OwnedAdmin):
    """Addresses that are told of events. The secret is shown once, when it is made."""

    roles = (OWNER,)
    list_display = ("url", "format", "active", "failing_since", "switched_off_reason")
    fields = ("url", "format", "event_types")
    actions = ("try_out", "rotate", "switch_on", "replay_a_day")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """This will set up a new endpoint with a secret, and show the secret."""
        if change:
            super().save_model(request, obj, form, change)
            return
        made, secret = endpoints.create(
            business=obj.business, url=obj.url, event_types=obj.event_types, format=obj.format
        )
        obj.pk, obj.uuid, obj.encrypted_secret = made.pk, made.uuid, made.encrypted_secret
        obj._state.adding = False
        self.message_user(request, f"Its secret, shown this once: {secret}", messages.WARNING)

    @admin.action(description="Send a test", permissions=["view"])
    def try_out(self, request: HttpRequest, queryset: Any) -> None:
        """This will send each of them an event of no booking."""
        for endpoint in queryset:
            endpoints.try_out(endpoint, now=timezone.now())
        self.message_user(request, "The tests are on their way; look at the deliveries.", messages.SUCCESS)

    @admin.action(description="Make a new secret", permissions=["view"])
    def rotate(self, request: HttpRequest, queryset: Any) -> None:
        """This will give each of them a new secret, shown this once; the old one signs for another day."""
        for endpoint in queryset:
            secret = endpoints.rotate(endpoint, now=timezone.now())
            self.message_user(request, f"{endpoint.url}: {secret}", messages.WARNING)

    @admin.action(description="Switch on", permissions=["view"])
    def switch_on(self, request: HttpRequest, queryset: Any) -> None:
        """This will tell them again of what happens from now on."""
        for endpoint in queryset:
            endpoints.switch_on(endpoint)

    @admin.action(description="Send the last day again", permissions=["view"])
    def replay_a_day(self, request: HttpRequest, queryset: Any) -> None:
        """This will send again what happened in the last 24 hours."""
        now = timezone.now()
        for endpoint in queryset:
            count = endpoints.replay(endpoint, since=now - endpoints.OVERLAP, now=now)
            self.message_user(request, f"{endpoint.url}: {count} sent again.", messages.SUCCESS)


class AttemptInline(SeenInline):
    """Every try of a delivery."""

    model = Attempt
    fields = readonly_fields = ("started_at", "status", "milliseconds", "request", "answer")


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """Who was told what, when, and did it arrive?"""

    list_display = ("kind", "channel", "audience", "recipient", "status", "due_at", "attempts", "last_answer")
    list_filter = ("status", "channel", "kind")
    search_fields = ("recipient", "booking__code")
    inlines = (AttemptInline,)
    actions = ("send_again",)

    @admin.action(description="Send again", permissions=["view"])
    def send_again(self, request: HttpRequest, queryset: Any) -> None:
        """This will send the chosen deliveries again, as if for the first time."""
        for delivery in queryset:
            endpoints.send_again(delivery, now=timezone.now())
        self.message_user(request, "They are on their way.", messages.SUCCESS)
