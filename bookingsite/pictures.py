"""Uploaded pictures, as guests, mail programs and partners' sites load them."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from businesses import kept_pictures

TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """This will serve a file that is never changed: another picture has another name."""
    data = kept_pictures.file_named(name)
    if data is None:
        raise Http404
    tag = f'"{name}"'
    answer = HttpResponse(data, content_type=TYPES[name.rpartition(".")[2]])
    answer["Cache-Control"] = "public, max-age=31536000, immutable"
    answer["ETag"] = tag
    answer["Content-Length"] = str(len(data))
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"  # for who opens it by itself
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"  # a partner's site may show it
    return get_conditional_response(request, etag=tag, response=answer) or answer
