"""What every dialect's views share: the key before all else, one clock, JSON only, refusals by the phrasebook."""

import datetime as dt
import logging
import re
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

from django.core.exceptions import SuspiciousOperation
from django.db import Error
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import ValidationError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from bookings import errors
from bookings.dialects import access, bodies, documented, faults
from bookings.dialects.shop import Shop
from businesses import api_calls, outage, permits, recent_calls, security_log
from businesses.models import ApiKey

logger = logging.getLogger(__name__)

BOOKING_HOLD = "Booking-Hold"  # names the hold that a booking is made of; `holds` knows more
REQUEST_ID, SANE_ID = "X-Request-Id", re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)
BEFELL = "befell"  # of a request: the error that it met before its endpoint, which is to answer it


class Phrase(NamedTuple):
    """How a vendor says an error: the status, and words, or what makes them of the error."""

    status: int
    words: str | Callable[[Any], str]

    def about(self, error: Exception) -> str:
        """This will give the words for one error."""
        return self.words if isinstance(self.words, str) else self.words(error)


Phrasebook = Mapping[type[Exception], Phrase]


@dataclass(frozen=True)
class Dialect:
    """What makes a vendor: whose keys they are, where the secret stands, how errors are said and things are named."""

    name: str
    header: str  # that carries the secret
    secret: Callable[[Request], str]  # empty: the request carries none
    phrasebook: Phrasebook
    error_body: Callable[[Exception, str], object]
    numbered: bool = False  # ids are whole numbers; else UUIDs
    names_party: bool = False  # its create says how many people come
    shows_limits: bool = False  # X-RateLimit-Limit, -Remaining and -Reset (Unix seconds) on every answer to a known key


class KeyAuthentication(BaseAuthentication):
    """Finds what a key reaches; `request.user` is the `Shop` then, `request.auth` the key."""

    dialect: Dialect
    spoken: ClassVar[dict[str, type["KeyAuthentication"]]] = {}  # by the dialect's name: all that are mounted

    def __init_subclass__(cls) -> None:
        """This will let `/partner/v1` answer with this vendor's keys and words, too."""
        super().__init_subclass__()
        cls.spoken[cls.dialect.name] = cls

    def authenticate(self, request: Request) -> tuple[Shop, ApiKey]:
        """This will open the shop with the key, or raise `Unauthenticated`."""
        secret, now = self.dialect.secret(request), request.now
        readable = secret.isascii() and secret.isprintable()
        key = ApiKey.objects.opened_by(secret, dialect=self.dialect.name, now=now) if secret and readable else None
        if key is None:
            raise faults.Unauthenticated
        access.note_use(key, request, now=now)
        api_calls.count(key, now=now)
        return Shop(key), key


class AlwaysJson(BaseContentNegotiation):
    """Answers JSON whatever a client says it accepts."""

    def select_parser(self, request: Request, parsers: list[Any]) -> Any:
        """This will give the only parser."""
        return parsers[0]

    def select_renderer(self, request: Request, renderers: list[Any], format_suffix: str | None = None) -> Any:
        """This will give the only renderer."""
        return renderers[0], renderers[0].media_type


