"""Who works in the dashboard: owners invite people by a link that works once, change what they may do, remove them."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bookings.dashboard.access.invited import sentence, told
from bookings.dashboard.frame import pages, proof
from bookings.dashboard.frame.owned import OWNER, OwnedAdmin
from businesses import limits, people
from businesses.forms import Email
from businesses.models import Business, Membership, StaffMember


class RoleForm(forms.Form):
    """What somebody may do, and whose diary is theirs."""

    role = forms.ChoiceField(label="What they may do", choices=Membership.Role.choices, initial=Membership.Role.STAFF)
    staff = forms.ModelChoiceField(
        StaffMember.objects.none(),
        label="Whose diary is theirs",
        required=False,
        empty_label="Nobody's",
        help_text="For a staff member: they see this diary and no other.",
    )

    def __init__(self, *args: Any, business: Business, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.business = business
        self.fields["staff"].queryset = StaffMember.objects.filter(business=business)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """This will see that a staff member has a diary."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("role") == Membership.Role.STAFF and not found.get("staff") and "staff" not in self.errors:
            self.add_error("staff", "Choose whose diary is theirs.")
        return found


class InviteForm(RoleForm):
    """Whom to let in."""

    email = Email(label="E-mail", max_length=people.LONGEST_USERNAME)

    field_order = ["email", "role", "staff"]


@admin.register(Membership)
class MembershipAdmin(OwnedAdmin):
    """People: the list with the form to invite, and a page for each of them."""

    roles = (OWNER,)
    ordering = ("id",)

    def get_urls(self) -> list[Any]:
        """Removing somebody is a button on their page."""
        remove = self.admin_site.admin_view(require_POST(self.remove_view))
        return [
            path("<path:object_id>/remove/", remove, name="businesses_membership_remove"),
            *super().get_urls(),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People are invited from the list."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People are removed from their page, which keeps an owner."""
        return False

    @proof.needed_to_change_by_method
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The people, and the form to invite somebody."""
        here, context = pages.business(request, OWNER), {}
        form = InviteForm(business=here)
        if request.method == "POST":
            form = InviteForm(request.POST, business=here)
            context = self._invited(request, here, form)
            form = InviteForm(business=here) if context else form
        shown = {"form": form, "members": self.get_queryset(request).select_related("user", "staff"), **context}
        return pages.show(request, "admin/people.html", shown, title="People", status=400 if form.errors else 200)

    def _invited(self, request: HttpRequest, here: Business, form: InviteForm) -> dict[str, Any]:
        """What the page shows of the invitation, this once; nothing: the form says what is wrong."""
        if not form.is_valid():
            return {}
        data = form.cleaned_data
        try:
            limits.take(limits.INVITATIONS, str(here.pk), now=timezone.now())
            invited = people.invite(here, data["email"], data["role"], data["staff"])
        except people.Refused as refusal:
            form.add_error("email", sentence(refusal))
            return {}
        except limits.Exceeded:
            form.add_error(None, "These are many invitations in one hour. Please invite the others later.")
            return {}
        self.log_addition(request, Membership.objects.get(business=here, user=invited.user), "Invited.")
        return told(here, invited)

    @proof.needed_to_change_by_method
    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Somebody's page: what they may do, and the way out."""
        if there := self.led_there(request, object_id):
            return there
        here, member = pages.business(request, OWNER), self._member(request, object_id)
        form = RoleForm(request.POST or None, business=here, initial={"role": member.role, "staff": member.staff})
        if request.method == "POST" and form.is_valid():
            try:
                given, before = form.cleaned_data, (member.role, member.staff)
                people.change_role(member, given["role"], given["staff"], own_session=request.session.session_key)
            except people.Refused as refusal:
                form.add_error("role", sentence(refusal))
            else:
                self.log_change(request, member, _changed(before, member))
                messages.success(request, f"{member.user} is now {_role(member)}.")
                return HttpResponseRedirect(_list())
        shown = {"form": form, "member": member}
        status = 400 if form.errors else 200
        return pages.show(request, "admin/person.html", shown, title=str(member.user), status=status)

    @proof.needed_of_method
    def remove_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """This will take somebody's access away."""
        pages.only(request, OWNER)
        member = self._member(request, object_id)
        try:
            with transaction.atomic():  # what is refused is not in the history
                self.log_deletions(request, [member])
                people.remove(member, own_session=request.session.session_key)
        except people.Refused as refusal:
            messages.error(request, f"{sentence(refusal)} Nothing was changed.")
        else:
            messages.success(request, f"{member.user} does not work here any more.")
        return HttpResponseRedirect(reverse("admin:index") if member.user == request.user else _list())

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Who changed what somebody may do."""
        pages.only(request, OWNER)
        return super().history_view(request, object_id, extra_context)

    def _member(self, request: HttpRequest, object_id: str) -> Membership:
        member = self.get_object(request, unquote(object_id))
        if member is None:
            raise Http404
        return member


def _list() -> str:
    return reverse("admin:businesses_membership_changelist")


def _role(member: Membership) -> str:
    return member.get_role_display().partition(":")[0].lower()


def _changed(before: tuple[str, StaffMember | None], member: Membership) -> list[list[Any]]:
    """What became of the role and of the diary, as the trail keeps it."""
    now = (member.role, member.staff)
    return [[what, old, new] for what, old, new in zip(("role", "staff"), before, now, strict=True) if old != new]
