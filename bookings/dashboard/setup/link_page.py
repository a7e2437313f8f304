"""Where guests find the booking page: the link for each place, its QR code, the poster, the code for a site."""

import io
from collections.abc import Callable
from typing import Any, NamedTuple

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from bookings.dashboard.frame import pages, words
from bookings.dashboard.frame.owned import MANAGER, OWNER
from businesses.models import Business

# Guests read the poster, so its words are in the language of the business until somebody types others.
POSTER = {
    "en": "Scan and book",
    "es": "Escanea y reserva",
    "fr": "Scannez et réservez",
    "de": "Scannen und buchen",
    "ar": "امسح الرمز واحجز",
}
LONGEST_WORDS = 60
KINDS = {"svg": "image/svg+xml", "png": "image/png"}
HOW = {
    "google": "In your Business Profile: “Edit profile”, then “Bookings”, and paste it as your booking link.",
    "instagram": "In the app: “Edit profile”, “Links”, “Add external link”. Name it “Book”.",
    "facebook": "On your page: “Add action button”, “Book now”, and paste it as the website.",
    "whatsapp": "In WhatsApp Business: “Business tools”, “Business profile”, “Website”; and in your greeting.",
    "site": "As a button in your menu. Or show the whole page in your own, as below.",
}


class Placed(NamedTuple):
    """A place for the link: its key, its name, the link with the place in it, and how it is put there."""

    key: str
    name: str
    link: str
    how: str


def urls(view: Callable[[Any], Any]) -> list[Any]:
    """This will give the addresses of these pages."""
    return [
        path("links/", view(links), name="links"),
        path("links/qr.svg", view(svg), name="links_svg"),
        path("links/qr.png", view(png), name="links_png"),
        path("links/poster/", view(poster), name="links_poster"),
    ]


@require_safe
def links(request: HttpRequest) -> HttpResponse:
    """The page: each link to copy, the QR code to download, the code for a site with a preview."""
    here = pages.business(request, OWNER, MANAGER)
    site, script = _link(here, "site"), f"{settings.PUBLIC_URL}{settings.STATIC_URL}embed.js"
    context = {
        "is_open": here.active,
        "public": _link(here),
        "places": [Placed(key, words.CAME_FROM[key], _link(here, key), how) for key, how in HOW.items()],
        "embed": f'<div data-booking="{site}"></div>\n<script src="{script}" async></script>',
        "origins": here.embed_origins,
        "rules": reverse("admin:businesses_business_change", args=[here.pk]) + "#id_embed_origins",
        "preview": reverse("business", args=[here.slug]) + "?embed=1&preview=1",
    }
    answer = pages.show(request, "admin/links.html", context, title="Put your booking link here")
    answer._csp_update = {"frame-src": ["'self'"]}  # type: ignore[attr-defined]  # as django-csp's decorators do
    return answer


@require_safe
def svg(request: HttpRequest) -> HttpResponse:
    """The QR code, for print of any size."""
    return _image(pages.business(request, OWNER, MANAGER), "svg")


@require_safe
def png(request: HttpRequest) -> HttpResponse:
    """The QR code, for programs that take no SVG."""
    return _image(pages.business(request, OWNER, MANAGER), "png")


@require_safe
def poster(request: HttpRequest) -> HttpResponse:
    """A page of A5 to print: the name, a few words, the QR code, and the address for those who type it."""
    here = pages.business(request, OWNER, MANAGER)
    typed = request.GET.get("words", "").strip()[:LONGEST_WORDS]
    context = {
        "here": here,
        "words": typed or POSTER.get(here.language.partition("-")[0], POSTER["en"]),
        "longest": LONGEST_WORDS,
        "address": _link(here).partition("://")[2].rstrip("/"),
    }
    return pages.show(request, "admin/poster.html", context, title="A poster with your QR code")


def _image(here: Business, kind: str) -> HttpResponse:
    answer = HttpResponse(_drawn(here, kind), content_type=KINDS[kind])
    answer["Content-Disposition"] = f'attachment; filename="{here.slug}-qr.{kind}"'
    add_never_cache_headers(answer)
    return answer


def _drawn(here: Business, kind: str) -> bytes:
    """Black on white with the quiet border that readers need; a quarter of it may be covered or dirty."""
    file = io.BytesIO()
    code = segno.make(_link(here, "qr"), error="q", micro=False)
    as_kind = {"xmldecl": False, "omitsize": True} if kind == "svg" else {"scale": 20}
    code.save(file, kind=kind, border=4, light="white", **as_kind)
    return file.getvalue()


def _link(here: Business, place: str = "") -> str:
    address: str = settings.PUBLIC_URL + reverse("business", args=[here.slug])
    return f"{address}?from={place}" if place else address
