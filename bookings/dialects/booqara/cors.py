"""Booqara may be called by the pages of any site."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from bookings.dialects import base, repeats, tags

EXPOSED = ("Retry-After", repeats.REPLAYED, tags.HEADER, base.REQUEST_ID)
ALLOWED = ("Content-Type", "x-private-key", repeats.HEADER, base.BOOKING_HOLD, tags.SENT_BACK, base.REQUEST_ID)
ON_EVERY_ANSWER = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": ", ".join(EXPOSED)}
ON_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": ", ".join(ALLOWED),
}


class OpenToBrowsers(base.DialectView):
    """Answers browsers that ask before they call, and lets them read every answer, errors included."""

    http_method_names = [*base.DialectView.http_method_names, "options"]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """This will ask everything but a preflight for the key."""
        if request.method != "OPTIONS":
            super().initial(request, *args, **kwargs)

    @extend_schema(exclude=True)
    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """This will answer a preflight."""
        return Response({}, headers=ON_PREFLIGHT)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """This will put the headers on whatever the answer is."""
        for name, value in ON_EVERY_ANSWER.items():
            response[name] = value
        return super().finalize_response(request, response, *args, **kwargs)
