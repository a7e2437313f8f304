"""How a partner's key begins: an owner asks, the platform decides."""

from django.conf import settings
from django.db import models

from businesses.models.api_key import Dialect
from businesses.models.tenant import TenantModel


class ApiAccessRequest(TenantModel):
    """An owner asks for a dialect with a use case; the platform approves or refuses with a reason."""

    class Status(models.TextChoices):
        """What became of the request."""

        PENDING = "pending", "awaits a decision"
        APPROVED = "approved", "approved"
        REFUSED = "refused", "refused"

    dialect = models.CharField(max_length=20, choices=Dialect)
    use_case = models.TextField()
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    reason = models.TextField(blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        verbose_name = "API access request"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.get_dialect_display()} for {self.business}"
