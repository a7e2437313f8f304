"""What staff members ask for: granted or refused by those who run the house."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from bookings.dashboard.frame import away, pages
from bookings.dashboard.frame.asked_off import Asked, asked_off
from bookings.dashboard.frame.outside import shown_first
from bookings.dashboard.frame.owned import MANAGER, OWNER
from bookings.dashboard.frame.reach import Reach
from businesses import absences, diary
from businesses.models import TimeOffRequest

LONGEST_ANSWER = 200


def listed(reach: Reach) -> list[Asked]:
    """This will give what is to be decided; for staff members all that they asked for, with the answers."""
    assert reach.here is not None  # noqa: S101 - the views have asked
    return asked_off(reach.here, staff=reach.own_staff)


@shown_first
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """This will grant what somebody asks for, or refuse it with a word, and go back to where that was pressed."""
    here = pages.business(request, OWNER, MANAGER)
    asked = get_object_or_404(TimeOffRequest.objects.select_related("staff"), business=here, pk=number)
    back = reverse("admin:businesses_timeoff_changelist" if request.POST.get("from") == "list" else "admin:index")
    if request.method != "POST" or not {"grant", "refuse"} & request.POST.keys() or asked.refused_at:
        return HttpResponseRedirect(back)
    said = f"{asked.staff.name}, {away.when(asked, away.reader_of(here))}"
    if "grant" in request.POST:
        with diary.changing(here.pk):
            absences.grant(asked)
        messages.success(request, f"Granted: {said}.")
    else:
        asked.refused_at, asked.answer = timezone.now(), request.POST.get("answer", "").strip()[:LONGEST_ANSWER]
        asked.save(update_fields=["refused_at", "answer"])
        messages.success(request, f"Refused: {said}. They read it on their page “Your time off”.")
    return HttpResponseRedirect(back)
