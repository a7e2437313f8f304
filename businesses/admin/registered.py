"""Setting up a business in the dashboard."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db import models, transaction
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from businesses import diary, phone
from businesses.admin import access, access_requests, dates, hours, people  # noqa: F401 - they register themselves
from businesses.admin.owned import OwnedAdmin
from businesses.admin.reach import reach_of
from businesses.models import (
    Business,
    Category,
    Customer,
    Location,
    Resource,
    Service,
    StaffMember,
    Timetable,
    User,
)


@admin.register(User)
class PersonAdmin(UserAdmin, ModelAdmin):  # type: ignore[type-arg]
    """Who can sign in; the platform's alone."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm


@admin.register(Business)
class BusinessAdmin(OwnedAdmin):
    """The profile and the rules of a business."""

    list_display = ("name", "slug", "timezone", "active")
    readonly_fields = ("diary_version",)

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The address of a business and whether it is open are the platform's to say."""
        return () if reach_of(request).is_platform else ("slug", "active")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """The platform sees all of them."""
        reach = reach_of(request)
        return reach.businesses if reach.is_platform else super().get_queryset(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only the platform makes businesses."""
        return reach_of(request).is_platform

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A business is switched off, not deleted."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """This will save the rules between lock and raised version."""
        with transaction.atomic():
            if obj.pk:
                diary.lock_everyone(obj.pk)
            super(OwnedAdmin, self).save_model(request, obj, form, change)
            diary.raise_business_version(obj.pk)


@admin.register(Service)
class ServiceAdmin(OwnedAdmin):
    """What can be booked."""

    list_display = ("name", "category", "duration_minutes", "price", "capacity", "starts", "active")
    list_select_related = ("category",)
    list_filter = ("active",)
    search_fields = ("name",)


@admin.register(StaffMember)
class StaffMemberAdmin(OwnedAdmin):
    """Who serves."""

    list_display = ("name", "job_title", "location", "active")
    search_fields = ("name",)


@admin.register(Customer)
class CustomerAdmin(OwnedAdmin):
    """Whom the business knows."""

    list_display = ("__str__", "email", "phone", "blocked")
    list_filter = ("blocked",)
    search_fields = ("first_name", "last_name", "email", "phone")
    exclude = ("merged_into", "erased_at")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """This will keep the matched form of the phone number beside the typed one."""
        obj.phone_e164 = phone.to_e164(obj.phone, obj.business.country)
        super().save_model(request, obj, form, change)


for model in (Category, Location, Resource, Timetable):
    admin.site.register(model, OwnedAdmin)
