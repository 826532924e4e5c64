"""What `yexiao check` and the status page ask: settings, deadlines, migrations, counters, worker, queue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core import checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from yexiao.enrolment import api as enrolment

WORKER_SILENT_AFTER_SECONDS = 60


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: what, whether it is well, and what was seen."""

    what: str
    is_well: bool
    seen: str


def look_at_everything() -> Iterator[Finding]:
    """Yield one finding per check; a check that itself fails is a finding that is not well."""
    for check in (_settings, _database, _deadlines, _migrations, _counters, _worker, _queue):
        yield _safely(check)


def _safely(check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except Exception as problem:  # a check must never hide the others
        return Finding(check.__name__.strip("_"), False, f"{type(problem).__name__}: {problem}"[:300])


def _settings() -> Finding:
    problems = [message.msg for message in checks.run_checks() if message.level >= checks.WARNING]
    return Finding(_("Settings"), not problems, "; ".join(problems) or _("no warning"))


def _database() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = str(cursor.fetchone()[0])
    kind = _("embedded in %(folder)s") % {"folder": settings.EMBEDDED.folder} if settings.IS_EMBEDDED else _("external")
    return Finding(_("Database"), True, f"PostgreSQL {version}, {kind}")


def _deadlines() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, setting::int FROM pg_settings WHERE name = ANY(%s) ORDER BY name",
            [list(settings.DATABASE_DEADLINES)],
        )
        seen = dict(cursor.fetchall())
    text = ", ".join(f"{name} {value} ms" for name, value in seen.items())
    return Finding(_("Database deadlines"), seen == settings.DATABASE_DEADLINES, text)


def _migrations() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    text = ", ".join(f"{step.app_label} {step.name}" for step, _back in waiting)
    return Finding(_("Migrations"), not waiting, text or _("all applied"))


def _counters() -> Finding:
    mismatches = enrolment.check_counters()
    text = "; ".join(str(mismatch) for mismatch in mismatches[:5])
    return Finding(_("Seat counters against the ledger"), not mismatches, text or _("equal"))


def _worker() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers")
        age = cursor.fetchone()[0]
    if age is None:
        return Finding(_("Worker"), False, _("no worker has been seen"))
    text = _("last heard of %(seconds)d s ago") % {"seconds": int(age)}
    return Finding(_("Worker"), age <= WORKER_SILENT_AFTER_SECONDS, text)


def _queue() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1 ORDER BY 1")
        counts = dict(cursor.fetchall())
    text = ", ".join(f"{status} {count}" for status, count in counts.items())
    return Finding(_("Jobs"), not counts.get("failed"), text or _("none waiting"))
