"""Header `x-private-key: pk_live_…`; the key selects the business."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.request import Request

from bookings.dialects import base
from businesses.models import Dialect


class PrivateKey(base.KeyAuthentication):
    """Opens a business by its private key."""

    dialect = Dialect.BOOQARA

    def secret(self, request: Request) -> str:
        """This will give the key in the header."""
        return request.headers.get("x-private-key", "")


class PrivateKeyScheme(OpenApiAuthenticationExtension):
    """How the documentation describes the key."""

    target_class = PrivateKey
    name = "PrivateKey"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        """This will give the OpenAPI security scheme."""
        return {
            "type": "apiKey",
            "in": "header",
            "name": "x-private-key",
            "description": "The full `pk_live_…` key of the business.",
        }
