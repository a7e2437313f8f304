"""What the signed-in person reaches: the businesses they work in, the one they work in now, and as what."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models
from django.http import HttpRequest

from businesses.models import Business, Membership, OwnTimeOff, StaffMember

PLATFORM = "platform"
CHOSEN = "business"  # the session's key


@dataclass
class Reach:
    """Everything that a request may touch. The platform's superuser reaches every business."""

    user: Any
    chosen: int | None = None

    @cached_property
    def is_platform(self) -> bool:
        """Whether this is somebody who runs the installation."""
        return bool(self.user.is_active and self.user.is_superuser)

    @cached_property
    def memberships(self) -> dict[int, Membership]:
        """What the person is, by the id of each business."""
        if not (self.user.is_authenticated and self.user.is_active):
            return {}
        rows = Membership.objects.filter(user=self.user).select_related("business", "staff")
        return {row.business_id: row for row in rows}

    @property
    def businesses(self) -> models.QuerySet[Business]:
        """Every business within reach."""
        if self.is_platform:
            return Business.objects.all()
        return Business.objects.filter(pk__in=list(self.memberships))

    @cached_property
    def here(self) -> Business | None:
        """The business that the person works in now: the one they chose, else the first."""
        if not self.is_platform:
            found = self.memberships.get(self.chosen or 0) or next(iter(self.memberships.values()), None)
            return found.business if found else None
        chosen = Business.objects.filter(pk=self.chosen).first() if self.chosen else None
        return chosen or Business.objects.order_by("pk").first()

    @property
    def role(self) -> str | None:
        """What the person is here; None: nothing."""
        if self.is_platform:
            return PLATFORM
        return self.memberships[self.here.pk].role if self.here else None

    @property
    def own_staff(self) -> StaffMember | None:
        """Whose diary alone is theirs; None for those who see all of them."""
        if self.role != Membership.Role.STAFF or self.here is None:
            return None
        return self.memberships[self.here.pk].staff

    @property
    def time_off_mode(self) -> str:
        """What they may do about times off, as `OwnTimeOff` has it: owners and managers enter those of everybody, staff
        members do with their own what the business lets them."""
        if self.here is None:
            return OwnTimeOff.NEVER
        return self.here.own_time_off if self.own_staff else OwnTimeOff.ENTER

    @property
    def has_choice(self) -> bool:
        """Whether there is more than one business to work in."""
        return self.is_platform or len(self.memberships) > 1

    def may(self, *roles: str) -> bool:
        """This will tell whether one of these roles is theirs here; the platform's superuser has all of them."""
        return self.role is not None and self.role in (*roles, PLATFORM)

    def rows(self, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """This will keep the rows of the business that the person works in now."""
        if self.here is None:
            return queryset.none()
        return queryset.filter(pk=self.here.pk) if queryset.model is Business else queryset.filter(business=self.here)


def reach_of(request: HttpRequest) -> Reach:
    """This will give what the signed-in person reaches, read once a request."""
    known = getattr(request, "_reach", None)
    if known is None:
        chosen = request.session.get(CHOSEN) if hasattr(request, "session") else None
        known = request._reach = Reach(request.user, chosen)  # type: ignore[attr-defined]
    return known


def work_in(request: HttpRequest, business: Business) -> None:
    """This will let the person work in another business within their reach from now on."""
    request.session[CHOSEN] = business.pk
    request._reach = Reach(request.user, business.pk)  # type: ignore[attr-defined]


def actor(request: HttpRequest) -> str:
    """This will name the signed-in person as events do."""
    return f"dashboard:{request.user.get_username()}"
