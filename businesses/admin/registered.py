"""Setting up a business in the dashboard."""

from businesses.admin import (  # noqa: F401 - they register themselves
    access,
    access_requests,
    business,
    catalog,
    customers,
    dates,
    hours,
    people,
    staff,
    users,
)
