"""Taking a time: the first of the two writes of a booking, and letting it run a little longer."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from bookings import errors, operations
from bookings.wizard import moments
from bookings.wizard.forms import Details
from bookings.wizard.holding import Held
from bookings.wizard.pages import leading
from bookings.wizard.taking import count, take
from bookings.wizard.views import refused
from bookings.wizard.views.choosing import journey_of
from businesses import limits


@csrf_exempt  # no cookie gives anybody any right here: what proves a guest is the signed token that they send
@require_POST
def hold(request: HttpRequest, slug: str, service: int) -> HttpResponse:
    """This will hold a start for its guest, instead of the one that they held before, and ask for their details.

    Who has typed these before (their time was lost since, or they chose another) has a last look next.
    """
    journey = journey_of(request, slug, service)
    journey.drafted = journey.drafted.anew()
    try:
        journey.hold(take(request, journey))
    except errors.KeptEnough:
        pass  # it is not kept from others, but they may still book it
    except (moments.Wait, limits.Exceeded, errors.Refused) as error:
        return refused.leading(journey, error, then="hold")
    journey.choices = journey.drafted.named_in(journey.choices.but(date=None, month=None))
    is_typed = journey.drafted.was_sent and Details.of(journey).is_valid()
    return leading(journey, "check" if is_typed else "details")


@csrf_exempt
@require_POST
def extend(request: HttpRequest, slug: str, service: int) -> HttpResponse:
    """This will let a hold run on, and lead to the page that asked for it, with everything typed and nothing judged."""
    journey = journey_of(request, slug, service)
    held, page = journey.held, "check" if request.POST.get("page") == "check" else "details"
    form = Details.of(journey, request.POST)
    try:
        journey.keep_typed(request, form.sent, sent=page == "check")
    except limits.Exceeded as error:
        return refused.too_often(request, journey, error, form.typed)
    try:
        if held is not None:
            count(request, "holds", journey.now)
            longer = operations.extend(booking=held.booking, token=held.secret, now=journey.now)
            journey.hold(Held(longer, held.secret))
    except (limits.Exceeded, errors.HoldLost, errors.ExtendedEnough, errors.HoldNotYours):
        pass  # the page says how long it is still held, if at all; the last step decides
    except errors.Refused as error:
        return refused.leading(journey, error, then="extend")
    return leading(journey, page)
