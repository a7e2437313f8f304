"""Which language a guest's page is in, and how dates and prices are written in it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from bookings import localized
from bookings.localized import LANGUAGES, NAMES, Reader, spoken
from businesses import cookies
from businesses.models import Business

COOKIE = "lang"
A_YEAR = 365 * 24 * 60 * 60


def speak(request: HttpRequest, business: Business, *, preferred: str = "") -> Reader:
    """This will put the rest of the request into the guest's language, and give the one who reads it.

    `preferred` is the language a guest is known to read; it goes before what their browser says.
    """
    language = chosen(request, business.language, preferred=preferred)
    translation.activate(language)
    return Reader(language, business.country, business.zone)


def chosen(request: HttpRequest, otherwise: str = "en", *, preferred: str = "") -> str:
    """This will give the language of a page: as its address says, else as chosen before, else the browser's best."""
    asked = (request.GET.get("lang", ""), request.POST.get("lang", ""), cookies.read(request, COOKIE))
    return _first(request, *asked, preferred, otherwise=otherwise)


def of_headers(request: HttpRequest) -> str:
    """This will give the language of a page that answers a request which nobody may read any further."""
    return _first(request, request.GET.get("lang", ""), cookies.read(request, COOKIE))


def remember(request: HttpRequest, response: HttpResponse) -> None:
    """This will keep a choice of language for the guest's next visit, and tell caches what the page depends on."""
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    if language := spoken(request.GET.get("lang", "")):
        cookies.keep(response, COOKIE, language, seconds=A_YEAR)


def switch(request: HttpRequest) -> list[dict[str, str]]:
    """This will give the languages a page can be in, each with its own name and this page's address in it."""
    found = []
    for code in LANGUAGES:
        query = request.GET.copy()
        query["lang"] = code
        found.append({"code": code, "name": NAMES[code], "href": f"{request.path}?{query.urlencode()}"})
    return found


def forget(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: what one guest speaks is forgotten before the thread serves the next one."""

    def serve(request: HttpRequest) -> HttpResponse:
        with translation.override(settings.LANGUAGE_CODE):
            return get_response(request)

    return serve


def _first(request: HttpRequest, *asked: str, otherwise: str = "en") -> str:
    accepted = _accepted(request.headers.get("Accept-Language", ""))
    return localized.chosen(*asked, *accepted, otherwise)


def _accepted(header: str) -> list[str]:
    """The languages of an Accept-Language header, the best first."""
    found = []
    for position, part in enumerate(header.split(",")[:20]):
        name, _, quality = "".join(part.split()).lower().partition(";q=")  # blanks are allowed around each sign
        try:
            found.append((-float(quality or 1), position, name))
        except ValueError:
            continue
    return [name for quality, _, name in sorted(found) if quality < 0]
