"""How a body is read, whatever is said about its length."""

import io

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory

from bookings.dialects import bodies, faults


class Endless(io.RawIOBase):
    """Gives what it is asked for, in small pieces, for ever; and counts it."""

    given = 0

    def read(self, size=-1):
        assert size > 0
        piece = min(size, 1000)
        self.given += piece
        return b" " * piece


class Broken(io.RawIOBase):
    """A connection that breaks."""

    def read(self, size=-1):
        raise OSError("gone")


def request(stream, **environ):
    made = RequestFactory().post("/", content_type="application/json")
    return WSGIRequest({**made.META, "wsgi.input": stream, "CONTENT_TYPE": "application/json", **environ})


def chunked(stream, **environ):
    """A request as a server hands it over that reads chunked bodies itself."""
    return request(stream, **{"CONTENT_LENGTH": "", "wsgi.input_terminated": True, **environ})


def read_object(made, **how):
    """The object in a request's body."""
    return bodies.parsed(bodies.read(made), **how)


def test_a_chunked_body_is_read_though_it_tells_no_length():
    assert read_object(chunked(io.BytesIO(b'{"a": 1}'))) == {"a": 1}


def test_a_chunked_body_that_does_not_end_is_read_no_further_than_the_limit():
    stream = Endless()
    with pytest.raises(faults.BodyTooLarge):
        read_object(chunked(stream))
    assert stream.given == bodies.LIMIT + 1


def test_a_length_that_is_too_small_does_not_hide_the_rest():
    stream = Endless()
    with pytest.raises(faults.BodyTooLarge):
        read_object(chunked(stream, CONTENT_LENGTH="2"))


def test_a_length_that_is_too_large_is_refused_unread():
    stream = Endless()
    for length in ("65537", "9" * 5000):
        with pytest.raises(faults.BodyTooLarge):
            read_object(request(stream, CONTENT_LENGTH=length))
    assert stream.given == 0


@pytest.mark.parametrize("length", ["", "-5", "x", "٣"])
def test_a_length_that_is_none_means_no_body(length):
    with pytest.raises(faults.BadRequest):
        read_object(request(Endless(), CONTENT_LENGTH=length))


def test_a_body_that_breaks_off_is_a_bad_request():
    for made in (chunked(Broken()), request(Broken(), CONTENT_LENGTH="10")):
        with pytest.raises(faults.BadRequest):
            read_object(made)


def test_no_body_is_an_empty_object_only_where_none_is_needed():
    empty = request(io.BytesIO(), CONTENT_LENGTH="0", CONTENT_TYPE="")
    assert read_object(empty, required=False) == {}
    with pytest.raises(faults.BadRequest):
        read_object(request(io.BytesIO(), CONTENT_LENGTH="0"))
