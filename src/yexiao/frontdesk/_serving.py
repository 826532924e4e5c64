"""Bring the whole house up: database, migrations, words, static files, the demonstration city, web and worker."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection

from yexiao.common import postgres, words
from yexiao.frontdesk import _supervisor

MIGRATION_TRIES = 5


@contextmanager
def database() -> Iterator[None]:
    """Keep the database reachable inside the block; the embedded one is started if it is ours."""
    with postgres.running(settings.EMBEDDED) if settings.IS_EMBEDDED else nullcontext():
        yield


def prepare() -> None:
    """Bring tables, words and static files up to date; safe to run from several processes."""
    words.compile_words()
    migrate()
    call_command("collectstatic", interactive=False, verbosity=0)


def migrate() -> None:
    """Apply migrations.

    A migration that waits on a lock gives up after 5 s, so that the site
    keeps serving, and is tried again.

    Raises:
        OperationalError: The lock was not to be had in five tries, or the database is away.
    """
    for attempt in range(1, MIGRATION_TRIES + 1):
        try:
            with _without_statement_deadline():
                call_command("migrate", interactive=False, verbosity=0)
            return
        except OperationalError:
            if attempt == MIGRATION_TRIES:
                raise
            time.sleep(attempt)


def serve(*, with_worker: bool) -> None:
    """Run the web server, and the worker beside it, until told to end."""
    children = [_supervisor.Child("web", _web_command())]
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
