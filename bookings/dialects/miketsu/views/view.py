"""What all of its endpoints are."""

import re

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.response import Response

from bookings import operations
from bookings.dialects import base
from bookings.dialects.miketsu.authentication import DIALECT, Token
from bookings.models import Appointment, Booking
from businesses.models import Customer

LONGEST_NAME = 200  # characters: that of a booking's guest; a customer's two names may be longer
ID_FORM = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)
ONE = OpenApiParameter("id", OpenApiTypes.INT64, OpenApiParameter.PATH, description="Of the appointment.")
LOCATION = OpenApiParameter(
    "Location", str, OpenApiParameter.HEADER, response=[201], description="Where the appointment is, by its id."
)


class MiketsuView(base.DialectView):
    """Miketsu's token and words."""

    authentication_classes = [Token]
    dialect = DIALECT

    @property
    def route(self) -> str:
        """The path as it is without `/api/v1`."""
        return super().route.removeprefix("/api/v1")

    @property
    def taker(self) -> operations.Taker:
        """Who takes the booking: the token."""
        return operations.Taker(source=self.key.dialect, by=self.actor, api_key=self.key)

    def made(self, appointment: Appointment) -> Response:
        """This will answer where the appointment is, without a body."""
        return Response(status=201, headers={"Location": f"{self.request.path}/{appointment.pk}"})

    def made_of(self, booking: Booking) -> Response:
        """This will answer where the appointment of a booking is."""
        return self.made(booking.appointment)

    def known_guest(self, customer: Customer, notes: str = "") -> operations.Guest:
        """This will give a customer of the business as the guest of a booking."""
        name = customer.full_name[:LONGEST_NAME]
        return operations.Guest(name, customer.email, customer.phone, notes, customer=customer)


class UnknownPath(base.UnknownPath, MiketsuView):
    """Everything else under /bookings/."""
