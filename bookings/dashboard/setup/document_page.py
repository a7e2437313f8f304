"""Import and export: the whole business as one text, to keep, to change by hand and to load again."""

import threading
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods, require_safe

from bookings import queries
from bookings.dashboard.frame import noting, pages, proof, sitting
from bookings.dashboard.frame.owned import OWNER
from bookings.dashboard.frame.reach import reach_of
from bookings.dashboard.setup.rehousing import rehouse
from businesses import document as documents
from businesses import setup_copy
from businesses.document.text import LARGEST_BYTES
from businesses.models import Business

# To read a large one takes seconds of a processor and some hundred megabytes: a process does it one after the other.
ONE_AT_A_TIME = threading.Lock()
PATIENCE = 3.0  # seconds
BUSY = "document: another one is being read at this moment; try again in a minute"
KINDS = ("services", "staff", "locations", "resources", "customers")


class _Wanted(NamedTuple):
    """A text, the business it is for, and whether it may let in who does not work there yet."""

    here: Business
    text: str
    lets_in: bool


class Found(NamedTuple):
    """What was made of a text: its faults, or how many of each kind it has."""

    errors: tuple[str, ...] = ()
    faults: int = 0
    counts: tuple[tuple[str, int], ...] = ()


@proof.needed  # asks by a form of its own
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The document of the business, as a file."""
    here = pages.business(request, OWNER)
    answer = HttpResponse(documents.export(here), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{here.slug}.yaml"'
    add_never_cache_headers(answer)
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def document(request: HttpRequest) -> HttpResponse:
    """The page: download, and a text to check or to load."""
    here, reach = pages.business(request, OWNER), reach_of(request)
    context: dict[str, Any] = {"text": "", "slug": here.slug}
    if request.method == "POST":
        only_check = "check" in request.POST
        try:
            context["text"] = text = _text(request)
            wanted = _Wanted(here, text, lets_in=reach.is_platform and sitting.is_proved(request))
            found = _loaded(wanted, only_check=True) if only_check else _noted(request, wanted)
        except documents.DocumentError as refusal:
            found = Found(errors=refusal.errors, faults=refusal.count)
        if not found.errors and not only_check:
            counts = ", ".join(f"{count} {kind}" for kind, count in found.counts)
            messages.success(request, f"The document was loaded. {here.name} has {counts} by it.")
            rehouse(request, queries.out_of_order(now=timezone.now(), business=here))
            return HttpResponseRedirect(reverse("admin:document"))
        context["found"] = found
    status = 400 if context.get("found", Found()).errors else 200
    return pages.show(request, "admin/document.html", context, title="Import and export", status=status)


def _text(request: HttpRequest) -> str:
    """What was sent as a file, else what was pasted. Raises `DocumentError`."""
    sent = request.FILES.get("file")
    if sent is None:
        return request.POST.get("text", "")
    try:
        return sent.read(LARGEST_BYTES + 1).decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        if sent.size and sent.size > LARGEST_BYTES:  # cut within a letter
            raise documents.DocumentError([f"document: is larger than {LARGEST_BYTES:,} bytes"]) from None
        raise documents.DocumentError([f"document: byte {fault.start + 1} is not UTF-8 text"]) from None


def _loaded(asked: _Wanted, *, only_check: bool) -> Found:
    """This will load a text into this business and no other, or only look for its faults. Raises `DocumentError`."""
    if not ONE_AT_A_TIME.acquire(timeout=PATIENCE):
        raise documents.DocumentError([BUSY])
    try:
        wanted = documents.read(asked.text)
        _refuse_what_is_not_theirs(asked, wanted)
        carry_out = documents.check if only_check else documents.write
        carry_out(wanted, now=timezone.now())
    finally:
        ONE_AT_A_TIME.release()
    return Found(counts=tuple((kind, len(getattr(wanted, kind))) for kind in KINDS))


def _noted(request: HttpRequest, wanted: _Wanted) -> Found:
    """This will load it, and write down what that changed."""
    here = wanted.here.pk
    watch = noting.Watch(request, here, setup_copy.rows_of(here))
    with watch.watching():
        found = _loaded(wanted, only_check=False)
    watch.note(said="Loaded a document.")
    return found


def _refuse_what_is_not_theirs(asked: _Wanted, wanted: documents.Document) -> None:
    """Another business, and people: who comes in is asked by an invitation.

    The platform may name new owners, within some minutes after it proved who it is: a form with a file in it cannot
    wait for that proof.
    """
    errors, here = [], asked.here
    if wanted.profile.slug != here.slug:
        errors.append(
            f"slug: this document is for {wanted.profile.slug!r}, but you work in {here.slug!r}; "
            f"to load it here all the same, write slug: {here.slug}"
        )
    members = set(here.members.values_list("username", flat=True))
    for index, owner in enumerate(wanted.owners):
        if owner.username not in members and not asked.lets_in:
            errors.append(
                f"owners[{index}].username: {owner.username!r} does not work here; people come by invitation, "
                f"from the page People; take the line out"
            )
    if errors:
        raise documents.DocumentError(errors)
