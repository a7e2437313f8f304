"""What is kept between requests answers as if it had been made for each."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.availability import Booked, Busy, Interval, Openings, Policy, Span, instant_of
from bookings.availability.busy import gaps_of
from tests.bookings.availability import plain
from tests.bookings.availability.calendars import Case, cases, policies, quickly
from tests.bookings.availability.examples import BERLIN, EARLY, MONDAY, ONE_DAY, between, facts

often = settings(quickly, max_examples=80)

SPAN = Span(BERLIN, MONDAY, MONDAY + 6 * ONE_DAY)
minutes = st.integers(SPAN.start - 300, SPAN.end + 300)
times = st.lists(
    st.builds(lambda start, length: Interval(start, start + length), minutes, st.integers(1, 900)), max_size=9
)


@often
@given(times, st.lists(st.tuples(st.integers(0, 90), st.integers(1, 300)), min_size=1, max_size=4))
def test_gaps_that_are_kept_are_those_computed_anew(taken: list[Interval], asked: list[tuple[int, int]]) -> None:
    busy = Busy(SPAN, [Booked(key, time, time) for key, time in enumerate(taken)])
    for before, more in [*asked, *asked]:
        times = (Interval(-before, more),)
        assert busy.gaps(times) == gaps_of(SPAN.mask(taken), SPAN, times)


@settings(quickly, max_examples=50)
@given(cases(), st.lists(st.tuples(policies, st.integers(1, 3), st.integers(0, 1439)), min_size=2, max_size=4))
def test_offers_and_diaries_that_are_kept_answer_every_question_as_new_ones_do(
    case: Case, questions: list[tuple[Policy, int, int]]
) -> None:
    kept, today = case.openings(), case.now.astimezone(case.facts.zone).date()
    for policy, party, minute in questions:  # one after another, at any moment of the same day
        now = instant_of(kept.span.midnight(today) + minute)
        if now.astimezone(case.facts.zone).date() == today:
            asked = {"now": now, "party": party, "policy": policy}
            again = Openings(kept.offers, kept.diaries.people, kept.diaries.things, **asked)
            for day in case.days:
                for person in (None, *kept.performers):
                    assert again.offered(day, person) == case.openings(**asked).offered(day, person)
                    assert again.free(day, person) == case.openings(**asked).free(day, person)


def test_a_diary_that_is_kept_answers_at_every_second() -> None:
    time, until = between("10:00", "11:00"), int(EARLY.timestamp()) + 60
    shop, span = facts(), Span(BERLIN, MONDAY, MONDAY)
    busy = Busy(span, [Booked(3, time, time, until), Booked(4, between("09:00", "09:30"), between("09:00", "09:30"))])
    offers = plain.offers(shop, MONDAY, MONDAY, now=EARLY)
    for seconds, expected in (0, 1), (60, 4), (59, 1), (61, 4):  # in any order
        openings = Openings(offers, {1: busy}, now=EARLY + dt.timedelta(seconds=seconds))
        assert openings.count(MONDAY) == expected
    assert [row.key for row in busy.held(until - 1)] == [3]
    assert [row.key for row in busy.lapsed(until)] == [3]
    assert busy.lapsed(until - 1) == busy.held(until) == ()
