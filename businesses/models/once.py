"""What was asked with a key, and what was answered."""

from django.db import models


class Once(models.Model):
    """A key that its sender made up, what was asked with it, and the answer. Written with what the answer speaks of."""

    scope = models.CharField(max_length=80, help_text="Who may repeat it, and which verb: book:12, cancel:api:7 …")
    key_hash = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64, help_text="Of everything that was asked")
    answer = models.TextField(help_text="Empty: it was erased")
    about = models.CharField(max_length=40, blank=True, help_text="Whose data is in the answer: booking:17")
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "once"
        constraints = [models.UniqueConstraint(fields=["scope", "key_hash"], name="once_a_key")]
        indexes = [models.Index(fields=["about"], name="once_about", condition=~models.Q(about=""))]

    def __str__(self) -> str:
        return f"{self.scope}: {self.answer[:40]}"
