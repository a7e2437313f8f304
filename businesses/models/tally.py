"""How often somebody did something lately."""

from django.db import models


class Tally(models.Model):
    """One window of time in which one caller did one thing `count` times. Of the caller only a hash is kept."""

    name = models.CharField(max_length=40, help_text="What is counted")
    who = models.CharField(max_length=64, help_text="A keyed hash of an address, an e-mail or a key")
    window = models.BigIntegerField(help_text="UTC seconds at which the window begins")
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "tallies"
        constraints = [models.UniqueConstraint(fields=["name", "who", "window"], name="tally_once")]
        indexes = [models.Index(fields=["window"], name="tally_by_window")]

    def __str__(self) -> str:
        return f"{self.name}: {self.count}"
