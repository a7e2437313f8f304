"""What a guest has typed before anything is booked."""

from django.db import models


class Draft(models.Model):
    """One guest's form on the way to a booking, as it was typed, and the booking that came of it.

    It stands here and not in an address, so that every step can be opened, gone back to and reloaded. Once something
    is booked, what was typed is the booking's alone.
    """

    business = models.ForeignKey("businesses.Business", on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=64, help_text="What the form is known by")
    typed = models.JSONField(default=dict, help_text="By the name of each field, whether it is right or not")
    was_sent = models.BooleanField(default=False, help_text="It was sent as complete: what is wrong with it is said")
    booking = models.ForeignKey("bookings.Booking", null=True, on_delete=models.CASCADE, related_name="+")
    kept_until = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "key"], name="draft_key")]

    def __str__(self) -> str:
        return self.key
