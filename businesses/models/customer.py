"""The people whom a business knows."""

from typing import Any

from django.db import models
from django.db.models import Q

from businesses import normal
from businesses.models.fields import Derived, Email, Name
from businesses.models.tenant import TenantModel

LONGEST_FOLDED = 600  # characters: PostgreSQL indexes no more than 2704 bytes


class CustomerQuerySet(models.QuerySet["Customer"]):
    """Customers, narrowed by adjectives."""

    def current(self) -> "CustomerQuerySet":
        """This will leave out those merged into another and those erased."""
        return self.filter(merged_into__isnull=True, erased_at__isnull=True)


class Identity(Derived):
    """By what a customer is known again: the e-mail, else the phone in E.164; None: by nothing.

    Of several with one phone and no e-mail, one is known by it. The others keep None until they have an e-mail.
    """

    def made_from(self, row: Any) -> str | None:
        """This will give the one form in which the e-mail or phone compares."""
        if row.erased_at is not None:
            return None
        if row.email:
            return normal.email_key(row.email)[: self.max_length]
        return None if row.identity is None else row.phone_e164 or None


class Searched(Derived):
    """What a search of customers compares: names, e-mail and phones in one folded text."""

    def made_from(self, row: Any) -> str:
        """This will fold what the customer is called and reached by."""
        told = (row.first_name, row.last_name, row.email, row.phone, row.home_phone)
        return normal.folded(" ".join(told))[: self.max_length]


class Customer(TenantModel):
    """A person whom one business knows. A guest's form never changes one; it is matched, else made."""

    first_name = Name(max_length=200, blank=True)
    last_name = Name(max_length=100, blank=True)
    email = Email(blank=True)
    phone = models.CharField(max_length=50, blank=True, help_text="As given; matched in its E.164 form")
    phone_e164 = models.CharField(max_length=16, blank=True, editable=False)
    home_phone = models.CharField(max_length=50, blank=True, default="", help_text="A second number; never matched")
    address = models.CharField(max_length=300, blank=True)
    blocked = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged")
    erased_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    identity = Identity(max_length=254, null=True, default="", editable=False)
    folded = Searched(max_length=LONGEST_FOLDED, blank=True, editable=False)

    objects = CustomerQuerySet.as_manager()

    class Meta(TenantModel.Meta):
        ordering = ["last_name", "first_name", "id"]
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["business", "identity"], name="customer_identity"),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(identity__isnull=True), name="customer_erased_is_unknown"
            ),
        ]
        indexes = [
            models.Index(fields=["business", "phone_e164"], name="customer_by_phone"),
            models.Index(fields=["business", "folded"], name="customer_by_words"),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email or "Guest"

    @property
    def full_name(self) -> str:
        """First and last name, whichever there are."""
        return f"{self.first_name} {self.last_name}".strip()
