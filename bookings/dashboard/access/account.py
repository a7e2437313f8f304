"""Everybody's own page "Signing in": the second factor is set up and taken away, and sessions are seen and ended."""

import datetime as dt
from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bookings.dashboard.access import adding
from bookings.dashboard.frame import devices, noting, pages, proof, sitting
from businesses import factors, security_log, sessions


class Seen(NamedTuple):
    """A session as its owner reads of it."""

    name: str
    device: str
    address: str
    since: dt.datetime | None
    seen: dt.datetime | None
    is_this: bool


def urls(admin_view: Callable[..., Any]) -> list[Any]:
    """This will give the addresses of these pages."""
    own = [
        ("", account, "account"),
        ("app/", adding.app, "account_app"),
        ("passkey/", adding.passkey, "account_passkey"),
        ("passkey/question/", adding.passkey_question, "account_passkey_question"),
        ("codes/", codes, "account_codes"),
        ("factors/<int:pk>/remove/", remove, "account_remove"),
        ("sessions/end/", require_POST(end), "account_end"),
    ]
    return [path(f"account/{where}", admin_view(view), name=name) for where, view, name in own]


def account(request: HttpRequest) -> HttpResponse:
    """The page."""
    owned = factors.of(request.user)
    context = {
        "factors": owned,
        "has_app": any(each.kind == factors.Type.TOTP for each in owned),
        "codes_left": factors.recovery_codes_left(request.user),
        "sessions": _seen(request),
        "idle_hours": request.session.get_expiry_age() // 3600,
        "longest_days": sitting.LONGEST.days,
        "must_have": request.user.is_superuser,
    }
    return pages.show(request, "admin/account.html", context, title="Signing in")


@proof.needed
def codes(request: HttpRequest) -> HttpResponse:
    """This will ask first; then make new recovery codes and show them, this once."""
    if not factors.has_any(request.user):
        raise Http404
    if request.method != "POST":
        return pages.show(request, "admin/account_codes_sure.html", {}, title="New recovery codes?")
    made = factors.new_recovery_codes(request.user)
    adding.changed(request, "New recovery codes were made; those from before work no more.", has_factor=True)
    return adding.shown(request, made)


@proof.needed
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """This will ask first; then take away an app or a passkey."""
    owned = factors.of(request.user)
    factor = next((each for each in owned if each.pk == pk), None)
    if factor is None:
        raise Http404
    is_needed = request.user.is_superuser and len(owned) == 1
    if request.method == "POST" and not is_needed and factors.remove(request.user, pk):
        words = f"{factor.name} was removed."
        adding.changed(request, words, has_factor=len(owned) > 1)
        messages.success(request, words)
        return HttpResponseRedirect(reverse("admin:account"))
    context = {"factor": factor, "is_last": len(owned) == 1, "is_needed": is_needed}
    return pages.show(request, "admin/account_remove.html", context, title=f"Remove {factor.name}?")


def end(request: HttpRequest) -> HttpResponse:
    """This will end one of the person's own sessions, or all but this one."""
    name = request.POST.get("session", "")
    security_log.note("sessions ended", request)
    noting.note_account(request, "Ended sessions in other browsers.")
    if name == "others":
        sessions.end(request.user, but=request.session.session_key)
        messages.success(request, "You are signed in here alone now.")
    elif sessions.end_one(request.user, name, now=timezone.now()):
        messages.success(request, "That session is ended.")
    return HttpResponseRedirect(reverse("admin:account"))


def _seen(request: HttpRequest) -> list[Seen]:
    """The person's sessions, this one first."""
    found = []
    for each in sessions.of(request.user, now=timezone.now()):
        since, seen = (_instant(each.data.get(key)) for key in (sitting.SINCE, sitting.SEEN))
        device, is_this = devices.said(each.data.get(sitting.AGENT, "")), each.key == request.session.session_key
        found.append(Seen(each.name, device, each.data.get(sitting.ADDRESS, ""), since, seen, is_this))
    return sorted(found, key=lambda each: not each.is_this)


def _instant(at: float | None) -> dt.datetime | None:
    return dt.datetime.fromtimestamp(at, dt.UTC) if at else None
