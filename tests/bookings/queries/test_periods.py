"""The dates of a report: its pieces, and what it is compared with."""

import datetime as dt

import pytest

from bookings.models import Appointment
from bookings.queries import Against, Dates, Grain, periods
from tests import factories


def date(text):
    return dt.date.fromisoformat(text)


def dates(first, last):
    return Dates(date(first), date(last))


@pytest.mark.parametrize(
    ("asked", "before"),
    [
        (("2026-11-14", "2026-11-20"), ("2026-11-07", "2026-11-13")),
        (("2026-11-20", "2026-11-20"), ("2026-11-19", "2026-11-19")),
        (("2026-11-01", "2026-11-30"), ("2026-10-01", "2026-10-31")),  # a whole month and the whole month before
        (("2026-03-01", "2026-03-31"), ("2026-02-01", "2026-02-28")),
        (("2026-11-01", "2026-11-20"), ("2026-10-01", "2026-10-20")),  # as far as the month has come
        (("2026-03-01", "2026-03-30"), ("2026-02-01", "2026-02-28")),
        (("2026-07-01", "2026-09-30"), ("2026-04-01", "2026-06-30")),
        (("2026-01-01", "2026-12-31"), ("2025-01-01", "2025-12-31")),
        (("2025-12-01", "2026-11-30"), ("2024-12-01", "2025-11-30")),
    ],
)
def test_dates_are_compared_with_those_directly_before_them(asked, before):
    assert dates(*asked).before() == dates(*before)


@pytest.mark.parametrize(
    ("asked", "before"),
    [
        (("2026-11-14", "2026-11-20"), ("2025-11-14", "2025-11-20")),
        (("2024-02-01", "2024-02-29"), ("2023-02-01", "2023-02-28")),
        (("2025-02-01", "2025-02-28"), ("2024-02-01", "2024-02-29")),
        (("2025-01-15", "2026-02-14"), ("2023-01-15", "2024-02-14")),  # more than a year: apart all the same
    ],
)
def test_or_with_the_same_dates_of_an_earlier_year(asked, before):
    assert dates(*asked).before(Against.YEAR) == dates(*before)


@pytest.mark.parametrize("against", Against)
@pytest.mark.parametrize("days", [1, 7, 28, 31, 59, 365, 366, 400, 731, 1097])
@pytest.mark.parametrize("first", ["2024-02-29", "2026-01-01", "2026-03-31", "2026-11-14"])
def test_what_is_compared_never_overlaps(first, days, against):
    asked = Dates(date(first), date(first) + dt.timedelta(days=days - 1))
    before = asked.before(against)
    assert before.first <= before.last < asked.first


@pytest.mark.parametrize("grain", Grain)
def test_the_pieces_are_all_of_it_in_order_and_each_has_its_own_number(grain):
    asked = dates("2025-12-30", "2026-03-03")
    pieces = asked.pieces(grain)
    firsts, lasts = zip(*pieces.values(), strict=True)
    assert (firsts[0], lasts[-1]) == asked
    assert sum(piece.days for piece in pieces.values()) == asked.days
    for key, piece in pieces.items():
        every = {periods.number(piece.first + dt.timedelta(days=n), grain) for n in range(piece.days)}
        assert every == {key}


def test_weeks_begin_on_mondays_and_only_whole_months_are_months():
    assert [piece.first.weekday() for piece in dates("2026-11-14", "2026-11-29").pieces(Grain.WEEK).values()] == [
        5,
        0,
        0,
    ]
    months = dates("2026-01-02", "2026-02-28").pieces(Grain.MONTH).values()
    assert [piece.is_month for piece in months] == [False, True]


@pytest.mark.parametrize("grain", Grain)
@pytest.mark.parametrize("day", ["2026-11-22", "2026-11-23", "2026-11-30", "2026-12-01", "2027-01-01", "2028-02-29"])
def test_the_database_numbers_a_date_as_we_do(elm, grain, day):
    row = factories.book(elm, "Fade").appointment
    Appointment.objects.filter(pk=row.pk).update(listed_on=date(day))
    found = Appointment.objects.filter(pk=row.pk).values_list(periods.Number(periods.F("listed_on"), grain), flat=True)
    assert list(found) == [periods.number(date(day), grain)]
