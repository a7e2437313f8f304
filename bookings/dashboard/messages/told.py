"""What guests are told: a business's own words, and reminders beyond the usual one."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.html import format_html

from bookings.dashboard.frame.owned import OwnedAdmin
from bookings.models import Booking
from bookings.notifications import channel, letters
from businesses.models import MessageText, ReminderRule

FRAMED = """<p><strong>{}</strong></p>
<iframe sandbox srcdoc="{}" title="The mail as its guest reads it" width="100%" height="640"></iframe>
<details><summary>As plain text</summary><p style="white-space: pre-wrap; overflow-wrap: anywhere">{}</p></details>"""


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
        """The mail as the guest of the latest booking would read it. Nothing in it leads anywhere."""
        if text.pk is None:
            return "Save it once to see it."
        booking = Booking.objects.visible().with_details().filter(business=text.business_id).first()
        if booking is None:
            return "There is no booking yet to show it with."
        mail = letters.preview(text, booking)
        return format_html(FRAMED, mail.subject, str(mail.alternatives[0][0]), mail.body)

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
