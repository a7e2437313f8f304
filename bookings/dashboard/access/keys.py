"""API access in the dashboard: an owner asks, makes a key that is shown once, rotates and revokes; and consents."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from bookings.dashboard.access.asking import Asking
from bookings.dashboard.access.calls_page import calls_page
from bookings.dashboard.access.key_form import KeyForm, RotateForm, SitesForm, can
from bookings.dashboard.access.keys_page import access_page
from bookings.dashboard.access.numbers import NUMBERED, numbers_of
from bookings.dashboard.access.partner_apis import PARTNER_APIS
from bookings.dashboard.frame import pages, proof
from bookings.dashboard.frame.owned import OWNER, OwnedAdmin
from bookings.dashboard.frame.reach import reach_of
from businesses import api_access, api_rights
from businesses.models import ApiKey, Scope


@admin.register(ApiKey)
class ApiKeyAdmin(Asking, OwnedAdmin):
    """The keys that are out, by what names them; the secret is in the answer that makes one, and nowhere else."""

    roles = (OWNER,)
    fields = (
        *("dialect", "prefix", "rate_limit", "scopes", "origins", "sites_only"),
        *("created_at", "last_used_at", "last_used_from", "expires_at", "revoked_at"),
    )

    def get_urls(self) -> list[Any]:
        """The deeds beside the list; only the first step of ending a key is a page by itself."""
        own = [
            ("ask/", self.ask, "ask"),
            ("make/", self.make, "make"),
            ("<int:pk>/rotate/", self.rotate, "rotate"),
            ("<int:pk>/revoke/", self.revoke, "revoke"),
            ("<int:pk>/sites/", self.sites, "sites"),
            ("<int:pk>/calls/", self.calls, "calls"),
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

    @sensitive_variables("secret")
    def make(self, request: HttpRequest) -> HttpResponse:
        """This will ask what a key may do, and show it in the answer that makes it, never again.

        The form sent twice makes no second key.
        """
        posted = request.method == "POST"
        business, dialect = pages.business(request, *self.roles), (request.POST or request.GET).get("dialect", "")
        if not posted and not dialect:
            return self._back()
        api = PARTNER_APIS.get(dialect)
        if api is None or not api.is_available:
            raise Http404
        form = KeyForm(request.POST if posted else None, business=business, dialect=dialect)
        if not form.is_valid():
            return _asked(request, form, f"A new {api.title} key", "Make the key", dialect=dialect)
        try:
            key, secret = api_access.issue(
                business=business,
                dialect=dialect,
                by=request.user,
                now=timezone.now(),
                rights=form.rights,
                customer=form.cleaned_data.get("customer"),
                ticket=_ticket(request),
            )
        except api_access.Refused as refusal:
            return _not_shown(request, refusal)
        whose = " for one customer" if key.customer_id else ""
        self.log_addition(request, key, f"Made a key{whose} that may {' and '.join(form.rights.scopes)}.")
        return _shown_once(request, key, secret)

    @sensitive_variables("secret")
    def rotate(self, request: HttpRequest, pk: int) -> HttpResponse:
        """This will ask first; then give a new key, shown once, beside which the old one works for some days."""
        key = self._key(request, pk)
        form = RotateForm(request.POST if "days" in request.POST else None)
        if request.method != "POST" or (form.is_bound and not form.is_valid()):
            return self._sure(request, key, "rotate", form)
        overlap = dt.timedelta(days=form.cleaned_data["days"]) if form.is_bound else api_access.OVERLAP
        try:
            made, secret = api_access.rotate(key, now=timezone.now(), overlap=overlap, ticket=_ticket(request))
        except api_access.Refused as refusal:
            return _not_shown(request, refusal)
        self.log_change(request, key, f"Rotated: {made} takes its place.")
        self.log_addition(request, made, f"Made in the place of {key}.")
        return _shown_once(request, made, secret, old=key)

    def sites(self, request: HttpRequest, pk: int) -> HttpResponse:
        """This will let the owner change on which websites a key works."""
        key = self._key(request, pk)
        if key.dialect not in api_rights.IN_BROWSERS:
            raise Http404
        rights = key.rights
        initial = {"sites": list(rights.sites), "sites_only": rights.sites_only}
        form = SitesForm(request.POST if request.method == "POST" else None, initial=initial)
        if not form.is_valid():
            return _asked(request, form, f"Websites of {key}", "Save", key=key)
        api_rights.bind(key, form.rights.sites, sites_only=form.rights.sites_only)
        self.log_change(request, key, f"Works on {', '.join(form.rights.sites) or 'any site'}.")
        messages.success(request, f"{key} works on {', '.join(form.rights.sites) or 'any website'} from now on.")
        return self._back()

    def calls(self, request: HttpRequest, pk: int) -> HttpResponse:
        """This will show how the last calls of a key went, also of one that has ended."""
        keys = ApiKey.objects.filter(business=pages.business(request, *self.roles))
        return calls_page(request, get_object_or_404(keys, pk=pk))

    def revoke(self, request: HttpRequest, pk: int) -> HttpResponse:
        """This will ask first; then end the key at once."""
        key = self._key(request, pk)
        if request.method != "POST":
            return self._sure(request, key, "revoke")
        api_access.revoke(key, now=timezone.now())
        self.log_change(request, key, "Revoked.")
        messages.success(request, f"{key} is revoked and opens nothing any more.")
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

    def _sure(self, request: HttpRequest, key: ApiKey, deed: str, form: RotateForm | None = None) -> HttpResponse:
        context = {"key": key, "deed": deed, "ticket": uuid.uuid4(), "form": form}
        status = 400 if form and form.errors else 200
        title = f"{deed.capitalize()} {key}?"
        return pages.show(request, "admin/api_key_sure.html", context, title=title, status=status)


def _ticket(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("ticket", ""))
    except ValueError:
        raise Http404 from None


def _asked(request: HttpRequest, form: SitesForm, title: str, button: str, **more: Any) -> HttpResponse:
    """The page of a form about a key; it keeps what was typed."""
    context = {"form": form, "button": button, "ticket": uuid.uuid4(), **more}
    return pages.show(request, "admin/api_key_form.html", context, title=title, status=400 if form.is_bound else 200)


def _shown_once(request: HttpRequest, key: ApiKey, secret: str, old: ApiKey | None = None) -> HttpResponse:
    api = PARTNER_APIS[key.dialect].of(key)
    example = api.example(secret) if key.allows(Scope.READ) and not key.sites_only else ""
    context = {"key": key, "secret": secret, "api": api, "can": can(key), "example": example, "old": old}
    context["numbers"] = numbers_of(key.business) if key.dialect in NUMBERED else []
    return pages.show(request, "admin/api_key_once.html", context, title="Your new key")


def _not_shown(request: HttpRequest, refusal: api_access.Refused) -> HttpResponse:
    context = {"words": refusal.words, "back": reverse("admin:businesses_apikey_changelist")}
    return pages.show(request, "admin/not_shown.html", context, title="No key was made", status=409)
