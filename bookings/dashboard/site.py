"""The dashboard as a whole: who gets in, in which business they work, the sidebar, the pages of our own."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.options import TO_FIELD_VAR
from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from unfold.sites import UnfoldAdminSite

from bookings.dashboard.access import account, entrance, founding, password, sign_in, trail_page
from bookings.dashboard.day import (
    as_it_was,
    blocking,
    diary,
    diary_live,
    finding,
    front,
    next_step,
    participants,
    planning,
    taking,
    why,
)
from bookings.dashboard.frame import colours, navigation, noting, pages, reading, rearranging, undoing
from bookings.dashboard.frame.changed import one_line_end
from bookings.dashboard.frame.reach import reach_of, work_in
from bookings.dashboard.reports import files, glance, page
from bookings.dashboard.setup import document_page, importing, link_page, own_photo
from businesses import normal, security_log


class DashboardSite(UnfoldAdminSite):
    """Django's admin, for the people of businesses: an owner's front page instead of a list of tables."""

    index_title = "Today"
    enable_nav_sidebar = True

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The way in; whoever has tried too often waits. As Django's, with a view of our own for what comes after."""
        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        shown = {
            **self.each_context(request),
            "title": "Sign in",
            "subtitle": None,
            "app_path": request.get_full_path(),
            "username": request.user.get_username(),
            "self_service": settings.SELF_SERVICE,
            **(extra_context or {}),
        }
        return sign_in.with_status(sign_in.SignIn.as_view(extra_context=shown)(request))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The way out."""
        security_log.note("signed out", request)
        noting.note_account(request, "Signed out.")
        return super().logout(request, {"title": "You are signed out", **(extra_context or {})})

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Another password, for whoever proves who they are."""
        return password.change(request)

    def has_permission(self, request: HttpRequest) -> bool:
        """Whoever works in a business, or runs the installation."""
        reach = reach_of(request)
        return reach.is_platform or bool(reach.memberships)

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:
        """Every page speaks in the local time of the business that the person works in."""

        def local(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if elsewhere := entrance.led(request):
                return elsewhere
            _tidy(request)
            here = reach_of(request).here
            with timezone.override(here.zone if here else None), reading.reading(here):
                try:
                    answer: HttpResponse = view(request, *args, **kwargs)
                    next_step.offer(request, answer)
                    noting.note_file(request, answer)
                    render = getattr(answer, "render", None)
                    return render() if callable(render) and not getattr(answer, "is_rendered", True) else answer
                except (OverflowError, DataError) as error:  # a number or a date that no column holds
                    raise BadRequest from error

        return super().admin_view(local, cacheable)

    def get_urls(self) -> list[Any]:
        """Ours first. What no form and no page of ours leads to is left out, such as a search in any model."""
        taken_out = {"view_on_site", "autocomplete", "password_change_done"}
        return self.own_urls() + [each for each in super().get_urls() if getattr(each, "name", "") not in taken_out]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The front page."""
        return pages.show(request, "admin/index.html", front.context(request), title=str(self.index_title))

    def app_index(self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None) -> Any:
        """The framework's list of tables is no page of ours."""
        return HttpResponseRedirect(reverse("admin:index"))

    def own_urls(self) -> list[Any]:
        """The pages that are no table's."""
        return [
            path("book/", self.admin_view(taking.book), name="book"),
            path("find/", self.admin_view(finding.find), name="find"),
            path("diary/", self.admin_view(diary.diary), name="diary"),
            path("diary/live/", self.admin_view(diary_live.live), name="diary_live"),
            path("diary/as-it-was/", self.admin_view(as_it_was.as_it_was), name="as_it_was"),
            path("diary/why/", self.admin_view(why.why), name="why"),
            path("diary/block/", self.admin_view(blocking.block), name="block_time"),
            path("diary/class/", self.admin_view(planning.plan), name="plan_class"),
            *self._appointment_urls(),
            path("reports/", self.admin_view(page.report), name="reports"),
            path("reports/glance/", self.admin_view(glance.glance), name="glance"),
            path("reports/table/", self.admin_view(files.table), name="report_table"),
            path("reports/bookings/", self.admin_view(files.bookings), name="report_bookings"),
            path("reports/customers/", self.admin_view(files.customers), name="report_customers"),
            path("undo/", self.admin_view(undoing.undo), name="undo"),
            path("rearranging/<int:key>/", self.admin_view(rearranging.rearranging), name="rearranging"),
            path("choose/", self.admin_view(choose), name="choose_business"),
            path("choose/<slug:slug>/", self.admin_view(require_POST(choose_one)), name="work_in"),
            path("trail/", self.admin_view(trail_page.trail), name="trail"),
            path("trail/download/", self.admin_view(trail_page.download), name="trail_download"),
            path("document/", self.admin_view(document_page.document), name="document"),
            path("document/download/", self.admin_view(document_page.download), name="document_download"),
            *importing.urls(self.admin_view),
            path("photo/", self.admin_view(own_photo.own_photo), name="own_photo"),
            *link_page.urls(self.admin_view),
            *account.urls(self.admin_view),
            path("businesses/business/add/", self.admin_view(founding.add), name="businesses_business_add"),
        ]

    def _appointment_urls(self) -> list[Any]:
        """The pages of one appointment."""
        one, post = "diary/appointment/<int:number>/", require_POST
        return [
            path(one, self.admin_view(participants.participants), name="participants"),
            path(one + "call-off/", self.admin_view(post(participants.call_off)), name="participants_call_off"),
            path(one + "let-be/", self.admin_view(post(participants.let_be)), name="participants_let_be"),
            path(one + "move/", self.admin_view(planning.move), name="participants_move"),
        ]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """What every page shows: whose dashboard this is."""
        here = reach_of(request).here if request.user.is_authenticated else None
        context: dict[str, Any] = super().each_context(request)
        context["find_page"] = reverse("admin:find") if here and request.path != reverse("admin:find") else ""
        context |= {"colors": colours.of(here), "reader": reading.reader()}
        context["site_header"] = here.name if here else self.site_header
        context["site_subheader"] = navigation.ROLES.get(reach_of(request).role or "", "") if here else ""
        return context

    def get_sidebar_list(self, request: HttpRequest) -> list[dict[str, Any]]:
        """The sidebar, by role."""
        return navigation.sidebar(request)


def _tidy(request: HttpRequest) -> None:
    """This will drop what nobody sends and pages break on: NULs, which PostgreSQL takes in no text, a lookup by "".

    A line's end is one character, as the browser counted it.
    """
    for name in ("GET", "POST"):
        sent: QueryDict = getattr(request, name)
        clean = QueryDict(mutable=True, encoding=sent.encoding)
        for key, texts in sent.lists():
            if (key, texts[-1:]) != (TO_FIELD_VAR, [""]):
                clean.setlist(key.replace("\0", ""), [one_line_end(text.replace("\0", "")) for text in texts])
        if clean != sent:
            clean._mutable = False
            setattr(request, name, clean)


def choose(request: HttpRequest) -> HttpResponse:
    """The businesses within reach, one of which is worked in at a time."""
    reach = reach_of(request)
    wanted = request.GET.get("q", "").strip()
    found = [each for each in reach.businesses if normal.has_words(wanted, each.name)]
    return pages.show(request, "admin/businesses.html", {"found": found[:100], "wanted": wanted}, title="Businesses")


def choose_one(request: HttpRequest, slug: str) -> HttpResponse:
    """This will let the person work in another of their businesses."""
    business = get_object_or_404(reach_of(request).businesses, slug=slug)
    work_in(request, business)
    messages.success(request, f"You work in {business.name} now.")
    return HttpResponseRedirect(reverse("admin:index"))
