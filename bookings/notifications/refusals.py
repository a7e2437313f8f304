"""Who wants no mail beyond what their bookings need. Of the address a keyed hash is kept, and nothing else."""

import hashlib
import hmac
from collections.abc import Iterable

from django.conf import settings

from bookings.models import Booking
from businesses import normal
from businesses.models import Business, Customer, MailRefusal


def refuse(business: Business, address: str) -> None:
    """This will keep that an address wants no optional mail of a business."""
    MailRefusal.objects.get_or_create(business=business, who=_hash(settings.SECRET_KEY, address))


def is_refused(business: Business, address: str) -> bool:
    """This will tell whether an address wants no optional mail, whichever of the site's keys hashed it."""
    hashes = [_hash(key, address) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return MailRefusal.objects.filter(business=business, who__in=hashes).exists()


def renew() -> int:
    """This will hash anew, under the site's first key, what an earlier one hashed, and give the number of it.

    An address is known by the customers and the bookings of its business; whom neither names is not mailed either.
    """
    count = 0
    for business in Business.objects.filter(pk__in=MailRefusal.objects.values("business")).iterator():
        for address in _addresses(business):
            earlier = [_hash(key, address) for key in settings.SECRET_KEY_FALLBACKS]
            found = MailRefusal.objects.filter(business=business, who__in=earlier)
            if found.exists():
                refuse(business, address)
                count += found.delete()[0]
    return count


def _addresses(business: Business) -> Iterable[str]:
    customers = Customer.objects.filter(business=business).exclude(email="").order_by().values_list("email")
    guests = Booking.objects.filter(business=business).exclude(guest_email="").order_by().values_list("guest_email")
    return (address for (address,) in customers.union(guests))


def _hash(key: str, address: str) -> str:
    return hmac.new(key.encode(), normal.email_key(address).encode(), hashlib.sha256).hexdigest()
