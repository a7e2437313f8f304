"""Who did what in a business, and what it was before: a table that only grows."""

from django.conf import settings
from django.db import models

from businesses.models.append_only import AppendOnly

KEPT_DAYS = 730  # the schema refuses to delete what is younger


class TrailEntry(models.Model):
    """One thing that somebody did. Bookings have their own such rows, the events.

    It names nobody: a person, be it a customer, somebody of the staff or a user, is an id, which is looked up when it
    is read. Whoever is erased or deleted is named by it no more, and no row has to change for that. So it points to
    rows that may be gone: no foreign key holds anything here.
    """

    class Kind(models.TextChoices):
        """What it was about."""

        SETTINGS = "settings", "Settings"
        CUSTOMERS = "customers", "Customers"
        KEYS = "keys", "Keys and webhooks"
        ROLES = "roles", "People and roles"
        EXPORTS = "exports", "Files taken away"
        SIGN_INS = "sign-ins", "Signing in"

    class Deed(models.TextChoices):
        """What was done; `DONE`: `said` says it."""

        ADDED = "added"
        CHANGED = "changed"
        DELETED = "deleted"
        DONE = "done"

    business = models.ForeignKey(
        "businesses.Business", on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    occurred_at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=Kind)
    deed = models.CharField(max_length=10, choices=Deed)
    said = models.CharField(max_length=200, blank=True, help_text="What was done, in words that name nobody")
    table = models.CharField(max_length=30, blank=True, help_text="The table of what it was done to")
    row = models.BigIntegerField(null=True, help_text="Its id there; empty: the whole of it")
    staff = models.BigIntegerField(null=True, help_text="The id of the person whose it is")
    label = models.CharField(max_length=200, blank=True, help_text="What it was called then; empty for people")
    changes = models.JSONField(default=list, help_text="[what, before, after] of each; [what] where that is not kept")

    class Meta:
        constraints = [AppendOnly(name="trail_append_only", days=KEPT_DAYS)]
        indexes = [models.Index(fields=["business", "-occurred_at", "-id"], name="trail_newest")]

    def __str__(self) -> str:
        return f"{self.deed} {self.table} {self.row or ''}".strip()
