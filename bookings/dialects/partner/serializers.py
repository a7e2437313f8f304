"""Holds and events as partners read and write them: camelCase, instants in UTC, ids as the dialect has them."""

import datetime as dt
import hashlib
import re
import uuid
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from bookings.dialects import fields
from bookings.dialects.documented import answers
from bookings.models import Booking, Event
from businesses.models.tenant import TenantModel

ANY = "any"
POSITION = re.compile(r"[0-9]{1,18}", re.ASCII)
ID_FORMS = [{"type": "string", "format": "uuid"}, {"type": "integer"}]
Id = uuid.UUID | int


@extend_schema_field({"anyOf": ID_FORMS})
class AnyId(serializers.Field[Id, object, Id, Any]):
    """A UUID or a whole number; which of them is right the dialect says."""

    default_error_messages = {"invalid": "Not an id."}

    def to_internal_value(self, data: object) -> Id:
        """This will give the id."""
        if isinstance(data, int) and not isinstance(data, bool):
            return data
        return fields.read_uuid(data) or self.fail("invalid")


@extend_schema_field({"anyOf": [*ID_FORMS, {"const": ANY}]})
class AnyIdOrAny(AnyId):
    """An id, or `any`."""

    def to_internal_value(self, data: object) -> Any:
        """This will give the id; None is anyone."""
        return None if data == ANY else super().to_internal_value(data)


class Wanted(fields.Request):
    """POST /partner/v1/holds"""

    service = AnyId(help_text="Its id as your dialect has it: a UUID, or a whole number.")
    staff = AnyIdOrAny(required=False, default=None, help_text="An id, or `any` (as when left out).")
    startsAt = fields.Instant()
    partySize = fields.WholeNumber(required=False, default=1, min_value=1, help_text="How many people come.")


class EventsQuery(fields.Request):
    """GET /partner/v1/events"""

    after = serializers.CharField(
        required=False, allow_blank=True, help_text="The `next` of the answer before; leave it out to begin."
    )
    limit = fields.QueryInteger(required=False, default=100, min_value=1, max_value=500)


class Answer(serializers.Serializer[Any]):
    """Something that is shown."""


class Hold(Answer):
    """A time that is held: until `expiresAt` nobody else can have it."""

    id = serializers.UUIDField()
    service = AnyId()
    staff = AnyId(help_text="Who would serve; found for you if you asked for `any`.")
    startsAt = serializers.DateTimeField()
    partySize = serializers.IntegerField(min_value=1)
    expiresAt = serializers.DateTimeField()


class Happened(Answer):
    """An event, as webhooks carry it."""

    id = serializers.UUIDField()
    type = serializers.ChoiceField(Event.WIRE_TYPES)
    sequence = serializers.IntegerField(min_value=1, help_text="It grows with each event of a booking.")
    occurredAt = serializers.DateTimeField()
    booking = serializers.DictField(help_text="As it was then; what names the guest is as it is today.")
    previous = serializers.DictField(allow_null=True, help_text="What was different before.")


class Events(Answer):
    """A page of events, oldest first."""

    events = Happened(many=True)
    next = serializers.CharField(help_text="Ask with it for what follows, now or later.")


@extend_schema_field({"type": "object", "description": "As every error of your dialect."})
class Refusal(serializers.JSONField):
    """An error in the shape of the dialect whose key it is."""


def documented(shape: Any, *statuses: int, success: int = 200) -> dict[int, Any]:
    """This will say which answers an endpoint gives: the shape, these refusals, and those that all endpoints share."""
    return answers(shape, Refusal, *statuses, success=success)


def hold(row: Booking, *, numbered: bool) -> dict[str, Any]:
    """This will show a hold."""

    def id_of(named: TenantModel) -> str | int:
        return named.pk if numbered else str(named.uuid)

    return {
        "id": str(row.uuid),
        "service": id_of(row.service),
        "staff": id_of(row.staff),
        "startsAt": instant(row.starts_at),
        "partySize": row.party_size,
        "expiresAt": instant(row.hold_expires_at),
    }


def cursor(business_id: int, position: int) -> str:
    """This will write a position among the events of a business as a text that no other business's partners have."""
    return f"{_of(business_id)}-{position}"


def position(business_id: int, written: str) -> int | None:
    """This will read what `cursor` wrote; None: it did not write that."""
    whose, _, number = written.partition("-")
    return int(number) if whose == _of(business_id) and POSITION.fullmatch(number) else None


def instant(moment: dt.datetime | None) -> str | None:
    """This will give an instant in UTC, to the second, with `Z`."""
    return None if moment is None else moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _of(business_id: int) -> str:
    return hashlib.sha256(f"events of {business_id}".encode()).hexdigest()[:8]
