"""Erasing a customer: the person, and what names them on all of their bookings."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from bookings import errors, operations, queries
from bookings.dashboard.frame import pages, words
from bookings.dashboard.frame.kept import KeptAdmin
from bookings.dashboard.frame.reach import actor
from businesses.models import Customer


def erase(request: HttpRequest, customer: Customer, admin: KeptAdmin) -> HttpResponse:
    """The page that says what becomes of them; sent, it is done."""
    now = timezone.now()
    if request.method != "POST":
        context = {"customer": customer, "summary": queries.summary(customer, now=now, shown=0)}
        return pages.show(request, "admin/customer_erase.html", context, title=f"Erase {customer}?")
    try:
        coming = operations.erase_customer(customer=customer, now=now, by=actor(request))
    except errors.Busy as error:
        messages.warning(request, words.refusal(error))
        return HttpResponseRedirect(reverse("admin:businesses_customer_erase", args=[customer.pk]))
    customer.refresh_from_db()
    admin.log_change(request, customer, "Erased.")
    kept = f" {len(coming)} of their bookings are still to come: cancel them if nobody will." if coming else ""
    messages.success(request, f"The customer was erased; nothing names them any more.{kept}")
    return HttpResponseRedirect(reverse("admin:businesses_customer_changelist"))
