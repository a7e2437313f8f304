"""Every start that cannot be had says why, and what it says is all there is: take the reasons away, and it is free."""

import datetime as dt
from dataclasses import replace

from hypothesis import given, settings

from bookings.availability import DAY, Hours, Interval, Reason, Rule, laid_out, minutes_of, reasons
from tests.bookings.availability.calendars import Case, cases, quickly
from tests.bookings.availability.examples import ONE_DAY
from tests.bookings.availability.plain import Facts, Person, Thing

STEPS = 12  # rules that can be in the way one after the other
ALWAYS = (Interval(0, 2 * DAY),)


@settings(quickly, max_examples=60)
@given(cases())
def test_every_start_of_a_grid_is_free_or_has_a_reason_whose_removal_frees_it_or_shows_the_next(case: Case) -> None:
    openings = case.openings()
    for person in openings.performers:
        for day in case.days:
            starts = list(minutes_of(laid_out(openings, day, person), openings.span.start))
            for start in starts[:: max(len(starts) // 6, 1)]:
                assert bool(reasons(openings, start, person)) != (start in openings.free_starts(person))
                until_free(case, start, person)


def until_free(case: Case, start: int, person: int) -> None:
    """This will take away the first reason of a start again and again."""
    for _ in range(STEPS):
        found = reasons(case.openings(), start, person)
        if not found:
            assert person in case.openings().free_people(start, person)
            return
        case = without(case, found[0], start, person)
        assert found[0] not in reasons(case.openings(), start, person), found[0]
    raise AssertionError(found)
