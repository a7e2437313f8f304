"""How a partner's program is doing: the last calls of a key, how many were refused, and the slowest."""

from collections.abc import Sequence
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from bookings.dashboard.access.partner_apis import PARTNER_APIS
from bookings.dashboard.frame import pages
from businesses import recent_calls
from businesses.models import ApiKey, RecentCall

REFUSED, OURS = 400, 500  # the first status of a refusal, and of a fault of ours


class Summary(NamedTuple):
    """What some calls have in common."""

    total: int
    refused: int
    ours: int
    usual_milliseconds: int  # half of the calls took no longer
    slowest: RecentCall

    @property
    def refused_percent(self) -> int:
        """How many of a hundred were refused; of few refusals among many at least 1."""
        return max(1, round(100 * self.refused / self.total)) if self.refused else 0


def calls_page(request: HttpRequest, key: ApiKey) -> HttpResponse:
    """This will give the page."""
    calls = recent_calls.of(key)
    for call in calls:
        call.look = look(call.status)
    api = PARTNER_APIS.get(key.dialect)
    context = {
        "key": key,
        "calls": calls,
        "summary": summary(calls) if calls else None,
        "api": api if api and api.is_available else None,
        "kept": recent_calls.KEPT,
        "days": recent_calls.KEPT_FOR.days,
    }
    return pages.show(request, "admin/api_key_calls.html", context, title=f"Last calls of {key}")


def summary(calls: Sequence[RecentCall]) -> Summary:
    """This will sum up calls; there must be one."""
    took = sorted(call.milliseconds for call in calls)
    return Summary(
        total=len(calls),
        refused=sum(call.status >= REFUSED for call in calls),
        ours=sum(call.status >= OURS for call in calls),
        usual_milliseconds=took[(len(took) - 1) // 2],
        slowest=max(calls, key=lambda call: call.milliseconds),
    )


def look(status: int) -> str:
    """This will say how a status is drawn."""
    if status >= OURS:
        return "badge-bad"
    return "badge-warn" if status >= REFUSED else "badge-good"
