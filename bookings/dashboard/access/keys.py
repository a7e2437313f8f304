"""API access in the dashboard: an owner asks, makes a key that is shown once, rotates and revokes; and consents."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from bookings.dashboard.access.keys_page import access_page
from bookings.dashboard.access.partner_apis import PARTNER_APIS
from bookings.dashboard.frame import pages, proof
from bookings.dashboard.frame.owned import OWNER, OwnedAdmin
from bookings.dashboard.frame.reach import reach_of
from businesses import api_access
from businesses.models import ApiKey, ApiKeyGrant


@admin.register(ApiKey)
class ApiKeyAdmin(OwnedAdmin):
    """The keys that are out, by what names them; the secret is in the answer that makes one, and nowhere else."""

    roles = (OWNER,)
    fields = ("dialect", "prefix", "rate_limit", "created_at", "last_used_at", "expires_at", "revoked_at")

    def get_urls(self) -> list[Any]:
        """The deeds beside the list; only the first step of ending a key is a page by itself."""
        own = [
            ("ask/", self.ask, "ask"),
            ("make/", self.make, "make"),
            ("<int:pk>/rotate/", self.rotate, "rotate"),
            ("<int:pk>/revoke/", self.revoke, "revoke"),
            ("consent/", require_POST(self.consent), "consent"),
            ("consent/<int:pk>/withdraw/", require_POST(self.withdraw), "withdraw"),
        ]
        named = [
            path(where, self._page(view if name == "ask" else proof.needed(view)), name=f"api_key_{name}")
            for where, view, name in own
        ]
        return [*named, *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A key is made on the page, which alone can show it."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """How much a key may do, and until when, is the platform's to change."""
        return reach_of(request).is_platform and self.has_view_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A key is revoked, not deleted: what it did stays known."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What happened is no field."""
        return [name for name in self.fields if name not in ("rate_limit", "expires_at")]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list is the page."""
        return access_page(request, pages.business(request, *self.roles), now=timezone.now())

    @proof.needed_to_change_by_method
    def change_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """How much a key may do, and until when."""
        return super().change_view(request, *args, **kwargs)

    def ask(self, request: HttpRequest) -> HttpResponse:
        """This will ask the platform for an API."""
        if request.method != "POST":
            return self._back()
        business, now = pages.business(request, *self.roles), timezone.now()
        typed = {name: request.POST.get(name, "") for name in ("dialect", "use_case")}
        api = PARTNER_APIS.get(typed["dialect"])
        try:
            if api is None or not api.is_available:
                raise api_access.Refused("Please choose one of the APIs below.")
            made = api_access.request(business=business, **typed, by=request.user, now=now)
        except api_access.Refused as refusal:
            return access_page(request, business, now=now, typed=typed, error=refusal.words)
        messages.success(request, f"You have asked for {api.title}. We will write to you once it is decided.")
        self.log_addition(request, made, "Asked for access.")
        return self._back()

    @sensitive_variables("secret")
    def make(self, request: HttpRequest) -> HttpResponse:
        """This will make a key and show it in this answer, never again: the form sent twice makes no second one."""
        if request.method != "POST":
            return self._back()
        business, dialect = pages.business(request, *self.roles), request.POST.get("dialect", "")
        api = PARTNER_APIS.get(dialect)
        if api is None or not api.is_available:
            raise Http404
        try:
            key, secret = api_access.issue(
                business=business, dialect=dialect, by=request.user, now=timezone.now(), ticket=_ticket(request)
            )
        except api_access.Refused as refusal:
            return _not_shown(request, refusal)
        self.log_addition(request, key, "Made a key.")
        return _shown_once(request, key, secret)

    @sensitive_variables("secret")
    def rotate(self, request: HttpRequest, pk: int) -> HttpResponse:
        """This will ask first; then give a new key, shown once, beside which the old one works for another day."""
        key = self._key(request, pk)
        if request.method != "POST":
            return self._sure(request, key, "rotate")
        try:
            made, secret = api_access.rotate(key, now=timezone.now(), ticket=_ticket(request))
        except api_access.Refused as refusal:
            return _not_shown(request, refusal)
        self.log_change(request, key, f"Rotated: {made} takes its place.")
        self.log_addition(request, made, f"Made in the place of {key}.")
        return _shown_once(request, made, secret, old=key)

    def revoke(self, request: HttpRequest, pk: int) -> HttpResponse:
        """This will ask first; then end the key at once."""
        key = self._key(request, pk)
        if request.method != "POST":
            return self._sure(request, key, "revoke")
        api_access.revoke(key, now=timezone.now())
        self.log_change(request, key, "Revoked.")
        messages.success(request, f"{key} is revoked and opens nothing any more.")
        return self._back()

    def consent(self, request: HttpRequest) -> HttpResponse:
        """This will let a partner's key act for the business."""
        business, prefix = pages.business(request, *self.roles), request.POST.get("prefix", "")
        try:
            given = api_access.grant(prefix, business=business, now=timezone.now())
        except api_access.Refused as refusal:
            messages.error(request, refusal.words)
            return self._back()
        if given is None:
            messages.info(request, "That key is your own; it acts for your business already.")
        else:
            messages.success(request, f"{given.key} may act for {business.name} now.")
        return self._back()

    def withdraw(self, request: HttpRequest, pk: int) -> HttpResponse:
        """This will end the consent at once."""
        rows = ApiKeyGrant.objects.filter(business=pages.business(request, *self.roles)).select_related("key")
        given = get_object_or_404(rows, pk=pk)
        api_access.withdraw(given)
        messages.success(request, f"{given.key} may not act for you any more.")
        return self._back()

    def _page(self, view: Callable[..., HttpResponse]) -> Callable[..., Any]:
        """A view that owners and the platform alone get to."""

        def guarded(request: HttpRequest, **arguments: Any) -> HttpResponse:
            pages.only(request, *self.roles)
            return view(request, **arguments)

        return self.admin_site.admin_view(guarded)

    def _key(self, request: HttpRequest, pk: int) -> ApiKey:
        rows = ApiKey.objects.filter(business=pages.business(request, *self.roles)).live(timezone.now())
        return get_object_or_404(rows.select_related("business"), pk=pk)

    def _sure(self, request: HttpRequest, key: ApiKey, deed: str) -> HttpResponse:
        context = {"key": key, "deed": deed, "ticket": uuid.uuid4(), "overlap": api_access.OVERLAP}
        title = f"{deed.capitalize()} {key}?"
        return pages.show(request, "admin/api_key_sure.html", context, title=title)

    def _back(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:businesses_apikey_changelist"))


def _ticket(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("ticket", ""))
    except ValueError:
        raise Http404 from None


def _shown_once(request: HttpRequest, key: ApiKey, secret: str, old: ApiKey | None = None) -> HttpResponse:
    api = PARTNER_APIS[key.dialect]
    context = {"key": key, "secret": secret, "api": api, "example": api.example(secret), "old": old}
    return pages.show(request, "admin/api_key_once.html", context, title="Your new key")


def _not_shown(request: HttpRequest, refusal: api_access.Refused) -> HttpResponse:
    context = {"words": refusal.words, "back": reverse("admin:businesses_apikey_changelist")}
    return pages.show(request, "admin/not_shown.html", context, title="No key was made", status=409)
