"""Who reads a page of the dashboard: dates, times and money stand there as the business's country writes them.

As the active time zone, the reader is set where a request comes in (`site.admin_view`) and counts until it is answered.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from bookings.localized import Reader
from businesses.models import Business

NOBODYS = Reader("en", "GB", dt.UTC)  # where no business is: before the door, and outside of requests
_active: ContextVar[Reader] = ContextVar("reader", default=NOBODYS)


def of(business: Business) -> Reader:
    """This will give who reads the pages of a business."""
    return Reader("en", business.country, business.zone)


def reader() -> Reader:
    """This will give who reads the page that is made now."""
    return _active.get()


@contextmanager
def reading(business: Business | None) -> Iterator[None]:
    """This will let a block be read as the business's country reads."""
    before = _active.set(of(business) if business else NOBODYS)
    try:
        yield
    finally:
        _active.reset(before)
