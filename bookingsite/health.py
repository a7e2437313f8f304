"""Whether this process can serve, and with `?deep=1` whether the work behind it is done."""

import logging
from typing import Any

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bookings.models import Delivery, Event, Pulse

logger = logging.getLogger(__name__)
SILENT_SECONDS = 60  # a worker that was not seen for longer is gone
LATE_SECONDS = 15 * 60  # something due that waits longer waits for nobody


class Migrations:
    """Remembers that all migrations are applied: nothing takes them back while we run."""

    applied = False

    @classmethod
    def are_applied(cls) -> bool:
        """This will look once, and again until they are."""
        if not cls.applied:
            executor = MigrationExecutor(connection)
            cls.applied = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        return cls.applied


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """This will answer 200 when the database answers and all migrations are applied, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not Migrations.are_applied():
            return JsonResponse({"status": "migrations are missing"}, status=503)
        return _deep() if request.GET.get("deep") == "1" else JsonResponse({"status": "ok"})
    except DatabaseError:
        logger.warning("The database does not answer.", exc_info=True)
        return JsonResponse({"status": "the database does not answer"}, status=503)


def _deep() -> JsonResponse:
    """The ages, in seconds, of the worker's last sign of life and of what waits longest; null: there is none."""
    now = timezone.now()

    def age(instant: Any) -> int | None:
        return int((now - instant).total_seconds()) if instant else None

    beat = Pulse.objects.filter(name__startswith="worker:").order_by("-at").values_list("at", flat=True).first()
    event = Event.objects.filter(routed_at__isnull=True).order_by("id").values_list("occurred_at", flat=True).first()
    due = Delivery.objects.filter(status=Delivery.Status.DUE, due_at__lte=now).order_by("due_at")
    due = due.exclude(endpoint__failing_since__isnull=False)  # a receiver that fails is no fault of ours
    facts = {
        "worker_seconds": age(beat),
        "oldest_event_seconds": age(event),
        "oldest_delivery_seconds": age(due.values_list("due_at", flat=True).first()),
        "audit": Pulse.objects.filter(name="work:audit").values_list("said", flat=True).first(),
    }
    faults = []
    if beat is None or (age(beat) or 0) > SILENT_SECONDS:
        faults.append("no worker runs")
    if max(facts["oldest_event_seconds"] or 0, facts["oldest_delivery_seconds"] or 0) > LATE_SECONDS:
        faults.append("deliveries are late")
    if facts["audit"] not in (None, "", "0 broken"):
        faults.append("the audit found something")
    return JsonResponse({"status": "; ".join(faults) or "ok", **facts}, status=503 if faults else 200)
