"""The geometry of the pictures and the words beside them: nothing leaves its frame, the table says the same."""

import datetime as dt

import pytest
from django.template.loader import render_to_string

from bookings.dashboard import charts
from bookings.dashboard.charts import grid, lines, stacks, words
from bookings.dashboard.charts.columns import TALL, TOP
from bookings.queries import Cell, Day, Lead, Part, Rate
from bookings.queries.figures import LEADS, LONGER

FIRST = dt.date(2026, 8, 23)
NBSP = "\xa0"


def date_words(date):
    return f"{date:%a %d %b}"


def days(**counts):
    """Ninety dates; `d0=(kept, missed, cancelled)` fills the first."""
    return [Day(FIRST + dt.timedelta(days=n), *counts.get(f"d{n}", ())) for n in range(90)]


def week(**cells):
    """168 hours; `c1_10=(booked, working)` fills Tuesday at ten."""
    return [Cell(weekday, hour, *cells.get(f"c{weekday}_{hour}", (0, 0))) for weekday in range(7) for hour in range(24)]


def drawn(chart):
    return render_to_string(chart.template, {"chart": chart})


@pytest.mark.parametrize(
    ("most", "step", "top"),
    [
        (0, 1, 1),
        (1, 1, 1),
        (4, 1, 4),
        (5, 2, 6),
        (8, 2, 8),
        (9, 5, 10),
        (21, 10, 30),
        (274, 100, 300),
        (801, 500, 1000),
    ],
)
def test_an_axis_has_round_steps_of_which_there_are_at_most_four(most, step, top):
    assert stacks.axis(most) == (step, top)


def test_parts_of_a_date_stand_on_each_other_within_the_frame():
    chart = charts.bookings_per_day(days(d3=(4, 2, 2)), date_words)
    kept, missed, cancelled = chart.boxes
    assert [box.kind for box in chart.boxes] == ["kept", "missed", "cancelled"]
    assert kept.y + kept.height == pytest.approx(stacks.TOP + stacks.TALL)
    assert missed.y + missed.height == pytest.approx(kept.y)
    assert cancelled.y + cancelled.height == pytest.approx(missed.y)
    assert cancelled.y == pytest.approx(stacks.TOP)  # 8 of 8
    assert kept.height == pytest.approx(2 * missed.height)


def test_the_last_date_ends_at_the_edge_and_every_month_is_marked():
    chart = charts.bookings_per_day(days(d89=(1, 0, 0)), date_words)
    assert chart.boxes[0].x + chart.boxes[0].width <= charts.shapes.WIDTH
    assert [mark.text for mark in chart.months] == ["Sep", "Oct", "Nov"]
    assert [mark.text for mark in chart.levels] == ["0", "1"]


def test_the_words_name_the_busiest_day_and_count_from_the_first_booking():
    chart = charts.bookings_per_day(days(d80=(1, 0, 0), d84=(8, 1, 0)), date_words)
    assert chart.says == "10 bookings since Wed 11 Nov, 1 a day. The busiest day was Sun 15 Nov with 9."
    assert chart.table.rows == [("Sun 15 Nov", "8", "1", "0"), ("Wed 11 Nov", "1", "0", "0")]


def test_a_week_is_drawn_from_the_first_to_the_last_hour_in_which_anybody_works():
    chart = charts.utilisation(week(c1_10=(30, 60), c5_13=(60, 60)), str)
    assert [mark.text for mark in chart.rows] == ["10", "11", "12", "13"]
    assert len(chart.boxes) == 4 * 7
    assert [(box.text, box.kind) for box in chart.boxes if box.text] == [("50", "level-2"), ("100", "level-4")]
    assert all(box.x + box.width <= charts.shapes.WIDTH for box in chart.boxes)
    assert all(box.y + box.height <= chart.height for box in chart.boxes)
    assert chart.table.rows[0] == ("10", "–", f"50{NBSP}%", "–", "–", "–", "–", "–")


