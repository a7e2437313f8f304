"""The cookies of our own: for this host alone, out of scripts' reach, and left out of what other sites post here.

Under https their names begin with `__Host-`, so that no browser takes one from another host, from plain http or for a
part of the site: what a neighbouring host writes is not read here as ours.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def name(plain: str) -> str:
    """This will give a cookie's name as browsers know it."""
    return f"{settings.COOKIE_PREFIX}{plain}"


def read(request: HttpRequest, plain: str) -> str:
    """This will give what a browser keeps under a name; "" for nothing."""
    return request.COOKIES.get(name(plain), "")


def beginning(request: HttpRequest, plain: str) -> list[str]:
    """This will give what a browser keeps under the names that begin so, the oldest first."""
    return [value for known, value in request.COOKIES.items() if known.startswith(name(plain))]


def keep(response: HttpResponse, plain: str, value: str, *, seconds: int | None) -> None:
    """This will let the browser keep something; None: for as long as it runs."""
    response.set_cookie(
        name(plain), value, max_age=seconds, secure=bool(settings.COOKIE_PREFIX), httponly=True, samesite="Lax"
    )


def drop(response: HttpResponse, plain: str) -> None:
    """This will let the browser forget something."""
    response.delete_cookie(name(plain), samesite="Lax")
