"""Booxi's endpoints: bookings to make, list, read and change, and clients to find, of every merchant of the key."""

import datetime as dt
import re
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from bookings import errors, models, operations, queries
from bookings.dialects import answering, base, faults, holds, repeats
from bookings.dialects.booxi import serializers
from bookings.dialects.booxi.authentication import DIALECT, PartnerKey
from bookings.dialects.booxi.errors import BookingNotFound, NotToday, UnknownClient, UnknownMerchant, in_booking
from bookings.dialects.shop import Shop
from businesses import customers
from businesses.models import Customer, Scope

ID_FORM = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)
AT_ONCE = 100
ONE = OpenApiParameter("id", OpenApiTypes.STR, OpenApiParameter.PATH)


class BooxiView(base.DialectView):
    """What the endpoints share: Booxi's key, words and errors, and several merchants."""

    authentication_classes = [PartnerKey]
    dialect = DIALECT

    def handle_exception(self, exc: Exception) -> Response:
        """This will refuse what cannot be booked as a conflict where Booxi calls it one."""
        return super().handle_exception(in_booking(exc))

    def merchant(self, number: int) -> Shop:
        """This will open the shop of a merchant that let the key act for it, or raise `UnknownMerchant`."""
        found = self.shop.of(number)
        if found is None:
            raise UnknownMerchant
        return found

    def wanted_rules(self) -> dict[str, Any]:
        """This will read what is to bind the request, and what not."""
        return self.checked(serializers.PolicyQuery, serializers.PolicyQuery.read(self.request.query_params.lists()))

    def refuse_other_days(self, shop: Shop, starts_at: dt.datetime, ignored: list[str]) -> None:
        """This will raise `NotToday` where what has passed shall not be in the way, but passed before today."""
        zone = shop.business.zone
        today = self.now.astimezone(zone).date()
        if "BookingHasPassed" in ignored and starts_at < self.now and starts_at.astimezone(zone).date() != today:
            raise NotToday(starts_at)

    def shown(self, booking: models.Booking) -> dict[str, Any]:
        """This will show a booking. A key that may not see what is on record is not told of it by booking."""
        return serializers.booking(booking, with_record=self.key.allows(Scope.MANAGE))


class Bookings(BooxiView):
    """/booking/v1/booking"""

    @extend_schema(
        summary="Bookings by their start",
        parameters=[serializers.ListQuery],
        responses=serializers.documented(serializers.BookingList, 400, 404),
    )
    def get(self, request: Request) -> Response:
        """Bookings that start in a time, 100 at once, whoever made them; cancelled ones, too."""
        query = request.query_params
        methods = serializers.listed(list(query.lists()), "bookingMethod")
        asked = self.checked(serializers.ListQuery, query.dict() | {"bookingMethod": methods})
        merchants = [self.merchant(asked["merchantId"]).business_id] if "merchantId" in asked else self.shop.reach
        found = queries.bookings_starting(
            merchants,
            since=asked["from"],
            until=asked["to"],
            count=AT_ONCE + 1,
            after=serializers.position(asked["cursor"]) if "cursor" in asked else None,
            backwards=asked["order"] == "Descending",
            customer=self.client_of(asked["clientId"], merchants) if "clientId" in asked else None,
            shared=serializers.shared(asked["bookingMethod"]),
        )
        cursor = serializers.cursor(found[AT_ONCE - 1]) if len(found) > AT_ONCE else None
        shown = [self.shown(row) for row in found[:AT_ONCE]]
        others: dict[str, list[Any]] = {name: [] for name in ("groupEvents", "services", "merchants", "resources")}
        return Response({"bookings": shown, **others, "cursor": cursor})

    def client_of(self, number: int, merchants: list[int]) -> Customer:
        """This will find a client of one of these merchants, or raise `UnknownClient`."""
        found = self.shop.client_within_reach(number)
        if found is None or found.business_id not in merchants:
            raise UnknownClient
        return found

    @extend_schema(
        summary="Book services with a member of the team",
        parameters=[serializers.PolicyQuery],
        request=serializers.Order,
        responses=serializers.documented(serializers.Booking, 400, 404, 409, 415, 422, 503),
    )
    @repeats.once_only
    def post(self, request: Request) -> Response:
        """Books for the merchant as its own team does: without grid, hours, lead time or window, unless `rules` asks
        for them. What is taken, in time off, without a free resource or full is never booked."""
        rules, wanted = self.wanted_rules(), self.checked(serializers.Order, self.body())
        self.shop = shop = self.merchant(wanted["merchantId"])
        parts = serializers.parts(shop, wanted)
        guest = serializers.guest(shop, wanted)
        if guest.customer is not None and not self.key.allows(Scope.MANAGE):
            raise faults.OutOfScope(Scope.MANAGE)  # the answer shows what is on record
        self.refuse_other_days(shop, wanted["startsOn"], rules["ignoreError"])
        taker = operations.Taker(source=self.key.dialect, by=self.actor, api_key=self.key)
        facts, answers = serializers.facts(wanted), answering.read([part.service for part in parts], wanted)
        booking = holds.book(
            self,
            wish=operations.Wish(shop.house, parts, serializers.policy(rules)),
            order=operations.Order(guest, taker, confirmed=True, partner_facts=facts, answers=answers),
            show=self.made,
        )
        return self.made(booking)

    def made(self, booking: models.Booking) -> Response:
        """This will answer with a booking."""
        return Response(self.shown(booking))


