"""The door: whoever tries too many passwords waits, even with the right one at last."""

import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils import timezone
from unfold.forms import AuthenticationForm

from bookings.dashboard.access import doors
from businesses import addresses, limits


class SignInForm(AuthenticationForm):
    """User name and password, and a count of the tries with them."""

    retry_after_seconds = 0

    def clean(self) -> dict[str, Any]:
        """This will look at the password unless it was tried too often; a right one makes the count begin anew."""
        assert self.request is not None  # noqa: S101 - there is no other way to this form
        address = self.request.META.get("REMOTE_ADDR", "")
        who, now = f"{addresses.networks(address).near} {_name(self.cleaned_data.get('username', ''))}", timezone.now()
        try:
            limits.take_from(limits.LOGINS_FROM, address, now=now)
            limits.take(limits.LOGINS, who, now=now)
        except limits.Exceeded as error:
            self.retry_after_seconds = error.retry_after_seconds
            raise ValidationError(doors.wait(error)) from None
        found: dict[str, Any] = super().clean()
        limits.forget(limits.LOGINS, who)
        return found


def with_status(answer: HttpResponse) -> HttpResponse:
    """This will give the sign-in page its status: 429 for whoever has to wait."""
    form = (getattr(answer, "context_data", None) or {}).get("form")
    if wait := getattr(form, "retry_after_seconds", 0):
        answer.status_code = 429
        answer["Retry-After"] = str(wait)
    return answer


def _name(typed: str) -> str:
    return unicodedata.normalize("NFKC", typed).casefold()
