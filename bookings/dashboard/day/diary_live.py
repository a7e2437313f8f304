"""What a diary that lies open asks every few seconds: whether something happened, and if so, how it looks now."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_GET

from bookings import queries
from bookings.dashboard.day import diary
from bookings.dashboard.frame import pages
from bookings.dashboard.frame.owned import MANAGER, OWNER, STAFF


@require_GET
def live(request: HttpRequest) -> HttpResponse:
    """The sheet alone, by the diary's own `?day=&view=&staff=`; 304 while it is what the browser's tag stands for.

    `house` is the business that the open page shows: whoever works in another one meanwhile is told of no change here.
    """
    reach, now = pages.only(request, OWNER, MANAGER, STAFF), timezone.now()
    if reach.here is None or request.GET.get("house") != str(reach.here.pk):
        raise Http404
    asked = diary.read(request.GET, reach, now.astimezone(reach.here.zone).date())
    house = queries.house(reach.here)
    version = diary.version(house, asked, now)
    if request.headers.get("If-None-Match", "").strip().removeprefix("W/").strip('"') == version:
        answer = HttpResponse(status=304)
    else:
        sheet = diary.shown(house, asked, now, version)
        answer = TemplateResponse(request, "admin/diary_sheet.html", {"reach": reach, **sheet})
    answer["ETag"] = f'"{version}"'
    add_never_cache_headers(answer)
    return answer
