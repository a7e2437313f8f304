"""What no vendor has: times that are held, and what happened, to be read on."""

import uuid
from functools import cached_property

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from bookings import errors, operations, queries
from bookings.dialects import access, base, faults, fields, repeats
from bookings.dialects.partner import authentication, serializers
from bookings.dialects.partner.errors import UnknownCursor
from bookings.models import Booking
from bookings.webhooks import payloads
from businesses.models import Service, StaffMember

ONE = OpenApiParameter("id", OpenApiTypes.UUID, OpenApiParameter.PATH)


class PartnerView(base.DialectView):
    """What the endpoints share: keys, words and ids of whichever dialect the partner speaks."""

    takes_hold = False
    callers = access.ANY_CALLER

    @cached_property
    def dialect(self) -> base.Dialect:  # type: ignore[override]
        """Whose key the request carries."""
        return authentication.speaking(self.request).dialect

    def get_authenticators(self) -> list[base.KeyAuthentication]:  # type: ignore[override]
        """This will give what opens the dialect's keys; for the documentation, those of all dialects."""
        if getattr(self, "swagger_fake_view", False):
            return [each() for each in authentication.spoken()]
        return [authentication.speaking(self.request)()]

    def refuse_other_ids(self, field: str, written: serializers.Id | None) -> None:
        """This will raise `BadRequest` for an id that is not of the kind that the dialect has."""
        if written is not None and isinstance(written, int) != self.dialect.numbered:
            kind = "a whole number" if self.dialect.numbered else "a UUID"
            raise faults.BadRequest(field, f"The id must be {kind}, as everywhere in this API.")

    def service_of(self, written: serializers.Id) -> Service:
        """This will find a service on offer, at whichever business the key acts for, or raise `ServiceNotOffered`."""
        self.refuse_other_ids("service", written)
        if isinstance(written, uuid.UUID):
            return self.shop.service(written)
        self.shop = self.shop.offering(written)
        return self.shop.service_by_number(written)

    def person_of(self, written: serializers.Id | None, service: Service) -> StaffMember | None:
        """This will find who performs a service, or raise `StaffNotOffered`; None is anyone."""
        self.refuse_other_ids("staff", written)
        if isinstance(written, int):
            return self.shop.person_by_number(written, service)
        return self.shop.person(written, service)

    def shown(self, held: Booking, *, status: int = 200) -> Response:
        """This will answer with a hold."""
        return Response(serializers.hold(held, numbered=self.dialect.numbered), status=status)


class Holds(PartnerView):
    """/partner/v1/holds"""

    @extend_schema(
        summary="Hold a time",
        request=serializers.Wanted,
        responses=serializers.documented(serializers.Hold, 400, 404, 409, 415, 422, 503, success=201),
    )
    @repeats.once_only
    def post(self, request: Request) -> Response:
        """Keeps a time from everybody else for some minutes. To book it, send your dialect's ordinary create with the
        header `Booking-Hold: <id>`. A key has at most 3 holds of a start of a service, and 100 in all."""
        wanted = self.checked(serializers.Wanted, self.body())
        service = self.service_of(wanted["service"])
        wish = operations.one(
            self.shop.house,
            service,
            wanted["startsAt"],
            staff=self.person_of(wanted["staff"], service),
            party_size=wanted["partySize"],
        )
        taker = operations.Taker(source=self.key.dialect, by=self.actor, api_key=self.key)
        noting = repeats.noting(self, self.made)
        return self.made(operations.hold(wish=wish, taker=taker, now=self.now, noting=noting)[0])

    def made(self, held: Booking) -> Response:
        """This will answer with a hold that was taken."""
        return self.shown(held, status=201)


class OneHold(PartnerView):
    """What the calls about one hold share."""

    def held(self, written: str) -> Booking:
        """This will find a hold of the key that runs, or raise `NotFound`."""
        wanted = fields.read_uuid(written)
        held = self.shop.held_within_reach(wanted) if wanted else None
        if held is None or held.status != Booking.Status.HELD:
            raise faults.NotFound
        if held.hold_expires_at is None or held.hold_expires_at <= self.now:
            raise faults.NotFound
        return held


@extend_schema(parameters=[ONE])
class Hold(OneHold):
    """/partner/v1/holds/{id}"""

    @extend_schema(summary="Give a hold back", responses=serializers.documented(None, 404, 503, success=204))
    def delete(self, request: Request, id: str) -> Response:
        """Frees the time at once."""
        if not operations.release(booking=self.held(id), key=self.key, now=self.now, by=self.actor):
            raise faults.NotFound  # it was booked a moment ago
        return Response(status=204)


@extend_schema(parameters=[ONE])
class Extend(OneHold):
    """/partner/v1/holds/{id}/extend"""

    @extend_schema(
        summary="Hold a time longer",
        request=None,
        responses=serializers.documented(serializers.Hold, 400, 404, 422, 503),
    )
    @repeats.once_only
    def post(self, request: Request, id: str) -> Response:
        """Lets the hold run as long from now as a new one, at most ten times."""
        held, noting = self.held(id), repeats.noting(self, self.shown)
        try:
            return self.shown(operations.extend(booking=held, key=self.key, now=self.now, noting=noting))
        except errors.HoldLost:  # it was booked or given back a moment ago
            raise faults.NotFound from None


class Events(PartnerView):
    """/partner/v1/events"""

    callers = (access.Caller.BUSINESS,)  # they tell of everybody's bookings

    @extend_schema(
        summary="What happened",
        parameters=[serializers.EventsQuery],
        responses=serializers.documented(serializers.Events, 400),
    )
    def get(self, request: Request) -> Response:
        """Events of the business, oldest first, 30 days back: the same objects as in our webhooks. Ask again with
        `next` as `after`, at once or whenever you like; nothing is left out."""
        wanted = self.checked_query(serializers.EventsQuery)
        after = self.position(wanted.get("after"))
        try:
            found = queries.events_after(self.key.business, after=after, limit=wanted["limit"], now=self.now)
        except queries.CursorLost as lost:
            raise UnknownCursor(lost.kept_from) from None
        people = self.shop.house.setup.people
        shown = [payloads.event_object(event, event.booking, people) for event in found]
        after = found[-1].position or after if found else after
        return Response({"events": shown, "next": serializers.cursor(self.key.business_id, after)})

    def position(self, written: str | None) -> int:
        """This will give the position for which a cursor stands, or raise `UnknownCursor`."""
        if written is None:
            return 0
        found = serializers.position(self.key.business_id, written)
        if found is None:
            raise UnknownCursor(self.now - queries.KEPT)
        return found


class UnknownPath(base.UnknownPath, PartnerView):
    """Everything else under /partner/v1/."""
