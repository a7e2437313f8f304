"""Addresses of lists that several rooms of the dashboard lead to, as their filters read them."""

from django.urls import reverse

OUT_OF_ORDER = "out_of_order"


def bookings_with(room: str = OUT_OF_ORDER) -> str:
    """This will give the address of what is to come with a resource, by id, or with all that are out of order."""
    return f"{reverse('admin:bookings_booking_changelist')}?room={room}"
