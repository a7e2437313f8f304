"""The admins of the tables, in a module of their own: the site itself must stand before anybody registers with it."""

from bookings.admin import bookings, deliveries, told, webhooks  # noqa: F401 - they register themselves
