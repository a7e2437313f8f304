"""The admins of the tables, in a module of their own: the site itself must stand before anybody registers with it."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin

from bookings.dashboard.access import keys, people, requests, users, webhooks  # noqa: F401 - they register themselves
from bookings.dashboard.day import bookings  # noqa: F401
from bookings.dashboard.messages import deliveries, told  # noqa: F401
from bookings.dashboard.setup import (  # noqa: F401
    business,
    catalog,
    customers,
    dates,
    hours,
    rooms,
    staff,
    time_off,
    timetable,
)

admin.site.unregister([EmailAddress, Authenticator])  # nobody reads or writes the second factor of others
