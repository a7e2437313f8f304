"""The pages before the dashboard: a password is chosen by a link that works once, and forgotten ones are replaced."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import views
from django.contrib.auth.forms import PasswordResetForm, SetPasswordForm
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from bookings.dashboard.access import entrance
from bookings.dashboard.frame import words
from businesses import limits, links
from businesses.forms import Email
from businesses.models import User


def take(request: HttpRequest, form: forms.Form, from_address: limits.Limit, by_email: limits.Limit) -> int:
    """This will count a form that sends a mail; the seconds to wait when it was sent too often, which it then says."""
    now = timezone.now()
    try:
        limits.take(from_address, request.META.get("REMOTE_ADDR", ""), now=now)
        limits.take(by_email, _folded(form.cleaned_data["email"]), now=now)
    except limits.Exceeded as error:
        form.add_error(None, words.wait(error))
        return error.retry_after_seconds
    return 0


class Framed:
    """A view of Django's in the dashboard's look."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What every page of the dashboard shows, and what the view says besides."""
        return {**admin.site.each_context(self.request), **super().get_context_data(**kwargs)}  # type: ignore[misc]


class ForgottenForm(PasswordResetForm):
    """The e-mail of somebody who forgot the password, or never chose one."""

    email = Email(label="E-mail", max_length=254, widget=forms.EmailInput({"autocomplete": "email"}))

    def get_users(self, email: str) -> Iterable[User]:  # type: ignore[override]
        """Whoever was let in has a way in, those too whose invitation ran out."""
        known = User.objects.filter(email__iexact=email, is_active=True)
        return [user for user in known if _folded(user.email) == _folded(email)]


class ChooseForm(SetPasswordForm):  # type: ignore[type-arg]
    """A password of one's own, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first, second = self.fields["new_password1"], self.fields["new_password2"]
        first.label, second.label = "New password", "The same once more"
        first.help_text, second.help_text = "12 characters or more; a few words of your own are easy to remember.", ""


class Forgotten(Framed, views.PasswordResetView):
    """Asks for the e-mail; the answer is the same whether it is known or not."""

    form_class = ForgottenForm
    template_name = "registration/password_reset_form.html"
    token_generator = links.mailed_tokens
    email_template_name = "registration/password_reset_email.txt"
    subject_template_name = "registration/password_reset_subject.txt"
    title = "Forgotten your password?"
    success_url = reverse_lazy("password_reset_done")

    def form_valid(self, form: Any) -> HttpResponse:
        """This will mail the link, to our own address whatever the browser called us."""
        if seconds := take(self.request, form, limits.RESETS_FROM, limits.RESETS):
            answer: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=429)
            answer["Retry-After"] = str(seconds)
            return answer
        days = settings.PASSWORD_RESET_TIMEOUT // 86_400
        self.extra_email_context = {"site": settings.PUBLIC_URL, "days": days}
        return super().form_valid(form)


class Sent(Framed, views.PasswordResetDoneView):
    """Says to look into the mail."""

    template_name = "registration/password_reset_done.html"
    title = "Look into your mail"


class Choose(Framed, views.PasswordResetConfirmView):
    """Takes the new password of whoever has the link."""

    form_class = ChooseForm
    template_name = "registration/password_reset_confirm.html"
    token_generator = links.either
    title = "Choose your password"
    comes_in = False
    success_url = reverse_lazy("password_reset_complete")

    def form_valid(self, form: Any) -> HttpResponse:
        """This will set the password; a link that was ended while its user typed sets none."""
        token = self.request.session.get(views.INTERNAL_RESET_SESSION_TOKEN, "")
        with transaction.atomic():
            self.validlink = links.use(form.user, token)
            if self.validlink:
                return self.password_was_set(super().form_valid(form), form.user)
        return self.render_to_response(self.get_context_data())

    def password_was_set(self, answer: HttpResponse, user: User) -> HttpResponse:
        """The page that says so; whoever was let in by the link of an invitation comes in at once."""
        return entrance.password_was_right(self.request, user, reverse("admin:index")) if self.comes_in else answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A link that is used up or too old says so."""
        context = super().get_context_data(**kwargs)
        return context if self.validlink else {**context, "title": "This link does not work any more"}


class Chosen(Framed, views.PasswordResetCompleteView):
    """Says that it is done, and leads to the sign-in page."""

    template_name = "registration/password_reset_complete.html"
    title = "Your password is set"


welcome = Choose.as_view(comes_in=True, extra_context={"is_welcome": True})
forgotten, sent, choose, chosen = Forgotten.as_view(), Sent.as_view(), Choose.as_view(), Chosen.as_view()


def _folded(email: str) -> str:
    return unicodedata.normalize("NFKC", email).casefold()
