"""What a partner sends, read strictly."""

import uuid
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from bookings import errors
from bookings.dialects import answering, fields

ANY = "any"


@extend_schema_field({"anyOf": [{"type": "string", "format": "uuid"}, {"const": ANY}, {"type": "null"}]})
class PersonOrAny(serializers.Field[uuid.UUID | None, object, str, Any]):
    """A person's id, or `any`: None. Whatever else it is, it names nobody."""

    def to_internal_value(self, data: object) -> uuid.UUID | None:
        """This will give the id, or raise `StaffNotOffered`."""
        found = fields.read_uuid(data)
        if found is None and data != ANY:
            raise errors.StaffNotOffered
        return found


class StaffQuery(fields.Request):
    """GET /booking/staff"""

    serviceId = fields.Uuid(required=False, help_text="Only those who perform this service.")


class SearchQuery(fields.Request):
    """What dates and slots are asked for."""

    serviceId = fields.Uuid()
    userId = PersonOrAny(required=False, help_text="One person, or `any` (as when left out).")


class DatesQuery(SearchQuery):
    """GET /booking/dates"""

    count = fields.QueryInteger(required=False, default=7, min_value=1, max_value=30)
    horizon = fields.QueryInteger(required=False, default=60, min_value=1, max_value=120, help_text="Days to look at.")

    def get_fields(self) -> dict[str, Any]:
        """This will add the field whose name is a word of Python."""
        start = fields.Day(required=False, help_text="Today if left out; a past date counts as today.")
        return {**super().get_fields(), "from": start}


class SlotsQuery(SearchQuery):
    """GET /booking/slots"""

    date = fields.Day()


class Order(SearchQuery):
    """POST /booking/appointments"""

    appointmentDate = fields.Day(help_text="The date under which `/booking/slots` lists the time.")
    appointmentTime = fields.Clock()
    guestName = fields.Name(max_length=200)
    guestEmail = fields.Email(required=False, allow_null=True)
    guestPhone = fields.Text(required=False, allow_null=True, allow_blank=True, max_length=50)
    customerNotes = fields.Text(required=False, allow_null=True, allow_blank=True, max_length=2000)
    answers = answering.answers()
