"""What a merchant enters, moves and calls off."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from bookings import errors, operations
from bookings.dialects import answering, faults, holds, repeats
from bookings.dialects.base import BOOKING_HOLD
from bookings.dialects.miketsu import serializers
from bookings.dialects.miketsu.errors import BookingNotFound, CustomerNotFound, DatesTaken, NoRoom, OneComes
from bookings.dialects.miketsu.views.view import ID_FORM, LOCATION, LONGEST_NAME, ONE, MiketsuView
from bookings.models import Appointment
from bookings.recurrence import Recurrence
from businesses.questions import Answer


class MerchantBookings(MiketsuView):
    """/bookings/merchant"""

    @extend_schema(
        summary="Book as a merchant",
        parameters=[LOCATION],
        request=serializers.MerchantOrder,
        responses=serializers.documented(None, 400, 404, 409, 415, 422, 503, success=201),
    )
    @repeats.once_only
    def post(self, request: Request) -> Response:
        """Books any start to come, once or as a series, for nobody known, for one customer or, of a group service, for
        several: all of it, or nothing. Whoever performs the service and is free serves."""
        wanted = self.checked(serializers.MerchantOrder, self.body())
        service, starts_at = self.shop.service_by_number(wanted["service_id"]), wanted["timestamp"]
        guests = [self.guest(**each) for each in wanted["customers"]]
        if len(guests) > 1 and not service.is_group:
            raise OneComes
        if starts_at < self.now:  # a series would name it among the dates that are taken
            raise errors.NotOffered(starts_at)
        if len(guests) > service.capacity:
            raise NoRoom(party_size=len(guests), capacity=service.capacity)
        if not self.shop.performing(service):
            raise errors.SlotTaken(starts_at)
        note, rule = wanted.get("merchant_note", ""), wanted.get("recurrence_rule")
        answers = answering.read([service], wanted)
        orders = [self.order(guest, note, answers) for guest in guests]
        wish = operations.one(self.shop.house, service, starts_at, policy=operations.STAFF)
        if not orders and not service.is_group:
            orders = [self.order(operations.Guest(), note, answers)]
        if rule is None and len(orders) == 1:
            return self.made_of(holds.book(self, wish=wish, order=orders[0], show=self.made_of))
        if BOOKING_HOLD in self.request.headers:  # a hold is one booking's
            raise errors.HeldOtherwise
        if not orders:
            return self.planned(wish, rule)
        return self.entered_together(wish, orders) if rule is None else self.entered_as_series(wish, rule, orders)

    def guest(self, **said: Any) -> operations.Guest:
        """This will give the guest whom a customer's id or words mean, or raise `CustomerNotFound`."""
        if "id" not in said:
            last_name = said.get("last_name", "")
            name = f"{said['first_name']} {last_name}".strip()[:LONGEST_NAME]
            return operations.Guest(name, said.get("email", ""), said.get("phone_number", ""), last_name=last_name)
        who = self.shop.person_known(said["id"])
        if who is None:
            raise CustomerNotFound
        return self.known_guest(who)

    def order(self, guest: operations.Guest, note: str, answers: Sequence[Answer]) -> operations.Order:
        """This will order for a guest; what the house itself enters is confirmed."""
        return operations.Order(guest, self.taker, confirmed=True, staff_notes=note, answers=answers)

    def entered_together(self, wish: operations.Wish, orders: Sequence[operations.Order]) -> Response:
        """This will enter several customers in one group."""
        noting = repeats.noting(self, self.made_of)
        return self.made_of(operations.book_together(wish=wish, orders=orders, now=self.now, noting=noting)[0])

    def planned(self, wish: operations.Wish, rule: Recurrence | None) -> Response:
        """This will plan a class with nobody in it, or one at every start of a series. Raises `DatesTaken`."""
        how: dict[str, Any] = {"wish": wish, "taker": self.taker, "now": self.now}
        how["noting"] = repeats.noting(self, self.made)
        if rule is None:
            return self.made(operations.plan_class(**how))
        try:
            return self.made(operations.plan_classes(recurrence=rule, **how)[0])
        except errors.SeriesTaken as taken:
            raise DatesTaken(taken, self.shop.business.zone) from None

    def entered_as_series(
        self, wish: operations.Wish, rule: Recurrence, orders: Sequence[operations.Order]
    ) -> Response:
        """This will enter customers at every start of a series, and answer where the first is. Raises `DatesTaken`."""
        noting = repeats.noting(self, self.made_of)
        try:
            made = operations.book_series(wish=wish, recurrence=rule, orders=orders, now=self.now, noting=noting)
        except errors.SeriesTaken as taken:
            raise DatesTaken(taken, self.shop.business.zone) from None
        return self.made_of(made[0][0])


@extend_schema(parameters=[ONE])
class MerchantBooking(MiketsuView):
    """/bookings/merchant/{id}"""

    delete_reads_body = True

    @extend_schema(
        summary="Move an appointment",
        request=serializers.Change,
        responses=serializers.documented(None, 400, 404, 409, 415, 503),
    )
    def patch(self, request: Request, id: str) -> Response:
        """Moves an appointment with everybody in it, for as long as it was, and replaces the house's note of it: both,
        or nothing."""
        wanted = self.checked(serializers.Change, self.body())
        appointment, starts_at = self.found(id), wanted["from_date"]
        if wanted["to_date"] - starts_at != appointment.ends_at - appointment.starts_at:
            raise faults.BadRequest("to_date", "The appointment must stay as long as it is.")
        if starts_at <= self.now:
            raise faults.BadRequest("from_date", "This is over.")
        note = wanted.get("merchant_note")
        operations.amend_appointment(
            appointment=appointment, starts_at=starts_at, now=self.now, by=self.actor, staff_notes=note
        )
        return Response()

    @extend_schema(
        summary="Call an appointment off",
        request=serializers.Cancellation,
        responses=serializers.documented(None, 400, 404, 415, 503),
    )
    def delete(self, request: Request, id: str) -> Response:
        """Cancels an appointment with every booking in it; the time is free at once."""
        wanted = self.checked(serializers.Cancellation, self.body(required=False))
        appointment = self.found(id)
        if appointment.starts_at <= self.now:
            raise errors.TooLate(until=appointment.starts_at)
        operations.call_off(
            appointment=appointment, now=self.now, by=self.actor, reason=wanted.get("cancellation_reason", "")
        )
        return Response()

    def found(self, written: str) -> Appointment:
        """This will find an appointment of the business by its id, or raise `BookingNotFound`."""
        appointment = self.shop.appointment(int(written)) if ID_FORM.fullmatch(written) else None
        if appointment is None:
            raise BookingNotFound
        return appointment
