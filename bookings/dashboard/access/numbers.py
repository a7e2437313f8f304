"""The numbers by which programs name what a business has, where their API lists nothing itself."""

from typing import NamedTuple

from businesses.models import Business, Dialect, Location, Service, StaffMember

NUMBERED = (Dialect.BOOXI, Dialect.MIKETSU)


class Numbered(NamedTuple):
    """Something, and the number that programs send for it."""

    kind: str
    name: str
    number: int | str


def numbers_of(business: Business) -> list[Numbered]:
    """This will give what programs may name of a business."""
    found = [
        Numbered("Business", business.name, business.pk),
        Numbered("Business", "its name in addresses", business.slug),
    ]
    for kind, model in (("Service", Service), ("Location", Location), ("Team", StaffMember)):
        rows = model.objects.filter(business=business, active=True)
        found += [Numbered(kind, row.name, row.pk) for row in rows]
    return found
