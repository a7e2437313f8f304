"""Customers and coming bookings from another system: a file, what its columns are, what would come of it, and what did.

A large file takes longer than one request may. So a turn of some seconds is done at a time, by this page, or by the
worker when nobody looks.
"""

import time
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bookings import operations, queries
from bookings.dashboard.frame import noting, pages, reading, spreadsheets
from bookings.dashboard.frame.navigation import MANAGER, OWNER
from bookings.dashboard.frame.reach import actor
from bookings.dashboard.setup.import_forms import ColumnsForm, FileForm
from bookings.dashboard.setup.import_words import Words
from bookings.localized import Reader
from bookings.models import Import, Origin
from businesses.models import Business
from businesses.trail import Kind

TURN = 4.0  # seconds
TRIES, PAUSE = 40, 0.1  # seconds, for whoever is at a line of a file that is to be forgotten
SHOWN = 200  # lines with a fault on a page; the file of them has all
MOST_NAMES = 40
State = Import.State
BROUGHT_IN = {  # as the trail has it
    Import.Kind.BOOKINGS: "Brought in a file of coming bookings.",
    Import.Kind.CUSTOMERS: "Brought in a file of customers.",
}
KINDS = {Import.Kind.BOOKINGS: Kind.SETTINGS, Import.Kind.CUSTOMERS: Kind.CUSTOMERS}


def urls(view: Any) -> list[Any]:
    """The pages."""
    return [
        path("import/", view(begin), name="import"),
        path("import/<int:key>/", view(one), name="import_file"),
        path("import/<int:key>/left-out/", view(left_out), name="import_left_out"),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """The files on their way, and the form that sends one."""
    here, now = pages.business(request, OWNER, MANAGER), timezone.now()
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_bound and form.is_valid():
        file = operations.begin_import(
            business=here,
            kind=form.cleaned_data["kind"],
            sheet=form.cleaned_data["sheet"],
            file_name=form.cleaned_data["file"].name,
            month_first=_reader(here).month_first,
            now=now,
            by=actor(request),
        )
        return _to(file)
    files = Import.objects.filter(business=here).defer("lines", "faults")
    context = {"form": form, "files": files, "states": State, "reader": _reader(here)}
    status = 400 if form.errors else 200
    return pages.show(request, "admin/import.html", context, title="From another system", status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, key: int) -> HttpResponse:
    """A file on its way."""
    here = pages.business(request, OWNER, MANAGER)
    file = _file(here, key)
    if request.method == "POST" and "forget" in request.POST:
        return _forgotten(request, file)
    if file.state in (State.RUNNING, State.DONE, State.STOPPED):
        return _on_its_way(request, file)
    setup = queries.house(here).setup
    form = ColumnsForm(request.POST if request.method == "POST" else None, file=file, setup=setup, names=_names(file))
    if request.method == "POST" and "start" in request.POST:
        return _started(request, file)
    if form.is_bound and form.is_valid():
        operations.choose_columns(file=file, now=timezone.now(), **form.chosen())
        return _to(file)
    status = 400 if form.errors else 200
    return _shown(request, file, form, status)


@require_safe
def left_out(request: HttpRequest, key: int) -> HttpResponse:
    """The lines that are left out, as a file with the reasons, to be put right and sent again."""
    here = pages.business(request, OWNER, MANAGER)
    file = _file(here, key)
    said = Words(file, _reader(here)).by_line()
    rows = ([*cells, number, " ".join(said[number])] for number, cells, _ in file.lines if number in said)
    return spreadsheets.spreadsheet("left-out", [*file.header, "Line", "Why it was left out"], rows)


def _started(request: HttpRequest, file: Import) -> HttpResponse:
    if not operations.start_import(file=file, now=timezone.now()):
        messages.warning(request, "Look at what would come of the file first.")
        return _to(file)
    noting.note_in(request, file.business_id, BROUGHT_IN[file.kind], kind=KINDS[file.kind])
    return _carried_on(file)


def _carried_on(file: Import) -> HttpResponse:
    after = operations.carry_on_import(file=file, now=timezone.now(), seconds=TURN)
    return _to(after) if after else HttpResponseRedirect(reverse("admin:import"))


def _forgotten(request: HttpRequest, file: Import) -> HttpResponse:
    """Whoever is at work with it finishes the line that they are at."""
    for _ in range(TRIES):
        if operations.forget_import(file=file, now=timezone.now()):
            messages.success(request, "The file is forgotten. What came in of it stays.")
            break
        time.sleep(PAUSE)
    else:
        messages.warning(request, "The file is stopped: nothing more of it comes in. It is forgotten within an hour.")
    return HttpResponseRedirect(reverse("admin:import"))


def _on_its_way(request: HttpRequest, file: Import) -> HttpResponse:
    if request.method == "POST":
        return _carried_on(file)
    made = Origin.objects.filter(file=file).exclude(booking=None, customer=None).count()
    inside = Origin.objects.filter(file=file).count() + file.known
    words = Words(file, _reader(file.business))
    context = {
        "file": file,
        "made": made,
        "known": inside - made,
        "total": len(file.lines),
        "done": min(inside + len({line for line, *_ in file.faults}), len(file.lines)),
        "faults": words.shown(SHOWN),
        "left": words.count,
        "is_bookings": file.kind == Import.Kind.BOOKINGS,
    }
    template = "admin/import_running.html" if file.state == State.RUNNING else "admin/import_done.html"
    return pages.show(request, template, context, title="From another system")


def _shown(request: HttpRequest, file: Import, form: ColumnsForm, status: int) -> HttpResponse:
    """The columns, and below them what would come of the file once somebody has looked."""
    words = Words(file, _reader(file.business))
    total = len(file.lines)
    context = {
        "file": file,
        "form": form,
        "total": total,
        "looked_at": file.state == State.LOOKED_AT,
        "coming": total - words.count - file.known - file.met,
        "known": file.known + file.met,
        "left": words.count,
        "kinds": words.kinds(),
        "faults": words.shown(SHOWN),
        "is_bookings": file.kind == Import.Kind.BOOKINGS,
    }
    return pages.show(request, "admin/import_look.html", context, title="From another system", status=status)


def _names(file: Import) -> dict[str, dict[str, tuple[str, ...]]]:
    """The names of services and people that mean nothing here, and those that somebody has explained."""
    faults = [queries.Fault(*each) for each in file.faults]
    return queries.unknown_names(faults, file, limit=MOST_NAMES)


def _file(here: Business, key: int) -> Import:
    return get_object_or_404(Import.objects.select_related("business"), business=here, pk=key)


def _reader(here: Business) -> Reader:
    return reading.of(here)


def _to(file: Import) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:import_file", args=[file.pk]))
