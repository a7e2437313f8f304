"""After the password: whoever has a second factor is asked for it, then the sitting begins. And the gate of each page.

A passkey alone is as good as both: its owner has it, and has unlocked it by finger, face or PIN.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from bookings.dashboard.access import entering
from bookings.dashboard.frame import pages, sitting, words
from businesses import account_mail, factors, limits, passkeys, security_log
from businesses.models import User

PENDING = "pending"  # the session's key: who has given the right password, and nothing else yet
PENDING_LASTS = 600  # seconds
OPEN_WITHOUT_FACTOR = ("logout", "account_app", "account_passkey", "account_passkey_question")


class CodeForm(forms.Form):
    """A code of the app or a recovery code; or what a browser says of a passkey."""

    code = forms.CharField(
        label="Code",
        required=False,
        max_length=40,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
        help_text="The six digits that your app shows, or one of your recovery codes.",
    )
    credential = passkeys.Credential(required=False)
    retry_after_seconds = 0

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        """This will look at the code; a wrong one says so, and too many wait."""
        given = super().clean() or {}
        try:
            if given.get("credential"):
                right = passkeys.whose(given["credential"], user=self.user) is not None
            else:
                right = factors.is_right(self.user, given.get("code", ""), now=timezone.now())
        except limits.Exceeded as error:
            self.retry_after_seconds = error.retry_after_seconds
            raise ValidationError(words.wait(error)) from None
        if not right:
            raise ValidationError("This code is wrong, or was used already. Wait for the next one and try again.")
        return given


def password_was_right(request: HttpRequest, user: User, then: str) -> HttpResponse:
    """This will let somebody in whose password was right, or ask for the second factor first, and lead to `then`."""
    if not factors.has_any(user):
        return entering.enter(request, user, HttpResponseRedirect(then), by_factor=False)
    proof = {"user": user.pk, "hash": user.get_session_auth_hash(), "at": timezone.now().timestamp(), "then": then}
    request.session.cycle_key()  # whoever knew the session before, perhaps because they planted it, knows it no more
    request.session[PENDING] = proof
    return HttpResponseRedirect(reverse("second_step"))


@never_cache
@sensitive_post_parameters("code")
def second_step(request: HttpRequest) -> HttpResponse:
    """Asks for the second factor of whoever has given the right password."""
    user = _pending(request)
    if user is None:
        return HttpResponseRedirect(reverse("admin:login"))
    form = CodeForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        then = request.session.pop(PENDING)["then"]
        answer = entering.enter(request, user, HttpResponseRedirect(then), by_factor=True)
        _warn_of_recovery(request, user, form.cleaned_data)
        return answer
    if request.method == "POST":
        security_log.note("code refused", request, user=user.pk)
    has_passkey = any(each.kind == factors.Type.WEBAUTHN for each in factors.of(user))
    context = {"form": form, "has_passkey": has_passkey, "who": user}
    status = 429 if form.retry_after_seconds else 200
    answer = pages.show(request, "admin/second_step.html", context, title="One step more", status=status)
    if form.retry_after_seconds:
        answer["Retry-After"] = str(form.retry_after_seconds)
    return answer


@require_POST
@never_cache
def passkey_question(request: HttpRequest) -> HttpResponse:
    """What the browser asks a passkey: one of whoever signs in or is signed in, else any of this site."""
    try:
        limits.take_from(limits.PASSKEYS_FROM, request.META.get("REMOTE_ADDR", ""), now=timezone.now())
    except limits.Exceeded as error:
        return JsonResponse({"said": words.wait(error)}, status=429)
    user = request.user if request.user.is_authenticated else _pending(request)
    return JsonResponse(passkeys.question(user))


@require_POST
@never_cache
def by_passkey(request: HttpRequest) -> HttpResponse:
    """Signs in whoever has a passkey, without a name and a password."""
    field, user = passkeys.Credential(), None
    try:
        limits.take_from(limits.PASSKEYS_FROM, request.META.get("REMOTE_ADDR", ""), now=timezone.now())
        user = passkeys.whose(field.clean(request.POST.get("credential", "")))
    except ValidationError:
        pass
    except limits.Exceeded as error:
        return _wait(request, error)
    if user is None or not (user.is_active and user.is_staff):
        security_log.note("passkey refused", request)
        messages.error(request, "This passkey opens nothing here. Sign in with your password.")
        return HttpResponseRedirect(reverse("admin:login"))
    answer = HttpResponseRedirect(_own(request, request.POST.get("next", "")))
    return entering.enter(request, user, answer, by_factor=True)


def led(request: HttpRequest) -> HttpResponse | None:
    """This will give where somebody signed in is sent first: None, they may go where they want.

    A superuser comes in by a second factor or sets one up; before that nothing opens.
    """
    if not sitting.keep(request):
        return redirect_to_login(request.get_full_path(), reverse("admin:login"))
    if not pages.is_led(request):
        return None
    if factors.has_any(request.user):  # they became superuser, or got it in another sitting: this one was by password
        logout(request)
        return redirect_to_login(request.get_full_path(), reverse("admin:login"))
    if request.resolver_match and request.resolver_match.url_name in OPEN_WITHOUT_FACTOR:
        return None
    return HttpResponseRedirect(reverse("admin:account_app"))


def _pending(request: HttpRequest) -> User | None:
    """Whoever gave the right password a moment ago, unless it was changed since."""
    kept = request.session.get(PENDING)
    if not kept or timezone.now().timestamp() - kept["at"] > PENDING_LASTS:
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True, is_staff=True).first()
    return user if user and constant_time_compare(kept["hash"], user.get_session_auth_hash()) else None


def _wait(request: HttpRequest, error: limits.Exceeded) -> HttpResponse:
    """A page by itself: a message on the next one would be a session, and a row, for each try too many."""
    context = {"words": words.wait(error)}
    answer = pages.show(request, "admin/passkey_wait.html", context, title="Too many tries", status=429)
    answer["Retry-After"] = str(error.retry_after_seconds)
    return answer


def _own(request: HttpRequest, then: str) -> str:
    """Where to go, if it is here."""
    here = url_has_allowed_host_and_scheme(then, {request.get_host()}, require_https=request.is_secure())
    return then if here else reverse(settings.LOGIN_REDIRECT_URL)


def _warn_of_recovery(request: HttpRequest, user: User, given: dict[str, Any]) -> None:
    """A recovery code was used: its owner is told, and how many are left."""
    if given.get("credential") or not factors.is_recovery(given["code"]):
        return
    left = factors.recovery_codes_left(user)
    what = f"A recovery code was used to sign in. {left} of them are left."
    messages.warning(request, f"{what} Make new ones under “Signing in”.")
    account_mail.tell(user, "A recovery code was used", what)
