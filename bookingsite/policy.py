"""The content policy of the pages that need more than the strict one of all others: the dashboard's alone."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# By the beginning of the path. Nothing comes from elsewhere here either.
MORE = {
    "/admin/": {"script-src": ["'unsafe-eval'"], "style-src": ["'unsafe-inline'"]},  # what a theme with Alpine needs
}
REFUSED_FEATURES = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def policy_by_path(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, inside django-csp's: it writes what a page may do besides to where that one reads it."""

    def serve(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Permissions-Policy", REFUSED_FEATURES)
        for prefix, more in MORE.items():
            if request.path.startswith(prefix):
                of_page = getattr(response, "_csp_update", None) or {}
                response._csp_update = {**more, **of_page}  # type: ignore[attr-defined]  # as django-csp's decorators do
        return response

    return serve
