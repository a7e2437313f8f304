"""What wishes of many parts cost, without HTTP: no partner's address stands for all of them."""

from collections.abc import Mapping

from load import shell
from load.report import Figure

TIMES = 104


def figures(environment: Mapping[str, str], slug: str) -> list[Figure]:
    """The time of a visit of three services as a multiple of one booking's, and that of a series of a year."""
    found = shell.call(environment, "parts_rows", "measured", slug=slug, times=TIMES)
    return [
        Figure("book a visit of three services, of one booking, without HTTP", found["visit"] / found["one"], "x"),
        Figure(f"book a series of {TIMES} occurrences, without HTTP", found["series"], "ms"),
    ]
