"""Bring the whole house up: database, migrations, words, static files, the demonstration city, web and worker."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from yexiao.common import postgres, words
from yexiao.frontdesk import _progress, _supervisor

MIGRATION_TRIES = 5
PAGE_STATEMENT_SECONDS = "4"


@contextmanager
def database() -> Iterator[None]:
    """Keep the database reachable inside the block; the embedded one is started if it is ours."""
    with postgres.running(settings.EMBEDDED) if settings.IS_EMBEDDED else nullcontext():
        yield


def prepare() -> None:
    """Bring tables, words and static files up to date; what is up to date already costs next to nothing."""
    words.compile_words()
    migrate()
    _collect_static()


def prepare_demo() -> None:
    """Build the demonstration city if it does not stand, in a process of its own that gives its memory back.

    Raises:
        subprocess.CalledProcessError: It failed, and has said why.
    """
    if not _progress.is_begun():
        subprocess.run([sys.executable, "-m", "yexiao.frontdesk.cli", "demo"], check=True)


def migrate() -> None:
    """Apply migrations, if any are waiting.

    A migration that waits on a lock gives up after 5 s, so that the site
    keeps serving, and is tried again.

    Raises:
        OperationalError: The lock was not to be had in five tries, or the database is away.
    """
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    for attempt in range(1, MIGRATION_TRIES + 1):
        try:
            with _without_statement_deadline():
                call_command("migrate", interactive=False, verbosity=0)
            return
        except OperationalError:
            if attempt == MIGRATION_TRIES:
                raise
            time.sleep(attempt)


def _collect_static() -> None:
    stamp, seen = settings.STATIC_ROOT / ".collected", _static_state()
    if stamp.exists() and stamp.read_text() == seen:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(seen)


def _static_state() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(["CVS", ".*", "*~"]):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path} {found.st_mtime_ns} {found.st_size}\n".encode())
    return digest.hexdigest()


def serve(*, with_worker: bool) -> None:
    """Run the web server, and the worker beside it, until told to end."""
    web = {"STATEMENT_SECONDS": os.environ.get("STATEMENT_SECONDS", PAGE_STATEMENT_SECONDS)}
    children = [_supervisor.Child("web", _web_command(), web)]
    if with_worker:
        children.append(_supervisor.Child("worker", [sys.executable, "-m", "yexiao.frontdesk.cli", "worker"]))
    _supervisor.keep_running(children)


def _web_command() -> list[str]:
    options = {
        "--interface": "asgi",
        "--host": settings.HOST,
        "--port": str(settings.PORT),
        "--workers": str(settings.WEB_WORKERS),
        "--log-level": "warning",
    }
    flat = [part for pair in options.items() for part in pair]
    return [sys.executable, "-m", "granian", *flat, "yexiao.config.asgi:application"]


@contextmanager
def _without_statement_deadline() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    try:
        yield
    finally:
        connection.close()
