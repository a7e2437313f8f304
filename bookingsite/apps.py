"""The site itself, as an app: it brings its checks."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.utils.module_loading import autodiscover_modules


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
    default_site = "bookings.admin.site.DashboardSite"

    def ready(self) -> None:
        """This will let everybody register: other apps in their `admin`, ours in `admin.registered`."""
        super().ready()
        autodiscover_modules("admin.registered")
