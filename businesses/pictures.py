"""Which pictures are shown: those that come encrypted, and of no kind that can hold a script."""

from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError

NO_HTTPS = "must begin with https:// so that nobody on the way can read or change it"
SVG = "is an SVG, which can hold a script; use a PNG, JPEG or WebP"


def fault(address: str) -> str:
    """This will say in words what keeps a picture from being shown; "" of one that is."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return NO_HTTPS
    if parts.scheme != "https":
        return NO_HTTPS
    written = unquote(parts.path).rstrip("/ ").lower()
    return SVG if written.endswith((".svg", ".svgz")) else ""


def shown(address: str) -> str:
    """This will give the address of a picture that may be shown, else ""."""
    return "" if not address or fault(address) else address


def validate(address: str) -> None:
    """This will refuse what is never shown; raises `ValidationError`."""
    if rule := fault(address):
        raise ValidationError(f"The address {rule}.", code="picture")
