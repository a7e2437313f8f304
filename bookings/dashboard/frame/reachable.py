"""Forms and filters offer rows within reach alone: those of the business that the person works in."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from bookings.dashboard.frame.changed import ChangedForm
from bookings.dashboard.frame.reach import reach_of
from businesses.models import Business
from businesses.models.tenant import TenantModel


class OwnedForm(ChangedForm):
    """A form of a tenant's row: a new one belongs to the business that `get_form` put here, and is checked as such."""

    here: Business | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.instance, TenantModel) and self.instance.business_id is None and self.here is not None:
            self.instance.business = self.here

    def _get_validation_exclusions(self) -> set[str]:
        """The business is in no form, but what must be unique within it is checked all the same."""
        return super()._get_validation_exclusions() - {"business"}


class OwnedChoices:
    """Narrows what a form offers to rows of the business that the person works in."""

    form = OwnedForm

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Choices are rows within reach."""
        kwargs = _within_reach(db_field, request, kwargs)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Choices are rows within reach."""
        kwargs = _within_reach(db_field, request, kwargs)
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The business is nobody's to choose."""
        return (*(super().get_exclude(request, obj) or ()), "business")  # type: ignore[misc]


def _within_reach(db_field: Any, request: HttpRequest, kwargs: dict[str, Any]) -> dict[str, Any]:
    target = db_field.related_model
    if target is Business or issubclass(target, TenantModel):
        kwargs["queryset"] = reach_of(request).rows(kwargs.get("queryset") or target._default_manager.all())
    return kwargs


class OwnedRelatedFilter(admin.RelatedFieldListFilter):
    """A filter by a related row offers those of the business that the person works in."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        """The choices, as (key, name)."""
        limit = {}
        if issubclass(field.related_model, TenantModel):
            limit = {"business": reach_of(request).here}
        ordering = self.field_admin_ordering(field, request, model_admin)
        return field.get_choices(include_blank=False, ordering=ordering, limit_choices_to=limit)


admin.FieldListFilter.register(lambda field: bool(field.remote_field), OwnedRelatedFilter, take_priority=True)
