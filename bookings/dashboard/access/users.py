"""Who can sign in."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from bookings.dashboard.frame import proof
from bookings.dashboard.frame.changed import ChangedForm, save_changed
from bookings.dashboard.frame.owned import Discreet
from bookings.dashboard.frame.reach import reach_of
from businesses import links, sessions
from businesses.models import User

MAKES_ANOTHER = {"is_superuser", "is_staff", "is_active", "username", "email"}  # after these, sessions end

admin.site.unregister(Group)  # what people may do is said by their memberships


class PersonForm(ChangedForm, UserChangeForm):  # type: ignore[misc]
    """Somebody who can sign in."""


@admin.register(User)
class PersonAdmin(Discreet, UserAdmin, ModelAdmin):  # type: ignore[type-arg]
    """Who can sign in; the platform's alone."""

    form = PersonForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether it is the platform that asks: every page asks for it, and Django would ask the database."""
        return reach_of(request).is_platform

    @proof.needed_of_method
    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """A new one."""
        return super().add_view(request, *args, **kwargs)

    @proof.needed_to_change_by_method
    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """All of them, and what is done to many at once."""
        return super().changelist_view(request, *args, **kwargs)

    @proof.needed_to_change_by_method
    def change_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """One of them: the e-mail, what they may do, whether they come in at all."""
        return super().change_view(request, *args, **kwargs)

    @proof.needed_of_method
    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """What is deleted does not come back."""
        return super().delete_view(request, *args, **kwargs)

    @proof.needed_of_method
    def user_change_password(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A password for somebody else, whose sessions end with the one before."""
        return super().user_change_password(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """This will save a new person whole, and of another what was changed in the form.

        Whoever comes to run the installation has a password of their own; a new e-mail has proven nothing.
        """
        if change:
            save_changed(obj, form)
            if "email" in form.changed_data and not obj.is_superuser:
                links.doubt(obj)
            if "is_superuser" in form.changed_data and obj.is_superuser:
                links.end_unproven(obj)
            if MAKES_ANOTHER & {*form.changed_data}:
                sessions.end(obj, but=request.session.session_key)
        else:
            super().save_model(request, obj, form, change)
