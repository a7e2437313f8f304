"""Where appointments take place, and what only one of them can have at a time."""

from django.db import models

from businesses.models.fields import Name
from businesses.models.tenant import TenantModel


class Location(TenantModel):
    """A place of the business; people and resources belong to one."""

    name = Name(max_length=100)
    address = models.CharField(max_length=300, blank=True)
    position = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta(TenantModel.Meta):
        ordering = ["position", "id"]
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["business", "name"], name="location_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Resource(TenantModel):
    """A room, a chair, a machine: only one appointment can have it at a time."""

    name = Name(max_length=100)
    kind = Name(max_length=50)
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="resources")
    active = models.BooleanField(default=True)

    class Meta(TenantModel.Meta):
        ordering = ["id"]
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["business", "name"], name="resource_name"),
        ]

    def __str__(self) -> str:
        return self.name
