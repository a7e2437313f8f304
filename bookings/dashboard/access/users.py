"""Who can sign in."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from bookings.dashboard.frame.changed import ChangedForm, save_changed
from bookings.dashboard.frame.owned import Discreet
from businesses import links
from businesses.models import User

admin.site.unregister(Group)  # what people may do is said by their memberships


class PersonForm(ChangedForm, UserChangeForm):  # type: ignore[misc]
    """Somebody who can sign in."""


@admin.register(User)
class PersonAdmin(Discreet, UserAdmin, ModelAdmin):  # type: ignore[type-arg]
    """Who can sign in; the platform's alone."""

    form = PersonForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm

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
        else:
            super().save_model(request, obj, form, change)
