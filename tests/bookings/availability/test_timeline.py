"""Sets of minutes as numbers do what sets of minutes do."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.availability.timeline import Interval, every, intervals_of, mask_of, minutes_of, nearest, runs, union

WINDOW = Interval(1000, 1400)
intervals = st.lists(st.builds(Interval, st.integers(900, 1500), st.integers(900, 1500)), max_size=12)
simply = settings(database=None, deadline=None)


def inside(times: list[Interval]) -> set[int]:
    return {minute for start, end in times for minute in range(start, end)} & set(range(*WINDOW))


@simply
@given(intervals)
def test_a_mask_has_a_bit_for_each_minute_that_any_interval_covers_in_the_window(times: list[Interval]) -> None:
    mask = mask_of(times, WINDOW)
    assert set(minutes_of(mask, WINDOW.start)) == inside(times)
    assert mask.bit_count() == len(inside(times))


@simply
@given(intervals, st.integers(900, 1500), st.integers(0, 6))
def test_the_nearest_minutes_are_those_that_sorting_gives(times: list[Interval], minute: int, count: int) -> None:
    by_distance = sorted(inside(times), key=lambda each: (abs(each - minute), each))
    assert nearest(mask_of(times, WINDOW), WINDOW.start, minute, count) == sorted(by_distance[:count])


@simply
@given(intervals)
def test_a_union_has_a_bit_for_each_minute_that_any_interval_covers(times: list[Interval]) -> None:
    forward = [time for time in times if time.start <= time.end]
    assert {*minutes_of(union(forward, 900), 900)} == {minute for time in forward for minute in range(*time)}


@simply
@given(intervals, st.integers(1, 100))
def test_a_run_begins_where_so_many_minutes_follow_each_other(times: list[Interval], length: int) -> None:
    minutes = inside(times)
    expected = {minute for minute in minutes if minutes.issuperset(range(minute, minute + length))}
    assert set(minutes_of(runs(mask_of(times, WINDOW), length), WINDOW.start)) == expected


@simply
@given(st.integers(1, 60), st.integers(-2, 40))
def test_every_gives_so_many_bits_at_equal_steps(step: int, count: int) -> None:
    assert list(minutes_of(every(step, count), 7)) == [7 + n * step for n in range(count)]


@simply
@given(intervals)
def test_intervals_overlap_when_they_share_a_minute_and_contain_when_they_share_all(times: list[Interval]) -> None:
    for one in times:
        for other in times:
            assert one.overlaps(other) == bool({*range(*one)} & {*range(*other)})
            if one.length > 0 and other.length > 0:
                assert one.contains(other) == ({*range(*one)} >= {*range(*other)})


@pytest.mark.parametrize(
    ("times", "minutes"),
    [
        ([], 0),
        ([Interval(1010, 1010)], 0),
        ([Interval(1020, 1010)], 0),
        ([Interval(1010, 1020), Interval(1020, 1030)], 20),  # touching
        ([Interval(1010, 1030), Interval(1015, 1020), Interval(1025, 1040)], 30),  # one within, one across the end
        ([Interval(0, 9999)], 400),
        ([Interval(0, 1000), Interval(1400, 1500)], 0),  # outside, on the very edges
        ([Interval(990, 1001), Interval(1399, 1401)], 2),
    ],
)
def test_edges_are_half_open_and_cut_to_the_window(times: list[Interval], minutes: int) -> None:
    assert mask_of(times, WINDOW).bit_count() == minutes


@simply
@given(intervals)
def test_a_mask_gives_back_its_times_each_as_long_as_it_is_unbroken(times: list[Interval]) -> None:
    found = list(intervals_of(mask_of(times, WINDOW), WINDOW.start))
    assert inside(found) == inside(times)
    assert all(before.end < after.start for before, after in itertools.pairwise(found))
