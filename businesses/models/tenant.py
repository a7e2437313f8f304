"""What every row of a tenant has."""

import uuid

from django.db import models


class TenantModel(models.Model):
    """This will give a row its business and a UUID beside the integer key.

    Unique keys and hot indexes begin with the business, so that a large installation can be divided by it.
    """

    business = models.ForeignKey(
        "businesses.Business",
        on_delete=models.CASCADE,
        related_name="%(class)s_set",
        db_index=False,  # the unique key below begins with it
    )
    uuid = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["business", "uuid"], name="%(class)s_uuid")]
