"""How many bytes a request may carry, by its path and by who sends it. Knows nothing else, so that a web server may ask
it before it reads on."""

from typing import NamedTuple

USUAL = 65_536  # bytes: for everybody, everywhere
FORM = 1024 * 1024
DOCUMENT = 5 * 1024 * 1024 + USUAL  # the largest document, with the rest of its form

ANYBODY, SIGNED_IN, OWNER = range(3)


class Size(NamedTuple):
    """What whoever is at least `who` may send below a path."""

    path: str
    who: int
    largest: int
    files: bool = False


TABLE = (  # the first that fits; the last fits every path, one that does not begin with a slash as well
    Size("/admin/document/", OWNER, DOCUMENT, files=True),  # the import
    Size("/admin/", SIGNED_IN, FORM),
    Size("", ANYBODY, USUAL),
)


def of(path: str) -> Size:
    """This will give the row of a path."""
    return next(size for size in TABLE if path.startswith(size.path))
