"""Whether this process can serve, and with `?deep=1` whether the work behind it is done."""

import logging
from collections.abc import Callable
from typing import Any

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bookings.models import Delivery, Event, Pulse
from businesses import outage

logger = logging.getLogger(__name__)
PATH = "healthz"
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


def answered_plainly(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: probes ask by an address instead of a name, without cookies. The answer repeats nothing of what they
    send, so any Host may ask; what comes after this would refuse it."""

    def serve(request: HttpRequest) -> HttpResponse:
        if request.path_info != f"/{PATH}":
            return get_response(request)
        answer = healthz(request)
        answer.headers.setdefault("Content-Length", str(len(answer.content)))  # else the connection ends with it
        return answer

    return serve


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """This will answer 200 when the database answers and all migrations are applied, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not Migrations.are_applied():
            return _ill({"status": "migrations are missing"})
        return _deep() if request.GET.get("deep") == "1" else JsonResponse({"status": "ok"})
    except Error as error:
        logger.warning("The database does not answer: %s", outage.said(error))
        return _ill({"status": "the database does not answer"})


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
    said = {"status": "; ".join(faults) or "ok", **facts}
    return _ill(said) if faults else JsonResponse(said)


def _ill(said: dict[str, Any]) -> JsonResponse:
    """503, without another line in the log for every probe."""
    answer = JsonResponse(said, status=503)
    answer["Retry-After"] = str(outage.RETRY_AFTER_SECONDS)
    answer._has_been_logged = True  # type: ignore[attr-defined]
    return answer
