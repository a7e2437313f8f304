"""Who may do what in the dashboard of a business."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from businesses.models.tenant import TenantModel


class Membership(TenantModel):
    """That somebody works in the dashboard of a business, and as what."""

    class Role(models.TextChoices):
        """From everything to one's own diary."""

        OWNER = "owner", "Owner: everything, keys and people too"
        MANAGER = "manager", "Manager: the day's work and the set-up"
        STAFF = "staff", "Staff member: the own diary only"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role, default=Role.OWNER)
    staff = models.ForeignKey(
        "businesses.StaffMember",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="memberships",
        help_text="Whose diary is theirs",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        ordering = ["id"]
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["business", "user"], name="membership_once"),
            models.CheckConstraint(
                condition=~Q(role="staff") | Q(staff__isnull=False),
                name="membership_of_staff_has_a_diary",
                violation_error_message="Say whose diary is theirs.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display().partition(':')[0].lower()}"
