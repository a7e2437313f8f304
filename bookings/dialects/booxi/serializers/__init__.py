"""Booxi's requests and answers: camelCase, integer ids but for bookings, whose ids are texts."""

from bookings.dialects.booxi.serializers.answers import Booking, BookingList, ClientList, OneBooking, documented
from bookings.dialects.booxi.serializers.changes import changes, modified, says_who
from bookings.dialects.booxi.serializers.cursors import cursor, position, shared
from bookings.dialects.booxi.serializers.objects import booking, client, is_shared
from bookings.dialects.booxi.serializers.orders import facts, guest, parts, person
from bookings.dialects.booxi.serializers.requests import Change, ClientQuery, ListQuery, Order
from bookings.dialects.booxi.serializers.words import PolicyQuery, listed, policy

__all__ = [
    "Booking",
    "BookingList",
    "Change",
    "ClientList",
    "ClientQuery",
    "ListQuery",
    "OneBooking",
    "Order",
    "PolicyQuery",
    "booking",
    "changes",
    "client",
    "cursor",
    "documented",
    "facts",
    "guest",
    "is_shared",
    "listed",
    "modified",
    "parts",
    "person",
    "policy",
    "position",
    "says_who",
    "shared",
]
