"""Proxies that nobody told us of."""

from django.db import models


class UnknownProxy(models.Model):
    """An address of our own network from which requests come that say they were forwarded, though it is not trusted."""

    address = models.CharField(max_length=45, unique=True)
    seen_at = models.DateTimeField(help_text="A day or less before it was seen last")

    class Meta:
        verbose_name_plural = "unknown proxies"

    def __str__(self) -> str:
        return self.address
