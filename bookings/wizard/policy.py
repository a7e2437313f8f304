"""What one page may do beyond the strict policy of all: show a business's own pictures, stand in a site it lists."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.http import HttpResponse

from businesses import pictures

SCHEMES = {"http", "https"}
HOST = set("abcdefghijklmnopqrstuvwxyz0123456789.-")


def allow_images(response: HttpResponse, urls: Iterable[str]) -> None:
    """This will let a page load images from where these addresses are, encrypted, and from nowhere else but here."""
    elsewhere = (url for url in urls if not pictures.uploaded(url))
    origins = sorted({origin for url in elsewhere if (origin := origin_of(url)).startswith("https:")})
    if origins:
        response._csp_update = {"img-src": origins}  # type: ignore[attr-defined]  # as django-csp's decorators do


def allow_framing(response: HttpResponse, origins: Iterable[str]) -> None:
    """This will let these sites, and no other, show a page in a frame. What is more than an origin allows nobody.

    Of `https://platform.example/a-salon` the origin would be the whole platform, which nobody listed.
    """
    allowed = sorted({origin for each in origins if (origin := origin_of(each)) and origin == each.lower()})
    if allowed:
        response._csp_replace = {"frame-ancestors": allowed}  # type: ignore[attr-defined]
        response.xframe_options_exempt = True  # type: ignore[attr-defined]  # it knows no lists of sites


def allow_preview(response: HttpResponse) -> None:
    """This will let the dashboard show a page in a frame, so that an owner sees what other sites will show."""
    response._csp_replace = {"frame-ancestors": ["'self'"]}  # type: ignore[attr-defined]
    response["X-Frame-Options"] = "SAMEORIGIN"


def origin_of(url: str) -> str:
    """This will give scheme, host and port of an address; "" when it is none of the web's."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    if parts.scheme not in SCHEMES or not parts.hostname or not set(parts.hostname) <= HOST:
        return ""
    return f"{parts.scheme}://{parts.hostname}{port}"
