"""Which requests are read at all: nothing that two readers could read in two ways."""

import re
import time
from typing import Any

from waitress.parser import HTTPRequestParser, ParsingError

CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
FOLDED = re.compile(rb"\r\n[ \t]")


class Parser(HTTPRequestParser):
    """waitress' reader of a request, stricter: what it would guess at or trip over is answered 400."""

    def __init__(self, adj: Any) -> None:
        super().__init__(adj)
        self.began = time.monotonic()

    def received(self, data: bytes) -> int:
        """As before, but who asks whether to send a body that is refused is told so, not to go on."""
        consumed: int = super().received(data)
        if self.error is not None:
            self.expect_continue = False
        return consumed

    def parse_header(self, header_plus: bytes) -> None:
        """Raises ParsingError, of which the client is told."""
        # Before anything else: waitress' pattern of a header line takes seconds over spaces before a control character.
        if CONTROL.search(header_plus):
            raise ParsingError("Control character in the header")
        if FOLDED.search(header_plus):
            raise ParsingError("Header line continued on the next one")
        try:
            super().parse_header(header_plus)
        except ValueError:  # half a bracket in the address; a length of thousands of digits
            raise ParsingError("Address or length is no such thing") from None
        self._must_be_plain()

    def _must_be_plain(self) -> None:
        host = self.headers.get("HOST")
        if self.version not in ("1.0", "1.1"):
            raise ParsingError("HTTP/1.0 or HTTP/1.1 is needed")
        if host is None and self.version == "1.1":
            raise ParsingError("Host is missing")
        if self.proxy_netloc and self.proxy_netloc != host:
            raise ParsingError("Host is not that of the address")
        if "TRANSFER_ENCODING" in self.headers or (self.chunked and "CONTENT_LENGTH" in self.headers):
            raise ParsingError("The length is given twice")
