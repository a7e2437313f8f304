"""NextInQue's requests and answers: camelCase, instants with milliseconds."""

from bookings.dialects.nextinque.serializers.answers import OfDate, OneReservation, Services, Slot
from bookings.dialects.nextinque.serializers.refusals import documented
from bookings.dialects.nextinque.serializers.requests import AvailabilityQuery, Order

__all__ = ["AvailabilityQuery", "OfDate", "OneReservation", "Order", "Services", "Slot", "documented"]
