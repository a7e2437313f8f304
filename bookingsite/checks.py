"""What `manage.py check` says about this site beyond Django's own checks; most of its commands begin with them."""

import sqlite3
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.utils import timezone

from businesses import forwarding, limits

SAFE_SQLITE = (3, 51, 3)


@checks.register(checks.Tags.compatibility, deploy=True)
def sqlite_keeps_its_log(**kwargs: Any) -> list[checks.CheckMessage]:
    """This will point out an SQLite that can, very rarely, damage a database whose log is reset while it is read."""
    if connection.vendor != "sqlite" or sqlite3.sqlite_version_info >= SAFE_SQLITE:
        return []
    return [
        checks.Info(
            f"SQLite {sqlite3.sqlite_version} has the WAL-reset bug, which in rare races can damage the database.",
            hint="Use SQLite 3.51.3 or newer, or PostgreSQL, for a site that takes real bookings.",
            id="bookingsite.I001",
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def proxies_are_known(**kwargs: Any) -> list[checks.CheckMessage]:
    """This will point out a proxy that nobody trusts: behind it all guests count as one."""
    try:
        names = forwarding.untold(now=timezone.now())
    except DatabaseError:  # there is none yet, or its tables are to be made
        names = []
    found: list[checks.CheckMessage] = [checks.Warning(forwarding.said(names), id="bookingsite.W001")] if names else []
    if settings.PUBLIC_URL.startswith("https://") and not settings.TRUSTED_PROXIES:
        said = "PUBLIC_URL is https, but no proxy is trusted to say who calls."
        hint = "Set TRUSTED_PROXIES to the address of what speaks HTTPS before the site; `unix` is one by a socket."
        found.append(checks.Warning(said, hint=hint, id="bookingsite.W002"))
    return found


@checks.register(checks.Tags.security)
def guests_limits_can_be_read(**kwargs: Any) -> list[checks.CheckMessage]:
    """This will point out a mistake in GUEST_LIMITS at the start, not when the first guest comes."""
    try:
        limits.of_guests()
    except ImproperlyConfigured as error:
        return [checks.Error(str(error), id="bookingsite.E001")]
    return []
