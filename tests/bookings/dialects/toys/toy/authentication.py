"""Header `Toy-Key`."""

from bookings.dialects.toy.errors import PHRASEBOOK

from bookings.dialects import base

DIALECT = base.Dialect(
    name="toy",
    header="Toy-Key",
    secret=lambda request: request.headers.get("Toy-Key", ""),
    phrasebook=PHRASEBOOK,
    error_body=lambda error, words: {"oh": words},
)


class ToyKey(base.KeyAuthentication):
    """Opens a business by a toy's key."""

    dialect = DIALECT
