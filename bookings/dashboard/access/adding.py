"""A second factor is set up: an authenticator app by a code that is scanned, or a passkey by the browser."""

import base64
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from bookings.dashboard.frame import noting, pages, proof, sitting
from businesses import account_mail, factors, passkeys, sealed, security_log, sessions

NEW_APP = "new_app"  # the session's key: the secret of an app that is being set up, sealed


class AppForm(forms.Form):
    """The code by which an app shows that it knows the secret."""

    code = forms.CharField(
        label="The six digits that the app shows now",
        max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasskeyForm(forms.Form):
    """What a passkey is called, and what the browser says of it."""

    name = forms.CharField(
        label="What you call it",
        max_length=passkeys.LONGEST_NAME,
        initial="Passkey",
        help_text="So that you know it again: My phone, Blue key …",
    )
    credential = passkeys.Credential(error_messages={"required": "Press the button, and do what the browser says."})


@proof.needed
def app(request: HttpRequest) -> HttpResponse:
    """The page with the QR code; the app that has scanned it shows a code, and is set up by that."""
    form, secret = AppForm(request.POST or None), _secret(request)
    if request.method == "POST" and form.is_valid():
        is_first = not factors.has_any(request.user)
        if factors.set_app(request.user, secret, form.cleaned_data["code"]):
            del request.session[NEW_APP]
            return _added(request, "An authenticator app was set up.", is_first=is_first)
        form.add_error("code", "This is not the code of this app. Wait for the next one and try again.")
    address = factors.totp_address(request.user, secret)
    picture = base64.b64encode(factors.qr_code(address).encode()).decode()
    grouped = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    context = {"form": form, "picture": picture, "address": address, "secret": grouped}
    return _page(request, "admin/account_app.html", context, title="Set up an authenticator app")


@proof.needed
def passkey(request: HttpRequest) -> HttpResponse:
    """The page on which the browser makes a passkey."""
    form = PasskeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        is_first = not factors.has_any(request.user)
        if passkeys.add(request.user, form.cleaned_data["name"], form.cleaned_data["credential"]):
            return _added(request, f"The passkey “{form.cleaned_data['name']}” was set up.", is_first=is_first)
        form.add_error(None, "The browser made no passkey that works here. Please try again.")
    return _page(request, "admin/account_passkey.html", {"form": form}, title="Set up a passkey")


@require_POST
@proof.needed
def passkey_question(request: HttpRequest) -> HttpResponse:
    """What the browser is asked to make."""
    return JsonResponse(passkeys.question_to_make(request.user))


def changed(request: HttpRequest, words: str, *, has_factor: bool) -> None:
    """This will end the person's other sessions after a change of the second factor, and tell them by mail."""
    security_log.note("second factor changed", request)
    noting.note_account(request, "Changed the second factor.")
    sessions.end(request.user, but=request.session.session_key)
    request.session.cycle_key()
    request.session[sitting.FACTOR] = has_factor
    account_mail.tell(request.user, "How you sign in was changed", words)


def shown(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """This will show recovery codes, in this answer alone."""
    grouped = [" ".join(code[start : start + 4] for start in range(0, len(code), 4)) for code in codes]
    text = f"Recovery codes of {request.user.get_username()}. Each works once.\r\n\r\n" + "\r\n".join(grouped) + "\r\n"
    file = base64.b64encode(text.encode()).decode()
    return _page(request, "admin/account_codes.html", {"codes": grouped, "file": file}, title="Your recovery codes")


def _added(request: HttpRequest, words: str, *, is_first: bool) -> HttpResponse:
    """After the first factor come the recovery codes; with every other those from before go on."""
    changed(request, words, has_factor=True)
    if is_first or factors.recovery_codes_left(request.user) is None:
        return shown(request, factors.new_recovery_codes(request.user))
    return _page(request, "admin/account_added.html", {"words": words}, title="It is set up")


def _page(request: HttpRequest, template: str, context: dict[str, Any], *, title: str) -> HttpResponse:
    """A page in the dashboard's look, or by itself for whoever must set up a factor before the dashboard opens."""
    status = 400 if getattr(context.get("form"), "errors", None) else 200
    more = {"layout": pages.layout(request), "is_led": pages.is_led(request)}
    return pages.show(request, template, {**more, **context}, title=title, status=status)


def _secret(request: HttpRequest) -> str:
    """The secret of the app that is being set up: a new one for each time that the page is opened."""
    if request.method == "POST" and (kept := request.session.get(NEW_APP)):
        return sealed.opened(kept)
    secret = factors.new_secret()
    request.session[NEW_APP] = sealed.sealed(secret)
    return secret
