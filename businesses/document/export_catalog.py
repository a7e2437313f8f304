"""Places, resources, categories and services as a document has them."""

from decimal import Decimal

from businesses import money, questions
from businesses.document.dump import Inline, InlineMapping, Quoted
from businesses.models import Business, Category, Location, Resource, Service, StaffMember


def described(row: Service | StaffMember) -> dict[str, object]:
    """This will give what a photo shows, which a document has only where there is something to say."""
    return {"photo_alt": row.photo_alt} if row.photo_alt else {}


def location(row: Location) -> InlineMapping:
    """This will give a place."""
    return InlineMapping(name=row.name, address=row.address or None, active=row.active)


def resource(row: Resource) -> InlineMapping:
    """This will give a room, a chair, a machine."""
    return InlineMapping(name=row.name, kind=row.kind, location=row.location.name, active=row.active)


def categories(business: Business) -> list[dict[str, object]]:
    """This will give the headings with their services; last, under null, those that stand under no heading."""
    rows = Category.objects.filter(business=business).prefetch_related("services")
    found: list[dict[str, object]] = [
        {"name": row.name, "services": [_service(each, business) for each in row.services.all()]} for row in rows
    ]
    loose = [_service(each, business) for each in Service.objects.filter(business=business, category=None)]
    if loose:
        found.append({"name": None, "services": loose})
    return found


def amount(price: Decimal | None, currency: str) -> Quoted | None:
    """This will give a price between quotes; null: ask, or the service's."""
    return None if price is None else Quoted(money.written(price, currency))


def _service(row: Service, business: Business) -> dict[str, object]:
    return {
        "name": row.name,
        "description": row.description or None,
        "duration_minutes": row.duration_minutes,
        "price": amount(row.price, business.currency),
        "buffer_before_minutes": row.buffer_before_minutes,
        "buffer_after_minutes": row.buffer_after_minutes,
        "capacity": row.capacity,
        "min_participants": row.min_participants,
        "min_participants_by_minutes": row.min_participants_by_minutes,
        "resource_kind": row.resource_kind or None,
        "starts": row.starts,
        "phases": Inline(map(InlineMapping, row.phases)),
        "photo_url": row.photo or None,
        **described(row),
        "questions": [InlineMapping(question.stored) for question in questions.read(row.questions)],
        "online": row.online or None,
        "active": row.active,
    }
