"""Taking a time: the first of the two writes of a booking, and letting it run a little longer."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from bookings import errors, operations
from bookings.wizard import moments
from bookings.wizard.forms import Details
from bookings.wizard.holding import Held, keep
from bookings.wizard.taking import count, take
from bookings.wizard.views import booking, refused
from bookings.wizard.views.choosing import journey_of
from businesses import limits


@csrf_exempt  # no cookie gives anybody any right here: what proves a guest is the signed token that they send
@require_POST
def hold(request: HttpRequest, slug: str, service: int) -> HttpResponse:
    """This will hold a start for its guest, instead of the one that they held before, and ask for their details.

    With details in the form (their time was lost after they had typed them) the next page is the last one.
    """
    journey = journey_of(request, slug, service)
    held: Held | None
    try:
        held = take(request, journey)
    except moments.Wait as wait:
        return refused.wait(request, journey, wait)
    except limits.Exceeded as error:
        return refused.too_often(request, journey, error)
    except errors.KeptEnough:
        held = None  # it is not kept from others, but they may still book it
    except errors.Refused as error:
        return refused.refused(request, journey, error)
    journey.choices = journey.choices.but(date=None, month=None)
    if held is not None:
        journey.held, journey.choices = held, held.named_in(journey.choices)
    if "name" in request.POST:
        response = booking.checked(request, journey, Details.of(journey, request.POST))
    else:
        response = HttpResponseRedirect(journey.to("details"), status=303)
    if held is not None:
        keep(response, held, journey.business)
    return response


@csrf_exempt
@require_POST
def extend(request: HttpRequest, slug: str, service: int) -> HttpResponse:
    """This will let a hold run on, and show the page that asked for it with everything typed."""
    journey = journey_of(request, slug, service)
    held = journey.held
    try:
        if held is not None:
            count(request, "holds", journey.now)
            longer = operations.extend(booking=held.booking, token=held.secret, now=journey.now)
            journey.held = Held(longer, held.secret)
    except (limits.Exceeded, errors.HoldLost, errors.ExtendedEnough, errors.HoldNotYours):
        pass  # the page says how long it is still held, if at all; the last step decides
    except errors.Refused as error:
        return refused.refused(request, journey, error)
    form = Details.of(journey, request.POST)
    if request.POST.get("page") == "check":
        return booking.checked(request, journey, form)
    return booking.asked(request, journey, form)
