"""Header `x-private-key: pk_live_…`; the key selects the business."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension

from bookings.dialects import base
from bookings.dialects.booqara.errors import PHRASEBOOK, body
from businesses import models

DIALECT = base.Dialect(
    name=models.Dialect.BOOQARA,
    header="x-private-key",
    secret=lambda request: request.headers.get("x-private-key", ""),
    phrasebook=PHRASEBOOK,
    error_body=lambda error, words: body(words),
)


class PrivateKey(base.KeyAuthentication):
    """Opens a business by its private key."""

    dialect = DIALECT


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
