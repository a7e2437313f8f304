"""What the benchmark makes of what it measured."""

import json

from load import pace, report
from load.pace import Pace

LINE = report.Line("times of a date", 1, None, 4.0, 9.5, 0.25, 7, 12)


def test_a_share_of_the_floor_is_by_requests_a_second_where_there_are_some_else_by_the_usual_time():
    assert Pace(50.0, 3, 9).of(Pace(200.0, 1, 2)) == 0.25
    assert Pace(None, 4, 9).of(Pace(None, 1, 2)) == 0.25


def test_the_median_of_rounds_adds_up_what_was_wrong():
    assert pace.median([Pace(10, 1, 2, 0), Pace(30, 3, 9, 2), Pace(20, 2, 4, 1)]) == Pace(20, 2, 4, 3)


def test_a_pace_without_a_single_answer_is_wrong():
    assert pace.of_times([], rate=0.0, wrong=0).wrong == 1


def test_the_document_keeps_its_words_around_the_tables(tmp_path):
    document = tmp_path / "performance.md"
    document.write_text(f"Before.\n\n{report.BEGIN}\n\nof yesterday\n\n{report.END}\n\nAfter.\n")
    for _ in range(2):  # again and again
        report.write_docs(document, [report.Findings("PostgreSQL", lines=[LINE])], "On two cores:")
    text = document.read_text()
    assert text.startswith("Before.\n\n")
    assert text.endswith("\n\nAfter.\n")
    assert "of yesterday" not in text
    assert text.count("| times of a date | 1 | – | 4.0 | 9.5 | 25.0% | 7 | 12 |") == 1


def test_the_json_says_null_of_what_could_not_be_measured(tmp_path):
    target = tmp_path / "bench.json"
    found = report.Findings("SQLite", figures=[report.Figure("memory", float("nan"), "MB", wrong=1)])
    report.write_json(target, [found], {"long": False})
    assert json.loads(target.read_text())["engines"][0]["figures"][0]["figure"] is None
    assert found.wrong == 1
    assert "1 answers were wrong" in report.show(found)
