"""What stands at the steps of a booking once it is made, for a guest who goes back to them."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from bookings import queries
from bookings.models import Booking
from bookings.wizard.journey import Journey
from bookings.wizard.pages import show


def made(request: HttpRequest, journey: Journey) -> HttpResponse:
    """This will say that it is booked already, and lead to the booking and to a new one."""
    if request.method == "POST":
        return HttpResponseRedirect(journey.to("details"), status=303)
    booking = journey.booked
    assert booking is not None  # noqa: S101  # whoever asks for this page has looked
    visit = journey.choices.visit
    context = {
        "booking": booking,
        "is_cancelled": booking.status == Booking.Status.CANCELLED,
        "own": visit.to("own_booking", queries.link_token(booking)),
        "again": journey.to(
            "time", start=None, date=None, month=None, hold="", draft="", every="", times=None, until=None
        ),
    }
    return show(request, "wizard/made.html", context, business=journey.business, reader=journey.reader, private=True)
