"""Who comes, a last look, and the booking itself: the second of the two writes."""

import datetime as dt

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from bookings import errors, queries
from bookings.wizard import mine, moments, taking
from bookings.wizard.forms import Details
from bookings.wizard.holding import keep, let_go, new_form_token, proof
from bookings.wizard.journey import Journey
from bookings.wizard.pages import show
from bookings.wizard.progress import frame_of
from bookings.wizard.views import refused
from bookings.wizard.views.choosing import journey_of
from businesses import limits


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest, slug: str, service: int) -> HttpResponse:
    """This will ask who comes; a form that is complete leads to the last look, with the time held for it."""
    journey = journey_of(request, slug, service)
    if journey.next_step() != "details":
        return HttpResponseRedirect(journey.to_next_step())
    if _is_taken(journey):
        return HttpResponseRedirect(journey.to("repeat"), status=303)
    if request.method != "POST":
        return asked(request, journey, Details(business=journey.business))
    form = Details(request.POST, business=journey.business)
    if "edit" in request.POST or not form.is_valid():
        return asked(request, journey, form)
    try:
        held = taking.take(request, journey)
    except (limits.Exceeded, moments.Wait, errors.KeptEnough):
        return checked(request, journey, form)  # without a hold; the last step decides
    except errors.Refused as error:
        return refused.refused(request, journey, error)
    journey.held, journey.choices = held, held.named_in(journey.choices)
    response = checked(request, journey, form)
    keep(response, held, journey.business)
    return response


@csrf_exempt
@require_POST
def confirm(request: HttpRequest, slug: str, service: int) -> HttpResponse:
    """This will book: the guest's hold becomes their booking. The same form again leads to the same booking."""
    journey = journey_of(request, slug, service)
    if journey.next_step() != "details":
        return HttpResponseRedirect(journey.to_next_step(), status=303)
    form = Details(request.POST, business=journey.business)
    if not form.is_valid():
        return asked(request, journey, form)
    if "also" not in request.POST and mine.in_the_way(request, journey, form.cleaned_data):
        return checked(request, journey, form)  # there it is asked whether this is meant, too
    try:
        booked = taking.booked(request, journey, form.cleaned_data)
    except moments.Wait as wait:
        return refused.wait(request, journey, wait)
    except limits.Exceeded as error:
        return refused.too_often(request, journey, error)
    except errors.Refused as error:
        return refused.refused(request, journey, error)
    address = reverse("own_booking", args=[queries.link_token(booked)])
    query = urlencode({"done": "1", **journey.choices.visit.query()})
    response = HttpResponseRedirect(f"{address}?{query}", status=303)
    mine.keep_made(request, response, booked)
    if journey.held:
        let_go(response, journey.held, journey.business)
    return response


def _is_taken(journey: Journey) -> bool:
    """Whether a series that is asked for is not to be had: then its dates come before anything is typed."""
    course = journey.course
    return journey.course_fault is not None or (course is not None and not course.is_free)


def asked(request: HttpRequest, journey: Journey, form: Details) -> HttpResponse:
    """This will show the form, with what was typed and what is wrong with it."""
    if "edit" in request.POST:
        form = Details(request.POST, business=journey.business)
        form.errors.clear()
    token = request.POST.get("token") or new_form_token()
    return _page(request, journey, "details", {"form": form, "token": token}, invalid=bool(form.errors))


def checked(request: HttpRequest, journey: Journey, form: Details) -> HttpResponse:
    """This will show everything once more, and the button that books."""
    if not form.is_valid():
        return asked(request, journey, form)
    starts_at = journey.choices.start or journey.now
    notice = dt.timedelta(minutes=journey.business.cancel_notice_minutes)
    context = {
        "form": form,
        "token": request.POST.get("token", ""),
        "until": starts_at - notice,
        "can_change": starts_at - notice > journey.now,
        "already": mine.in_the_way(request, journey, form.cleaned_data),
        "notice": journey.reader.minutes(journey.business.cancel_notice_minutes, "long"),
    }
    return _page(request, journey, "check", context)


def _page(
    request: HttpRequest, journey: Journey, name: str, context: dict[str, object], *, invalid: bool = False
) -> HttpResponse:
    held, mine = journey.held, journey.agreed is not None
    minutes = held.minutes_left(journey.now) if held and mine else 0
    shown = {
        **frame_of(journey, name),
        "held": held if mine else None,
        "held_for": journey.reader.minutes(minutes, "long"),
        "action": reverse("details", args=[journey.business.slug, journey.service.pk]),
        "proof": proof(held, str(context["token"])),
        **context,
    }
    return show(
        request,
        f"wizard/{name}.html",
        shown,
        business=journey.business,
        reader=journey.reader,
        status=422 if invalid else 200,
        private=True,
    )
