"""The programs of partners, as small as can be."""

import json
from typing import Any

from django.test import Client

from businesses import document
from tests import factories


class Partner:
    """A partner's program: sends its key (if any) with every request and reads JSON."""

    def __init__(self, prefix: str, headers: dict[str, str]) -> None:
        self.prefix, self.headers = prefix, headers
        self.client = Client(raise_request_exception=False)

    def __call__(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        raw: bytes | None = None,
        content_type: str = "application/json",
        headers: dict[str, str] | None = None,
        **query: Any,
    ) -> Any:
        data = raw if raw is not None else json.dumps(body) if body is not None else b""
        return self.client.generic(
            method,
            self.prefix + path,
            data,
            content_type=content_type if data else "",
            headers={**self.headers, **(headers or {})},
            query_params={name.removesuffix("_"): value for name, value in query.items()},
        )

    def get(self, path: str, **query: Any) -> Any:
        """GET; the query by name (`from_` for what is a word of Python)."""
        return self("GET", path, **query)

    def post(self, path: str, body: object = None, **how: Any) -> Any:
        """POST of a JSON body."""
        return self("POST", path, body, **how)

    def patch(self, path: str, body: object = None, **how: Any) -> Any:
        """PATCH of a JSON body, or of none."""
        return self("PATCH", path, body, **how)

    def put(self, path: str, body: object = None, **how: Any) -> Any:
        """PUT of a JSON body."""
        return self("PUT", path, body, **how)

    def delete(self, path: str) -> Any:
        """DELETE."""
        return self("DELETE", path)


def booqara(shop: document.Loaded, **rights: Any) -> Partner:
    """This will give a Booqara partner with a new key of that business, with all `Rights` or these."""
    return Partner("/booking", {"x-private-key": factories.key(shop, "booqara", **rights)})


def nextinque(shop: document.Loaded, **rights: Any) -> Partner:
    """This will give a NextInQue partner with a new key of that business, with all `Rights` or these."""
    return Partner("/api/v1/public", {"X-API-Key": factories.key(shop, "nextinque", **rights)})


def reservekit(shop: document.Loaded, **rights: Any) -> Partner:
    """This will give a ReserveKit partner with a new key of that business, with all `Rights` or these."""
    return Partner("/v1", {"Authorization": f"Bearer {factories.key(shop, 'reservekit', **rights)}"})


def booxi(shop: document.Loaded, **rights: Any) -> Partner:
    """This will give a Booxi partner with a new key of that business, with all `Rights` or these."""
    return Partner("/booking/v1", {"Booxi-PartnerKey": factories.key(shop, "booxi", **rights)})


def miketsu(shop: document.Loaded, *, customer: str = "", base: str = "", **rights: Any) -> Partner:
    """This will give a Miketsu merchant, or one of their customers, with a new token of that business, with all
    `Rights` or these."""
    secret = factories.key(shop, "miketsu", customer=customer, **rights)
    return Partner(f"{base}/bookings", {"Authorization": f"Bearer {secret}"})
