"""What can be wrong with a request, beside the engine's no: facts, as in `bookings.errors`, without words or codes.

RequestFault
├── Unauthenticated        no key, or none that opens anything here
├── NotFound               no such path, or nothing by that id within the key's reach
├── MethodNotAllowed       the path is there, the method is not
├── BodyTooLarge           more than the limit of bytes
├── UnsupportedMediaType   a body that does not call itself JSON
├── BadRequest             a body or a field that cannot be read
└── Unavailable            the database cannot serve
"""


class RequestFault(Exception):
    """The engine did not answer, or was not asked."""


class Unauthenticated(RequestFault):
    """No key, or none that opens anything here."""


class NotFound(RequestFault):
    """There is no such path, or nothing by that id within the key's reach."""


class MethodNotAllowed(RequestFault):
    """The path is there, the method is not."""


class BodyTooLarge(RequestFault):
    """The body has more bytes than anybody needs."""


class UnsupportedMediaType(RequestFault):
    """The body does not call itself JSON."""


class BadRequest(RequestFault):
    """The body, or the field of that name, cannot be read; `text` says why, in plain words."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(field, text)
        self.field = field
        self.text = text

    def __str__(self) -> str:
        return f"{self.field}: {self.text}" if self.field else self.text


class Unavailable(RequestFault):
    """The database cannot serve. Whether something was done is known only of requests that change nothing."""

    def __init__(self, *, changing: bool, retry_after_seconds: int) -> None:
        super().__init__(changing, retry_after_seconds)
        self.changing = changing
        self.retry_after_seconds = retry_after_seconds
