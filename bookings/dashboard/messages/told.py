"""What guests are told: a business's own words, and reminders beyond the usual one."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.urls import path

from bookings.dashboard.frame.owned import OwnedAdmin
from bookings.dashboard.frame.plain import PlainAdmin, PlainForm
from bookings.dashboard.messages import own_words
from bookings.dashboard.messages.own_words import OwnWordsForm
from bookings.notifications import channel
from businesses.models import MessageText, ReminderRule


class ReminderRuleForm(PlainForm):
    """A reminder, some time before the visit."""

    lengths = {"minutes_before": (5, 60 * 24 * 60)}

    class Meta:
        model = ReminderRule
        exclude = ()
        labels = {"minutes_before": "How long before the visit", "asks_attendance": "Asks whether they come"}


@admin.register(ReminderRule)
class ReminderRuleAdmin(PlainAdmin):
    """Reminders beyond the usual one."""

    form = ReminderRuleForm
    list_display = ("__str__", "service", "asks_attendance", "active")


@admin.register(MessageText)
class MessageTextAdmin(OwnedAdmin):
    """A business's own words; the facts below them are always ours."""

    list_display = ("kind", "language", "subject")
    form = OwnWordsForm
    change_form_after_template = "admin/_own_words.html"
    actions = ("send_test",)

    def get_urls(self) -> list[Any]:
        """What is typed can be seen before it is saved."""
        view = self.admin_site.admin_view(own_words.preview)
        return [path("preview/", view, name="own_words_preview"), *super().get_urls()]

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
