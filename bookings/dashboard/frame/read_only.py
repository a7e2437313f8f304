"""Rows that nobody edits."""

from typing import Any

from django.http import HttpRequest

from bookings.dashboard.frame.owned import OwnedAdmin


class ReadOnlyAdmin(OwnedAdmin):
    """Rows that nobody edits: they change through operations."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never by a form."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never by a form."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: history stays."""
        return False
