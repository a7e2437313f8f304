"""Bookings by what became of them, in the words of every other page."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from bookings.dashboard.frame import words
from bookings.models import Booking

SEEN = [each for each in words.STATUS if each not in (Booking.Status.HELD, Booking.Status.EXPIRED)]


class StatusFilter(admin.SimpleListFilter):
    """A filter of a list of bookings. What was never more than held is in no list."""

    title, parameter_name = "state", "status__exact"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The states to choose from."""
        return [(str(status), words.STATUS[status][0]) for status in SEEN]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The bookings in the chosen one."""
        return queryset.filter(status=self.value()) if self.value() in SEEN else queryset
