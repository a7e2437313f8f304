"""`explain_slot --business SLUG --service UUID --at ISO [--staff UUID]`"""

import datetime as dt
import uuid
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from bookings import queries
from businesses.management.asked import business_named
from businesses.models import Business, Service, StaffMember

Row = TypeVar("Row", Service, StaffMember)


class Command(BaseCommand):
    help = "Says for each staff member why a start is or is not offered: the rule, its value and where it is set."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--business", required=True, metavar="SLUG")
        parser.add_argument("--service", required=True, metavar="UUID")
        parser.add_argument("--at", required=True, metavar="ISO", help="such as 2026-11-24T10:00; local without offset")
        parser.add_argument("--staff", metavar="UUID")

    def handle(self, *args: Any, business: str, service: str, at: str, staff: str | None, **options: Any) -> None:
        shop = business_named(business)
        wanted = _row_of(Service, shop, service, "--service")
        person = _row_of(StaffMember, shop, staff, "--staff") if staff else None
        starts_at = _instant(at, shop)
        self.stdout.write(f"{wanted.name} at {starts_at.astimezone(shop.zone):%A %Y-%m-%d %H:%M} ({shop.timezone})")
        for answer in queries.explain(shop, wanted, starts_at=starts_at, staff=person, now=timezone.now()):
            findings = "; ".join(str(finding) for finding in answer.findings)
            self.stdout.write(f"{answer.staff.name}: {'not offered: ' + findings if findings else 'offered and free'}")


def _row_of(model: type[Row], business: Business, text: str, option: str) -> Row:
    rows = model.objects.filter(business=business)
    try:
        return rows.get(uuid=uuid.UUID(text))
    except (ValueError, model.DoesNotExist):
        known = "\n".join(f"  {row.uuid}  {row.name}" for row in rows)
        raise CommandError(f"{option}: {business.name} has nothing with the UUID {text!r}; it has\n{known}") from None


def _instant(text: str, business: Business) -> dt.datetime:
    try:
        given = dt.datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(
            f"--at: {text!r} is no ISO 8601 time such as 2026-11-24T10:00 or 2026-11-24T09:00Z"
        ) from None
    if given.second or given.microsecond:
        raise CommandError("--at: starts are whole minutes")
    try:
        return (given if given.tzinfo else given.replace(tzinfo=business.zone)).astimezone(dt.UTC)
    except OverflowError:
        raise CommandError(f"--at: {text!r} is too far away") from None
