"""The page "API access": what was asked for and what became of it, the keys and how much they are used."""

import datetime as dt
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse

from bookings.dashboard.access.numbers import NUMBERED, numbers_of
from bookings.dashboard.access.partner_apis import PARTNER_APIS, PartnerApi
from bookings.dashboard.frame import pages
from businesses import api_access, api_calls, api_rights
from businesses.models import ApiAccessRequest, ApiKey, ApiKeyGrant, Business, Dialect
from businesses.models.api_key import IDLE_AFTER

Status = ApiAccessRequest.Status
DAYS = 30
PITCH, HEIGHT, LEAST = 10, 48, 2  # of a bar, in units of the picture


class Bar(NamedTuple):
    """One day of the chart, as drawn and as said."""

    day: dt.date
    calls: int
    x: int
    y: int
    height: int


class Chart(NamedTuple):
    """The calls of the last days."""

    bars: list[Bar]
    total: int

    @property
    def busiest(self) -> Bar:
        """The day with the most calls."""
        return max(self.bars, key=lambda bar: bar.calls)


class Offer(NamedTuple):
    """An API, and how far the business has come with it."""

    api: PartnerApi
    asked: ApiAccessRequest | None

    @property
    def is_approved(self) -> bool:
        """Whether keys can be made."""
        return self.asked is not None and self.asked.status == Status.APPROVED

    @property
    def can_be_asked(self) -> bool:
        """Whether it makes sense to ask."""
        return self.api.is_available and (self.asked is None or self.asked.status == Status.REFUSED)


def access_page(
    request: HttpRequest, business: Business, *, now: dt.datetime, typed: dict[str, str] | None = None, error: str = ""
) -> HttpResponse:
    """This will give the page; with what was `typed` and the `error` when a request could not be made."""
    asked = list(ApiAccessRequest.objects.filter(business=business).select_related("requested_by"))
    offers = [Offer(api, _latest(asked, api.dialect)) for api in PARTNER_APIS.values()]
    keys = list(ApiKey.objects.filter(business=business).select_related("customer"))
    newer = {key.replaces_id: key for key in keys if key.replaces_id}
    calls = api_calls.by_day(keys, until=(today := now.astimezone(business.zone).date()), days=DAYS)
    for key in keys:
        key.chart = chart(calls[key.pk], until=today)
        key.newer, key.has_sites = newer.get(key.pk), key.dialect in api_rights.IN_BROWSERS
        key.can_rotate = not key.newer and (key.expires_at is None or key.expires_at > now + api_access.OVERLAP)
        key.is_idle = (key.last_used_at or key.created_at) <= now - IDLE_AFTER
    context: dict[str, Any] = {
        "offers": offers,
        "askable": [offer.api for offer in offers if offer.can_be_asked],
        "asked": asked,
        "working": [key for key in keys if _works(key, now)],
        "ended": [key for key in keys if not _works(key, now)],
        "grants": ApiKeyGrant.objects.filter(business=business).select_related("key"),
        "booxi": PARTNER_APIS[Dialect.BOOXI],
        "numbers": numbers_of(business) if any(key.dialect in NUMBERED and _works(key, now) for key in keys) else [],
        "typed": typed or {},
        "error": error,
    }
    return pages.show(request, "admin/api_access.html", context, title="API access", status=400 if error else 200)


def chart(calls: list[int], *, until: dt.date) -> Chart:
    """This will draw numbers of calls, one a day, the last for `until`; a day with any call has a bar one can see."""
    most, first = max(calls), until - dt.timedelta(days=len(calls) - 1)
    bars = []
    for number, count in enumerate(calls):
        height = max(LEAST, round(count * HEIGHT / most)) if count else 0
        bars.append(Bar(first + dt.timedelta(days=number), count, number * PITCH, HEIGHT - height, height))
    return Chart(bars, sum(calls))


def _latest(asked: list[ApiAccessRequest], dialect: str) -> ApiAccessRequest | None:
    """The request that counts: an approved one, else the latest; they come the latest first."""
    found = [each for each in asked if each.dialect == dialect]
    return next((each for each in found if each.status == Status.APPROVED), found[0] if found else None)


def _works(key: ApiKey, now: dt.datetime) -> bool:
    return key.revoked_at is None and (key.expires_at is None or key.expires_at > now)