def test_the_words_name_the_fullest_stretch_and_the_one_with_most_room():
    full = {"c5_10": (55, 60), "c5_11": (56, 60), "c5_12": (30, 60), "c0_9": (6, 60)}
    says = charts.utilisation(week(**full), str).says
    assert (
        says == f"Saturdays between 10 and 12 are 92{NBSP}% full. Most room: Mondays between 9 and 10, 10{NBSP}% full."
    )


def test_the_last_hour_of_a_day_ends_at_midnight():
    says = charts.utilisation(week(c4_23=(60, 60), c4_22=(0, 60)), str).says
    assert says.startswith("Fridays between 23 and 0 are 100")


def test_hours_beyond_those_worked_never_make_more_than_all():
    assert Cell(0, 9, 90, 60).share == 1
    assert Cell(0, 9, 90, 0).share is None


@pytest.mark.parametrize(
    ("share", "kind"), [(None, "shut"), (0, "level-0"), (0.2, "level-1"), (0.59, "level-2"), (1, "level-4")]
)
def test_a_cell_has_one_of_five_levels(share, kind):
    assert grid.level(share) == kind


def test_a_whole_line_is_all_the_time_that_is_booked_and_many_small_parts_become_one():
    found = [Part(n, f"Person {n}", 10, 60, 0.1) for n in range(10)]
    chart = charts.parts("staff", "By person", "people", found)
    assert [line.name for line in chart.lines][-1] == "2 others"
    assert [line.length for line in chart.lines] == [36] * 8 + [72]
    assert len(chart.table.rows) == 10
    assert chart.lines[-1].y + lines.LINE <= chart.height


def test_rates_are_drawn_of_the_whole_and_say_of_what():
    chart = charts.rates(Rate(1, 4), Rate(1, 10))
    assert [line.length for line in chart.lines] == [90, 36]
    assert chart.says == "1 of 4 did not come; 1 of 10 were cancelled."
    assert chart.table.rows[0] == (
        "Did not come", "1", "4 bookings until yesterday that were not cancelled", f"25{NBSP}%",
    )  # fmt: skip


def test_leads_say_how_near_and_what_most_do():
    counts = dict(zip([*(name for _, name in LEADS), LONGER], (2, 0, 3, 5, 0, 0, 0), strict=True))
    chart = charts.leads([Lead(name, count, count / 10) for name, count in counts.items()])
    assert chart.says == f"50{NBSP}% book at most three days ahead; the most, 50{NBSP}%, 4–7 days ahead."
    assert len(chart.lines) == 7


@pytest.mark.parametrize(("share", "said"), [(0, "0"), (0.001, "under 1"), (0.5, "50"), (0.997, "99"), (1, "100")])
def test_a_little_is_not_nothing_and_nearly_all_is_not_all(share, said):
    assert words.percent(share) == f"{said}{NBSP}%"


@pytest.mark.parametrize(("minutes", "said"), [(0, "0 min"), (45, "45 min"), (60, "1 h"), (75_030, "1,250 h 30 min")])
def test_lengths_are_said_in_hours(minutes, said):
    assert words.hours_words(minutes) == said


def columns(values, **how):
    names = [f"N{n}" for n in range(len(values[0].values))]
    return charts.columns(
        "when", "When", "So many.", names, values, table=charts.Table(("When",), [(name,) for name in names]), **how
    )


def test_values_of_a_column_stand_on_each_other_and_the_highest_reaches_the_top():
    chart = columns([charts.Values("kept", "Came", [1, 2]), charts.Values("missed", "Did not", [0, 2])])
    first, low, high = chart.boxes
    assert [box.kind for box in chart.boxes] == ["kept", "kept", "missed"]
    assert (high.y, high.y + high.height) == (pytest.approx(TOP), pytest.approx(low.y))
    assert first.height == pytest.approx(low.height / 2)
    assert all(box.x + box.width <= charts.shapes.WIDTH for box in chart.boxes)


