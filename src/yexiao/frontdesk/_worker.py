"""The worker process: runs jobs, waits out a database that is away, and re-queues stalled jobs."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from types import FrameType

from django.conf import settings
from procrastinate import exceptions
from procrastinate.contrib.django import app
from psycopg import OperationalError

log = logging.getLogger(__name__)

LONGEST_PAUSE_SECONDS = 10.0
STALLED_AFTER_SECONDS = 30


class _Told(Exception):
    """The process was told to end while it waited."""


def work_until_told() -> None:
    """Run jobs until the process is told to end; outlive a database that goes away and comes back."""
    signal.signal(signal.SIGTERM, _tell)
    pause = 0.5
    while True:
        try:
            _run_worker()
            return
        except _Told:
            return
        except (exceptions.ConnectorException, OperationalError) as trouble:
            log.warning("The database is away (%s); trying again in %.0f s.", type(trouble).__name__, pause)
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)


def requeue_stalled_jobs() -> int:
    """Put the jobs of workers that stopped breathing back into the queue; return how many."""
    return asyncio.run(_requeue())


async def _requeue() -> int:
    worker_app = app.with_connector(app.connector.get_worker_connector())
    async with worker_app.open_async():
        manager = worker_app.job_manager
        stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS))
        for job in stalled:
            await manager.retry_job(job)
    return len(stalled)


def _run_worker() -> None:
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
        worker_app.run_worker(
            name="worker",
            concurrency=settings.WORKER_CONCURRENCY,
            fetch_job_polling_interval=2.0,
            shutdown_graceful_timeout=10.0,
            delete_jobs="successful",
        )


def _tell(number: int, frame: FrameType | None) -> None:
    raise _Told
