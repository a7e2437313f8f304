"""Any dialect's key, in that dialect's own header: it decides in whose words, and with which ids, this is answered."""

from django.http import HttpRequest
from rest_framework.request import Request

from bookings.dialects.base import KeyAuthentication
from businesses.models import Dialect
from businesses.models.api_key import KEY_WORDS

ORDER = list(Dialect)


def spoken() -> list[type[KeyAuthentication]]:
    """This will give the dialects that are mounted."""
    return sorted(KeyAuthentication.spoken.values(), key=lambda each: ORDER.index(Dialect(each.dialect.name)))


def speaking(request: Request | HttpRequest) -> type[KeyAuthentication]:
    """This will find whose key a request carries: by its header, and where two share that by how the key begins.

    A request without any is answered as by the first dialect.
    """
    sent = [each for each in spoken() if each.dialect.header in request.headers]
    for each in sent:
        if KEY_WORDS[Dialect(each.dialect.name)] in request.headers[each.dialect.header]:
            return each
    return (sent or spoken())[0]
