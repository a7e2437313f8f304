"""Webhooks that wait to be delivered. It needs Django to be set up: `manage.py shell`."""

from django.utils import timezone

from bookings.models import Delivery
from bookings.webhooks import endpoints
from businesses.models import Business


def queue(slug: str, url: str, count: int) -> int:
    """This will queue so many webhooks to one endpoint of a business."""
    endpoint, _ = endpoints.create(business=Business.objects.get(slug=slug), url=url)
    Delivery.objects.bulk_create(
        Delivery(
            business=endpoint.business, channel="webhook", endpoint=endpoint, kind="endpoint.test",
            dedupe=f"bench:{n}", due_at=timezone.now(),
        )
        for n in range(count)
    )  # fmt: skip
    return count
