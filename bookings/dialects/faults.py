"""What can be wrong with a request, beside the engine's no: facts, as in `bookings.errors`, without words or codes.

RequestFault
├── Unauthenticated        no key, or none that opens anything here
├── OutOfScope             the key may do other things, not this
├── WrongCaller            the key is a customer's, and this is for the business; or the other way round
├── WrongSite              the key may be used on other sites, not on this one
├── NotFound               no such path, or nothing by that id within the key's reach
├── MethodNotAllowed       the path is there, the method is not
├── BodyTooLarge           more than the limit of bytes
├── UnsupportedMediaType   a body that does not call itself JSON
├── TooManyRequests        the key has used up its minute
├── BadRequest             a body or a field that cannot be read
└── Unavailable            the database cannot serve
"""


class RequestFault(Exception):
    """The engine did not answer, or was not asked."""


class Unauthenticated(RequestFault):
    """No key, or none that opens anything here."""


class OutOfScope(RequestFault):
    """The key may not do that: it lacks `scope`."""

    def __init__(self, scope: str) -> None:
        super().__init__(scope)
        self.scope = scope


class WrongCaller(RequestFault):
    """The key is a customer's, and this is for the business alone; or the other way round."""


class WrongSite(RequestFault):
    """The key may not be used on the site `origin`; None: the request names no site, and the key wants one."""

    def __init__(self, origin: str | None) -> None:
        super().__init__(origin)
        self.origin = origin


class NotFound(RequestFault):
    """There is no such path, or nothing by that id within the key's reach."""


class MethodNotAllowed(RequestFault):
    """The path is there, the method is not."""


class BodyTooLarge(RequestFault):
    """The body has more bytes than anybody needs."""


class UnsupportedMediaType(RequestFault):
    """The body does not call itself JSON."""


class TooManyRequests(RequestFault):
    """The key has used up its minute; another one begins after `retry_after_seconds`."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(retry_after_seconds)
        self.retry_after_seconds = retry_after_seconds


class BadRequest(RequestFault):
    """The body, or the field of that name, cannot be read; `text` says why, in plain words, `missing` that it is
    not there."""

    def __init__(self, field: str, text: str, *, missing: bool = False) -> None:
        super().__init__(field, text)
        self.field = field
        self.text = text
        self.missing = missing

    def __str__(self) -> str:
        return f"{self.field}: {self.text}" if self.field else self.text


class Unavailable(RequestFault):
    """The database cannot serve. Whether something was done is known only of requests that change nothing."""

    def __init__(self, *, changing: bool, retry_after_seconds: int) -> None:
        super().__init__(changing, retry_after_seconds)
        self.changing = changing
        self.retry_after_seconds = retry_after_seconds
