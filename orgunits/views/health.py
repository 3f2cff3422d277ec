"""For the machines that watch over the site: whether it is alive, and whether it can answer.

Whether the trees are sound is no matter of readiness: `manage.py check_trees` tells, and a faulty one must not take
every page away.
"""

from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def healthz(request):
    """The process answers."""
    return JsonResponse({"alive": True})


@require_safe
@never_cache
def readyz(request):
    """The database answers and has every migration; else 503, naming what is missing."""
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (DatabaseError, InterfaceError):
        return JsonResponse({"ready": False, "missing": "database"}, status=503)
    if pending:
        return JsonResponse({"ready": False, "missing": "migrations"}, status=503)
    return JsonResponse({"ready": True})
