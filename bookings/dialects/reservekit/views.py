"""ReserveKit's endpoints: services and time slots to read; bookings and their customers to make, read and change."""

import re
from collections.abc import Sequence
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from bookings import errors, models, operations, queries
from bookings.dialects import answering, base, faults, holds, repeats, tags
from bookings.dialects.reservekit import serializers
from bookings.dialects.reservekit.authentication import DIALECT, Bearer
from bookings.dialects.reservekit.errors import BookingNotFound, TimeSlotNotFound
from businesses.models import Service as ServiceRow

ID_FORM = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)
WITHOUT_NOTICE = operations.GUEST.but(notice=False)
ONE = OpenApiParameter("id", OpenApiTypes.INT64, OpenApiParameter.PATH)


class ReserveKitView(base.DialectView):
    """What the endpoints share: ReserveKit's key, words and envelope."""

    authentication_classes = [Bearer]
    dialect = DIALECT

    def service_of(self, written: str | int) -> ServiceRow:
        """This will find a service on offer by its id, or raise `ServiceNotOffered`."""
        if isinstance(written, str) and not ID_FORM.fullmatch(written):
            raise errors.ServiceNotOffered
        return self.shop.service_by_number(int(written))

    def slots_of(self, service: ServiceRow) -> list[dict[str, Any]]:
        """This will show the weekly starts of a service."""
        zone = self.shop.business.zone
        today = self.now.astimezone(zone).date()
        starts = queries.weekly_starts(self.shop.house, service, since=today)
        return [serializers.time_slot(start, today=today, zone=zone) for start in starts]


class Services(ReserveKitView):
    """/v1/services"""

    @extend_schema(
        summary="Services",
        parameters=[serializers.Page],
        responses=serializers.documented(serializers.ServicePage, 400),
    )
    def get(self, request: Request) -> Response:
        """Active services, page by page."""
        asked = self.checked_query(serializers.Page)
        rows, pages = _paged(self.shop.services, **asked)
        return Response({"data": {"services": [serializers.service(row) for row in rows], "pagination": pages}})


@extend_schema(parameters=[ONE])
class Service(ReserveKitView):
    """/v1/services/{id}"""

    @extend_schema(summary="One service", responses=serializers.documented(serializers.ServiceData, 304, 404))
    @tags.tagged(timed=False)
    def get(self, request: Request, id: str) -> Response:
        """An active service."""
        return Response({"data": serializers.service(self.service_of(id))})


@extend_schema(parameters=[ONE])
class ServiceTimeSlots(ReserveKitView):
    """/v1/services/{id}/time-slots"""

    @extend_schema(summary="Time slots of a service", responses=serializers.documented(serializers.TimeSlotData, 404))
    def get(self, request: Request, id: str) -> Response:
        """All weekly starts of a service."""
        return Response({"data": self.slots_of(self.service_of(id))})


class TimeSlots(ReserveKitView):
    """/v1/time-slots"""

    @extend_schema(
        summary="Time slots",
        parameters=[serializers.TimeSlotQuery],
        responses=serializers.documented(serializers.TimeSlotPage, 400, 404),
    )
    def get(self, request: Request) -> Response:
        """The weekly starts of a service: all, or a page of them."""
        asked = self.checked_query(serializers.TimeSlotQuery)
        slots = self.slots_of(self.service_of(asked["service_id"]))
        if asked["no_pagination"] == "true":
            return Response({"data": {"time_slots": slots, "pagination": None}})
        by_page = "page" in asked or "page_size" in asked
        size = asked.get("page_size", 10) if by_page else max(len(slots), 1)
        shown, pages = _paged(slots, page=asked.get("page", 1), page_size=size)
        return Response({"data": {"time_slots": shown, "pagination": pages}})


