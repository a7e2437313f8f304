"""Header `X-API-Key: niq_…`; the key selects the business, NextInQue's tenant."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension

from bookings.dialects import base
from bookings.dialects.nextinque.errors import PHRASEBOOK, body
from businesses import models

DIALECT = base.Dialect(
    name=models.Dialect.NEXTINQUE,
    header="X-API-Key",
    secret=lambda request: request.headers.get("X-API-Key", ""),
    phrasebook=PHRASEBOOK,
    error_body=body,
)


class ApiKey(base.KeyAuthentication):
    """Opens a business by its API key."""

    dialect = DIALECT


class ApiKeyScheme(OpenApiAuthenticationExtension):
    """How the documentation describes the key."""

    target_class = ApiKey
    name = "ApiKey"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        """This will give the OpenAPI security scheme."""
        return {
            "type": "apiKey",
            "in": "header",
            "name": "X-API-Key",
            "description": "The full `niq_…` key of the business. Keep it on your server.",
        }
