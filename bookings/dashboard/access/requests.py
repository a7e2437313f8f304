"""Requests for API access, as the platform decides them; the owners are told by mail."""

import datetime as dt
import logging
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import Case, QuerySet, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from unfold.decorators import display

from bookings.dashboard.frame import pages, proof
from bookings.dashboard.frame.owned import OWNER, OwnedAdmin
from bookings.dashboard.frame.reach import reach_of
from bookings.dashboard.frame.searched import Searched
from businesses import api_access, mail_frame, normal
from businesses.models import ApiAccessRequest, ApiKey, User

Status = ApiAccessRequest.Status
COLOURS = {"awaits a decision": "warning", "approved": "success", "refused": "danger"}
APPROVED = """Hello,

{business} may use the {api} API now. Make a key under "API access":

{page}
"""
REFUSED = """Hello,

we cannot give {business} access to the {api} API. The reason:

{reason}

You can ask again under "API access":

{page}
"""

logger = logging.getLogger(__name__)


@admin.register(ApiAccessRequest)
class ApiAccessRequestAdmin(Searched, OwnedAdmin):
    """Who asks for an API, those that wait first. For the platform alone; owners see theirs under "API access"."""

    roles = ()
    list_display = ("asked", "api", "state", "asked_on", "decided_on")
    list_filter = ("status", "dialect")
    search_fields = ("business__name", "business__slug", "use_case")
    ordering = (Case(When(status=Status.PENDING, then=0), default=1).asc(), "-created_at")
    actions = ()

    def get_urls(self) -> list[Any]:
        """The page of a request is where it is decided."""
        decide = path("<int:pk>/decide/", self.admin_site.admin_view(self.decide), name="api_request_decide")
        return [decide, *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Owners ask."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was asked stays known."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Those of every business."""
        rows = ApiAccessRequest.objects.select_related("business", "requested_by", "decided_by").order_by(
            *self.ordering
        )
        return rows if reach_of(request).is_platform else rows.none()

    @admin.display(description="business", ordering="business__name")
    def asked(self, asked: ApiAccessRequest) -> str:
        """Who asks."""
        return asked.business.name

    @admin.display(description="API", ordering="dialect")
    def api(self, asked: ApiAccessRequest) -> str:
        """For what."""
        return asked.get_dialect_display()

    @admin.display(description="asked", ordering="created_at")
    def asked_on(self, asked: ApiAccessRequest) -> dt.datetime:
        """Since when it waits."""
        return asked.created_at

    @admin.display(description="decided", ordering="decided_at")
    def decided_on(self, asked: ApiAccessRequest) -> dt.datetime | None:
        """When it was decided."""
        return asked.decided_at

    @display(description="status", label=COLOURS)
    def state(self, asked: ApiAccessRequest) -> str:
        """What became of it."""
        return asked.get_status_display()

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """The request with what helps to decide; it is read here and decided by the buttons."""
        pages.only(request)
        pk = int(object_id) if object_id.isascii() and object_id.isdigit() else 0
        return self._page(request, get_object_or_404(self.get_queryset(request), pk=pk))

    @proof.needed_to_change_by_method
    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """This will approve or refuse, and tell the owners; what the mail server says changes nothing about it."""
        pages.only(request)
        asked = get_object_or_404(self.get_queryset(request), pk=pk)
        here = HttpResponseRedirect(reverse("admin:businesses_apiaccessrequest_change", args=[pk]))
        if request.method != "POST":
            return here
        reason, by, now = request.POST.get("reason", ""), request.user, timezone.now()
        try:
            if request.POST.get("decision") == "approve":
                api_access.approve(asked, by=by, now=now)
            else:
                api_access.refuse(asked, reason=reason, by=by, now=now)
        except api_access.Refused as refusal:
            return self._page(request, asked, typed=reason, error=refusal.words)
        self.log_change(request, asked, f"{asked.get_status_display().capitalize()}.")
        self._say(request, asked)
        return HttpResponseRedirect(reverse("admin:businesses_apiaccessrequest_changelist"))

    def _page(self, request: HttpRequest, asked: ApiAccessRequest, *, typed: str = "", error: str = "") -> HttpResponse:
        same = ApiAccessRequest.objects.filter(business=asked.business).exclude(pk=asked.pk)
        context = {
            "asked": asked,
            "others": same.select_related("decided_by"),
            "keys": ApiKey.objects.filter(business=asked.business).live(timezone.now()),
            "typed": typed,
            "error": error,
        }
        title, status = f"{asked.get_dialect_display()} for {asked.business.name}", 400 if error else 200
        return pages.show(request, "admin/api_access_request.html", context, title=title, status=status)

    def _say(self, request: HttpRequest, asked: ApiAccessRequest) -> None:
        done = f"{asked.get_dialect_display()} for {asked.business.name} is {asked.get_status_display()}."
        try:
            told = tell(asked)
        except OSError as fault:  # of which SMTP's errors are a kind
            logger.warning("The mail about %s could not be sent: %s", asked, fault)
            messages.warning(request, f"{done} The mail to the owners could not be sent ({fault}); please tell them.")
            return
        words = f"Told: {', '.join(told)}." if told else "No owner has an e-mail address; please tell them."
        messages.success(request, f"{done} {words}")


def tell(asked: ApiAccessRequest) -> list[str]:
    """This will mail the owners what was decided, and give their addresses. Raises `OSError`."""
    owners = User.objects.filter(memberships__business=asked.business, memberships__role=OWNER, is_active=True)
    addresses = sorted({address for owner in owners if (address := normal.sendable(owner.email))})
    words = {
        "business": asked.business.name,
        "api": asked.get_dialect_display(),
        "reason": asked.reason,
        "page": f"{settings.PUBLIC_URL}{reverse('admin:businesses_apikey_changelist')}",
    }
    subject = f"{words['api']} API for {words['business']}: {asked.get_status_display()}"
    letter = (APPROVED if asked.status == Status.APPROVED else REFUSED).format(**words)
    for address in addresses:
        mail_frame.letter(subject, letter, address, button="Open the page").send()
    return addresses
