"""The toy's endpoints."""

from bookings.dialects.toy import serializers
from bookings.dialects.toy.authentication import DIALECT, ToyKey
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from bookings import operations
from bookings.dialects import base, documented, faults, fields, repeats, tags


class ToyView(base.DialectView):
    """What the endpoints share."""

    authentication_classes = [ToyKey]
    dialect = DIALECT


class Services(ToyView):
    """/toy/services"""

    @extend_schema(summary="Services", responses=documented.answers(serializers.Services, serializers.Oh, 304))
    @tags.tagged(timed=False)
    def get(self, request):
        """Active services."""
        return Response(serializers.Services({"services": self.shop.services}).data)


class Bookings(ToyView):
    """/toy/bookings"""

    @extend_schema(
        summary="Book",
        request=serializers.Order,
        responses=documented.answers(serializers.Booking, serializers.Oh, 400, 404, 409, 415, 422, 503),
    )
    @repeats.once_only
    def post(self, request):
        """Books a time."""
        wanted = self.checked(serializers.Order, self.body())
        taker = operations.Taker(source=self.key.dialect, by=self.actor, api_key=self.key)
        booking = operations.book(
            wish=operations.one(self.shop.house, self.shop.service(wanted["service"]), wanted["start"]),
            order=operations.Order(operations.Guest(name=wanted["name"]), taker),
            now=self.now,
            noting=repeats.noting(self, self.shown),
        )
        return self.shown(booking)

    def shown(self, booking):
        """Shows a booking."""
        return Response(serializers.Booking(booking).data)


class Booking(ToyView):
    """/toy/bookings/{id}"""

    @extend_schema(summary="Cancel", responses=documented.answers(serializers.Booking, serializers.Oh, 404, 409))
    def delete(self, request, id):
        """Cancels a booking."""
        wanted = fields.read_uuid(id)
        booking = self.shop.booking(wanted) if wanted else None
        if booking is None:
            raise faults.NotFound
        cancelled = operations.cancel(booking=booking, now=self.now, by=self.actor, policy=operations.GUEST)
        return Response(serializers.Booking(cancelled).data)


class UnknownPath(base.UnknownPath, ToyView):
    """Everything else under /toy/."""
