"""The door: whoever tries too many passwords waits, with the right one too; in one's own browser nobody else counts."""

import datetime as dt
import unicodedata
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from bookings.dashboard.access import browsers, entrance
from bookings.dashboard.frame import words
from businesses import addresses, limits, links, security_log
from businesses.models import User


class SignInForm(AuthenticationForm):
    """User name and password, and a count of the tries with them."""

    error_messages = {
        "invalid_login": "The username or the password is wrong. Small and capital letters are not the same.",
        "inactive": "The username or the password is wrong. Small and capital letters are not the same.",
    }
    retry_after_seconds = 0

    def clean(self) -> dict[str, Any]:
        """This will look at the password unless it was tried too often; a right one makes the count begin anew."""
        assert self.request is not None  # noqa: S101 - there is no other way to this form
        name, now = _name(self.cleaned_data.get("username", "")), timezone.now()
        count, who = self._take(self.request, name, now)
        try:
            found: dict[str, Any] = super().clean()
        except ValidationError:
            security_log.note("password wrong", self.request, name=security_log.stand_in(name))
            raise
        limits.forget(count, who)
        return found

    def _take(self, request: HttpRequest, name: str, now: dt.datetime) -> tuple[limits.Limit, str]:
        """This will count a try, and give which count a right password makes begin anew.

        In a browser of their own somebody is counted alone, so that nobody else can keep them out.
        """
        address = request.META.get("REMOTE_ADDR", "")
        device = browsers.known_by_name(request, self.cleaned_data.get("username", ""))
        count, who = (
            (limits.LOGINS_KNOWN, device) if device else (limits.LOGINS, f"{addresses.networks(address).near} {name}")
        )
        try:
            if not device:
                limits.take_from(limits.LOGINS_FROM, address, now=now)
            limits.take(count, who, now=now)
        except limits.Exceeded as error:
            self.retry_after_seconds = error.retry_after_seconds
            raise ValidationError(words.wait(error)) from None
        return count, who


class SignIn(LoginView):
    """The sign-in page; what becomes of a right password is the entrance's to say."""

    authentication_form = SignInForm
    template_name = "admin/login.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """The password was right; one that works once leads to the page on which another is chosen."""
        if form.get_user().password_once:
            return _to_choose(self.request, form.get_user())
        return entrance.password_was_right(self.request, form.get_user(), self.get_success_url())


def _to_choose(request: HttpRequest, user: User) -> HttpResponse:
    link = links.instead_of_once(user)
    if link is None:
        return HttpResponseRedirect(reverse("admin:login"))
    security_log.note("password used once", request, user=user.pk)
    messages.info(request, "That password worked this once. Choose one of your own now.")
    return HttpResponseRedirect(urlsplit(link).path)


def with_status(answer: HttpResponse) -> HttpResponse:
    """This will give the sign-in page its status: 429 for whoever has to wait."""
    form = (getattr(answer, "context_data", None) or {}).get("form")
    if wait := getattr(form, "retry_after_seconds", 0):
        answer.status_code = 429
        answer["Retry-After"] = str(wait)
    return answer


def _name(typed: str) -> str:
    return unicodedata.normalize("NFKC", typed).casefold()
