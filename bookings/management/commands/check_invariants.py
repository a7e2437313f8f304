"""`check_invariants`"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bookings import queries


class Command(BaseCommand):
    help = "Audits the data: no overlap, no overfull appointment, no event lost, no row across two businesses."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = 0
        for line in queries.broken_invariants():
            self.stdout.write(line)
            broken += 1
        if broken:
            raise CommandError(f"{broken} broken", returncode=1)
        self.stdout.write("all invariants hold")