@extend_schema(parameters=[ONE])
class Booking(BooxiView):
    """/booking/v1/booking/{bookingId}"""

    def found(self, written: str) -> models.Booking:
        """This will find a booking by its id, or raise `BookingNotFound`."""
        booking = self.shop.booking_within_reach(int(written)) if ID_FORM.fullmatch(written) else None
        if booking is None:
            raise BookingNotFound
        return booking

    @extend_schema(summary="One booking", responses=serializers.documented(serializers.OneBooking, 404))
    def get(self, request: Request, id: str) -> Response:
        """A booking of a merchant, whoever made it."""
        return Response({"booking": self.shown(self.found(id)), "groupEvents": []})

    @extend_schema(
        summary="Change a booking",
        parameters=[serializers.PolicyQuery],
        request=serializers.Change,
        responses=serializers.documented(serializers.Booking, 400, 404, 409, 415, 503),
    )
    def put(self, request: Request, id: str) -> Response:
        """Reschedules, approves or cancels a booking, and says who came: all of it, or nothing. What is left out or
        is so already stays."""
        booking, rules, wanted = self.found(id), self.wanted_rules(), self.checked(serializers.Change, self.body())
        try:
            return Response(self.shown(self.changed(booking, rules, wanted)))
        except errors.WrongStatus:
            now = self.found(id)
            if now.sequence == booking.sequence:
                raise
        return Response(self.shown(self.changed(now, rules, wanted)))  # the same was asked twice at once, it may be

    def changed(self, booking: models.Booking, rules: dict[str, Any], wanted: dict[str, Any]) -> models.Booking:
        """This will change a booking as it was read."""
        shop = self.merchant(booking.business_id)
        if "modifiedByStaffId" in wanted:
            serializers.person(shop, wanted["modifiedByStaffId"], "modifiedByStaffId")
        changes = serializers.changes(shop, booking, wanted, ignored=rules["ignoreError"], now=self.now)
        if "staff" in changes or "starts_at" in changes:
            self.refuse_to_move(shop, booking, changes, rules)
        return operations.amend(
            booking=booking,
            **changes,
            partner_facts=serializers.modified(wanted),
            facts_alone=booking.status != models.Booking.Status.CANCELLED and serializers.says_who(wanted),
            policy=serializers.policy(rules),
            now=self.now,
            by=self.actor,
        )

    def refuse_to_move(
        self, shop: Shop, booking: models.Booking, changes: dict[str, Any], rules: dict[str, Any]
    ) -> None:
        """This will raise what keeps a booking from being rescheduled, whatever is free."""
        if serializers.is_shared(booking):
            raise faults.BadRequest("startsOn", "Only appointments can be rescheduled.")
        if booking.customer and booking.customer.blocked and not serializers.policy(rules).blocked:
            raise errors.CustomerBlocked
        self.refuse_other_days(shop, changes.get("starts_at", booking.starts_at), rules["ignoreError"])


class Clients(BooxiView):
    """/booking/v1/client"""

    @extend_schema(
        summary="Find clients",
        parameters=[serializers.ClientQuery],
        responses=serializers.documented(serializers.ClientList, 400, 404),
    )
    def get(self, request: Request) -> Response:
        """Clients of a merchant of whom all that is given is true, in any letter case; at most 100, by id."""
        asked = self.checked_query(serializers.ClientQuery)
        found = customers.equal(
            self.merchant(asked["merchantId"]).business,
            limit=AT_ONCE,
            email=asked.get("email", ""),
            phone=asked.get("phoneNumber", ""),
            first_name=asked.get("firstName", ""),
            last_name=asked.get("lastName", ""),
        )
        return Response({"clients": [serializers.client(row) for row in found], "clientLinks": []})


class UnknownPath(base.UnknownPath, BooxiView):
    """Everything else under /booking/v1/."""
