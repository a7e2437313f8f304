"""Who comes, a last look, and the booking itself: the second of the two writes."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings import errors, operations, queries
from bookings.wizard import mine, moments, taking
from bookings.wizard.forms import Details
from bookings.wizard.holding import let_go, proof
from bookings.wizard.journey import Journey
from bookings.wizard.pages import leading, show
from bookings.wizard.progress import frame_of
from bookings.wizard.views import refused
from bookings.wizard.views.choosing import journey_of
from bookings.wizard.views.made import made
from businesses import limits


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest, slug: str, service: int) -> HttpResponse:
    """This will ask who comes, with what was typed before and what is wrong with it; a form that is sent is kept, and
    leads to the last look, with the time held."""
    journey = journey_of(request, slug, service)
    if answer := _elsewhere(request, journey):
        return answer
    if request.method == "POST":
        return _sent(request, journey)
    try:
        taking.refuse_the_impossible(journey)
    except errors.NotBookable as error:  # said before anything is typed, where a link led here
        return refused.leading(journey, error)
    form = Details.of(journey)
    if not journey.drafted.was_sent:
        form.errors.clear()
    return journey.drafted.remember(_page(request, journey, "details", {"form": form}))


@require_safe
def check(request: HttpRequest, slug: str, service: int) -> HttpResponse:
    """This will show everything once more, and the button that books; what is still to be typed is asked first."""
    journey = journey_of(request, slug, service)
    if answer := _elsewhere(request, journey):
        return answer
    form = Details.of(journey)
    if not journey.drafted.was_sent or not form.is_valid():
        return HttpResponseRedirect(journey.to("details"))
    business, starts_at = journey.business, journey.choices.start or journey.now
    context = {
        "form": form,
        "until": queries.last_change(business, starts_at),
        "can_change": queries.is_in_time(business, starts_at, now=journey.now),
        "already": mine.in_the_way(request, journey, form.cleaned_data),
        "notice": journey.reader.minutes(business.cancel_notice_minutes, "long"),
    }
    return _page(request, journey, "check", context)


@csrf_exempt
@require_POST
def confirm(request: HttpRequest, slug: str, service: int) -> HttpResponse:
    """This will book: the guest's hold becomes their booking. The same form again leads to the same booking."""
    journey = journey_of(request, slug, service)
    if journey.next_step() != "details":
        return HttpResponseRedirect(journey.to_next_step(), status=303)
    form = Details.of(journey, request.POST)
    try:
        journey.keep_typed(request, form.sent)
    except limits.Exceeded as error:
        return refused.too_often(request, journey, error, form.typed)
    if not form.is_valid():
        return leading(journey, "details")
    if "also" not in request.POST and not journey.booked and mine.in_the_way(request, journey, form.cleaned_data):
        return leading(journey, "check")  # there it is asked whether this is meant, too
    try:
        booked = taking.booked(request, journey, form.cleaned_data)
    except (moments.Wait, limits.Exceeded, errors.Refused) as error:
        return refused.leading(journey, error, then="confirm")
    operations.end_draft(business=journey.business, key=journey.drafted.key, booking=booked, now=journey.now)
    address = reverse("own_booking", args=[queries.link_token(booked)])
    reads = journey.choices.visit.without("came_from")  # whoever books again from there did not come by that link
    query = urlencode({"done": "1", **reads.query()})
    response = HttpResponseRedirect(f"{address}?{query}", status=303)
    mine.keep_made(request, response, booked)
    if journey.held:
        let_go(response, journey.held, journey.business)
    return response


def _sent(request: HttpRequest, journey: Journey) -> HttpResponse:
    form = Details.of(journey, request.POST)
    try:
        journey.keep_typed(request, form.sent)
    except limits.Exceeded as error:
        return refused.too_often(request, journey, error, form.typed)
    if not form.is_valid():
        return leading(journey, "details")
    try:
        journey.hold(taking.take(request, journey))
    except (limits.Exceeded, moments.Wait, errors.KeptEnough):
        pass  # it is not held; the last step decides
    except errors.Refused as error:
        return refused.leading(journey, error)
    return leading(journey, "check")


def _elsewhere(request: HttpRequest, journey: Journey) -> HttpResponse | None:
    """Where it goes on when not here: it is booked, something is still to be chosen, or a series is not to be had:
    then its dates come before anything is typed."""
    if journey.booked:
        return made(request, journey)
    if journey.next_step() != "details":
        return HttpResponseRedirect(journey.to_next_step())
    course = journey.course
    if journey.course_fault is not None or (course is not None and not course.is_free):
        return HttpResponseRedirect(journey.to("repeat"), status=303)
    return None


def _page(request: HttpRequest, journey: Journey, name: str, context: dict[str, object]) -> HttpResponse:
    held, mine = journey.held, journey.agreed is not None
    minutes = held.minutes_left(journey.now) if held and mine else 0
    shown = {
        **frame_of(journey, name),
        "held": held if mine else None,
        "held_for": journey.reader.minutes(minutes, "long"),
        "action": reverse("details", args=[journey.business.slug, journey.service.pk]),
        "edit": journey.to("details"),
        "proof": proof(held, journey.drafted.token),
        **context,
    }
    template, business = f"wizard/{name}.html", journey.business
    return show(request, template, shown, business=business, reader=journey.reader, private=True)
