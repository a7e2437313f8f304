"""The site itself, as an app: it brings its checks."""

from django.apps import AppConfig


class BookingSiteConfig(AppConfig):
    """The wiring of everything."""

    name = "bookingsite"

    def ready(self) -> None:
        """This will register the checks."""
        from bookingsite import checks  # noqa: F401
