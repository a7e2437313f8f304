"""A guest's booking as one of a series: which it is, and the others that they may see."""

from typing import NamedTuple

from bookings import queries
from bookings.models import Booking, Series
from bookings.wizard.own import Own


class Date(NamedTuple):
    """One of the series: how it is counted, and the address of its page; empty: it is the one that is open."""

    number: int
    booking: Booking
    href: str
    is_cancelled: bool
    is_over: bool


class Course(NamedTuple):
    """Which booking of a series it is, and all dates of it in order."""

    number: int
    count: int
    dates: list[Date]


def course_of(own: Own) -> Course | None:
    """This will give the series of a booking, as its guest may see it; None: it is of none."""
    booking = own.booking
    if booking.series is None or booking.series_index is None:
        return None
    seen = [each for each in queries.whole_series(booking) if not queries.link_has_ended(each, now=own.now)]
    return Course(booking.series_index + 1, booking.series.occurrences, [_date(own, each) for each in seen])


def takes_others_with_it(own: Own) -> bool:
    """Whether bookings of the same series come after this one, which might be cancelled with it."""
    return own.is_open and len(queries.occurrences(own.booking, Series.Scope.AFTER, now=own.now)) > 1


def _date(own: Own, booking: Booking) -> Date:
    mine = booking.pk == own.booking.pk
    return Date(
        number=(booking.series_index or 0) + 1,
        booking=booking,
        href="" if mine else own.choices.visit.to("own_booking", queries.link_token(booking)),
        is_cancelled=booking.status == Booking.Status.CANCELLED,
        is_over=booking.ends_at <= own.now,
    )
