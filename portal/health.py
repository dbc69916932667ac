"""Two questions of a load balancer: does the process answer, and can it serve?"""

import os
import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from portal.search import engines

LEAST_FREE_SPACE = 0.05  # of the disk that holds uploads

_migrated = False


@never_cache
def livez(request: HttpRequest) -> HttpResponse:
    """Answer `ok`: the process is alive. Asks nothing of the database."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 where each check holds, else 503; the body names each check and its result.

    `search` says who answers readers' searches. It is no check, for the database always can.
    """
    checks = {
        "database": holds(database_answers),
        "migrations": holds(migrations_are_applied),
        "media": holds(media_can_be_written),
        "disk": holds(disk_has_room),
    }
    ready = all(checks.values())
    said = {"ready": ready, **checks, "search": search_state()}
    return JsonResponse(said, status=200 if ready else 503)


def holds(check) -> bool:
    """Return the result of `check`; a check that fails to run does not hold."""
    try:
        return check()
    except Exception:
        return False


def search_state() -> str:
    """Return who answers readers' searches, or "unknown" where the database does not say."""
    try:
        return engines.state()
    except DatabaseError:
        return "unknown"


def database_answers() -> bool:
    """Return whether the database answers a trivial question."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def migrations_are_applied() -> bool:
    """Return whether every migration of this release is applied. A yes is remembered by the process."""
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated


def media_can_be_written() -> bool:
    """Return whether a file can be written where uploads go."""
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        return os.write(file.fileno(), b"ok") == 2


def disk_has_room() -> bool:
    """Return whether more than a twentieth of the disk that holds uploads is free."""
    usage = shutil.disk_usage(settings.MEDIA_ROOT)
    return usage.free / usage.total > LEAST_FREE_SPACE
