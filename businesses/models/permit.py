"""How much of its minute a key has used."""

from django.db import models

from businesses.models.api_key import ApiKey


class CallWindow(models.Model):
    """The running minute of one key: it begins with a request, and another begins with the first request after it."""

    key = models.OneToOneField(ApiKey, on_delete=models.CASCADE, primary_key=True, related_name="window")
    started = models.BigIntegerField(help_text="UTC seconds")
    taken = models.PositiveIntegerField(help_text="Permits that were given to processes")
    given = models.PositiveIntegerField(help_text="How many of them were given the last time")

    def __str__(self) -> str:
        return f"{self.key}: {self.taken}"
