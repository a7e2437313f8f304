"""What an owner should know of each API before asking for it, and which of them this installation answers."""

from typing import NamedTuple

from django.conf import settings
from django.urls import Resolver404, resolve

from businesses.models import ApiKey, Dialect


class PartnerApi(NamedTuple):
    """An API in an owner's words, and the first harmless request that shows whether a key works."""

    dialect: Dialect
    purpose: str
    header: str
    path: str
    shows: str
    customers_path: str = ""  # and what it shows: where a key of one customer opens other addresses
    customers_shows: str = ""

    @property
    def title(self) -> str:
        """The vendor's name for it."""
        return str(self.dialect.label)

    @property
    def is_available(self) -> bool:
        """Whether it is mounted here: the map of addresses is the one list of that."""
        try:
            resolve(self.path)
        except Resolver404:
            return False
        return True

    def example(self, secret: str) -> str:
        """This will give a line for a terminal that asks for something with that key and changes nothing."""
        return f"curl -H '{self.header.format(key=secret)}' {settings.PUBLIC_URL}{self.path}"

    def of(self, key: ApiKey) -> "PartnerApi":
        """This will give it as the holder of a key uses it."""
        if key.customer_id is None or not self.customers_path:
            return self
        return self._replace(path=self.customers_path, shows=self.customers_shows)


PARTNER_APIS: dict[str, PartnerApi] = {
    api.dialect: api
    for api in (
        PartnerApi(
            Dialect.BOOQARA,
            "For your own website or app: show services and free times, and take and cancel bookings.",
            "x-private-key: {key}",
            "/booking/business",
            "the profile of your business",
        ),
        PartnerApi(
            Dialect.NEXTINQUE,
            "For counters and queues: a visitor picks a service and a time, and keeps a short code.",
            "X-API-Key: {key}",
            "/api/v1/public/services",
            "your services",
        ),
        PartnerApi(
            Dialect.RESERVEKIT,
            "For developers who build on weekly time slots: read them, book them, change a booking's state.",
            "Authorization: Bearer {key}",
            "/v1/services",
            "your services",
        ),
        PartnerApi(
            Dialect.BOOXI,
            "For a partner who books for you as your own team does; one key may act for several businesses.",
            "Booxi-PartnerKey: {key}",
            "/booking/v1/booking/1",
            "booking 1, or that there is none; a key that does not work is refused with 401",
        ),
        PartnerApi(
            Dialect.MIKETSU,
            "For a till or an app of yours: your team enters bookings, single, repeated or in groups; and a customer "
            "who has a key of their own books.",
            "Authorization: Bearer {key}",
            "/bookings/merchant/1",
            "405, since nothing is read there; a key that does not work is refused with 401",
            "/bookings/customer/1",
            "booking 1 of this customer, or that there is none; a key that does not work is refused with 401",
        ),
    )
}
