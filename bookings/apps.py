from django.apps import AppConfig


class BookingsConfig(AppConfig):
    """The engine: what is free, what is booked, and everybody who asks."""

    name = "bookings"
