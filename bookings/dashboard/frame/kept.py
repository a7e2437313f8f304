"""Rows that history holds on to: what has appointments is switched off, never deleted."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import IntegrityError, models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from bookings.dashboard.frame.plain import PlainAdmin
from bookings.dashboard.frame.settling import SEEN
from businesses import diary


def holders(row: models.Model) -> list[str]:
    """This will give what keeps a row from being deleted, in words; nothing: it may go."""
    found = []
    for relation in row._meta.related_objects:
        protects = getattr(relation, "on_delete", None) is models.PROTECT
        # the relation's own model, whatever it is: this room knows nothing of bookings
        if protects and relation.related_model._base_manager.filter(**{relation.field.name: row.pk}).exists():  # type: ignore[union-attr]
            found.append(str(relation.related_model._meta.verbose_name_plural))  # type: ignore[union-attr]
    return found


class KeptAdmin(PlainAdmin):
    """Deletes only what nothing holds on to, and says what to do instead."""

    instead = "Switch it off instead."

    def get_actions(self, request: HttpRequest) -> Any:
        """Rows are deleted one by one, each on its own page."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether nothing holds on to it."""
        return super().has_delete_permission(request, obj) and (obj is None or not holders(obj))

    def notes(self, obj: Any) -> list[str]:
        """Why there is no button that deletes it."""
        found = holders(obj)
        return [*super().notes(obj), self._refusal(obj, found)] if found else super().notes(obj)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """This will delete the row, or lead back to it when something holds on to it, even since a moment ago."""
        row = self.get_object(request, unquote(object_id))
        found = holders(row) if row is not None and self.has_change_permission(request, row) else []
        if not found:
            try:
                return super().delete_view(request, object_id, extra_context)
            except (models.ProtectedError, IntegrityError):
                found = holders(row) if row else []
        self.message_user(request, self._refusal(row, found), messages.WARNING)
        opts = self.opts
        return HttpResponseRedirect(reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[object_id]))

    def _refusal(self, row: Any, found: list[str]) -> str:
        what = " and ".join(found) or "something new"
        done = not getattr(row, "active", True)  # what could be done instead
        return f"“{row}” has {what}, so it stays.{'' if done else f' {self.instead}'}"


class SwitchedAdmin(KeptAdmin):
    """Rows that are switched on and off."""

    actions = ("switch_on", "switch_off")
    after_switching_off = " What is booked already stays."

    @admin.action(description="Switch on", permissions=["change"])
    def switch_on(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        """This will let the chosen rows be booked."""
        self._switch(request, queryset, on=True)

    @admin.action(description="Switch off", permissions=["change"])
    def switch_off(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        """This will take the chosen rows out of what can be booked; what is booked already stays."""
        self._switch(request, queryset, on=False)

    def _switch(self, request: HttpRequest, queryset: models.QuerySet[Any], *, on: bool) -> None:
        rows, word = list(queryset.filter(active=not on)), "on" if on else "off"
        if not rows:
            self.message_user(request, f"All of them are {word} already.", messages.INFO)
            return
        with diary.changing(rows[0].business_id):
            self.model._default_manager.filter(pk__in=[row.pk for row in rows]).update(active=on)
            for row in rows:
                self.log_change(request, row, f"Switched {word}.")
        after = "" if on or SEEN in request.POST else self.after_switching_off
        self.message_user(request, f"Switched {word}: {', '.join(map(str, rows))}.{after}", messages.SUCCESS)
