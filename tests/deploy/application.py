"""The product, which tells in a header whom it took the caller for."""

from collections.abc import Callable, Iterable
from typing import Any

from bookingsite.wsgi import application as product


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The product's answer."""

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        return start_response(status, [*headers, ("X-Seen-Caller", environ["REMOTE_ADDR"])], exc_info)

    answer: Iterable[bytes] = product(environ, start)
    return answer
