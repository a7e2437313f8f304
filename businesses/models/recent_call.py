"""The last calls of a key, for the owner who looks how a partner's program is doing."""

from django.db import models

from businesses.models.api_key import ApiKey


class RecentCall(models.Model):
    """One call: what was asked for, by the pattern of its path, and how it went. Nothing that anybody sent is kept."""

    key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="recent_calls")
    at = models.DateTimeField()
    method = models.CharField(max_length=10)
    path = models.CharField(max_length=100, help_text="With names in the place of ids: /v1/bookings/{id}")
    status = models.PositiveSmallIntegerField()
    milliseconds = models.PositiveIntegerField()
    request_id = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["key", "-id"], name="recentcall_by_key")]

    def __str__(self) -> str:
        return f"{self.method} {self.path}: {self.status}"
