"""The dashboard's one rule: people see and change what belongs to the businesses they manage, and nothing else."""

from typing import Any

from django.contrib import admin
from django.db import models, transaction
from django.http import HttpRequest

from businesses import diary
from businesses.models import Business


def businesses_of(request: HttpRequest) -> models.QuerySet[Business]:
    """This will give the businesses that the signed-in person manages; all for the platform's superuser, else none."""
    user: Any = request.user
    if not user.is_authenticated:
        return Business.objects.none()
    return Business.objects.all() if user.is_superuser else user.businesses.all()


def reachable(request: HttpRequest, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """This will narrow rows of tenants to what the signed-in person reaches."""
    if rows.model is Business:
        return rows.filter(pk__in=businesses_of(request))
    return rows.filter(business__in=businesses_of(request))


class OwnedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not subscriptable at run time
    """An admin of rows that belong to a business. Every change locks the diaries first and raises their versions."""

    list_select_related = True  # a row's name is often made of the rows it points to

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the person manages any business."""
        return businesses_of(request).exists()

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the row is within reach."""
        return obj is None or reachable(request, self.model._default_manager.filter(pk=obj.pk)).exists()

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever manages a business may add to it."""
        return businesses_of(request).exists()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the row is within reach."""
        return self.has_view_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the row is within reach."""
        return self.has_view_permission(request, obj)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """The rows within reach."""
        return reachable(request, super().get_queryset(request))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Choices are rows within reach, too."""
        target = db_field.related_model
        if target is Business or hasattr(target, "business_id"):
            kwargs["queryset"] = reachable(request, target._default_manager.all())
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """This will save the row between lock and raised versions."""
        with transaction.atomic():
            diary.lock_everyone(obj.business_id)
            super().save_model(request, obj, form, change)
            self._raise_versions(obj)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """This will delete the row between lock and raised versions."""
        with transaction.atomic():
            diary.lock_everyone(obj.business_id)
            super().delete_model(request, obj)
            self._raise_versions(obj)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        """This will delete each row as `delete_model` does."""
        for obj in queryset:
            self.delete_model(request, obj)

    def _raise_versions(self, obj: Any) -> None:
        staff = [obj.staff_id] if getattr(obj, "staff_id", None) else []
        diary.raise_versions(business_id=obj.business_id, staff=staff)
        diary.raise_business_version(obj.business_id)
