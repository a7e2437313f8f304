"""How many bytes a request may carry, by its path and by who sends it. Knows nothing else, so that a web server may ask
it before it reads on."""

from collections.abc import Iterator
from typing import NamedTuple

USUAL = 65_536  # bytes: for everybody, everywhere
FORM = 1024 * 1024
DOCUMENT = 5 * 1024 * 1024 + USUAL  # the largest document, with the rest of its form
LINES = 4 * 1024 * 1024 + USUAL  # a file of another system, with the rest of its form
PICTURE = 12 * 1024 * 1024  # a form with a picture: one that is a little too large is refused at its field, in words

ANYBODY, SIGNED_IN, MANAGER, OWNER = range(4)


class Size(NamedTuple):
    """What whoever is at least `who` may send below a path."""

    path: str
    who: int
    largest: int
    files: bool = False


TABLE = (  # the first that fits path and person; the last fits all, a path that does not begin with a slash as well
    Size("/admin/document/", OWNER, DOCUMENT, files=True),  # the import
    Size("/admin/import/", MANAGER, LINES, files=True),
    Size("/admin/businesses/business/", MANAGER, PICTURE, files=True),
    Size("/admin/businesses/service/", MANAGER, PICTURE, files=True),
    Size("/admin/businesses/staffmember/", MANAGER, PICTURE, files=True),
    Size("/admin/photo/", SIGNED_IN, PICTURE, files=True),
    Size("/admin/", SIGNED_IN, FORM),
    Size("", ANYBODY, USUAL),
)


def fitting(path: str) -> Iterator[Size]:
    """This will give the rows of a path, the most particular one first."""
    return (size for size in TABLE if path.startswith(size.path))


def of(path: str) -> Size:
    """This will give the most particular row of a path."""
    return next(fitting(path))
