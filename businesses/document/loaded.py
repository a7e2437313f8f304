"""What came of a document: its rows."""

from collections.abc import Mapping
from dataclasses import dataclass

from businesses.models import Business, Customer, Location, Resource, Service, StaffMember


@dataclass(frozen=True)
class Loaded:
    """The business and what the document names, by name; customers by e-mail as written, else by phone in E.164."""

    business: Business
    services: dict[str, Service]
    staff: dict[str, StaffMember]
    locations: dict[str, Location]
    resources: dict[str, Resource]
    customers: dict[str, Customer]

    def as_ids(self) -> dict[str, object]:
        """This will give the ids as plain values, ready for JSON: integers and UUIDs in text."""
        business = {**_ids(self.business), "slug": self.business.slug}
        kinds: dict[str, Mapping[str, Service | StaffMember | Location | Resource | Customer]] = {
            "services": self.services,
            "staff": self.staff,
            "locations": self.locations,
            "resources": self.resources,
            "customers": self.customers,
        }
        named = {kind: {name: _ids(row) for name, row in rows.items()} for kind, rows in kinds.items()}
        return {"business": business, **named}


def _ids(row: Business | Service | StaffMember | Location | Resource | Customer) -> dict[str, object]:
    return {"id": row.pk, "uuid": str(row.uuid)}
