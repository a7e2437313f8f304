"""`Authorization: Bearer mkt_…`: the key selects the business, and a customer's key that customer as well."""

import re

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.request import Request

from bookings.dialects import base, faults
from bookings.dialects.miketsu.errors import PHRASEBOOK, body
from bookings.dialects.shop import Shop
from businesses import models

BEARER = re.compile(r"Bearer +(\S+)", re.ASCII)


def secret(request: Request) -> str:
    """This will give the token of the header; nothing when the header is not `Bearer` and one token."""
    found = BEARER.fullmatch(request.headers.get("Authorization", ""))
    return found[1] if found else ""


DIALECT = base.Dialect(
    name=models.Dialect.MIKETSU,
    header="Authorization",
    secret=secret,
    phrasebook=PHRASEBOOK,
    error_body=body,
    numbered=True,
)


class Token(base.KeyAuthentication):
    """Opens a business, or what it has of one customer, by a token."""

    dialect = DIALECT

    def authenticate(self, request: Request) -> tuple[Shop, models.ApiKey]:
        """This will open the shop, or raise `Unauthenticated`: also for the token of somebody who was erased."""
        shop, key = super().authenticate(request)
        if key.customer_id is not None and shop.customer is None:
            raise faults.Unauthenticated
        return shop, key


class TokenScheme(OpenApiAuthenticationExtension):
    """How the documentation describes the token."""

    target_class = Token
    name = "Token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        """This will give the OpenAPI security scheme."""
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A full `mkt_…` token: the merchant's, or that of one customer.",
        }
