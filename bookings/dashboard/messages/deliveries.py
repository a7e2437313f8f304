"""What was sent about bookings, and what became of it: what failed comes first, and everything can be sent again."""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.contrib import admin, messages
from django.db.models import Case, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from unfold.decorators import display

from bookings.dashboard.frame import pages, sent, words
from bookings.dashboard.frame.owned import SeenInline
from bookings.dashboard.frame.read_only import ReadOnlyAdmin
from bookings.models import Attempt, Delivery
from bookings.webhooks import endpoints

Status = Delivery.Status
COLOURS = {
    sent.FAILED: "danger",
    sent.TRYING: "warning",
    sent.WAITING: "info",
    sent.ARRIVED: "success",
}
STATES = {
    sent.FAILED: Q(status=Status.GIVEN_UP),
    sent.TRYING: Q(status=Status.DUE, attempts__gt=0),
    sent.WAITING: Q(status=Status.DUE, attempts=0) & ~Q(kind__in=sent.AT_A_TIME),
    sent.NOT_YET: Q(status=Status.DUE, attempts=0, kind__in=sent.AT_A_TIME),
    sent.ARRIVED: Q(status=Status.DELIVERED),
    sent.NEEDLESS: Q(status=Status.SKIPPED),
}
AGAIN = (
    '<button class="border border-base-300 cursor-pointer font-medium px-3 py-1 rounded-default whitespace-nowrap'
    ' text-font-important-light dark:border-base-600 dark:text-font-important-dark"'
    ' formaction="{}" formmethod="post" aria-label="Send again: {} to {}">Send again</button>'
)


class StateFilter(admin.SimpleListFilter):
    """What became of it."""

    title, parameter_name = "what became of it", "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The states in words."""
        return [(state, state.capitalize()) for state in STATES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Those in the chosen state."""
        chosen = STATES.get(self.value() or "")
        return queryset if chosen is None else queryset.filter(chosen)


class KindFilter(admin.SimpleListFilter):
    """What is said."""

    title, parameter_name = "what is said", "said"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The kinds in words."""
        return list(sent.KINDS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Those of the chosen kind."""
        return queryset.filter(kind=self.value()) if self.value() in sent.KINDS else queryset


class AttemptInline(SeenInline):
    """Every try of a delivery."""

    model = Attempt
    verbose_name_plural = "every try"
    fields = readonly_fields = ("started_at", "http_status", "took", "answered", "asked")

    @admin.display(description="status")
    def http_status(self, attempt: Attempt) -> str:
        """The number that the receiver's server gave."""
        return str(attempt.status or "no answer")

    @admin.display(description="took")
    def took(self, attempt: Attempt) -> str:
        """How long it took."""
        return f"{attempt.milliseconds} ms"

    @admin.display(description="answer")
    def answered(self, attempt: Attempt) -> str:
        """The head of what came back."""
        return _as_is(attempt.answer)

    @admin.display(description="what was sent")
    def asked(self, attempt: Attempt) -> str:
        """Headers and body, without signatures."""
        return format_html("<details><summary>Show</summary>{}</details>", _as_is(attempt.request))


def _as_is(text: str) -> str:
    return format_html('<span style="white-space: pre-wrap; overflow-wrap: anywhere">{}</span>', text or "-")


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """Who was told what, when, and did it arrive?"""

    list_display = ("what", "receiver", "state", "when", "why", "again")
    list_display_links = ("what",)
    list_filter = (StateFilter, "channel", KindFilter)
    list_per_page = 50
    search_fields = ("recipient", "booking__code")
    search_help_text = "An address or a booking's code"
    ordering = (Case(When(STATES[sent.FAILED], then=0), When(STATES[sent.TRYING], then=1), default=2), "-id")
    fields = readonly_fields = ("what", "receiver", "address", "state", "booking_code", "when", "tries", "why")
    inlines = (AttemptInline,)
    actions = ("send_again",)
    change_form_outer_before_template = "admin/_send_again.html"

    def get_urls(self) -> list[Any]:
        """Sending one again, from wherever it is shown."""
        view = self.admin_site.admin_view(require_POST(self.again_view))
        return [path("<int:pk>/again/", view, name="delivery_again"), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Deliveries with what the list shows of them."""
        return super().get_queryset(request).select_related("booking", "endpoint")

    @admin.display(description="what")
    def what(self, delivery: Delivery) -> str:
        """What is said, in words."""
        return sent.kind_of(delivery)

    @admin.display(description="to", ordering="recipient")
    def receiver(self, delivery: Delivery) -> str:
        """To whom, or to where."""
        return sent.receiver_of(delivery)

    @admin.display(description="address")
    def address(self, delivery: Delivery) -> str:
        """Where exactly; known once it is sent."""
        return format_html(
            '<span style="overflow-wrap: anywhere">{}</span>', delivery.recipient or "not known until it is sent"
        )

    @admin.display(description="when", ordering="due_at")
    def when(self, delivery: Delivery) -> str:
        """When it went, or goes."""
        at = timezone.localtime(delivery.delivered_at or delivery.due_at)
        return format_html('<span style="white-space: nowrap">{}</span>', words.moment(at))

    @display(description="what became of it", label=COLOURS)
    def state(self, delivery: Delivery) -> str:
        """Whether it arrived."""
        return sent.state_of(delivery)

    @admin.display(description="tries", ordering="attempts")
    def tries(self, delivery: Delivery) -> int:
        """How often it was tried."""
        return delivery.attempts

    @admin.display(description="last answer")
    def why(self, delivery: Delivery) -> str:
        """What the receiver said last."""
        tries = f" ({delivery.attempts} tries)" if delivery.attempts > 1 else ""
        return format_html('<span style="overflow-wrap: anywhere">{}</span>', delivery.last_answer[:300] + tries or "-")

    @admin.display(description="booking")
    def booking_code(self, delivery: Delivery) -> str:
        """The booking that it is about."""
        if delivery.booking is None:
            return "-"
        link = reverse("admin:bookings_booking_change", args=[delivery.booking.pk])
        name = delivery.booking.guest_name or "Guest"
        return format_html('<a class="underline" href="{}">{}, {}</a>', link, delivery.booking.code, name)

    @admin.display(description="again")
    def again(self, delivery: Delivery) -> str:
        """A button within the list's own form."""
        if delivery.status == Status.DUE:
            return ""
        link = reverse("admin:delivery_again", args=[delivery.pk])
        return format_html(AGAIN, link, self.what(delivery), self.receiver(delivery))

    @admin.action(description="Send again", permissions=["view"])
    def send_again(self, request: HttpRequest, queryset: Any) -> None:
        """This will send the chosen deliveries again, as if for the first time."""
        now = timezone.now()
        for delivery in queryset:
            endpoints.send_again(delivery, now=now)
        self.message_user(request, "They are on their way.", messages.SUCCESS)

    def again_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """This will send one delivery again, as if for the first time."""
        pages.only(request, *self.roles)
        delivery = get_object_or_404(self.get_queryset(request), pk=pk)
        endpoints.send_again(delivery, now=timezone.now())
        messages.success(request, f"“{self.what(delivery)}” is on its way to {self.receiver(delivery)} again.")
        return HttpResponseRedirect(_back(request) or reverse("admin:bookings_delivery_changelist"))


def _back(request: HttpRequest) -> str | None:
    """The page of the dashboard that the button was on, without its host: it is here."""
    before = urlsplit(request.headers.get("referer", ""))
    path = urlunsplit(("", "", before.path, before.query, ""))
    return path if path.startswith("/admin/") and url_has_allowed_host_and_scheme(path, None) else None
