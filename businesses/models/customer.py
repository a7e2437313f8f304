"""The people whom a business knows."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from businesses.models.tenant import TenantModel


class CustomerQuerySet(models.QuerySet["Customer"]):
    """Customers, narrowed by adjectives."""

    def current(self) -> "CustomerQuerySet":
        """This will leave out those merged into another and those erased."""
        return self.filter(merged_into__isnull=True, erased_at__isnull=True)


class Customer(TenantModel):
    """A person whom one business knows. A guest's form never changes one; it is matched, else made."""

    first_name = models.CharField(max_length=200, blank=True)
    last_name = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=50, blank=True, help_text="As given; matched in its E.164 form")
    phone_e164 = models.CharField(max_length=16, blank=True, editable=False)
    address = models.CharField(max_length=300, blank=True)
    blocked = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged")
    erased_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CustomerQuerySet.as_manager()

    class Meta(TenantModel.Meta):
        ordering = ["last_name", "first_name", "id"]
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint("business", Lower("email"), condition=~Q(email=""), name="customer_email"),
        ]
        indexes = [models.Index(fields=["business", "phone_e164"], name="customer_by_phone")]

    def __str__(self) -> str:
        return self.full_name or self.email or "Guest"

    @property
    def full_name(self) -> str:
        """First and last name, whichever there are."""
        return f"{self.first_name} {self.last_name}".strip()
