"""The colours of a business: whatever its accent is, everything can be read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from businesses import palette


def colours(css):
    light, dark = css.split("@media")
    return [dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{6})", part)) for part in (light, dark)]


def rgb(text):
    return tuple(bytes.fromhex(text[1:]))


@given(st.integers(0, 0xFFFFFF))
def test_every_accent_can_be_read_on_light_and_on_dark(number):
    grounds = ((250, 248, 244), (255, 255, 255)), ((33, 30, 27), (22, 20, 18))
    for found, surfaces in zip(colours(palette.style_sheet(f"#{number:06x}")), grounds, strict=True):
        text = rgb(found["accent-text"])
        for surface in (*surfaces, rgb(found["accent-soft"])):
            assert palette.contrast(text, surface) >= 4.5
        assert palette.contrast(rgb(found["accent-ink"]), rgb(found["accent"])) >= 4.5


def test_an_accent_that_can_be_read_stays_as_it_is():
    assert colours(palette.style_sheet("#2f6b4f"))[0]["accent"] == "#2f6b4f"


def test_it_is_a_style_sheet_that_may_be_kept_for_a_while(client, elm):
    answer = client.get("/book/elm/look.css")
    assert answer["Content-Type"] == "text/css"
    assert "max-age=300" in answer["Cache-Control"]
    assert b"--accent:" in answer.content


@pytest.mark.parametrize("path", ["/book/nobody/look.css", "/book/karachi/look.css"])
def test_nobody_elses(client, elm, path):
    assert client.get(path).status_code == 404