def test_shares_are_drawn_of_the_whole_whatever_the_largest_is():
    chart = columns([charts.Values("kept", "", [25, 50])], top=100, level_words=lambda level: f"{level} %")
    assert [box.height for box in chart.boxes] == [pytest.approx(TALL / 4), pytest.approx(TALL / 2)]
    assert [mark.text for mark in chart.levels] == ["0 %", "50 %", "100 %"]
    assert chart.legend == []


@pytest.mark.parametrize(("count", "named"), [(1, 1), (6, 6), (7, 4), (31, 6), (92, 6)])
def test_of_many_columns_some_have_their_name_below(count, named):
    assert len(columns([charts.Values("kept", "", [1] * count)]).names) == named


def test_the_largest_bars_are_drawn_in_order_and_a_share_of_the_whole():
    found = [charts.Bar(f"Person {n}", f"{n}", n) for n in range(10)]
    chart = charts.bars("who", "Who", "Nine.", found, table=charts.Table(("Who",), []))
    assert [line.name for line in chart.lines][:2] == ["Person 9", "Person 8"]
    assert (len(chart.lines), chart.lines[0].length, chart.note) == (8, charts.shapes.WIDTH, "The 8 largest.")
    half = charts.bars("who", "Who", "Half.", [charts.Bar("Ana", "50 %", 0.5, True)], table=charts.Table(("Who",), []))
    assert half.lines[0].length == charts.shapes.WIDTH / 2


EMPTY = [
    charts.bookings_per_day(days(), date_words),
    charts.utilisation(week(c1_10=(0, 60)), str),
    charts.utilisation(week(), str),
    charts.parts("staff", "By person", "people", []),
    charts.leads([Lead(LONGER, 0, 0.0)]),
    charts.rates(Rate(0, 0), Rate(0, 0)),
    charts.columns("when", "When", "None.", ["Nov"], [charts.Values("kept", "", [0])], table=charts.Table((), ())),
    charts.bars("who", "Who", "None.", [charts.Bar("Ana", "0", 0)], table=charts.Table((), ())),
]
FULL = [
    charts.bookings_per_day(days(d3=(4, 2, 2)), date_words),
    charts.utilisation(week(c1_10=(30, 60)), str),
    charts.parts("staff", "By person", "people", [Part(1, "<Ana> & Co", 1, 30, 1.0)]),
    charts.leads([Lead(LONGER, 1, 1.0)]),
    charts.rates(Rate(0, 1), Rate(1, 2)),
    columns([charts.Values("kept", "Came", [2]), charts.Values("missed", "Did not", [1])]),
    charts.bars("who", "Who", "One.", [charts.Bar("<Ana> & Co", "1", 1)], table=charts.Table(("Who",), [("Ana",)])),
]


@pytest.mark.parametrize("chart", EMPTY, ids=lambda chart: chart.name)
def test_without_data_there_is_a_kind_word_and_no_picture(chart):
    text = drawn(chart)
    assert chart.says in text
    assert "<svg" not in text
    assert "<details" not in text


@pytest.mark.parametrize("chart", FULL, ids=lambda chart: chart.name)
def test_a_picture_has_a_name_a_description_and_a_table_twin(chart):
    text = drawn(chart)
    assert f'role="img" viewBox="0 0 360 {chart.height}" aria-labelledby="{chart.name}-title {chart.name}-says"' in text
    assert f'<title id="{chart.name}-title">' in text
    assert f'<desc id="{chart.name}-says">' in text
    assert text.count('<th scope="row">') == len(chart.table.rows)
    assert "style=" not in text


def test_names_are_escaped():
    assert "&lt;Ana&gt; &amp; Co" in drawn(FULL[2])
    assert "<Ana>" not in drawn(FULL[2])


def test_a_missed_visit_is_told_by_its_pattern_too():
    text = drawn(FULL[0])
    assert '<pattern id="days-missed"' in text
    assert 'fill="url(#days-missed)"' in text
