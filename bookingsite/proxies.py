"""Who really calls, when proxies stand before us."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from businesses import addresses, forwarding


def caller_behind_proxies(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: REMOTE_ADDR becomes the caller whom the nearest trusted proxy saw; nobody below looks further.

    Raises `ImproperlyConfigured` when TRUSTED_PROXIES has something that is no address or network.
    """
    trusted = forwarding.trusted()

    def serve(request: HttpRequest) -> HttpResponse:
        peer = addresses.read(request.META.get("REMOTE_ADDR", ""))
        if trusted.has(peer):
            forwarded = request.headers.get("X-Forwarded-For", "").split(",")
            request.META["REMOTE_ADDR"] = _caller(forwarded, trusted) or request.META.get("REMOTE_ADDR", "")
        else:
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)  # SECURE_PROXY_SSL_HEADER believes whoever sends it
            forwarding.notice(request, peer, now=timezone.now())
        return get_response(request)

    return serve


def _caller(forwarded: list[str], trusted: forwarding.Trusted) -> str:
    """The right-most address that is no proxy of ours: what stands left of it, anybody may have written."""
    for text in reversed(forwarded):
        address = addresses.read(text)
        if address is None:
            return ""
        if not trusted.has(address):
            return str(address)
    return ""
