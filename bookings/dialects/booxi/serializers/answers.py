"""The shapes of Booxi's answers, for its documentation; `objects` makes the values."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from bookings.dialects.answering import Answered
from bookings.dialects.booxi.serializers import words
from bookings.dialects.documented import answers
from bookings.dialects.shown import Answer


@extend_schema_field({"type": "string", "pattern": r"^[0-9]+\.[0-9]{2,3}$", "examples": ["40.00"]})
class Money(serializers.CharField):
    """An amount as text."""


@extend_schema_field({"type": "array", "maxItems": 0})
class NoneOfThem(serializers.ListField):
    """An empty list: what the vendor shows there stands in the bookings."""


@extend_schema_field({"const": "None"})
class Nothing(serializers.CharField):
    """The word `None`."""


class Timespan(Answer):
    """From when until when; the length in minutes."""

    start = serializers.DateTimeField()
    end = serializers.DateTimeField()
    duration = serializers.IntegerField(min_value=1)


class Price(Answer):
    """What a service costs."""

    visibility = serializers.ChoiceField(["Show", "Hidden", "AskOnly"])
    amount = Money()
    amountPerPerson = Money()
    amountPerHour = Money()
    currency = serializers.CharField(help_text="ISO 4217.")
    isStartingAt = serializers.BooleanField()
    tax = Nothing()


class BookedItem(Answer):
    """A service of a booking; times in minutes."""

    serviceId = serializers.IntegerField()
    serviceName = serializers.CharField()
    resourceId = serializers.IntegerField(allow_null=True)
    resourceName = serializers.CharField(allow_null=True)
    serviceHasAssociatedResources = serializers.BooleanField()
    price = Price()
    reservedClientTimespan = Timespan()
    duration = serializers.IntegerField(min_value=1)
    spacingAfter = serializers.IntegerField(min_value=0)
    isBusySpacingAfter = serializers.BooleanField()


class KnownClient(Answer):
    """Somebody whom a merchant knows; an empty text where there is nothing."""

    id = serializers.IntegerField(allow_null=True)
    firstName = serializers.CharField(allow_blank=True)
    lastName = serializers.CharField(allow_blank=True)
    email = serializers.CharField(allow_blank=True)
    homePhoneNumber = serializers.CharField(allow_blank=True)
    mobilePhoneNumber = serializers.CharField(allow_blank=True)


class BookedClient(KnownClient):
    """Who comes; `id` is null for somebody without a name."""

    presence = serializers.ChoiceField(words.PRESENCES)
    remindByEmail = serializers.BooleanField()
    remindBySMS = serializers.BooleanField()
    additionalRequest = serializers.CharField(allow_blank=True)


class Payment(Answer):
    """What the booking costs; nothing is paid online."""

    total = Money()
    paid = Money()
    onlinePaymentStatus = Nothing()


class Booking(Answered):
    """A booking; instants in UTC."""

    bookingId = serializers.CharField()
    merchantId = serializers.IntegerField()
    bookingMethod = serializers.ChoiceField(words.METHODS)
    status = serializers.ChoiceField([words.APPROVED, words.CANCELLED, words.AWAITING])
    isCompleted = serializers.BooleanField()
    acquisitionChannel = serializers.CharField(allow_null=True)
    startsOn = serializers.DateTimeField()
    totalClientTimespan = Timespan()
    staffId = serializers.IntegerField()
    items = BookedItem(many=True)
    location = serializers.ChoiceField(words.LOCATIONS)
    locationText = serializers.CharField(allow_blank=True)
    client = BookedClient()
    payment = Payment()
    createdOn = serializers.DateTimeField()
    createdBy = serializers.ChoiceField(words.BY)
    createdByStaffId = serializers.IntegerField(allow_null=True)
    modifiedOn = serializers.DateTimeField()
    modifiedBy = serializers.ChoiceField(words.BY)
    modifiedByStaffId = serializers.IntegerField(allow_null=True)
    isScheduled = serializers.BooleanField()
    clientCount = serializers.IntegerField(min_value=1)


class OneBooking(Answer):
    """GET /booking/v1/booking/{bookingId}"""

    booking = Booking()
    groupEvents = NoneOfThem()


class BookingList(Answer):
    """GET /booking/v1/booking"""

    bookings = Booking(many=True)
    groupEvents = NoneOfThem()
    services = NoneOfThem()
    merchants = NoneOfThem()
    resources = NoneOfThem()
    cursor = serializers.CharField(allow_null=True, help_text="Ask with it for what follows; null at the end.")


class ClientList(Answer):
    """GET /booking/v1/client"""

    clients = KnownClient(many=True)
    clientLinks = NoneOfThem()


class Refusal(Answer):
    """Every error."""

    message = serializers.CharField()
    code = serializers.IntegerField(help_text="The HTTP status.")


class Conflict(Refusal):
    """What is in the way; an equal request that still runs has no `error`."""

    error = serializers.CharField(required=False)


def documented(shape: Any, *statuses: int) -> dict[int, Any]:
    """This will say which answers an endpoint gives: the shape, these refusals, and those that all endpoints share."""
    return answers(shape, Refusal, *statuses, others={409: Conflict} if 409 in statuses else None)
