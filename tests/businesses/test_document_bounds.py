"""Nobody makes the product work, remember or say without end by what they send to be loaded."""

import json
import os
import subprocess
import sys

import pytest

from businesses import document
from tests.businesses import bombs
from tests.businesses.cast import NOW, north_elm

SECONDS, MEGABYTES, CHARACTERS = 25, 700, 60_000  # of the processor; of everything that the process has; of the answer


def faults(text):
    with pytest.raises(document.DocumentError) as refusal:
        document.load(text, now=NOW)
    return refusal.value.errors


def test_endless_documents_end_soon_in_little_memory_and_few_words():
    done = subprocess.run(
        [sys.executable, "-m", "tests.businesses.bombs"],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    took = [json.loads(line) for line in done.stdout.splitlines()]
    assert [name for name, *_ in took] == list(bombs.BOMBS)
    for name, seconds, megabytes, lines, characters in took:
        assert seconds < SECONDS, name
        assert megabytes < MEGABYTES, name
        assert 0 < lines <= 101, name
        assert characters < CHARACTERS, name


def test_the_first_hundred_faults_are_said_and_how_many_more_there_are():
    customers = [{"email": f"nobody{number}"} for number in range(1234)]
    said = faults(json.dumps(north_elm(customers=customers)))
    assert len(said) == 101
    assert said[0].startswith("customers[0].email: 'nobody0' is no e-mail address")
    assert said[99].startswith("customers[99].email: ")
    assert said[100] == "… and 1,134 more"


def test_a_hundred_faults_are_all_there_are():
    assert len(faults(json.dumps(north_elm(customers=[{"email": "nobody"}] * 100)))) == 100


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"staff": [{}] * 2001}, "staff: must have at most 2,000 items, not 2,001"),
        ({"owners": [{}] * 101}, "owners: must have at most 100 items, not 101"),
        ({"customers": [{}] * 50_001}, "customers: must have at most 50,000 items, not 50,001"),
        ({"description": "x" * 50_001}, "description: must have at most 50000 characters, not 50001"),
        (
            {
                "categories": [
                    {
                        "name": word,
                        "services": [{"name": f"{word}{n}", "duration_minutes": 30} for n in range(3000)],
                    }
                    for word in "AB"
                ]
            },
            "categories: must have at most 5,000 services, not 6,000",
        ),
    ],
)
def test_too_many_of_a_kind_are_refused_in_words(changes, said):
    lines = faults(json.dumps({"name": "A", "timezone": "UTC"} | changes))
    assert lines[-1].startswith(said)
