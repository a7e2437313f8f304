"""Webhooks in the dashboard: addresses of partners' programs that are told of bookings as they happen."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.debug import sensitive_variables
from unfold.decorators import display

from bookings.dashboard.access.webhook_form import EndpointForm
from bookings.dashboard.frame import pages, proof, sent
from bookings.dashboard.frame.owned import OWNER, OwnedAdmin
from bookings.models import Delivery, WebhookEndpoint
from bookings.webhooks import endpoints

LOG = 25  # deliveries on an endpoint's page
ON, FAILING, OFF = "on", "does not answer", "off"
COLOURS = {ON: "success", FAILING: "warning", OFF: "danger"}
SHOWN_ALREADY = "This secret was shown already; make a new one if you lost it."


class SinceForm(forms.Form):
    """From when on everything is sent again, in the local time of the business; if it comes twice, from the first."""

    since = forms.CharField(max_length=30)

    def clean_since(self) -> dt.datetime:
        """This will give the instant."""
        try:
            return dt.datetime.fromisoformat(self.cleaned_data["since"]).replace(tzinfo=timezone.get_current_timezone())
        except ValueError:
            raise forms.ValidationError("This is no date and time.") from None


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(OwnedAdmin):
    """Addresses that are told of bookings. A secret is in the answer that makes it, and nowhere else."""

    roles = (OWNER,)
    form = EndpointForm
    list_display = ("address", "written_in", "told_of", "state", "why")
    fields = ("url", "format", "event_types")
    actions = ()
    change_form_before_template = "admin/_ticket.html"
    change_form_outer_after_template = "admin/webhook_log.html"

    def get_urls(self) -> list[Any]:
        """The deeds beside the form."""
        own = [
            ("<int:pk>/rotate/", self.rotate, "rotate"),
            ("<int:pk>/test/", self._deed(self.try_out), "test"),
            ("<int:pk>/on/", self._deed(self.switch_on), "on"),
            ("<int:pk>/off/", self._deed(self.switch_off), "off"),
            ("<int:pk>/replay/", self._deed(self.replay), "replay"),
        ]
        named = [path(where, self.admin_site.admin_view(view), name=f"webhook_{name}") for where, view, name in own]
        return [*named, *super().get_urls()]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It is switched off, not deleted: what was sent stays known."""
        return False

    @admin.display(description="address", ordering="url")
    def address(self, endpoint: WebhookEndpoint) -> str:
        """Where it is told."""
        return endpoint.url

    @admin.display(description="why it is off")
    def why(self, endpoint: WebhookEndpoint) -> str:
        """Who or what switched it off."""
        return endpoint.switched_off_reason

    @admin.display(description="written in", ordering="format")
    def written_in(self, endpoint: WebhookEndpoint) -> str:
        """Whose format it is."""
        return "our own format" if endpoint.format == WebhookEndpoint.Format.OWN else "ReserveKit's format"

    @admin.display(description="told of")
    def told_of(self, endpoint: WebhookEndpoint) -> str:
        """Of what it is told."""
        chosen = len(endpoint.event_types)
        return f"{chosen} of {len(sent.EVENTS)} things" if chosen else "everything"

    @display(description="state", label=COLOURS)
    def state(self, endpoint: WebhookEndpoint) -> str:
        """Whether it is told of anything."""
        return state_of(endpoint)

    @proof.needed_of_method
    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """A form with a ticket of its own: sent again, it makes no second endpoint."""
        ticket = _ticket(request)
        pages.only(request, *self.roles)
        if request.method == "POST" and self.get_queryset(request).filter(uuid=ticket).exists():
            return self._not_shown(request)
        return super().add_view(
            request,
            form_url,
            {
                **(extra_context or {}),
                "ticket": ticket,
                "show_save_and_add_another": False,
                "show_save_and_continue": False,
            },
        )

    @proof.needed_to_change_by_method
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The form, and below it what can be done and what was sent."""
        endpoint = self.get_object(request, object_id)
        more = {} if endpoint is None else self._log(endpoint)
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **more})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """This will set up a new endpoint with a secret, which the answer to this very request shows."""
        if change:
            super().save_model(request, obj, form, change)
            return
        made, request.once = endpoints.create(  # type: ignore[attr-defined]
            business=obj.business,
            url=obj.url,
            event_types=obj.event_types,
            format=obj.format,
            ticket=_ticket(request),
        )
        obj.pk, obj.uuid, obj.encrypted_secret = made.pk, made.uuid, made.encrypted_secret
        obj._state.adding = False

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        """The secret, once."""
        return self._shown_once(request, obj, request.once)  # type: ignore[attr-defined]

    @proof.needed_of_method
    @sensitive_variables("secret")
    def rotate(self, request: HttpRequest, pk: int) -> HttpResponse:
        """This will ask first; then give a new secret, shown once, beside which the old one signs for another day."""
        endpoint = self._endpoint(request, pk)
        if request.method != "POST":
            context = {"endpoint": endpoint, "ticket": _state_ticket(endpoint)}
            return pages.show(request, "admin/webhook_sure.html", context, title="Make a new secret?")
        with transaction.atomic():
            locked = WebhookEndpoint.objects.select_for_update().get(pk=endpoint.pk)
            if not constant_time_compare(request.POST.get("ticket", ""), _state_ticket(locked)):
                return self._not_shown(request, locked)
            secret = endpoints.rotate(locked, now=timezone.now())
        self.log_change(request, locked, "Made a new secret.")
        return self._shown_once(request, locked, secret, rotated=True)

    def try_out(self, request: HttpRequest, endpoint: WebhookEndpoint) -> None:
        """This will send an event of no booking."""
        endpoints.try_out(endpoint, now=timezone.now())
        messages.success(request, "The test is on its way; look at the list below in a moment.")

    def switch_on(self, request: HttpRequest, endpoint: WebhookEndpoint) -> None:
        """This will tell it again of what happens from now on."""
        endpoints.switch_on(endpoint)
        self.log_change(request, endpoint, "Switched on.")
        messages.success(request, "It is on. What happened meanwhile you can send by “Send everything since …”.")

    def switch_off(self, request: HttpRequest, endpoint: WebhookEndpoint) -> None:
        """This will tell it nothing more."""
        endpoints.switch_off(endpoint, reason="switched off by the owner", now=timezone.now(), tells_owner=False)
        self.log_change(request, endpoint, "Switched off.")
        messages.success(request, "It is off and told nothing more.")

    def replay(self, request: HttpRequest, endpoint: WebhookEndpoint) -> None:
        """This will send again what happened since an instant."""
        form, now = SinceForm(request.POST), timezone.now()
        if not form.is_valid() or form.cleaned_data["since"] > now:
            messages.error(request, "Please give a date and a time that are past.")
            return
        count = endpoints.replay(endpoint, since=form.cleaned_data["since"], now=now)
        if count:
            words = f"{count} thing{'s' if count > 1 else ''} that happened since then will be sent again."
        else:
            words = "Nothing happened since then that it is told of."
        messages.success(request, words)

    def _deed(self, deed: Callable[[HttpRequest, WebhookEndpoint], None]) -> Callable[..., HttpResponse]:
        """A view that does one thing to one endpoint and goes back to its page."""

        def view(request: HttpRequest, pk: int) -> HttpResponse:
            endpoint = self._endpoint(request, pk)
            if request.method == "POST":
                deed(request, endpoint)
            return HttpResponseRedirect(reverse("admin:bookings_webhookendpoint_change", args=[pk]))

        return view

    def _endpoint(self, request: HttpRequest, pk: int) -> WebhookEndpoint:
        pages.only(request, *self.roles)
        return get_object_or_404(self.get_queryset(request), pk=pk)

    def _log(self, endpoint: WebhookEndpoint) -> dict[str, Any]:
        now = timezone.now()
        told = Delivery.objects.filter(business=endpoint.business, endpoint=endpoint, channel=Delivery.Channel.WEBHOOK)
        latest = told.select_related("booking", "endpoint").prefetch_related("log").order_by("-due_at", "-id")[:LOG]
        day_ago = timezone.localtime(now - endpoints.OVERLAP)
        return {
            "sent": sent.described(latest),
            "state": state_of(endpoint),
            "day_ago": day_ago,
            "now": timezone.localtime(now),
            "show_save_and_add_another": False,
            "show_save_and_continue": False,
        }

    def _shown_once(
        self, request: HttpRequest, endpoint: WebhookEndpoint, secret: str, *, rotated: bool = False
    ) -> HttpResponse:
        context = {"endpoint": endpoint, "secret": secret, "rotated": rotated}
        return pages.show(request, "admin/webhook_once.html", context, title="The secret of your webhook")

    def _not_shown(self, request: HttpRequest, endpoint: WebhookEndpoint | None = None) -> HttpResponse:
        context = {"words": SHOWN_ALREADY, "back": reverse("admin:bookings_webhookendpoint_changelist")}
        return pages.show(request, "admin/not_shown.html", context, title="Nothing was made", status=409)


def state_of(endpoint: WebhookEndpoint) -> str:
    """This will say whether an endpoint is told of anything."""
    if not endpoint.active:
        return OFF
    return FAILING if endpoint.failing_since else ON


def _ticket(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("ticket", ""))
    except ValueError:
        return uuid.uuid4()


def _state_ticket(endpoint: WebhookEndpoint) -> str:
    """What a form knows of the secret that it replaces: once that is another, the form is used up."""
    return salted_hmac("bookings.dashboard.access.webhooks", endpoint.encrypted_secret, algorithm="sha256").hexdigest()
