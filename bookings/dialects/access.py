"""What a key may do and where, asked as soon as the key is known; and where it was used last."""

import datetime as dt
import ipaddress
import logging
from collections.abc import Callable, Collection, Mapping
from enum import Enum, auto
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.db.models import Q
from rest_framework.request import Request
from rest_framework.views import APIView

from bookings.dialects import faults
from businesses.models import ApiKey, Scope

logger = logging.getLogger(__name__)

HANDLERS = ("get", "post", "put", "patch", "delete")
USE_NOTED_EVERY = dt.timedelta(minutes=1)
OF_ONE_HOUSE = 64  # bits of an IPv6 address: the rest changes by the day, and is a person's own
LONGEST_ADDRESS = 45
NOTED = (  # in the security log
    *(faults.Unauthenticated, faults.WrongCaller, faults.OutOfScope, faults.WrongSite),
    faults.TooManyRequests,
)


class Caller(Enum):
    """In whose name a key asks: the business's, or that of one of its customers."""

    BUSINESS = auto()
    CUSTOMER = auto()

    @classmethod
    def of(cls, key: ApiKey) -> "Caller":
        """This will say in whose name a key asks."""
        return cls.BUSINESS if key.customer_id is None else cls.CUSTOMER


ANY_CALLER = tuple(Caller)


class Guarded(APIView):
    """An endpoint that says which scope each of its methods needs. Where it is mounted is where that is said."""

    needs: Mapping[str, Scope] = {}
    callers: Collection[Caller] = (Caller.BUSINESS,)  # a customer's key opens what says so, and nothing else

    @classmethod
    def is_for_customers_alone(cls) -> bool:
        """Whether the business's own key opens it not."""
        return tuple(cls.callers) == (Caller.CUSTOMER,)

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., Any]:
        """This will mount the endpoint. Raises `ImproperlyConfigured` unless each of its methods has its scope."""
        has = {method.upper() for method in HANDLERS if hasattr(cls, method)}
        if has != set(initkwargs.get("needs", cls.needs)):
            raise ImproperlyConfigured(f"Say in `needs` which scope each of {sorted(has)} of {cls.__name__} needs.")
        return super().as_view(**initkwargs)

    def refuse_unless_allowed(self, request: Request, key: ApiKey) -> None:
        """This will raise `WrongCaller`, `WrongSite` or `OutOfScope` for what the key may not do.

        What is not there needs nothing.
        """
        if Caller.of(key) not in self.callers:
            raise faults.WrongCaller
        origin = request.headers.get("Origin")
        if not key.is_for_site(origin):
            raise faults.WrongSite(origin)
        scope = self.needs.get("GET" if request.method == "HEAD" else request.method or "")
        if scope is not None and not key.allows(scope):
            raise faults.OutOfScope(scope)


def note_use(key: ApiKey, request: Request, *, now: dt.datetime) -> None:
    """This will write down that a key is in use and from where, at most once a minute.

    Reading must not queue behind writers.
    """
    before = now - USE_NOTED_EVERY
    if key.last_used_at is not None and key.last_used_at > before:
        return
    stale = ApiKey.objects.filter(Q(last_used_at__isnull=True) | Q(last_used_at__lte=before), pk=key.pk)
    try:
        stale.update(last_used_at=now, last_used_from=network_of(request.META.get("REMOTE_ADDR", "")))
    except DatabaseError:  # somebody holds the lock; the next request will tell
        logger.info("The use of key %s could not be noted.", key)


def network_of(caller: str) -> str:
    """This will give an address as it is kept: of IPv6 the network of the house, `2001:db8:1:2::/64`."""
    try:
        address = ipaddress.ip_address(caller.partition("%")[0])
    except ValueError:
        return caller[:LONGEST_ADDRESS]  # a socket of this machine has no address
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, OF_ONE_HOUSE), strict=False))
