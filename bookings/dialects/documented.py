"""What the documentation tells of every dialect's endpoints without their saying it."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

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
TAG = OpenApiParameter("ETag", str, OpenApiParameter.HEADER, response=[200, 304], description="Names this very answer.")
TAG_SENT_BACK = OpenApiParameter(
    "If-None-Match",
    str,
    OpenApiParameter.HEADER,
    description="The `ETag` of an answer that you have: 304 without a body while it is still right.",
)


class Schema(AutoSchema):
    """Adds the headers that all dialects share."""

    def get_override_parameters(self) -> list[Any]:
        """This will give the parameters of an endpoint, and the headers of its answers."""
        shared = [REQUEST_ID, RETRY_AFTER]
        if self.method == "POST":
            shared += [IDEMPOTENCY_KEY, REPLAYED]
        if self.method == "GET" and getattr(self.view.get, "tagged", False):
            shared += [TAG, TAG_SENT_BACK]
        return [*super().get_override_parameters(), *shared]
