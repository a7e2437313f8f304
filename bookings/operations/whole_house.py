"""Changes that concern every booking there may be, such as whom the business knows: all diaries are locked, and raised.

Whoever was recognised before such a change, and books after it, is recognised anew: `ordering.prove_all`.
"""

from collections.abc import Collection, Iterator

from bookings import errors
from bookings.operations.settling import ATTEMPTS, Transaction
from businesses import diary


def attempts(business_id: int, *, customers: Collection[int]) -> "Iterator[Attempt]":
    """This will give one attempt after the other until one comes true: `for attempt in …: with attempt: …`.

    Within `with` these customers and every diary of the business are locked. Raises `Busy`.
    """
    for _ in range(ATTEMPTS):
        attempt = Attempt(business_id, customers)
        if attempt.opened(attempt.lock):
            yield attempt
        if attempt.done:
            return
    raise errors.Busy


class Attempt(Transaction):
    """One try at a change, in a transaction of its own."""

    def __init__(self, business_id: int, customers: Collection[int]) -> None:
        super().__init__()
        self.business_id, self.customers = business_id, customers

    def lock(self) -> None:
        """This will lock the customers, then everybody's diary."""
        diary.lock(business_id=self.business_id, customers=self.customers)
        diary.lock_everyone(self.business_id)

    def last(self) -> None:
        """This will say that everything changed."""
        diary.raise_everyone(self.business_id)

    def __enter__(self) -> None:
        return None
