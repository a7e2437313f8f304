"""The catalogues say what the pages say: complete in every language, and compiled."""

import pytest

import messages


def test_the_catalogues_are_complete_and_compiled():
    assert list(messages.faults()) == []


def test_the_sources_are_read():
    found = {message.id if isinstance(message.id, str) else message.id[0] for message in messages.from_source()}
    assert {"Book now", "{count} place left", "%(count)s time", "Write your name, so that we know who comes."} <= found


@pytest.mark.parametrize(
    ("text", "string", "found"),
    [
        ("%(name)s will come", "%(name)s kommt", ""),
        ("%(name)s will come", "%(nam)s kommt", "nam, name"),
        ("{count} of {all}", "{all}", "count"),
        (("{count} place", "{count} places"), ("ein Platz", "{count} Plätze"), ""),
        (("{count} place", "{count} places"), ("ein Platz", "{n} Plätze"), "n"),
    ],
)
def test_a_placeholder_that_is_lost_is_seen(text, string, found):
    assert messages.strange_placeholders(text, string) == found
