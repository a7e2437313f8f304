"""The dashboard's one rule: people see and change what belongs to the business they work in, as far as their role goes.

The business itself is no field of any form: it is the one that the person works in now.
"""

from contextlib import AbstractContextManager
from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from unfold.admin import ModelAdmin, TabularInline

from bookings.dashboard.frame import addresses, navigation, noting
from bookings.dashboard.frame.changed import save_changed
from bookings.dashboard.frame.reach import reach_of, work_in
from bookings.dashboard.frame.reachable import OwnedChoices
from businesses import diary, security_log, trail
from businesses.models import Business, Membership, StaffMember
from businesses.models.tenant import TenantModel

LONGEST_ID = 18  # digits
OWNER, MANAGER, STAFF = Membership.Role.OWNER, Membership.Role.MANAGER, Membership.Role.STAFF


class OwnedInline(OwnedChoices, TabularInline):
    """Rows of a tenant within the form of another one."""

    extra = 0
    tab = False

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """New rows belong to the business that the person works in."""
        formset = super().get_formset(request, obj, **kwargs)
        formset.form = type(formset.form.__name__, (formset.form,), {"here": reach_of(request).here})
        return formset

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever reaches the row above reaches these."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever reaches the row above adds to these."""
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever reaches the row above changes these."""
        return True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever reaches the row above takes from these."""
        return True


class SeenInline(OwnedInline):
    """Rows that are read within the form of another one and never changed there."""

    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never by hand."""
        return False


class Discreet:
    """An admin of whose rows nobody learns who may not see any: not even which ids there are.

    What is done goes into the trail of the business, and into the security log. The history that Django keeps is left
    to rows that belong to no business.
    """

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """What a form changed, as the trail keeps it."""
        row = getattr(form, "instance", None)  # the form of a password has none
        if row is None or trail.business_of(row) is None:
            return super().construct_change_message(request, form, formsets, add)  # type: ignore[misc]
        return noting.changed_fields(form, is_new=add)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Something was made."""
        return self._note("added", request, obj, message) or super().log_addition(request, obj, message)  # type: ignore[misc]

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Something was changed."""
        return self._note("changed", request, obj, message) or super().log_change(request, obj, message)  # type: ignore[misc]

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Something was deleted."""
        rest = [obj for obj in queryset if not self._note("deleted", request, obj, "")]
        return super().log_deletions(request, rest) if rest else None  # type: ignore[misc]

    def _note(self, deed: str, request: HttpRequest, obj: Any, message: Any) -> bool:
        """By ids; and in words where they are ours, not those of a form's fields."""
        said = message if isinstance(message, str) else ""
        security_log.note(deed, request, row=f"{obj._meta.model_name}:{obj.pk}", **({"done": said} if said else {}))
        return noting.note(request, obj, deed, () if said else message, said)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The list is called as the menu calls it."""
        title = navigation.title_of(self.model)  # type: ignore[attr-defined]
        return super().changelist_view(request, {"title": title, **(extra_context or {})})  # type: ignore[misc]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """The trail of a row, for those who may see such rows."""
        if not self.has_view_or_change_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        row = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        if row is None or trail.business_of(row) is None:
            return super().history_view(request, object_id, extra_context)  # type: ignore[misc]
        return HttpResponseRedirect(addresses.trail_of(row))


class OwnedAdmin(Discreet, OwnedChoices, ModelAdmin):
    """An admin of rows that belong to a business.

    `in_setup`: guests and partners are shown such rows, or times are reckoned from them. A change of these, and of no
    others, locks the diaries first and raises their versions.
    """

    roles: tuple[str, ...] = (OWNER, MANAGER)
    in_setup = False
    list_select_related = True  # a row's name is often made of the rows it points to
    compressed_fields = True
    list_filter_sheet = False

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """A new row belongs to the business that the person works in."""
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"here": reach_of(request).here})

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the person's role sees such rows."""
        return self._may(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the role sees such rows, and this one is within reach."""
        return self._may(request) and (obj is None or self.get_queryset(request).filter(pk=obj.pk).exists())

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whether the role sees such rows: who sees them may add one."""
        return self._may(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the row is within reach."""
        return self.has_view_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the row is within reach."""
        return self.has_view_permission(request, obj)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """The rows of the business that the person works in, for staff members those of their own diary."""
        reach = reach_of(request)
        rows = reach.rows(super().get_queryset(request))
        if not self._may(request):
            return rows.none()
        return rows if reach.own_staff is None else self.of_own_diary(rows, reach.own_staff)

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """No id is so long that SQLite could not compare with it."""
        digits = str(value).lstrip("-")
        too_long = len(digits) > LONGEST_ID and digits.isdigit()
        return not too_long and super().lookup_allowed(lookup, value, request)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """A list is answered with the ids of rows that it showed, which are numbers."""
        ids = request.POST.getlist(ACTION_CHECKBOX_NAME)
        ids += [text for name, text in request.POST.items() if name.startswith("form-") and name.endswith("-id")]
        if not all(each.isascii() and each.isdigit() and len(each) <= LONGEST_ID for each in ids):
            raise BadRequest
        return super().changelist_view(request, extra_context)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> Any:
        """A row of another business that the person works in, too, is opened there."""
        return self.led_there(request, object_id) or super().change_view(request, object_id, *args, **kwargs)

    def led_there(self, request: HttpRequest, object_id: str) -> HttpResponse | None:
        """This will let the person work in another of their businesses when a row that they open is there."""
        other = self._elsewhere(request, object_id) if request.method == "GET" else None
        if other is None:
            return None
        work_in(request, other)
        return HttpResponseRedirect(request.get_full_path())

    def _elsewhere(self, request: HttpRequest, object_id: str) -> Business | None:
        reach = reach_of(request)
        if not reach.has_choice or not issubclass(self.model, TenantModel):
            return None
        try:
            row = self.model._default_manager.filter(pk=unquote(object_id), business__in=reach.businesses).first()
        except ValueError:
            return None
        return row.business if row and row.business != reach.here else None

    def of_own_diary(self, rows: models.QuerySet[Any], staff: StaffMember) -> models.QuerySet[Any]:
        """This will keep the rows that a staff member sees; none unless an admin knows better."""
        return rows.none()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """This will save a new row whole, and of another what was changed in the form."""
        with self.changing(obj):
            if change:
                save_changed(obj, form, self.derive)
            else:
                self.derive(obj)
                super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """This will save the rows of an inline as a change of the row above."""
        with self.changing(form.instance):
            super().save_formset(request, form, formset, change)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """This will delete the row."""
        with self.changing(obj):
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        """This will delete each row as `delete_model` does."""
        for obj in queryset:
            self.delete_model(request, obj)

    def changing(self, row: Any) -> AbstractContextManager[None]:
        """This will let a block change a row: one transaction, for the set-up between lock and raised versions."""
        if not self.in_setup:
            return transaction.atomic()
        business = row.pk if isinstance(row, Business) else row.business_id
        return diary.changing(business)

    def derive(self, obj: Any) -> tuple[str, ...]:
        """This will set the columns that follow from others, and name them."""
        return ()

    def _may(self, request: HttpRequest) -> bool:
        return reach_of(request).may(*self.roles)
