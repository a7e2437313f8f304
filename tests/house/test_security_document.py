"""docs/security.md names tests that exist, and answers every requirement of ASVS 5.0, levels 1 and 2, once."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

DOCUMENT = settings.BASE_DIR / "docs/security.md"
TESTS = settings.BASE_DIR / "tests"
ID = re.compile(r"\d+\.\d+\.\d+")
NAMED = re.compile(r"`([\w/]+\.py)`")


def wanted():
    """The ids of the list, those of level 1 with a star."""
    for line in (Path(__file__).with_name("asvs_5_0.txt")).read_text().splitlines():
        section, *numbers = line.split()
        if section != "#":
            yield from (f"{section}.{number}" for number in numbers)


def rows():
    """The rows of the tables that begin with an id, as (the ids, what is said)."""
    for line in DOCUMENT.read_text().splitlines():
        first, _, rest = line.removeprefix("| ").partition(" | ")
        if line.startswith("| ") and (found := ID.findall(first)):
            yield first, found, rest


def test_the_list_is_whole():
    ids = list(wanted())
    assert len(ids) == len(set(ids)) == 253
    assert sum(each.endswith("*") for each in ids) == 70


def test_every_requirement_has_its_line_once():
    said = Counter(each for _, found, _ in rows() for each in found)
    assert [each for each, times in said.items() if times > 1] == []
    assert {each.rstrip("*") for each in wanted()} - set(said) == set()
    assert set(said) - {each.rstrip("*") for each in wanted()} == set()


def test_level_1_is_marked():
    first = {each.rstrip("*") for each in wanted() if each.endswith("*")}
    marked = {each for ids, _, _ in rows() for each in re.findall(r"\*\*(\d+\.\d+\.\d+)\*\*", ids)}
    assert marked == first


def test_every_line_says_by_what_it_is_met_or_why_not():
    assert [ids for ids, _, rest in rows() if len(rest.strip(" |").split(" | ")) != 2] == []


@pytest.mark.parametrize("name", sorted(set(NAMED.findall(DOCUMENT.read_text()))))
def test_what_it_names_is_there(name):
    assert (TESTS / name).is_file() or (settings.BASE_DIR / name).is_file()
