"""What goes before a key, and what needs none of one's own: the platform is asked, a partner's key is let in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from bookings.dashboard.access.keys_page import access_page
from bookings.dashboard.access.partner_apis import PARTNER_APIS
from bookings.dashboard.frame import pages
from bookings.dashboard.frame.owned import OwnedAdmin
from businesses import api_access
from businesses.models import ApiKeyGrant


class Asking(OwnedAdmin):
    """The forms of the page that make no key."""

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

    def _back(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:businesses_apikey_changelist"))
