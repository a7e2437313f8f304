"""Which language somebody is told in."""

from bookings import localized
from bookings.models import Booking
from businesses.models import Business


def language_of_guest(booking: Booking) -> str:
    """This will give the language of a booking's guest: the one they are known to read, else the business's."""
    return localized.chosen(language_known_of(booking), booking.business.language)


def language_known_of(booking: Booking) -> str:
    """This will give the language that a guest has chosen for a booking, else the one they chose last; "": they have
    chosen none. What a partner books for somebody who came before is told them as they read it then."""
    known = booking.guest_language
    if not localized.spoken(known) and booking.customer_id is not None:
        theirs = Booking.objects.filter(business=booking.business_id, customer=booking.customer_id)
        tags = theirs.exclude(guest_language="").order_by("-created_at", "-pk").values_list("guest_language", flat=True)
        known = next(iter(tags[:1]), "")
    return localized.spoken(known)


def language_of_house(business: Business) -> str:
    """This will give the language in which a business and its people are told."""
    return localized.chosen(business.language)
