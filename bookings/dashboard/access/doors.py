"""The pages before the dashboard: a password is chosen by a link that works once, and forgotten ones are replaced."""

import unicodedata
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth import views
from django.contrib.auth.forms import SetPasswordForm
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from bookings.dashboard.access import browsers, entrance
from bookings.dashboard.frame import words
from businesses import account_mail, limits, links, security_log
from businesses.forms import Email


def take(request: HttpRequest, form: forms.Form, from_address: limits.Limit, by_email: limits.Limit) -> int:
    """This will count a form that sends a mail; the seconds to wait when it was sent too often, which it then says."""
    now = timezone.now()
    try:
        limits.take_from(from_address, request.META.get("REMOTE_ADDR", ""), now=now)
        limits.take(by_email, _folded(form.cleaned_data["email"]), now=now)
    except limits.Exceeded as error:
        form.add_error(None, words.wait(error))
        return error.retry_after_seconds
    return 0


class Framed:
    """A view of Django's in the dashboard's look; nobody keeps a copy of the page."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """As Django's, kept by nobody."""
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        add_never_cache_headers(answer)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What every page of the dashboard shows, and what the view says besides."""
        return {**admin.site.each_context(self.request), **super().get_context_data(**kwargs)}  # type: ignore[misc]


class ForgottenForm(forms.Form):
    """The e-mail of somebody who forgot the password, or never chose one."""

    email = Email(label="E-mail", max_length=254, widget=forms.EmailInput({"autocomplete": "email"}))


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
    title = "Forgotten your password?"
    success_url = reverse_lazy("password_reset_done")

    def form_valid(self, form: Any) -> HttpResponse:
        """This will have the link mailed, with the same work whether anybody has the e-mail or not."""
        if seconds := take(self.request, form, limits.RESETS_FROM, limits.RESETS):
            answer: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=429)
            answer["Retry-After"] = str(seconds)
            return answer
        security_log.note("link to a new password asked for", self.request)
        account_mail.ask_reset(form.cleaned_data["email"], now=timezone.now())
        return HttpResponseRedirect(self.get_success_url())


class Sent(Framed, views.PasswordResetDoneView):
    """Says to look into the mail."""

    template_name = "registration/password_reset_done.html"
    title = "Look into your mail"


class Choose(Framed, views.PasswordResetConfirmView):
    """Takes the new password of whoever has the link."""

    form_class = ChooseForm
    template_name = "registration/password_reset_confirm.html"
    token_generator = links.any_tokens
    title = "Choose your password"
    is_welcome = False
    success_url = reverse_lazy("password_reset_complete")

    def form_valid(self, form: Any) -> HttpResponse:
        """This will set the password; a link that was ended while its user typed sets none.

        A first password lets its user in at once. One that replaces another does not: more may be asked besides.
        """
        token = self.request.session.get(views.INTERNAL_RESET_SESSION_TOKEN, "")
        with transaction.atomic():
            self.validlink = links.use(form.user, token)
            answer = super().form_valid(form) if self.validlink else self.render_to_response(self.get_context_data())
        security_log.note("password set by a link" if self.validlink else "link refused", self.request, of=form.user.pk)
        if self.validlink and self.is_welcome and form.user.last_login is None:
            return entrance.password_was_right(self.request, form.user, reverse("admin:index"))
        if self.validlink and not form.user.link_shown:
            browsers.keep(self.request, answer, form.user)  # whoever reads the account's mail is its user
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A link that is used up or too old says so."""
        context = super().get_context_data(**kwargs)
        return context if self.validlink else {**context, "title": "This link does not work any more"}


class Chosen(Framed, views.PasswordResetCompleteView):
    """Says that it is done, and leads to the sign-in page."""

    template_name = "registration/password_reset_complete.html"
    title = "Your password is set"


welcome = Choose.as_view(is_welcome=True, extra_context={"is_welcome": True})
forgotten, sent, choose, chosen = Forgotten.as_view(), Sent.as_view(), Choose.as_view(), Chosen.as_view()


def _folded(email: str) -> str:
    return unicodedata.normalize("NFKC", email).casefold()
