from django.apps import AppConfig


class BusinessesConfig(AppConfig):
    """Who can be booked, when and for what; knows nothing of bookings."""

    name = "businesses"
