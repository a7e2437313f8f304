"""What a customer books, reads and cancels."""

from functools import cached_property

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from bookings import operations
from bookings.dialects import access, answering, faults, holds, repeats
from bookings.dialects.miketsu import serializers
from bookings.dialects.miketsu.errors import BookingNotFound, LocationNotFound, MerchantNotFound
from bookings.dialects.miketsu.views.view import ID_FORM, LOCATION, ONE, MiketsuView
from bookings.models import Appointment, Booking
from businesses.models import Customer, Service


class CustomerView(MiketsuView):
    """What a customer's token opens."""

    callers = (access.Caller.CUSTOMER,)

    @cached_property
    def customer(self) -> Customer:
        """Whose token it is."""
        customer = self.shop.customer
        if customer is None:
            raise faults.Unauthenticated
        return customer


class CustomerBookings(CustomerView):
    """/bookings/customer"""

    @extend_schema(
        summary="Book as a customer",
        parameters=[LOCATION],
        request=serializers.CustomerOrder,
        responses=serializers.documented(None, 400, 404, 409, 415, 422, 503, success=201),
    )
    @repeats.once_only
    def post(self, request: Request) -> Response:
        """Books a start that is offered, with anybody at the location. Of a group service an appointment at that start
        with places left is joined, else one is opened; with `booking_id` that very one is joined."""
        wanted = self.checked(serializers.CustomerOrder, self.body())
        if wanted["merchant_name"] != self.shop.business.slug:
            raise MerchantNotFound
        service, location, starts_at = self.place_of(**wanted), wanted["location_id"], wanted["timeStamp"]
        group = self.group_of(wanted["booking_id"], service, location) if "booking_id" in wanted else None
        if group is not None and group.starts_at != starts_at:
            raise faults.BadRequest("timeStamp", "This is not when the appointment starts.")
        part = operations.Part(service, starts_at, group=group and group.pk)
        guest = self.known_guest(self.customer, wanted.get("customer_note", ""))
        answers = answering.read([service], wanted)
        order = operations.Order(guest, self.taker, at_most_one=service.is_group, answers=answers)
        wish = operations.Wish(self.shop.house, [part], location_id=location)
        return self.made_of(holds.book(self, wish=wish, order=order, show=self.made_of))

    def place_of(self, service_id: int, location_id: int, **rest: object) -> Service:
        """This will find a service on offer that somebody performs at a location, or raise what is not there."""
        service = self.shop.service_by_number(service_id)
        if all(person.location_id != location_id for person in self.shop.performing(service)):
            raise LocationNotFound
        return service

    def group_of(self, number: int, service: Service, location_id: int) -> Appointment:
        """This will find an appointment of a group service at a location, or raise `BookingNotFound`."""
        group = self.shop.appointment(number) if ID_FORM.fullmatch(str(number)) else None
        if group is None or not service.is_group or (group.service_id, group.location_id) != (service.pk, location_id):
            raise BookingNotFound
        return group


@extend_schema(parameters=[ONE])
class CustomerBooking(CustomerView):
    """/bookings/customer/{id}"""

    @extend_schema(summary="A customer's booking", responses=serializers.documented(serializers.OwnBookingData, 404))
    def get(self, request: Request, id: str) -> Response:
        """What the customer has in an appointment; also when it was cancelled."""
        return Response({"data": serializers.own_booking(self.found(id), now=self.now)})

    @extend_schema(
        summary="Cancel as a customer", request=None, responses=serializers.documented(None, 400, 404, 415, 503)
    )
    def delete(self, request: Request, id: str) -> Response:
        """Cancels the customer's own booking until the business's notice begins; others in a group stay. A body may be
        sent, and says nothing."""
        self.body(required=False)
        operations.cancel(booking=self.found(id), now=self.now, by=self.actor, policy=operations.GUEST)
        return Response()

    def found(self, written: str) -> Booking:
        """This will find the customer's booking by the id of its appointment, or raise `BookingNotFound`."""
        booking = self.shop.own_booking(int(written)) if ID_FORM.fullmatch(written) else None
        if booking is None:
            raise BookingNotFound
        return booking
