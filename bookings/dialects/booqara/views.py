"""Booqara's eight endpoints."""

import datetime as dt

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from bookings import operations, queries
from bookings.dialects import answering, base, faults, fields, holds, repeats, tags
from bookings.dialects.booqara import cors, serializers
from bookings.dialects.booqara.authentication import DIALECT, PrivateKey
from bookings.models import Booking


class BooqaraView(cors.OpenToBrowsers):
    """What the endpoints share: Booqara's key and words, and that browsers may call from anywhere."""

    authentication_classes = [PrivateKey]
    dialect = DIALECT


class Business(BooqaraView):
    """/booking/business"""

    @extend_schema(
        summary="Business profile and booking rules", responses=serializers.documented(serializers.Profile, 304)
    )
    @tags.tagged(timed=False)
    def get(self, request: Request) -> Response:
        """Profile, weekly hours, rules and page flags."""
        return Response(serializers.Profile(self.shop).data)


class Services(BooqaraView):
    """/booking/services"""

    @extend_schema(summary="Services by category", responses=serializers.documented(serializers.Catalogue, 304))
    @tags.tagged(timed=False)
    def get(self, request: Request) -> Response:
        """Active services; `durationMinutes` and `price` are left out when the booking page hides them."""
        catalogue = serializers.Catalogue.of(self.shop.services)
        return Response(serializers.Catalogue(catalogue, context={"business": self.shop.business}).data)


class Staff(BooqaraView):
    """/booking/staff"""

    @extend_schema(
        summary="Staff",
        parameters=[serializers.StaffQuery],
        responses=serializers.documented(serializers.Team, 304, 400, 404),
    )
    @tags.tagged(timed=False)
    def get(self, request: Request) -> Response:
        """Those who can be booked, or those of them who perform a service."""
        wanted, staff = self.checked_query(serializers.StaffQuery), self.shop.staff
        if "serviceId" in wanted:
            staff = self.shop.performing(self.shop.service(wanted["serviceId"]))
        return Response(serializers.Team({"staff": staff}).data)


class Dates(BooqaraView):
    """/booking/dates"""

    @extend_schema(
        summary="Dates with free times",
        parameters=[serializers.DatesQuery],
        responses=serializers.documented(serializers.OpenDates, 304, 400, 404),
    )
    @tags.tagged(timed=True)
    def get(self, request: Request) -> Response:
        """The first dates with at least one free time; `slotCount` is how many of `/booking/slots` are available."""
        wanted = self.checked_query(serializers.DatesQuery)
        service = self.shop.service(wanted["serviceId"])
        person = self.shop.person(wanted.get("userId"), service)
        today = self.now.astimezone(self.shop.business.zone).date()
        first = max(wanted.get("from", today), today)
        found = queries.open_dates(
            self.shop.house,
            service,
            first=first,
            horizon_days=wanted["horizon"],
            now=self.now,
            count=wanted["count"],
            wanted=queries.Wanted(person),
            by_label=True,
        )
        dates = [{"date": date.date, "slotCount": date.free} for date in found]
        return Response(serializers.OpenDates({"from": first, "dates": dates}).data)


class Slots(BooqaraView):
    """/booking/slots"""

    @extend_schema(
        summary="Times of a date",
        parameters=[serializers.SlotsQuery],
        responses=serializers.documented(serializers.Slots, 304, 400, 404),
    )
    @tags.tagged(timed=True)
    def get(self, request: Request) -> Response:
        """Every time of a date, free or not; none at all when none is free."""
        wanted = self.checked_query(serializers.SlotsQuery)
        service = self.shop.service(wanted["serviceId"])
        person = self.shop.person(wanted.get("userId"), service)
        wanted_by = queries.Wanted(person)
        found = queries.open_slots(self.shop.house, service, day=wanted["date"], now=self.now, wanted=wanted_by)
        free: dict[dt.time, bool] = {}
        for slot in found:  # where the clocks go back two starts show one time: it is free when one of them is
            label = slot.starts_at.astimezone(self.shop.business.zone).time()
            free[label] = free.get(label, False) or slot.free
        slots = [{"time": label, "available": is_free} for label, is_free in free.items() if any(free.values())]
        return Response(serializers.Slots({"date": wanted["date"], "slots": slots}).data)


class Appointments(BooqaraView):
    """/booking/appointments"""

    @extend_schema(
        summary="Book a time",
        request=serializers.Order,
        responses=serializers.documented(serializers.Booked, 400, 404, 409, 415, 422, 503),
    )
    @repeats.once_only
    def post(self, request: Request) -> Response:
        """Books a time; after 409 ask `/booking/slots` again."""
        wanted = self.checked(serializers.Order, self.body())
        service = self.shop.service(wanted["serviceId"])
        starts_at = operations.Listed(wanted["appointmentDate"], wanted["appointmentTime"])
        person = self.shop.person(wanted.get("userId"), service)
        guest = operations.Guest(
            name=wanted["guestName"],
            email=wanted.get("guestEmail", ""),
            phone=wanted.get("guestPhone", ""),
            notes=wanted.get("customerNotes", ""),
        )
        taker = operations.Taker(source=self.key.dialect, by=self.actor, api_key=self.key)
        booking = holds.book(
            self,
            wish=operations.one(self.shop.house, service, starts_at, staff=person),
            order=operations.Order(guest, taker, answers=answering.read([service], wanted)),
            show=self.shown,
        )
        return self.shown(booking)

    def shown(self, booking: Booking) -> Response:
        """This will answer with a booking that was made."""
        return Response(serializers.Booked({"success": True, "booking": booking}).data)


@extend_schema(parameters=[OpenApiParameter("id", OpenApiTypes.UUID, OpenApiParameter.PATH)])
class Appointment(BooqaraView):
    """/booking/appointments/{id}"""

    def found(self, written: str) -> Booking:
        """This will find a booking by its id, or raise `NotFound`."""
        wanted = fields.read_uuid(written)
        booking = self.shop.booking(wanted) if wanted else None
        if booking is None:
            raise faults.NotFound
        return booking

    @extend_schema(summary="One appointment", responses=serializers.documented(serializers.ShownAppointment, 404))
    def get(self, request: Request, id: str) -> Response:
        """An appointment of the business; 404 when there is none by that id."""
        return Response(serializers.ShownAppointment(self.found(id)).data)

    @extend_schema(summary="Cancel an appointment", responses=serializers.documented(serializers.Cancelled, 404, 503))
    def delete(self, request: Request, id: str) -> Response:
        """Cancels a coming appointment; 404 when it cannot be cancelled, or not any more."""
        operations.cancel(booking=self.found(id), now=self.now, by=self.actor, policy=operations.GUEST)
        return Response(serializers.Cancelled({"success": True, "status": "cancelled"}).data)


class UnknownPath(base.UnknownPath, BooqaraView):
    """Everything else under /booking/."""
