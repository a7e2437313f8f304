"""What guests are told: a business's own words, and reminders beyond the usual one."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.html import format_html, linebreaks
from django.utils.safestring import mark_safe

from bookings.dashboard.frame.owned import OwnedAdmin
from bookings.models import Booking
from bookings.notifications import channel, letters
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
