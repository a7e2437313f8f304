"""The site itself, as an app: it brings its checks."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin


class BookingSiteConfig(AppConfig):
    """The wiring of everything."""

    name = "bookingsite"
    default = True  # of the two here

    def ready(self) -> None:
        """This will register the checks."""
        from bookingsite import checks  # noqa: F401


class DashboardConfig(admin.AdminConfig):
    """Django's admin with the owners' site in the place of its own."""

    default = False
    default_site = "bookings.dashboard.site.DashboardSite"

    def ready(self) -> None:
        """This will let everybody register: other apps in their `admin`, ours in `dashboard.registered`."""
        super().ready()
        from bookings.dashboard import registered  # noqa: F401
