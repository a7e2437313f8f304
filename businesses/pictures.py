"""Which pictures are shown: uploaded ones, which are served from here, and those that come encrypted from elsewhere and
are of no kind that can hold a script.

A column of a picture holds its address: of an uploaded one only the path, since the site may get another name.
"""

import re
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

FOLDER = "/pictures/"
WIDTHS = (96, 192, 384, 768, 1200)  # pixels; nothing is drawn wider than the last, nor wider than it came
NO_HTTPS = "must begin with https:// so that nobody on the way can read or change it"
SVG = "is an SVG, which can hold a script; use a PNG, JPEG or WebP"
_WEB = URLValidator(schemes=["https", "http"])
_OWN = re.compile(rf"{FOLDER}([0-9a-f]{{32}})-([1-9]\d{{0,3}})\.(jpg|png)")


class Uploaded(NamedTuple):
    """A picture that is served from here. Its name is made of its content: what it names never changes."""

    digest: str
    width: int
    kind: str  # jpg or png: what mails, partners and search engines can read; pages have WebP besides

    @property
    def path(self) -> str:
        """Where the site serves it, at its full width."""
        return f"{FOLDER}{self.digest}-{self.width}.{self.kind}"

    @property
    def sources(self) -> str:
        """The same as WebP in its widths, as the `srcset` of a page."""
        return ", ".join(f"{FOLDER}{self.digest}-{width}.webp {width}w" for width in widths(self.width))


def widths(full: int) -> list[int]:
    """This will give the widths in which a picture of so many pixels is drawn."""
    return [*(each for each in WIDTHS if each < full), full]


def uploaded(address: str) -> Uploaded | None:
    """This will read the address of an uploaded picture, with the site's name before it or without; None: no such."""
    found = _OWN.fullmatch(address.removeprefix(settings.PUBLIC_URL))
    return Uploaded(found[1], int(found[2]), found[3]) if found else None


def stored(address: str) -> str:
    """This will give an address as its column holds it."""
    own = uploaded(address)
    return own.path if own else address


def fault(address: str) -> str:
    """This will say in words what keeps a picture from being shown; "" of one that is."""
    if uploaded(address):
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return NO_HTTPS
    if parts.scheme != "https":
        return NO_HTTPS
    written = unquote(parts.path).rstrip("/ ").lower()
    return SVG if written.endswith((".svg", ".svgz")) else ""


def shown(address: str) -> str:
    """This will give the whole address of a picture that may be shown, else ""."""
    if own := uploaded(address):
        return f"{settings.PUBLIC_URL}{own.path}"
    return "" if not address or fault(address) else address


def validate(address: str) -> None:
    """This will refuse what is never shown; raises `ValidationError`."""
    if rule := fault(address):
        raise ValidationError(f"The address {rule}.", code="picture")


def validate_web_address(address: str) -> None:
    """This will refuse what is no address of the web; raises `ValidationError`."""
    if not uploaded(address):
        _WEB(address)
