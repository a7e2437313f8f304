"""NextInQue's six endpoints."""

import re

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from bookings import errors, operations, queries
from bookings.dialects import answering, base, faults, holds, repeats, tags
from bookings.dialects.nextinque import serializers
from bookings.dialects.nextinque.authentication import DIALECT, ApiKey
from bookings.dialects.nextinque.errors import FullyBooked, InThePast, ReservationNotFound
from bookings.models import Booking
from businesses.models import Service

CODE_FORM = re.compile(r"[0-9A-F]{12}", re.ASCII | re.IGNORECASE)
ALTERNATIVES = 3


class NextInQueView(base.DialectView):
    """What the endpoints share: NextInQue's key and words."""

    authentication_classes = [ApiKey]
    dialect = DIALECT


class Services(NextInQueView):
    """/api/v1/public/services"""

    @extend_schema(summary="Services", responses=serializers.documented(serializers.Services, 304))
    @tags.tagged(timed=False)
    def get(self, request: Request) -> Response:
        """Active services; their ids are needed for everything else."""
        return Response(serializers.Services({"services": self.shop.services}).data)


class Availability(NextInQueView):
    """/api/v1/public/availability"""

    @extend_schema(
        summary="Slots of a date",
        parameters=[serializers.AvailabilityQuery],
        responses=serializers.documented(serializers.OfDate, 304, 400, 404),
    )
    @tags.tagged(timed=True)
    def get(self, request: Request) -> Response:
        """Every start of a date with its places; full ones have `available` 0."""
        wanted = self.checked_query(serializers.AvailabilityQuery)
        service, slots = None, []
        if "serviceId" in wanted:
            service = self.shop.service(wanted["serviceId"])
            zone = self.shop.business.zone
            found = queries.places(self.shop.house, service, day=wanted["date"], now=self.now)
            slots = [serializers.Slot.of(starts_at, zone, free, total) for starts_at, free, total in found]
        elif self.shop.services:
            raise faults.BadRequest("serviceId", "Say for which service; /services lists them.")
        return Response(serializers.OfDate({"date": wanted["date"], "service": service, "slots": slots}).data)


class Reservations(NextInQueView):
    """/api/v1/public/reservations"""

    @extend_schema(
        summary="Make a reservation",
        request=serializers.Order,
        responses=serializers.documented(serializers.OneReservation, 400, 404, 409, 415, 422, 503, success=201),
    )
    @repeats.once_only
    def post(self, request: Request) -> Response:
        """Books a slot, always as `PENDING`; 409 names up to three free times later that date."""
        wanted = self.checked(serializers.Order, self.body())
        service = self.shop.service(wanted["serviceId"])
        if wanted["scheduledAt"] <= self.now:
            raise InThePast
        guest = operations.Guest(
            name=wanted["customerName"],
            email=wanted.get("email", ""),
            phone=wanted["phone"],
            notes=wanted.get("notes", ""),
        )
        taker = operations.Taker(source=self.key.dialect, by=self.actor, api_key=self.key)
        try:
            booking = holds.book(
                self,
                wish=operations.one(self.shop.house, service, wanted["scheduledAt"]),
                order=operations.Order(guest, taker, confirmed=False, answers=answering.read([service], wanted)),
                show=self.made,
            )
        except errors.SlotTaken as taken:
            raise self.fully_booked(service, taken) from None
        return self.made(booking)

    def made(self, booking: Booking) -> Response:
        """This will answer with a reservation that was made."""
        return Response(serializers.OneReservation({"reservation": booking}).data, status=201)

    def fully_booked(self, service: Service, taken: errors.SlotTaken) -> FullyBooked:
        """This will look up what else is free on the date under which a full start is listed."""
        house = queries.house(self.key.business_id)
        day = queries.date_of(house, service, starts_at=taken.starts_at, now=self.now)
        slots = queries.open_slots(house, service, day=day, now=self.now)
        later = [slot.starts_at.astimezone(house.business.zone) for slot in slots if slot.free]
        labels = [f"{start:%H:%M}" for start in later if start > taken.starts_at]
        return FullyBooked(taken, service=service.name, day=day, later=labels[:ALTERNATIVES])


@extend_schema(parameters=[OpenApiParameter("code", OpenApiTypes.STR, OpenApiParameter.PATH)])
class OneReservation(NextInQueView):
    """What the calls about one reservation share."""

    def found(self, code: str) -> Booking:
        """This will find a reservation by its code, or raise `ReservationNotFound`."""
        booking = self.shop.booking_of_code(code) if CODE_FORM.fullmatch(code) else None
        if booking is None:
            raise ReservationNotFound
        return booking

    def answer(self, booking: Booking) -> Response:
        """This will show a reservation."""
        return Response(serializers.OneReservation({"reservation": booking}).data)


class Reservation(OneReservation):
    """/api/v1/public/reservations/{code}"""

    @extend_schema(summary="One reservation", responses=serializers.documented(serializers.OneReservation, 404))
    def get(self, request: Request, code: str) -> Response:
        """A reservation of the business, whoever made it; the letter case of the code does not matter."""
        return self.answer(self.found(code))


class Confirm(OneReservation):
    """/api/v1/public/reservations/{code}/confirm"""

    @extend_schema(
        summary="Confirm a reservation",
        request=None,
        responses=serializers.documented(serializers.OneReservation, 400, 404, 503),
    )
    def patch(self, request: Request, code: str) -> Response:
        """Confirms a pending reservation; one that is confirmed stays so."""
        return self.answer(operations.confirm(booking=self.found(code), now=self.now, by=self.actor))


class Cancel(OneReservation):
    """/api/v1/public/reservations/{code}/cancel"""

    @extend_schema(
        summary="Cancel a reservation",
        request=None,
        responses=serializers.documented(serializers.OneReservation, 400, 404, 503),
    )
    def patch(self, request: Request, code: str) -> Response:
        """Cancels a pending or confirmed reservation; its place is free at once."""
        cancelled = operations.cancel(booking=self.found(code), now=self.now, by=self.actor, policy=operations.GUEST)
        return self.answer(cancelled)


class UnknownPath(base.UnknownPath, NextInQueView):
    """Everything else under /api/v1/public/."""
