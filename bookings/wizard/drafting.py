"""How a guest's form is known, so that what they typed is found again at every step, and by nobody else.

Its key stands in the address. It is read together with the secret that the guest's browser has in a cookie, so that a
link can be shared without what was typed. Within a frame of another site, and to a browser that keeps no cookies, the
address carries the signed key instead, as every form does.
"""

import datetime as dt
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from bookings import operations, queries
from bookings.models import Booking, Draft
from bookings.wizard.steps import Choices
from businesses import cookies, limits
from businesses.models import Business

_forms = signing.TimestampSigner(sep="~", salt="bookings.wizard.form")
KEPT_SECONDS = 24 * 60 * 60
LONGEST = 10_000  # signs of one field that are kept, so that what is too long is said and not lost


@dataclass(frozen=True)
class Drafted:
    """A guest's form: its key, what they typed into it so far, and the secret of their browser."""

    business: Business
    key: str
    secret: str
    draft: Draft | None = None
    is_known: bool = False
    in_address: bool = False

    @property
    def booking(self) -> Booking | None:
        """What was booked with it."""
        return self.draft.booking if self.draft else None

    @property
    def typed(self) -> dict[str, str] | None:
        """What was typed, by the name of each field; None: the form has not been sent yet."""
        return self.draft.typed if self.draft else None

    @property
    def was_sent(self) -> bool:
        """Whether the guest has sent it as complete."""
        return self.draft is not None and self.draft.was_sent

    @cached_property
    def token(self) -> str:
        """What a form of the page carries, so that it is known again, and done once when it is sent twice."""
        return _forms.sign(self.key)

    def named_in(self, choices: Choices) -> Choices:
        """This will give choices whose address names this form."""
        return choices.but(draft=self.token if choices.embed or self.in_address else self.key)

    def anew(self) -> "Drafted":
        """This will give the same guest's form for what comes next: another one once something is booked with it."""
        return self if self.booking is None else replace(self, key=_new_key(self.secret), draft=None)

    def keep(
        self, request: HttpRequest, fields: Iterable[tuple[str, str]], *, sent: bool, now: dt.datetime
    ) -> "Drafted":
        """This will keep what was typed. Raises `limits.Exceeded` for too many forms from one network."""
        typed = {name: value.replace("\0", "")[:LONGEST] for name, value in fields}
        if self.draft is None:
            limits.take_from(limits.of_guests()["forms"], request.META.get("REMOTE_ADDR", ""), now=now)
        elif (self.draft.typed, self.draft.was_sent) == (typed, sent):
            return self
        kept = operations.keep_draft(business=self.business, key=self.key, typed=typed, was_sent=sent, now=now)
        return replace(self, draft=kept)

    def remember(self, response: HttpResponse) -> HttpResponse:
        """This will give the guest's browser the secret by which it is known here."""
        cookies.keep(response, _cookie(self.business), self.secret, seconds=KEPT_SECONDS)
        return response


def drafted(request: HttpRequest, business: Business, choices: Choices, *, now: dt.datetime) -> Drafted:
    """This will find the form that a request's own form or address names, else give a new one."""
    secret, sent = cookies.read(request, _cookie(business)), request.POST.get("token", "")
    key = _opened(sent) or _opened(choices.draft) or _recognised(choices.draft, secret)
    found = queries.draft(business, key, now=now) if key else None
    known = secret or secrets.token_urlsafe(18)
    in_address = bool(key) and not _recognised(key, secret)  # what proves it came along, and the cookie did not
    return Drafted(business, key or _new_key(known), known, found, is_known=bool(key), in_address=in_address)


def _new_key(secret: str) -> str:
    word = secrets.token_urlsafe(12)
    return f"{word}.{_mark(word, secret)}"


def _recognised(written: str, secret: str) -> str:
    """A key that was made for the browser with this secret; "": it was not."""
    word, _, mark = written.partition(".")
    return written if secret and constant_time_compare(mark, _mark(word, secret)) else ""


def _opened(token: str) -> str:
    try:
        return _forms.unsign(token, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return ""


def _mark(word: str, secret: str) -> str:
    return salted_hmac("bookings.wizard.draft", f"{word} {secret}", algorithm="sha256").hexdigest()[:24]


def _cookie(business: Business) -> str:
    return f"form-{business.slug}"
