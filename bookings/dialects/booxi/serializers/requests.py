"""What a partner sends, read strictly."""

import re
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from bookings.dialects import answering, fields
from bookings.dialects.booxi.serializers import words

UTC_FORM = re.compile(r"[0-9-]{10}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|\+00:00)", re.ASCII)
ANY_FORM = re.compile(r"[0-9-]{10}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})", re.ASCII)
CURSOR_FORM = re.compile(r"([0-9]{1,9})-([0-9]{1,18})", re.ASCII)
LONGEST_NAME = 99  # characters: with the space between them a booking's name, of 200
MOST_ITEMS = 20
OPTIONAL: dict[str, Any] = {"required": False, "allow_null": True}


class UtcInstant(fields.Instant):
    """A minute as RFC 3339 in UTC; what has passed may be told to the second, and is the minute in which it was."""

    whole_minutes = False
    default_error_messages = {"invalid": "Not a time in UTC, in the form 2031-06-03T15:00:00Z."}

    def to_internal_value(self, data: object) -> Any:
        """This will give the instant."""
        if not isinstance(data, str) or not UTC_FORM.fullmatch(data):
            return self.fail("invalid")
        found = super().to_internal_value(data)
        minute = found.replace(second=0, microsecond=0)
        return self.fail("seconds") if found > max(minute, self.context["now"]) else minute


class Id(fields.QueryInteger):
    """The number of a merchant or a client in a query; one that is longer than any is somebody's whom nobody knows."""

    form = re.compile(r"-?[0-9]{1,100}", re.ASCII)


class Moment(fields.Instant):
    """An instant as RFC 3339, to the second or finer."""

    whole_minutes = False

    def to_internal_value(self, data: object) -> Any:
        """This will give the instant in UTC."""
        if not isinstance(data, str) or not ANY_FORM.fullmatch(data):
            return self.fail("invalid")
        return super().to_internal_value(data)


class Item(fields.Request):
    """A service to be provided."""

    serviceId = fields.WholeNumber()


class Address(fields.Request):
    """Where a client lives. The street is kept with a client who has none; nothing else of it is."""

    street = fields.Text(**OPTIONAL, allow_blank=True, max_length=300)
    city = fields.Text(**OPTIONAL, allow_blank=True, max_length=100)
    state = fields.Text(**OPTIONAL, allow_blank=True, max_length=100)
    postalCode = fields.Text(**OPTIONAL, allow_blank=True, max_length=20)
    country = fields.Text(**OPTIONAL, allow_blank=True, max_length=100)


class OrderingClient(fields.Request):
    """Who comes: `id`, or `firstName`, `lastName` and `email`."""

    id = fields.WholeNumber(**OPTIONAL)
    firstName = fields.Name(**OPTIONAL, allow_blank=True, max_length=LONGEST_NAME)
    lastName = fields.Name(**OPTIONAL, allow_blank=True, max_length=LONGEST_NAME)
    email = fields.Email(**OPTIONAL, allow_blank=True)
    homePhoneNumber = fields.Text(**OPTIONAL, allow_blank=True, max_length=50)
    mobilePhoneNumber = fields.Text(**OPTIONAL, allow_blank=True, max_length=50)
    additionalRequest = fields.Text(**OPTIONAL, allow_blank=True, max_length=2000)
    address = Address(**OPTIONAL)
    remindByEmail = fields.Flag(**OPTIONAL, default=False)
    remindBySMS = fields.Flag(**OPTIONAL, default=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """This will refuse a client whom nothing names."""
        missing = [name for name in ("firstName", "lastName", "email") if not attrs.get(name)]
        if missing and "id" not in attrs:
            raise serializers.ValidationError({missing[0]: "Needed without the id of a client."}, code="required")
        return attrs


class Order(fields.Request):
    """POST /booking/v1/booking"""

    merchantId = fields.WholeNumber()
    bookingMethod = serializers.ChoiceField(
        words.METHODS, help_text="`Appointment` for one-to-one services, either of the others for groups."
    )
    startsOn = UtcInstant(help_text="In UTC; a whole minute.")
    status = serializers.ChoiceField([words.APPROVED])
    staffId = fields.WholeNumber()
    items = Item(many=True, allow_empty=False, max_length=MOST_ITEMS, help_text="One after another.")
    client = OrderingClient()
    createdBy = serializers.ChoiceField(words.BY, **OPTIONAL, default=words.STAFF)
    acquisitionChannel = fields.Text(**OPTIONAL, allow_blank=True, max_length=100)
    location = serializers.ChoiceField(words.LOCATIONS, **OPTIONAL, default=words.BUSINESS)
    answers = answering.answers()


class ChangingClient(fields.Request):
    """Whether the client is there."""

    presence = serializers.ChoiceField(words.PRESENCES, **OPTIONAL)


class Change(fields.Request):
    """PUT /booking/v1/booking/{bookingId}: what is left out stays."""

    status = serializers.ChoiceField([words.APPROVED, words.CANCELLED], **OPTIONAL)
    client = ChangingClient(**OPTIONAL)
    isCompleted = fields.Flag(**OPTIONAL)
    startsOn = UtcInstant(**OPTIONAL, help_text="In UTC; a whole minute.")
    staffId = fields.WholeNumber(**OPTIONAL)
    modifiedBy = serializers.ChoiceField(words.BY, **OPTIONAL)
    modifiedByStaffId = fields.WholeNumber(**OPTIONAL)


@extend_schema_field({"type": "string", "pattern": "^[0-9]{1,9}-[0-9]{1,18}$"})
class Cursor(serializers.CharField):
    """The `cursor` of an answer before."""


class ListQuery(fields.Request):
    """GET /booking/v1/booking"""

    to = Moment(help_text="Bookings that start before it.")
    clientId = Id(required=False)
    merchantId = Id(required=False, help_text="All that the key acts for when left out.")
    bookingMethod = words.Words(words.METHODS)
    order = serializers.ChoiceField(["Ascending", "Descending"], required=False, default="Ascending")
    cursor = Cursor(required=False, help_text="The `cursor` of the answer before: what follows it.")
    language = serializers.CharField(required=False, allow_blank=True)

    def get_fields(self) -> dict[str, Any]:
        """This will add the field whose name is a word of Python."""
        return {"from": Moment(help_text="Bookings that start then or later."), **super().get_fields()}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """This will refuse an end that is not after its begin."""
        if attrs["to"] <= attrs["from"]:
            raise serializers.ValidationError({"to": "It must be after `from`."})
        return attrs


class ClientQuery(fields.Request):
    """GET /booking/v1/client: whom all of this is true of, in any letter case."""

    merchantId = Id()
    email = serializers.CharField(required=False, max_length=254)
    phoneNumber = serializers.CharField(required=False, max_length=50)
    firstName = serializers.CharField(required=False, max_length=200)
    lastName = serializers.CharField(required=False, max_length=100)
    language = serializers.CharField(required=False, allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """This will refuse to give everybody."""
        if not {"email", "phoneNumber", "firstName", "lastName"} & set(attrs):
            raise serializers.ValidationError("Give an email, a phoneNumber, a firstName or a lastName.")
        return attrs
