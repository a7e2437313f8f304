"""Whoever is signed in chooses another password; who they are was proved at the door of the page."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import views
from django.http import HttpResponse
from django.urls import reverse_lazy

from bookings.dashboard.access import browsers, doors
from bookings.dashboard.frame import noting, proof
from businesses import account_mail, security_log, sessions


class Change(doors.Framed, views.PasswordChangeView):
    """The form, and the end of all other sessions."""

    form_class = doors.ChooseForm
    template_name = "admin/password.html"
    title = "Change your password"
    success_url = reverse_lazy("admin:account")

    def form_valid(self, form: Any) -> HttpResponse:
        """This will set the password; the session in which it is done goes on under another key."""
        answer = super().form_valid(form)
        security_log.note("password changed", self.request)
        noting.note_account(self.request, "Changed the password.")
        sessions.end(form.user, but=self.request.session.session_key)
        account_mail.tell(form.user, "Your password was changed", "Your password was changed.")
        browsers.keep(self.request, answer, form.user)
        messages.success(self.request, "Your password is changed, and your other sessions are ended.")
        return answer


change = proof.needed(Change.as_view())