class Bookings(ReserveKitView):
    """/v1/bookings"""

    @extend_schema(
        summary="Bookings of a service",
        parameters=[serializers.ServicePageQuery],
        responses=serializers.documented(serializers.BookingPage, 400, 404),
    )
    def get(self, request: Request) -> Response:
        """Bookings of a service, whoever made them, in the order in which they were made."""
        asked = self.checked_query(serializers.ServicePageQuery)
        service, page, size = self.service_of(asked["service_id"]), asked["page"], asked["page_size"]
        rows, total = queries.bookings_of(self.key.business_id, service, first=(page - 1) * size, count=size)
        shown = [serializers.booking(row, self.shop.house) for row in rows]
        pages = serializers.pagination(total, page=page, page_size=size)
        return Response({"data": {"bookings": shown, "pagination": pages}})

    @extend_schema(
        summary="Book a time slot on a date",
        parameters=[serializers.OrderQuery],
        request=serializers.Order,
        responses=serializers.documented(serializers.BookingData, 400, 404, 409, 415, 422, 503, success=201),
    )
    @repeats.once_only
    def post(self, request: Request) -> Response:
        """Books a time slot, always as `pending`; a customer who has it on that date already is refused."""
        service_id = self.checked_query(serializers.OrderQuery).get("service_id")
        wanted = self.checked(serializers.Order, self.body())
        slot = queries.weekly_start(self.shop.house, wanted["time_slot_id"])
        if service_id is not None and self.service_of(service_id) != (slot and slot.service):
            raise errors.ServiceNotOffered if slot else TimeSlotNotFound
        if slot is None:
            raise TimeSlotNotFound
        day, written = wanted["date"]
        if day.weekday() != slot.weekday:
            raise faults.BadRequest("date", "The date is on another weekday than the time slot.")
        guest = operations.Guest(
            name=wanted.get("customer_name", ""),
            email=wanted.get("customer_email", ""),
            phone=wanted.get("customer_phone", ""),
            notes=wanted.get("message", ""),
        )
        taker = operations.Taker(source=self.key.dialect, by=self.actor, api_key=self.key)
        answers = answering.read([slot.service], wanted)

        def made(booking: models.Booking) -> Response:
            return Response({"data": serializers.booking(booking, self.shop.house, date=written)}, status=201)

        booking = holds.book(
            self,
            wish=operations.one(self.shop.house, slot.service, slot.on(day, self.shop.business.zone)),
            order=operations.Order(guest, taker, confirmed=False, at_most_one=True, answers=answers),
            show=made,
        )
        return made(booking)


@extend_schema(parameters=[ONE])
class OneBooking(ReserveKitView):
    """What the calls about one booking share."""

    def found(self, written: str) -> models.Booking:
        """This will find a booking by its id, or raise `BookingNotFound`."""
        booking = self.shop.booking_by_number(int(written)) if ID_FORM.fullmatch(written) else None
        if booking is None:
            raise BookingNotFound
        return booking


class Booking(OneBooking):
    """/v1/bookings/{id}"""

    @extend_schema(summary="One booking", responses=serializers.documented(serializers.BookingData, 404))
    def get(self, request: Request, id: str) -> Response:
        """A booking of the business, whoever made it."""
        return Response({"data": serializers.booking(self.found(id), self.shop.house)})

    @extend_schema(
        summary="Change a booking",
        request=serializers.Update,
        responses=serializers.documented(serializers.BookingData, 400, 404, 409, 415, 422, 503),
    )
    def patch(self, request: Request, id: str) -> Response:
        """Moves a booking, gives it a status and replaces its message: all of it, or nothing."""
        booking, wanted = self.found(id), self.checked(serializers.Update, self.body())
        status = wanted.get("status")
        if status is not None and booking.status == models.Booking.Status.CANCELLED:
            raise errors.WrongStatus(status=booking.status, wanted=status)
        if status == serializers.booking(booking, self.shop.house)["status"]:
            status = None
        starts_at = None
        if "date" in wanted:
            local = booking.starts_at.astimezone(self.shop.business.zone)
            starts_at = queries.wall_time(self.shop.house, wanted["date"][0], local.hour * 60 + local.minute)
        changed = operations.amend(
            booking=booking,
            starts_at=starts_at,
            status=status,
            reason=wanted.get("cancel_reason", ""),
            customer_notes=wanted.get("message"),
            policy=WITHOUT_NOTICE,
            now=self.now,
            by=self.actor,
        )
        return Response({"data": serializers.booking(changed, self.shop.house)})

    @extend_schema(summary="Delete a booking", responses=serializers.documented(serializers.Ok, 404, 503))
    def delete(self, request: Request, id: str) -> Response:
        """Deletes a booking with what its customer gave; its time is free at once."""
        operations.erase(booking=self.found(id), now=self.now, by=self.actor)
        return Response({"data": "ok"})


class Customer(OneBooking):
    """/v1/bookings/{id}/customer"""

    @extend_schema(summary="The customer of a booking", responses=serializers.documented(serializers.CustomerData, 404))
    def get(self, request: Request, id: str) -> Response:
        """Whom a booking is for, as it keeps them."""
        return Response({"data": serializers.customer(self.found(id))})

    @extend_schema(
        summary="Correct the customer of a booking",
        request=serializers.CustomerChange,
        responses=serializers.documented(serializers.CustomerData, 400, 404, 415, 503),
    )
    def patch(self, request: Request, id: str) -> Response:
        """Corrects what this booking keeps; the customer's own record only when no other booking has it."""
        booking, wanted = self.found(id), self.checked(serializers.CustomerChange, self.body())
        corrected = operations.correct(booking=booking, now=self.now, by=self.actor, **wanted)
        return Response({"data": serializers.customer(corrected)})


class UnknownPath(base.UnknownPath, ReserveKitView):
    """Everything else under /v1/."""


def _paged(rows: Sequence[Any], *, page: int, page_size: int) -> tuple[Sequence[Any], dict[str, int]]:
    """A page of a list, and which it is."""
    first = (page - 1) * page_size
    return rows[first : first + page_size], serializers.pagination(len(rows), page=page, page_size=page_size)
