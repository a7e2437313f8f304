"""The rows that are locked, and the versions that prove that nothing changed."""

from django.db import models

from businesses.models.business import Business


class Diary(models.Model):
    """The version of one owner of time: a business's set-up, a staff member, a resource, a shared service.

    Nobody writes it but `businesses.diary`. It has no foreign key to its owner, so that one statement locks rows of
    several kinds in one order.
    """

    class Kind(models.IntegerChoices):
        """Whose it is, in the order in which rows are locked."""

        SETUP = 0, "set-up"
        SERVICE = 1, "service"
        STAFF = 2, "staff member"
        RESOURCE = 3, "resource"

    business = models.ForeignKey(Business, on_delete=models.CASCADE, related_name="diaries", db_index=False)
    kind = models.PositiveSmallIntegerField(choices=Kind)
    owner = models.BigIntegerField(help_text="The id of whose it is; of a set-up the business's")
    version = models.BigIntegerField(default=1, help_text="Only ever grows, by every change to that time")
    last_booked = models.BigIntegerField(null=True, help_text="UTC seconds: when somebody was booked with them last")

    class Meta:
        verbose_name_plural = "diaries"
        constraints = [models.UniqueConstraint(fields=["business", "kind", "owner"], name="diary_of_one_owner")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.owner}: {self.version}"
