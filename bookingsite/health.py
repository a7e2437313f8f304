"""Whether this process can serve."""

import logging

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)


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
        if Migrations.are_applied():
            return JsonResponse({"status": "ok"})
        status = "migrations are missing"
    except DatabaseError:
        logger.warning("The database does not answer.", exc_info=True)
        status = "the database does not answer"
    return JsonResponse({"status": status}, status=503)
