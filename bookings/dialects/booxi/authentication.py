"""Header `Booxi-PartnerKey: bxp_…`; the key opens every business that let it act for it."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension

from bookings.dialects import base
from bookings.dialects.booxi.errors import PHRASEBOOK, body
from businesses import models

HEADER = "Booxi-PartnerKey"
DIALECT = base.Dialect(
    name=models.Dialect.BOOXI,
    header=HEADER,
    secret=lambda request: request.headers.get(HEADER, ""),
    phrasebook=PHRASEBOOK,
    error_body=body,
    numbered=True,
)


class PartnerKey(base.KeyAuthentication):
    """Opens a business by a partner's key."""

    dialect = DIALECT


class PartnerKeyScheme(OpenApiAuthenticationExtension):
    """How the documentation describes the key."""

    target_class = PartnerKey
    name = "PartnerKey"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        """This will give the OpenAPI security scheme."""
        return {
            "type": "apiKey",
            "in": "header",
            "name": HEADER,
            "description": "The partner's full `bxp_…` key. Keep it on your server.",
        }
