"""A file with everything that is held about one person, for whoever asks what is known about them."""

import json

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from bookings import queries
from bookings.dashboard.frame.kept import KeptAdmin
from bookings.notifications import refusals
from businesses.models import Customer


def hand_out(request: HttpRequest, customer: Customer, admin: KeptAdmin) -> HttpResponse:
    """The file; that it was taken stands in the history. Its name says nobody's."""
    held = queries.about_person(customer, now=timezone.now())
    refused = bool(customer.email) and refusals.is_refused(customer.business, customer.email)
    text = json.dumps(held | {"wants_only_mails_that_bookings_need": refused}, ensure_ascii=False, indent=2)
    admin.log_change(request, customer, "Saved as a file.")
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="customer-{customer.pk}.json"'
    add_never_cache_headers(answer)
    return answer
