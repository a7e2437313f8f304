"""`Authorization: Bearer sk_rsv_…`; the key selects the business. What is wrong is said in the vendor's words."""

import re

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.request import Request

from bookings.dialects import base, faults
from bookings.dialects.reservekit.errors import PHRASEBOOK, KeyMalformed, KeyMissing, KeyRevoked, body
from bookings.dialects.shop import Shop
from businesses import models

BEARER = re.compile(r"Bearer +(\S+)", re.ASCII)


def secret(request: Request) -> str:
    """This will give the token of the header, or raise `KeyMissing` or `KeyMalformed`."""
    written = request.headers.get("Authorization")
    if written is None:
        raise KeyMissing
    found = BEARER.fullmatch(written)
    if found is None:
        raise KeyMalformed
    return found[1]


DIALECT = base.Dialect(
    name=models.Dialect.RESERVEKIT,
    header="Authorization",
    secret=secret,
    phrasebook=PHRASEBOOK,
    error_body=body,
    numbered=True,
    shows_limits=True,
)


class Bearer(base.KeyAuthentication):
    """Opens a business by its key."""

    dialect = DIALECT

    def authenticate(self, request: Request) -> tuple[Shop, models.ApiKey]:
        """This will open the shop with the key, or raise `Unauthenticated`; `KeyRevoked` for one that once did."""
        try:
            return super().authenticate(request)
        except (KeyMissing, KeyMalformed):
            raise
        except faults.Unauthenticated:
            if models.ApiKey.objects.revoked_of(secret(request), dialect=self.dialect.name).exists():
                raise KeyRevoked from None
            raise


class BearerScheme(OpenApiAuthenticationExtension):
    """How the documentation describes the key."""

    target_class = Bearer
    name = "Bearer"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        """This will give the OpenAPI security scheme."""
        return {"type": "http", "scheme": "bearer", "description": "The full `sk_rsv_…` key of the business."}
