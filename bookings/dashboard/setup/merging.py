"""Two customers who are the same person: found, looked at side by side, and made one."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from bookings import errors, operations, queries
from bookings.dashboard.frame import pages, words
from bookings.dashboard.frame.kept import KeptAdmin
from bookings.dashboard.frame.reach import actor
from businesses import customers, same_person
from businesses.models import Customer

LONGEST_ID = 18  # digits


def address(kept: int, merged: int) -> str:
    """This will give the address of the page that shows two customers side by side."""
    return f"{reverse('admin:businesses_customer_merge', args=[kept])}?{urlencode({'with': merged})}"


def merge(request: HttpRequest, kept: Customer, admin: KeptAdmin) -> HttpResponse:
    """Without `with` the page on which the other one is found; with it what would become of both; sent, it is done."""
    other = _other(request, kept, admin)
    if other is None:
        return _found(request, kept)
    if request.method != "POST":
        return _side_by_side(request, kept, other)
    try:
        blocked = "blocked" in request.POST
        done = operations.merge(kept=kept, merged=other, blocked=blocked, now=timezone.now(), by=actor(request))
    except errors.Busy as error:
        messages.warning(request, words.refusal(error))
        return HttpResponseRedirect(address(kept.pk, other.pk))
    except Customer.DoesNotExist:
        messages.warning(request, "One of them was merged or erased meanwhile. Nothing was changed.")
        return HttpResponseRedirect(reverse("admin:businesses_customer_changelist"))
    for row, who in ((done.customer, other), (other, done.customer)):
        admin.log_change(request, row, f"Merged: the same as customer {who.pk}.")
    moved = f", with {done.bookings} more booking{'' if done.bookings == 1 else 's'}" if done.bookings else ""
    one, two = _called(kept), _called(other)
    both = "Both" if one == two else f"{one} and {two}"
    messages.success(request, f"{both} are one customer now{moved}.")
    return HttpResponseRedirect(reverse("admin:businesses_customer_card", args=[kept.pk]))


def _other(request: HttpRequest, kept: Customer, admin: KeptAdmin) -> Customer | None:
    asked = request.POST.get("with") or request.GET.get("with", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_ID):
        return None
    found: Customer | None = admin.get_queryset(request).exclude(pk=kept.pk).filter(pk=int(asked)).first()
    return found


def _found(request: HttpRequest, kept: Customer) -> HttpResponse:
    wanted = request.GET.get("q", "").strip()
    found = [each for each in customers.search(kept.business, wanted) if each.pk != kept.pk]
    alike = same_person.alike(kept)
    context = {
        "kept": kept,
        "wanted": wanted,
        "found": [(each, _called(each), address(kept.pk, each.pk)) for each in found],
        "alike": [(each, _called(each), address(kept.pk, each.pk)) for each in alike],
    }
    return pages.show(request, "admin/customer_same.html", context, title=f"Who is the same person as {_called(kept)}?")


def _side_by_side(request: HttpRequest, kept: Customer, other: Customer) -> HttpResponse:
    filled, now = same_person.lacking(kept, other), timezone.now()
    labels: list[tuple[str, str, Any, Any, bool]] = [
        (_label(name), name, getattr(kept, name), getattr(other, name), name in filled) for name in customers.TYPED
    ]
    context = {
        "kept": kept,
        "other": other,
        "lines": [line for line in labels if line[2] or line[3]],
        "kept_summary": queries.summary(kept, now=now, shown=0),
        "other_summary": queries.summary(other, now=now, shown=0),
        "swapped": address(other.pk, kept.pk),
        "either_blocked": kept.blocked or other.blocked,
        "called": _called(kept),
        "other_called": _called(other),
    }
    return pages.show(request, "admin/customer_merge.html", context, title="One person, written down twice")


def _label(name: str) -> str:
    return "E-mail" if name == "email" else str(Customer._meta.get_field(name).verbose_name).capitalize()  # type: ignore[union-attr]


def _called(customer: Customer) -> str:
    return customer.full_name or customer.email or customer.phone or "Guest"
