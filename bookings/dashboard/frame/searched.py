"""The search of the dashboard's lists: letters with and without accents, in either case, are the same."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from businesses import normal


class Searched:
    """An admin of a table that is small within a business: its `search_fields` are compared in their folded form."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """The rows in which every word is somewhere."""
        if not normal.folded(search_term):
            return queryset, False
        texts = queryset.order_by().values_list("pk", *self.search_fields)  # type: ignore[attr-defined]
        found = [key for key, *columns in texts if normal.has_words(search_term, *filter(None, columns))]
        return queryset.filter(pk__in=found), False
