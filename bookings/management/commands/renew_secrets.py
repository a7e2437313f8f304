"""`renew_secrets`"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from bookings.notifications import refusals
from bookings.webhooks import endpoints
from businesses import factors


class Command(BaseCommand):
    help = "Writes what is kept under an earlier key anew under the first one, so that the earlier one may go."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                signed, shown = endpoints.renew_secrets(), factors.renew_secrets()
        except LookupError as error:
            raise CommandError(str(error), returncode=1) from None
        refused = refusals.renew()
        self.stdout.write(
            f"webhook endpoints: {signed}; authenticator apps and recovery codes: {shown}; "
            f"addresses that want no optional mail: {refused}"
        )
