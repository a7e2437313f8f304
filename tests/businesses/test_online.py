"""The address of a video meeting."""

import pytest

from businesses import online


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("http://meet.example/a", "must begin with https://"),
        ("javascript:alert(1)", "must begin with https://"),
        ("https://{random}.meet.example/", "behind the name of the site"),
        ("https://meet.example/{rnd}", "no other braces"),
        ("https://meet.example/a b", "is no web address"),
        ("https://", "is no web address"),
        ("https://[meet", "is no web address"),
    ],
)
def test_what_is_no_address_of_a_meeting_is_said(template, words):
    assert words in online.fault(template)


@pytest.mark.parametrize(
    "template", ["https://meet.example/ana", "https://meet.example/{random}", "https://meet.example/r?id={random}&x=1"]
)
def test_a_fixed_address_and_one_with_a_random_part_will_do(template):
    assert online.fault(template) == ""


def test_the_random_part_is_put_in_and_is_another_one_each_time():
    assert online.address("https://meet.example/{random}", "0a") == "https://meet.example/0a"
    assert online.address("https://meet.example/ana", "") == "https://meet.example/ana"
    assert online.address("https://meet.example/{random}", "") == ""
    parts = {online.new_part() for _ in range(100)}
    assert len(parts) == 100
    assert {len(part) for part in parts} == {32}
