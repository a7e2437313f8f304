"""`renew_secrets`"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bookings.notifications import refusals
from bookings.webhooks import endpoints


class Command(BaseCommand):
    help = "Writes what is kept under an earlier key anew under the first one, so that the earlier one may go."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            signed = endpoints.renew_secrets()
        except LookupError as error:
            raise CommandError(str(error), returncode=1) from None
        refused = refusals.renew()
        self.stdout.write(f"webhook endpoints: {signed}; addresses that want no optional mail: {refused}")