class DialectView(access.Guarded):
    """A vendor's endpoint. It sets its `dialect`, and the `authentication_classes` that its documentation shows."""

    content_negotiation_class = AlwaysJson
    schema = documented.Schema()
    http_method_names = ["get", "head", "post", "put", "patch", "delete"]
    takes_hold = True  # where it books: what was held before may become the booking
    delete_reads_body = False  # for the documentation
    dialect: Dialect

    now: dt.datetime
    began: float  # on a clock that measures only
    request_id: str
    shop: Shop
    key: ApiKey
    permit: permits.Permit | None = None  # what the key may still do in its minute
    repeat: Any = None  # what is asked with an Idempotency-Key; `repeats` knows more

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        """This will read the clock, once for everything that the request does, and give the request its id."""
        self.now, self.began = timezone.now(), time.perf_counter()
        named = request.headers.get(REQUEST_ID, "")
        self.request_id = named if SANE_ID.fullmatch(named) else uuid.uuid4().hex
        wrapped = super().initialize_request(request, *args, **kwargs)
        wrapped.now = self.now
        return wrapped

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """This will refuse a wrong key before all else, then one that asks too often or for what it may not do, then
        what is too large to be looked at."""
        if befell := getattr(request._request, BEFELL, None):
            raise befell
        super().initial(request, *args, **kwargs)
        self.take_permit()
        self.refuse_unless_allowed(request, self.key)
        bodies.refuse_too_large(request._request)

    def perform_authentication(self, request: Request) -> None:
        """This will find what the key opens."""
        self.shop, self.key = request.user, request.auth

    def take_permit(self) -> None:
        """This will count the request, or raise `TooManyRequests`."""
        try:
            self.permit = permits.take(self.key, now=self.now)
        except permits.Exceeded as exceeded:
            self.permit = exceeded.permit
            raise faults.TooManyRequests(exceeded.retry_after_seconds) from None

    @property
    def actor(self) -> str:
        """Whose doing it is, as events name it."""
        return f"{self.key.dialect}:{self.key.prefix}"

    @property
    def route(self) -> str:
        """The path of what is asked: the same, however many paths lead there."""
        return self.request.path

    @cached_property
    def raw_body(self) -> bytes:
        """The body as it came: it can be read once."""
        return bodies.read(self.request._request)

    def body(self, *, required: bool = True) -> dict[str, Any]:
        """This will give the JSON object that the request carries."""
        bodies.refuse_other_types(self.raw_body, self.request._request.content_type)
        return bodies.parsed(self.raw_body, required=required)

    def checked(self, shape: type[Serializer[Any]], values: Mapping[str, Any]) -> dict[str, Any]:
        """This will read values by a shape, or raise `BadRequest` about the first field that does not fit."""
        reader = shape(data=values, context={"now": self.now})
        if not reader.is_valid():
            raise _bad(reader.errors)
        return reader.validated_data

    def checked_query(self, shape: type[Serializer[Any]]) -> dict[str, Any]:
        """This will read the query by a shape; of a parameter given twice the last counts."""
        return self.checked(shape, self.request.query_params.dict())

    def http_method_not_allowed(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """This will refuse a method that the path does not have."""
        raise faults.MethodNotAllowed

    def handle_exception(self, exc: Exception) -> Response:
        """This will say an error in the vendor's words; one that nobody expected is logged and stays unexplained."""
        error = self._unavailable(exc) or _as_fault(exc)
        phrase = errors.said(self.dialect.phrasebook, error)
        if isinstance(error, access.NOTED):
            key = getattr(getattr(self, "key", None), "prefix", "-")
            why = {"why": type(error).__name__, "id": self.request_id}
            security_log.note("partner refused", self.request._request, user="-", key=key, **why)
        if not isinstance(error, errors.Refused | faults.RequestFault):
            where = self.request.method, self.request.path, self.request_id
            logger.error("%s %s failed (request %s)", *where, exc_info=exc)
        response = Response(self.dialect.error_body(error, phrase.about(error)), status=phrase.status)
        if isinstance(error, errors.Busy):
            response["Retry-After"] = "1"
        if isinstance(error, faults.TooManyRequests):
            response["Retry-After"] = str(error.retry_after_seconds)
        if isinstance(error, faults.Unavailable):
            response["Retry-After"] = str(error.retry_after_seconds)
            response._has_been_logged = True
        response.exception = True
        return response

    def finalize_response(self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any) -> Any:
        """This will put on whatever the answer is by which id it is found in the log, and what the key may still do."""
        response[REQUEST_ID] = self.request_id
        if self.permit is not None and self.dialect.shows_limits:
            response["X-RateLimit-Limit"] = str(self.permit.limit)
            response["X-RateLimit-Remaining"] = str(self.permit.remaining)
            response["X-RateLimit-Reset"] = str(self.permit.resets_at)
        self.note_call(response.status_code)
        return super().finalize_response(request, response, *args, **kwargs)

    def note_call(self, status: int) -> None:
        """This will remember how the request went, for the owner of its key: by the pattern of its path alone."""
        if not hasattr(self, "key"):  # a stranger's
            return
        asked = self.request._request
        took = round(1000 * (time.perf_counter() - self.began))
        route = asked.resolver_match.route if asked.resolver_match else ""
        call = recent_calls.Call(self.now, asked.method or "", route, status, took, self.request_id)
        api_calls.note(self.key, call)

    def _unavailable(self, exc: Exception) -> faults.Unavailable | None:
        """An outage as a fact of ours, with one line in the log; the rest of the stack says nothing about it."""
        if not isinstance(exc, Error) or not outage.is_outage(exc):
            return None
        route = getattr(self.request.resolver_match, "route", "")
        logger.error("%s %s: 503, the database cannot serve: %s", self.request.method, route, outage.said(exc))
        changing = self.request.method not in SAFE_METHODS and not isinstance(exc, outage.Crowded)
        return faults.Unavailable(changing=changing, retry_after_seconds=outage.retry_after(exc))


class UnknownPath(DialectView):
    """A path that the dialect does not have, whatever the method."""

    schema = None
    callers = access.ANY_CALLER

    def http_method_not_allowed(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """This will say that there is nothing."""
        raise faults.NotFound


def _as_fault(exc: Exception) -> Exception:
    """The framework's own refusals, as facts of ours."""
    if isinstance(exc, ValidationError):
        return _bad(exc.detail)
    if isinstance(exc, SuspiciousOperation):  # a thousand query parameters, for one
        return faults.BadRequest("", "The request cannot be read.")
    return faults.NotFound() if isinstance(exc, Http404) else exc


def _bad(detail: Any, field: str = "") -> faults.BadRequest:
    """The path of the first field that is wrong, and why."""
    while not isinstance(detail, str):
        if isinstance(detail, dict):
            name, detail = next(iter(detail.items()))
            field = ".".join(filter(None, [field, str(name) if name != "non_field_errors" else ""]))
        else:
            detail = next((part for part in detail if part), "")
    return faults.BadRequest(field, str(detail), missing=getattr(detail, "code", "") == "required")
