"""Uploaded pictures are served from here, to be kept for a year; what else is asked for in their place is not found."""

import pytest

from businesses import drawing, kept_pictures, pictures
from businesses.models import Picture
from tests import factories
from tests.businesses import uploads


@pytest.fixture
def own(elm):
    """A picture of North Elm's logo."""
    drawn = drawing.drawn_here(uploads.photo((100, 100)), of=elm.business.uuid)
    path = kept_pictures.keep(elm.business, drawn, now=factories.NOW)
    return pictures.uploaded(path)


def test_browsers_keep_it_for_a_year_and_take_it_for_nothing_else(client, own):
    for name, kind in ((own.path, "image/jpeg"), (own.sources.split()[0], "image/webp")):
        answer = client.get(name)
        assert answer.status_code == 200
        assert answer["Content-Type"] == kind
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert int(answer["Content-Length"]) == len(answer.content)
        assert "Set-Cookie" not in answer
        assert "Cookie" not in answer.get("Vary", "")


def test_who_has_it_is_told_that_it_is_the_same(client, own):
    tag = client.get(own.path)["ETag"]
    answer = client.get(own.path, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert client.get(own.path, headers={"If-None-Match": '"another"'}).status_code == 200


def test_it_takes_one_question(client, own, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(own.path)


@pytest.mark.parametrize(
    "name", ["", "a.jpg", "0" * 32 + "-96.webp", "0" * 32 + "-96.svg", "0" * 32 + "-0.jpg", "..%2fsettings.py", "%00"]
)
def test_what_is_not_there_is_not_found(client, own, name):
    assert client.get(f"/pictures/{name}").status_code == 404


def test_nobody_writes_there(client, own):
    assert client.post(own.path).status_code == 405
    assert client.head(own.path).status_code == 200
    assert Picture.objects.count() == 3  # a JPEG, and two of WebP
