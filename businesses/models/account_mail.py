"""Mails about somebody's account that are still to be written."""

from django.db import models


class AccountMail(models.Model):
    """Something that a person may have to be told of their account. The row goes when the mail has gone."""

    class Kind(models.TextChoices):
        """What is told."""

        RESET = "reset", "the link to a new password"
        CHANGED = "changed", "what was changed about signing in"
        NEW_DEVICE = "new_device", "a sign-in from a device that was not there before"

    kind = models.CharField(max_length=20, choices=Kind)
    about = models.JSONField(help_text="What it needs to know; no link and no secret")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True, help_text="When it is tried next; moved on by whoever tries it now")
    attempts = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.kind} of {self.asked_at:%Y-%m-%d %H:%M:%S}"
