"""The content policy of the pages that need more than the strict one of all others."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Swagger UI, as its authors wrote it, sets styles inline.
MORE = {"/api/docs/": {"style-src": ["'unsafe-inline'"]}}
REFUSED_FEATURES = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def policy_by_path(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, inside django-csp's: it writes what a page may do besides to where that one reads it."""

    def serve(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Permissions-Policy", REFUSED_FEATURES)
        for prefix, more in MORE.items():
            if request.path.startswith(prefix):
                response._csp_update = more  # type: ignore[attr-defined]  # as django-csp's decorators do
        return response

    return serve
