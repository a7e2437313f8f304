"""What the documentation tells of every dialect's endpoints without their saying it."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from businesses.models import Scope

REQUEST_ID = OpenApiParameter(
    "X-Request-Id", str, OpenApiParameter.HEADER, response=True, description="By which the request is found in our log."
)
RETRY_AFTER = OpenApiParameter(
    "Retry-After", int, OpenApiParameter.HEADER, response=[429, 503], description="Seconds to wait."
)
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 255},
    OpenApiParameter.HEADER,
    description="Made up by you for one thing to be done. The same request with the same key does nothing again within "
    "48 hours, and is answered as the first time, with `Idempotency-Replayed: true`; another request with it is "
    "refused. Whatever was refused because somebody has the time may be tried again with the same key.",
)
REPLAYED = OpenApiParameter(
    "Idempotency-Replayed", {"const": "true"}, OpenApiParameter.HEADER, response=True, description="A repeated answer."
)
BOOKING_HOLD = OpenApiParameter(
    "Booking-Hold",
    {"type": "string", "format": "uuid"},
    OpenApiParameter.HEADER,
    description="The id of a hold that this key took by `/partner/v1/holds`, of the same service, start and person: it "
    "becomes the booking, and nothing is free in between. Once it is over, the booking is decided as without it.",
)
TAG = OpenApiParameter("ETag", str, OpenApiParameter.HEADER, response=[200, 304], description="Names this very answer.")
TAG_SENT_BACK = OpenApiParameter(
    "If-None-Match",
    str,
    OpenApiParameter.HEADER,
    description="The `ETag` of an answer that you have: 304 without a body while it is still right.",
)


STATUSES = {
    304: "Nothing has changed since the answer whose ETag was sent back",
    400: "A field is missing or cannot be read, or names what cannot be done",
    401: "No key, or none that opens anything",
    403: "The key lacks the scope that this needs, or may not be used on this site",
    404: "Not found",
    409: "The time was taken by somebody else, or an equal request still runs",
    413: "The body is larger than 65,536 bytes",
    415: "The body is not application/json",
    422: "The Idempotency-Key was used before, for another request",
    429: "Too many requests; try again after the seconds in Retry-After",
    500: "Internal server error",
    503: "Busy; try again after the seconds in Retry-After",
}
BY_EVERYBODY = (401, 403, 413, 429, 500)  # every endpoint may refuse so


def answers(
    shape: Any, refusal: Any, *statuses: int, success: int = 200, others: Mapping[int, Any] | None = None
) -> dict[int, Any]:
    """This will say which answers an endpoint gives: its shape, and refusals; `others` have a shape of their own."""
    shapes = {status: None if status == 304 else refusal for status in (*statuses, *BY_EVERYBODY)} | dict(others or {})
    return {success: shape, **{each: OpenApiResponse(shapes[each], STATUSES[each]) for each in sorted(shapes)}}


class Schema(AutoSchema):
    """Adds the headers that all dialects share, and which scope an endpoint needs."""

    def get_operation_id(self) -> str:
        """This will name the endpoint as its view is called: `getServices`, `getService`, `postBookings`."""
        return f"{self.method.lower()}{type(self.view).__name__}"

    def get_description(self) -> str:
        """This will give the words of the endpoint and its scope."""
        said, scope = super().get_description(), self.view.needs.get(self.method)
        said = f"{said}\n\nIt is for a customer's key alone." if self.view.is_for_customers_alone() else said
        return f"{said}\n\nThe key needs the scope `{scope}`." if scope else said

    def _get_request_body(self, direction: Any = "request") -> Any:
        """The body that an endpoint reads: of a DELETE, too, where the view says so."""
        if self.method != "DELETE" or not self.view.delete_reads_body:
            return super()._get_request_body(direction)
        self.method = "PUT"  # the generator knows of none for DELETE
        try:
            return super()._get_request_body(direction)
        finally:
            self.method = "DELETE"

    def get_override_parameters(self) -> list[Any]:
        """This will give the parameters of an endpoint, and the headers of its answers."""
        shared = [REQUEST_ID, RETRY_AFTER]
        if self.method == "POST":
            shared += [IDEMPOTENCY_KEY, REPLAYED]
            shared += [BOOKING_HOLD] if self.view.takes_hold and self.view.needs.get("POST") == Scope.BOOK else []
        if self.method == "GET" and getattr(self.view.get, "tagged", False):
            shared += [TAG, TAG_SENT_BACK]
        return [*super().get_override_parameters(), *shared]
